import random
import signal
from dataclasses import replace

import numpy as np
import pytest

import vgdesk.runs.writer
import vgdesk.training.loop
from tests.engine_client import Client
from tests.experiment.data_files import write_idx_set
from tests.runs.examples import assert_same_run
from tests.session.examples import ENDLESS, make_entry, small_spec
from vgdesk import paths
from vgdesk.engine import (
    Entry,
    PauseRace,
    PreviewData,
    ResumeRace,
    StartRace,
    StepRace,
    StopRace,
    train_recorded,
)
from vgdesk.errors import DataError
from vgdesk.events import (
    DataPreviewed,
    EngineReady,
    RaceEnded,
    RacePaused,
    RaceResumed,
    RoundEnded,
    RunEnded,
    RunStarted,
    Sampled,
)
from vgdesk.experiment.data import Circles
from vgdesk.experiment.images import Mnist
from vgdesk.experiment.start import Origin, Start
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.training.optimizers import AdamOptimizer

NO_FOLDER = "there is no such folder; create it or choose another"


@pytest.fixture
def client(monkeypatch):
    """An engine in a thread, ready to serve; it must end when its pipe closes."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # it is the main thread's alone
    client = Client()
    assert client.read_until(EngineReady) == [EngineReady()]
    yield client
    client.close()


@pytest.fixture
def entries(tmp_path):
    """Two lanes of one seed, endless."""
    lanes = {"sigmoid": "sigmoid", "relu": "relu"}
    return tuple(make_entry(tmp_path, name, ENDLESS, network__activation=lanes[name]) for name in lanes)


def sample_counts(events) -> dict[str, int]:
    counts: dict[str, int] = {}
    for event in events:
        if isinstance(event, Sampled):
            counts[event.run] = counts.get(event.run, 0) + len(event.steps)
    return counts


def history_of(events, run: str, lane: str) -> History:
    own = [event for event in events if getattr(event, "run", None) == run]
    history = History(own[0], lane)
    for event in own[1:]:
        history.append(event)
    return history


def test_a_race_tells_its_whole_story_in_order(client, tmp_path):
    entries = (make_entry(tmp_path, "long", 5), make_entry(tmp_path, "short", 2))
    client.send(StartRace("race", entries))
    events = client.read_until(RaceEnded)
    kinds = [type(event) for event in events]
    assert kinds[:2] == [RunStarted, RunStarted]
    assert events[-1] == RaceEnded("race")
    assert sample_counts(events) == {"run-long": 6, "run-short": 3}
    assert {event.run: event.reason for event in events if isinstance(event, RunEnded)} == {
        "run-long": "finished",
        "run-short": "finished",
    }
    assert RoundEnded not in kinds
    for entry in entries:
        assert_same_run(read_run(entry.path), history_of(events, entry.run, entry.lane))


def test_a_step_trains_every_lane_on_to_its_next_sample(client, entries):
    client.send(StartRace("race", entries, paused=True))
    for _ in range(4):
        events = client.read_until(RacePaused)
        assert sample_counts(events) == {entry.run: 1 for entry in entries}
        assert events[-1] == RacePaused("race")
        client.send(StepRace())
    client.send(StopRace())
    client.read_until(RaceEnded)


def test_a_step_after_a_pause_goes_on_to_the_next_sample(client, tmp_path):
    """Scores come between two samples: the pause looked at those, the step must not."""
    entry = make_entry(tmp_path, epochs=ENDLESS, sampling={"kind": "steps", "steps": 100})
    client.send(StartRace("race", (entry,), paused=True))
    client.read_until(RacePaused)
    client.send(ResumeRace(), PauseRace())
    client.read_until(RacePaused)
    for _ in range(3):
        client.send(StepRace())
        assert sample_counts(client.read_until(RacePaused)) == {entry.run: 1}
    client.send(StopRace())
    client.read_until(RaceEnded)


def test_a_pause_brings_everything_to_the_files(client, entries, monkeypatch):
    monkeypatch.setattr(vgdesk.runs.writer, "_COMMIT_SECONDS", 1e9)
    client.send(StartRace("race", entries))
    events = client.read_until(Sampled)
    client.send(PauseRace(), PauseRace())
    events += client.read_until(RacePaused)
    for entry in entries:
        in_file, told = read_run(entry.path), history_of(events, entry.run, entry.lane)
        assert in_file.values.tobytes() == told.values.tobytes()
        assert in_file.step == told.step
    client.send(ResumeRace(), StopRace())
    rest = client.read_until(RaceEnded)
    assert [event for event in rest if isinstance(event, RacePaused)] == []
    assert RaceResumed("race") in rest


def test_a_resumed_race_goes_on_to_its_end(client, tmp_path):
    client.send(StartRace("race", (make_entry(tmp_path),), paused=True))
    events = client.read_until(RacePaused)
    client.send(ResumeRace())
    events += client.read_until(RaceEnded)
    assert sample_counts(events) == {"run-sigmoid": 4}


@pytest.mark.parametrize("commands", [(), (PauseRace(),), (StepRace(),), (PauseRace(), StepRace(), PauseRace())])
def test_a_paused_race_stops_at_once(client, entries, commands):
    client.send(StartRace("race", entries, paused=True))
    client.read_until(RacePaused)
    client.send(*commands, StopRace())
    events = client.read_until(RaceEnded)
    assert [event.reason for event in events if isinstance(event, RunEnded)] == ["stopped", "stopped"]


def test_the_last_step_ends_the_race(client, tmp_path):
    client.send(StartRace("race", (make_entry(tmp_path, epochs=2),), paused=True))
    for _ in range(2):
        client.read_until(RacePaused)
        client.send(StepRace())
    events = client.read_until(RaceEnded)
    assert sample_counts(events) == {"run-sigmoid": 1}
    assert [type(event) for event in events if isinstance(event, RunEnded | RaceEnded | RacePaused)] == [
        RunEnded,
        RaceEnded,
    ]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_pressed_a_stop_ends_the_race(client, entries, seed):
    presses = random.Random(seed).choices([PauseRace(), ResumeRace(), StepRace(), preview(n=20)], k=30)
    client.send(StartRace("race", entries, paused=seed % 2 == 0))
    for press in presses[:15]:
        client.send(press)
    client.read_until(RunStarted)
    client.send(*presses[15:], StopRace(), StopRace(), PauseRace())
    events = client.read_until(RaceEnded)
    assert events[-1] == RaceEnded("race")
    assert all(read_run(entry.path).ended.reason == "stopped" for entry in entries)


def test_commands_without_a_race_do_nothing(client, tmp_path):
    client.send(StopRace(), PauseRace(), StepRace(), ResumeRace())
    client.send(StartRace("race", (make_entry(tmp_path),)))
    assert sample_counts(client.read_until(RaceEnded)) == {"run-sigmoid": 4}


def test_the_same_spec_gives_the_same_run_in_the_engine_and_headless(client, tmp_path):
    spec = small_spec(epochs=40, sampling={"kind": "steps", "steps": 3})
    served, headless = (Entry("run", spec.to_json(), tmp_path / name, "lane") for name in ("a.vgrun", "b.vgrun"))
    client.send(StartRace("race", (served,)))
    client.read_until(RaceEnded)
    assert list(train_recorded([headless]))
    one, other = read_run(served.path), read_run(headless.path)
    assert one.values.tobytes() == other.values.tobytes()
    assert one.scores.loss.tobytes() == other.scores.loss.tobytes()
    assert one.sample_count > 50


def test_what_cannot_be_trained_is_told_and_the_next_race_is(client, tmp_path, monkeypatch):
    good = make_entry(tmp_path)
    taken = replace(good, path=tmp_path / "taken.vgrun")
    taken.path.write_bytes(b"mine")
    races = {
        "exists": (taken, "a file of that name exists already"),
        "folder": (replace(good, path=tmp_path / "none" / "a.vgrun"), NO_FOLDER),
        "spec": (replace(good, spec_json='{"seed": "x"}'), "seed"),
        "json": (replace(good, spec_json="{"), "this is no JSON"),
    }
    for race, (entry, words) in races.items():
        client.send(StartRace(race, (entry,)))
        ended = client.read_until(RaceEnded)[-1]
        assert ended.race == race
        assert words in ended.message
    assert taken.path.read_bytes() == b"mine"
    client.send(StartRace("good", (good,)))
    assert client.read_until(RaceEnded)[-1] == RaceEnded("good")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ZeroDivisionError("by\nzero"), "the training failed: ZeroDivisionError: by zero"),
        (MemoryError(), "not enough memory"),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: 9 bytes"), "not enough memory"),
        (DataError("no such points"), "no such points"),
    ],
)
def test_an_error_in_the_training_ends_the_race_and_keeps_the_run(client, tmp_path, monkeypatch, error, words):
    update = AdamOptimizer.step

    def break_in_the_second_epoch(self):
        if self.steps == 4:
            raise error
        update(self)

    monkeypatch.setattr(AdamOptimizer, "step", break_in_the_second_epoch)
    entry = make_entry(tmp_path)
    client.send(StartRace("race", (entry,)))
    ended = client.read_until(RaceEnded)[-1]
    assert ended.message.startswith(words)
    assert "\n" not in ended.message
    kept = read_run(entry.path)
    assert (kept.ended.reason, kept.ended.message) == ("failed", ended.message)
    assert kept.scores.loss.size == 2


def preview(**changes) -> PreviewData:
    return PreviewData(Circles(**changes).model_dump_json())


def test_previews_come_in_a_race_and_without_one(client, entries):
    client.send(preview(n=10), preview(n=3000))
    few, many = (client.read_until(DataPreviewed)[-1] for _ in range(2))
    assert (few.inputs.shape, few.labels.shape, few.data_json) == ((10, 2), (10,), preview(n=10).data_json)
    assert (few.inputs.dtype, few.labels.dtype, many.inputs.shape) == (np.float32, np.int64, (1000, 2))
    client.send(StartRace("race", entries, paused=True))
    client.read_until(RacePaused)
    client.send(preview(n=10), StopRace())
    assert client.read_until(DataPreviewed)[-1].inputs.tobytes() == few.inputs.tobytes()
    client.read_until(RaceEnded)


def test_a_preview_that_fails_ends_nothing(client, monkeypatch):
    def refuse(_):
        raise DataError("no such points")

    with monkeypatch.context() as patch:
        patch.setattr("vgdesk.training.datasets.load_dataset", refuse)
        client.send(preview(n=10), StopRace())
        client.send(StartRace("race", ()))
        client.read_until(RaceEnded)
    client.send(preview(n=10))
    assert client.read_until(DataPreviewed)


def test_the_data_folder_comes_with_the_command(client, tmp_path):
    write_idx_set(tmp_path / "mnist")
    data = Mnist(train=20, test=0)
    spec = small_spec(data=data.model_dump())
    paths.use_data_folder(tmp_path)
    wanted = PreviewData(data.model_dump_json())
    race = StartRace("race", (Entry("run", spec.to_json(), tmp_path / "a.vgrun"),))
    for command, answer in ((wanted, DataPreviewed), (race, RaceEnded)):
        paths.use_data_folder(tmp_path / "engine")  # what the engine was started with
        client.send(command)
        client.read_until(answer)
    assert read_run(tmp_path / "a.vgrun").ended.reason == "finished"


@pytest.mark.parametrize("paused", [False, True])
def test_a_race_whose_window_is_gone_ends_and_its_files_are_whole(client, entries, paused):
    client.send(StartRace("race", entries, paused=paused))
    kind, begun = RacePaused if paused else Sampled, set()
    while len(begun) < len(entries):
        begun |= {event.run for event in client.read_until(kind) if isinstance(event, Sampled)}
    client.close()
    for entry in entries:
        kept = read_run(entry.path)
        assert kept.sample_count >= 1
        assert not entry.path.with_name(entry.path.name + "-wal").exists()


def test_an_engine_that_is_not_read_waits_and_loses_nothing(client, entries):
    spec = small_spec("steps", epochs=400, sampling={"kind": "steps", "steps": 1})
    entry = Entry("run", spec.to_json(), entries[0].path, "lane")
    client.send(StartRace("race", (entry,)))
    client.thread.join(1.0)  # the pipe is full by now
    assert client.thread.is_alive()
    assert sample_counts(client.read_until(RaceEnded)) == {"run": 1601}


def test_a_branch_is_trained_and_recorded_with_where_it_began(client, tmp_path):
    first = make_entry(tmp_path, "first", 4)
    client.send(StartRace("race", (first,)))
    client.read_until(RaceEnded)
    kept = read_run(first.path)
    start = Start(Origin(kept.run, 8, 4), kept.snapshots.slots, kept.snapshots.values(kept.snapshots.at(2.0)))
    client.send(StartRace("branch", (replace(make_entry(tmp_path, "branch", 4), start=start),)))
    events = client.read_until(RaceEnded)
    branch = read_run(tmp_path / "branch.vgrun")
    assert events[-1] == RaceEnded("branch")
    assert (branch.started.origin, branch.steps.tolist()) == (start.origin, [8, 12, 16])
    assert branch.snapshots.values(0).tobytes() == start.values.tobytes()


def test_a_branch_of_another_network_ends_with_the_difference(client, tmp_path):
    list(train_recorded([make_entry(tmp_path, "first")]))
    kept = read_run(tmp_path / "first.vgrun")
    start = Start(Origin(kept.run, 0, 4), kept.snapshots.slots, kept.snapshots.values(0))
    wide = make_entry(tmp_path, "wide", network__hidden=[{"units": 9}])
    client.send(StartRace("race", (replace(wide, start=start),)))
    (ended,) = client.read_until(RaceEnded)
    assert "the weight of layer 1 is 2 × 4 there and 2 × 9 here" in ended.message
    assert not wide.path.exists()
