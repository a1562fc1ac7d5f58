"""The numbers of runs as an archive of numpy arrays."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk import __version__
from vgdesk.export.identity import name_layers, name_seed
from vgdesk.export.numbers import Advance
from vgdesk.export.specs import spec_tree
from vgdesk.measures import HISTOGRAM_EDGES, SCORES
from vgdesk.runs.history import History

_Named = tuple[str, NDArray[Any], tuple[str, ...]]
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest of a zip: equal runs give equal files
_ROWS = {True: "time_step", False: "layer"}


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write every array under a name such as ``gradient.mean_abs``; of several runs as ``2/gradient.mean_abs``.

    ``axes`` is JSON: the names of the axes of every array. An axis ``sample`` has the arrays ``sample.step`` and
    ``sample.epoch``, as have ``score``, ``histogram``, ``snapshot`` and ``scalar.NAME``; an axis ``layer`` has
    ``layer.name``. ``about`` is JSON too: run, lane, seed, version and spec. NaN where a layer has no such measure.
    """
    many = len(histories) > 1
    axes: dict[str, tuple[str, ...]] = {}
    with zipfile.ZipFile(draft, "w") as archive:
        for done, history in enumerate(histories):
            before = f"{done + 1}/" if many else ""
            arrays = list(_list_arrays(history))
            for name, array, names in arrays:
                axes[before + name] = names
                _add(archive, before + name, array)
                advance(1 / len(arrays))
        _add(archive, "axes", np.array(json.dumps(axes)))


def _add(archive: zipfile.ZipFile, name: str, array: NDArray[Any]) -> None:
    entry = zipfile.ZipInfo(f"{name}.npy", _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as file:
        np.lib.format.write_array(file, array, allow_pickle=False)


def _list_arrays(history: History) -> Iterator[_Named]:
    about = {"run": history.run, "lane": history.lane, "seed": name_seed(history), "version": __version__}
    yield "about", np.array(json.dumps({**about, "spec": spec_tree(history)})), ()
    yield from _list_names(history)
    yield from _list_times("sample", history)
    yield "batch_loss", history.batch_loss, ("sample",)
    for tensor, measure in dict.fromkeys((each.tensor, each.measure) for each in history.layout.channels):
        yield f"{tensor}.{measure}", history.grid(tensor, measure), ("sample", _row_axis(history, tensor))
    scores = history.scores
    yield "score.step", scores.step, ("score",)
    yield "score.epoch", scores.epoch, ("score",)
    for name in SCORES:
        yield f"score.{name}", getattr(scores, name), ("score",)
    for name, told in history.scalars.items():
        axis = f"scalar.{name}"
        yield from _list_times(axis, told)
        yield axis, told.values, (axis,)
    yield from _list_histograms(history)
    yield from _list_snapshots(history)


def _list_names(history: History) -> Iterator[_Named]:
    layout = history.layout
    yield "layer.name", _texts(name_layers(history, "weight")), ("layer",)
    if layout.time_steps:
        yield "time_step.name", _texts([step.name for step in layout.time_steps]), ("time_step",)


def _list_times(axis: str, timed: Any) -> Iterator[_Named]:
    yield f"{axis}.step", timed.steps, (axis,)
    yield f"{axis}.epoch", timed.epochs, (axis,)


def _list_histograms(history: History) -> Iterator[_Named]:
    histograms = history.histograms
    if not len(histograms):
        return
    yield from _list_times("histogram", histograms)
    yield "histogram.edges", np.array(HISTOGRAM_EDGES), ("edge of log10 |x|",)
    for tensor in histograms.tensors:
        yield f"histogram.{tensor}", histograms.bins(tensor), ("histogram", "layer", "bin")
        yield f"histogram.{tensor}.zero", histograms.zeros(tensor), ("histogram", "layer")
        yield f"histogram.{tensor}.nonfinite", histograms.nonfinite(tensor), ("histogram", "layer")


def _list_snapshots(history: History) -> Iterator[_Named]:
    snapshots = history.snapshots
    if not len(snapshots):
        return
    yield from _list_times("snapshot", snapshots)
    for slot in snapshots.slots:
        axes = ("snapshot", *("input", "unit")[-len(slot.shape) :]) if len(slot.shape) <= 2 else ()
        values = snapshots.over_time(slot.layer, slot.tensor)
        yield f"snapshot.{slot.layer}.{slot.tensor}", values, axes or ("snapshot", *map(str, range(values.ndim - 1)))


def _row_axis(history: History, tensor: str) -> str:
    layout = history.layout
    return _ROWS[layout.rows(tensor) is layout.time_steps]


def _texts(names: Sequence[str]) -> NDArray[np.str_]:
    return np.array(names, np.str_)
