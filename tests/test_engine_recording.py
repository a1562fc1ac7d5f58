"""What the engine writes to the run files, and what it says when it cannot; no process and no pipe."""

import pytest

import vgdesk.runs.writer
from tests.runs.examples import assert_same_run, example_samples, example_started
from tests.session.examples import make_entry
from vgdesk import engine
from vgdesk.engine import Entry, record, train_recorded
from vgdesk.errors import RunFileError, SpecError
from vgdesk.events import RoundEnded
from vgdesk.experiment.estimate import estimate
from vgdesk.experiment.limits import Room
from vgdesk.experiment.spec import parse_spec
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.training.control import TrainControl


def test_a_full_disk_fails_the_race_and_closes_every_file(tmp_path, monkeypatch):
    started = [example_started("a"), example_started("b")]
    entries = {name: Entry(name, "{}", tmp_path / f"{name}.vgrun") for name in ("a", "b")}
    events = record([*started, *(example_samples(item, 3) for item in started)], entries)
    closed = []
    monkeypatch.setattr(engine.RunWriter, "close", lambda self: closed.append(self.path.stem))
    assert [next(events), next(events)] == started

    def refuse(*_):
        raise RunFileError("the disk is full")

    monkeypatch.setattr(engine.RunWriter, "write", refuse)
    with pytest.raises(RunFileError, match="disk is full"):
        next(events)
    assert sorted(closed) == ["a", "b"]


def test_a_file_that_cannot_be_closed_does_not_keep_the_others_open(tmp_path, monkeypatch):
    entries = {name: Entry(name, "{}", tmp_path / f"{name}.vgrun") for name in ("a", "b")}
    events = record([example_started("a"), example_started("b")], entries)
    next(events), next(events)
    close = engine.RunWriter.close

    def fail_for_b(self):
        close(self)
        if self.path.stem == "b":
            raise RunFileError("the disk is full")

    monkeypatch.setattr(engine.RunWriter, "close", fail_for_b)
    with pytest.raises(RunFileError, match="disk is full"):
        events.close()
    assert not list(tmp_path.glob("*-wal"))


def test_a_halt_is_recorded_before_it_is_passed_on(tmp_path, monkeypatch):
    monkeypatch.setattr(vgdesk.runs.writer, "_COMMIT_SECONDS", 1e9)
    control, started = TrainControl(), example_started("a")
    path = tmp_path / "a.vgrun"
    story = [started, example_samples(started, 2), RoundEnded(), example_samples(started, 2, first=2), RoundEnded()]
    events = record(story, {"a": Entry("a", "{}", path)}, control)
    for _ in range(3):
        next(events)
    assert read_run(path).sample_count == 0
    control.pausing = True
    next(events), next(events)
    assert read_run(path).sample_count == 4
    events.close()


def test_histograms_and_snapshots_are_in_the_file_as_they_were_told(tmp_path):
    entry = make_entry(tmp_path)
    events = list(train_recorded([entry]))
    read, told = read_run(entry.path), History(events[0], entry.lane)
    for event in events[1:]:
        if not isinstance(event, RoundEnded):
            told.append(event)
    assert_same_run(read, told)
    assert len(read.histograms) == read.sample_count > 1
    assert read.snapshots.steps.tolist() == read.scores.step.tolist()
    weights = read.snapshots.over_time(1)
    assert weights.std(axis=(1, 2)) == pytest.approx(read.grid("weight", "std")[:, 0], rel=1e-5)


def test_broken_specs_are_refused_before_any_file_is_made(tmp_path):
    with pytest.raises(SpecError):
        train_recorded([make_entry(tmp_path), Entry("b", '{"version": 9}', tmp_path / "b.vgrun")])
    assert not list(tmp_path.iterdir())


def test_lanes_share_the_room_that_there_is(tmp_path, monkeypatch):
    entries = [make_entry(tmp_path / f"{name}.vgrun", name) for name in ("a", "b")]
    needed = estimate(parse_spec(entries[0].spec_json))
    room = Room(2 * needed.memory_bytes - 2, 10 * needed.file_bytes)
    monkeypatch.setattr(engine, "measure_room", lambda folder: room)
    train_recorded(entries[:1]).close()
    with pytest.raises(SpecError, match="of memory"):
        train_recorded(entries)
