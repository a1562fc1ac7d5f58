"""What is written of runs comes back from every format, whole or not at all."""

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.export.views import recorded_view
from tests.export.written import READERS, numbers_of
from tests.runs.examples import example_history, example_samples, example_started
from vgdesk.errors import ExportError
from vgdesk.events import Channel, Layer, Layout, Logged, RunEnded
from vgdesk.experiment.watched import Watched, WatchedRow
from vgdesk.export.formats import WRITTEN, format_named, formats_of
from vgdesk.export.numbers import write_numbers
from vgdesk.runs.history import History

ALL = [each.id for each in formats_of(*WRITTEN)]
PACKAGES = {"parquet": "pyarrow", "tensorboard": "tensorboard"}


def watched_history():
    """A run of a program of one's own: no spec, paths for rows, told numbers, some between its samples."""
    rows = tuple(WatchedRow(f"blocks.{number}.mlp", "linear", number) for number in range(3))
    started = replace(example_started("watched"), spec_json="", steps_per_epoch=1, total_steps=0)
    layers = tuple(replace(layer, name=row.path) for layer, row in zip(started.layout.layers, rows, strict=True))
    layout = replace(started.layout, layers=layers)
    history = History(replace(started, layout=layout, watched=Watched("Net", "Adam", rows)), "my net")
    history.append(example_samples(history.started, 5))
    for step in (0, 3, 9):
        history.append(Logged("watched", step, "lr", 0.5 / (1 + step)))
    history.append(RunEnded("watched", "finished", "", 2.0))
    return history


RUNS = {
    "trained": lambda: [recorded_view().lanes[0].history],
    "a race": lambda: [lane.history for lane in recorded_view().lanes],
    "odd numbers": lambda: [example_history(9, 2)],
    "watched": lambda: [watched_history()],
    "of different shapes": lambda: [recorded_view().lanes[0].history, watched_history()],
    "empty": lambda: [History(example_started("run-0"))],
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kind", RUNS)
def test_equal_numbers_come_back_from_every_format_of_numbers(tmp_path, name, kind):
    pytest.importorskip(PACKAGES.get(name, "numpy"), reason=f"{name} is read by a package that is not installed")
    histories = RUNS[kind]()
    write_numbers(histories, tmp_path / "a", format_named(name))
    read = READERS[name](tmp_path / "a", len(histories))
    for history in histories:
        found = read.get(history.run, {})
        wanted = numbers_of(history, histograms=name != "wide-csv")
        found = {key: value for key, value in found.items() if key in wanted or value == value}
        assert set(found) == set(wanted)
        keys = list(wanted)
        values = [np.array([each[key] for key in keys]) for each in (found, wanted)]
        with np.errstate(over="ignore"):
            given, due = (each.astype(np.float32 if name == "tensorboard" else float) for each in values)
        np.testing.assert_allclose(given, due, rtol=5e-9, atol=0)


@pytest.mark.parametrize("name", ALL)
def test_equal_runs_give_equal_files(tmp_path, name):
    pytest.importorskip(PACKAGES.get(name, "numpy"), reason=f"{name} is written by a package that is not installed")
    sizes = [write_numbers([watched_history()], tmp_path / each, format_named(name)) for each in "ab"]
    assert sizes[0] == sizes[1] > 10
    first, second = (sorted((tmp_path / each).rglob("*")) or [tmp_path / each] for each in "ab")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


@pytest.mark.parametrize("name", ALL)
def test_work_that_is_cancelled_or_fails_leaves_what_was_there_and_nothing_half(tmp_path, monkeypatch, name):
    pytest.importorskip(PACKAGES.get(name, "numpy"), reason=f"{name} is written by a package that is not installed")
    target = tmp_path / "a"
    write_numbers([example_history(3)], target, format_named(name))
    before = _contents(tmp_path)

    def cancel(done, wanted):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_numbers([watched_history()], target, format_named(name), cancel)
    assert _contents(tmp_path) == before

    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ExportError, match=r"cannot write the \w+ .*a: the disk is full; free some space"):
        write_numbers([watched_history()], target, format_named(name))
    assert _contents(tmp_path) == before


@pytest.mark.parametrize("name", ALL)
def test_progress_goes_on_to_the_end_and_what_was_there_is_replaced(tmp_path, name):
    pytest.importorskip(PACKAGES.get(name, "numpy"), reason=f"{name} is written by a package that is not installed")
    reports = []
    write_numbers([example_history(3)], tmp_path / "a", format_named(name))
    runs = [example_history(300, 2, run="a"), example_history(9, 2, run="b")]
    write_numbers(runs, tmp_path / "a", format_named(name), lambda *each: reports.append(each))
    done = [each for each, _ in reports]
    assert done == sorted(done)
    assert reports[-1] == (2000, 2000)
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("name", ALL)
def test_a_folder_that_is_not_there_is_named_with_the_way_out(tmp_path, name):
    pytest.importorskip(PACKAGES.get(name, "numpy"), reason=f"{name} is written by a package that is not installed")
    with pytest.raises(ExportError, match=r"nowhere.*no such folder; create it"):
        write_numbers([example_history(1)], tmp_path / "nowhere" / "a", format_named(name))


def test_a_format_whose_extra_is_missing_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr("vgdesk.export.formats.find_spec", lambda name: None)
    with pytest.raises(ExportError, match=r"Parquet needs pyarrow: install it with  pip install 'vgdesk\[parquet\]'"):
        write_numbers([example_history(1)], tmp_path / "a", format_named("parquet"))


def foreign_history(number, name):
    """A run of a file that somebody else has made: odd ids, lanes, tensors and measures."""
    layout = Layout((Layer("1", 2, "relu"),), (Channel(1, "=a,%s", 'b"%d\0'), Channel(1, "../<b>", "mean")))
    started = replace(example_started(f"../../{name}{number}", layout=layout), spec_json="[1]")
    history = History(started, name)
    history.append(example_samples(started, 2))
    history.append(Logged(started.run, 1, "../=lr.step", 0.5))
    return history


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lane", ["..", "a/b", "\0", "x" * 300])
def test_what_a_foreign_file_says_leads_nowhere_else(tmp_path, name, lane):
    pytest.importorskip(PACKAGES.get(name, "numpy"), reason=f"{name} is written by a package that is not installed")
    (tmp_path / "here").mkdir()
    runs = [foreign_history(number, lane) for number in range(2)]
    write_numbers(runs, tmp_path / "here" / "a", format_named(name))
    assert [each.name for each in tmp_path.iterdir()] == ["here"]
    assert [each.name for each in (tmp_path / "here").iterdir()] == ["a"]


def test_arrays_carry_their_axes_and_what_they_are_of(tmp_path):
    write_numbers([example_history(4)], tmp_path / "a.npz", format_named("npz"))
    with np.load(tmp_path / "a.npz") as archive:
        axes, about = (json.loads(str(archive[name])) for name in ("axes", "about"))
        assert axes["gradient.mean_abs"] == ["sample", "layer"]
        assert archive["layer.name"].tolist() == ["1", "2", "3"]
        assert archive["snapshot.2.weight"].shape == (2, 5, 5)
        assert axes["snapshot.2.weight"] == ["snapshot", "input", "unit"]
    assert (about["seed"], about["spec"]["name"]) == ("7", "example")


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
