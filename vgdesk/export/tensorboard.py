"""The numbers of runs as event files for TensorBoard."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from vgdesk.export.blocks import BIN_NAMES, Block, Tail, count_moments, list_samples, list_scores, list_told
from vgdesk.export.folders import OURS
from vgdesk.export.identity import name_layers, name_runs
from vgdesk.export.numbers import Advance
from vgdesk.export.tfevents import (
    encode_event,
    encode_histogram,
    encode_scalars,
    encode_version,
    frame_records,
    start_scalar,
)
from vgdesk.measures import HISTOGRAM_BINS, HISTOGRAM_EDGES, NONFINITE, ZEROS
from vgdesk.runs.history import History

_RECORDS = 256  # written at once
_LONGEST = 60
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')


def fill(histories: Sequence[History], draft: Path, advance: Advance) -> None:
    """Write an event file a run; of several runs each into a folder under its lane's name, which TensorBoard shows.

    Tags are ``gradient/mean_abs/1 input``: tensor, measure, layer; ``score/loss``; ``scalar/NAME``. A histogram
    ``gradient/log10/1 input`` is that of log10 of the absolute entries: TensorBoard's axis is linear, and all of a
    vanished gradient would stand in one of its bins. Entries that are exactly 0 or not finite have curves of their
    own beside it. Times are spread evenly from the start of the training to its end.
    """
    names = name_runs(histories)
    for history, name in zip(histories, names, strict=True):
        folder = draft if len(histories) == 1 else draft / _name_file(name)
        folder.mkdir(exist_ok=True)
        path = folder / f"events.out.tfevents.{int(history.started.started)}.{_name_file(history.run)}{OURS}"
        moments = count_moments(history)
        with path.open("wb") as file:
            file.write(frame_records([encode_version(history.started.started)]))
            events = _list_events(history)
            while part := list(islice(events, _RECORDS)):
                file.write(frame_records(part))
                advance(len(part) / moments)


def _list_events(history: History) -> Iterator[bytes]:
    blocks = (*list_samples(history), list_scores(history), *list_told(history))
    for block in blocks:
        yield from _list_scalars(history, block)
    yield from _list_histograms(history)


def _list_scalars(history: History, block: Block) -> Iterator[bytes]:
    starts = [start_scalar(_tag(history, tail)) for tail in block.tails]
    for step, values, kept in zip(block.steps.tolist(), block.values, block.kept, strict=True):
        shown = starts if kept.all() else [starts[place] for place in np.flatnonzero(kept)]
        yield encode_event(_time(history, step), step, encode_scalars(shown, values[kept]))


def _list_histograms(history: History) -> Iterator[bytes]:
    histograms, keys = history.histograms, history.layout.histograms
    limits = np.array(HISTOGRAM_EDGES[1:])
    tags = [_tag(history, (layer, tensor, "log10")) for tensor, layer in keys]
    starts = [
        start_scalar(_tag(history, (layer, tensor, kind)))
        for tensor, layer in keys
        for kind in BIN_NAMES[HISTOGRAM_BINS:]
    ]
    for step, sample in zip(histograms.steps.tolist(), histograms.counts, strict=True):
        shapes = [
            encode_histogram(tag, limits, counts)
            for tag, counts in zip(tags, sample[:, :HISTOGRAM_BINS].astype(np.float64), strict=True)
            if counts.any()
        ]
        scalars = encode_scalars(starts, sample[:, [ZEROS, NONFINITE]].reshape(-1))
        yield encode_event(_time(history, step), step, b"".join(shapes) + scalars)


def _name_file(name: str) -> str:
    """A name as that of a file or folder on any system; one that is nothing but dots would lead elsewhere."""
    return _UNFIT.sub("-", name[:_LONGEST]).strip(". ") or "run"


def _tag(history: History, tail: Tail) -> bytes:
    layer, tensor, measure = tail
    row = "" if layer is None else f"/{name_layers(history, tensor)[layer - 1]}"
    return f"{tensor}/{measure}{row}".encode()


def _time(history: History, step: int) -> float:
    started, ended = history.started, history.ended
    seconds = 0.0 if ended is None else ended.seconds
    return started.started + seconds * (step - started.first_step) / max(history.step - started.first_step, 1)
