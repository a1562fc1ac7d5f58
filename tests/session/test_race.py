import numpy as np
import pytest

from tests.runs.examples import example_samples, example_started
from tests.session.examples import small_spec
from vgdesk import paths
from vgdesk.engine import StartRace
from vgdesk.errors import RunFileError
from vgdesk.events import Progressed, RunEnded
from vgdesk.experiment.spec import parse_spec
from vgdesk.session import race as module
from vgdesk.session.lane import Lane
from vgdesk.session.race import Race, make_race


@pytest.fixture
def lanes() -> list[Lane]:
    """Two lanes, not trained yet."""
    return [Lane(small_spec(name), color) for color, name in enumerate(("sigmoid", "relu"))]


@pytest.fixture
def race(lanes) -> Race:
    """A race of both lanes."""
    return make_race("race", lanes)


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    times = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: times[-1])
    return times


def begin(race, run) -> None:
    assert race.take(example_started(run))


def test_every_lane_gets_a_run_and_a_file_of_its_own(race, lanes):
    assert list(race.lanes.values()) == lanes
    assert {lane.run for lane in lanes} == set(race.lanes)
    assert len({lane.path for lane in lanes} | {lane.run for lane in lanes}) == 4
    assert all(lane.path.parent == paths.runs_folder() and not lane.path.exists() for lane in lanes)
    assert [lane.trained_spec for lane in lanes] == [lane.spec for lane in lanes]


def test_a_new_race_drops_what_was_shown(race, lanes):
    begin(race, lanes[0].run)
    again = make_race("again", lanes)
    assert lanes[0].history is None
    assert not set(again.lanes) & set(race.lanes)


def test_the_command_holds_what_each_lane_trains_and_where(race, lanes):
    command = race.command(paused=True)
    assert isinstance(command, StartRace)
    assert (command.race, command.paused) == ("race", True)
    assert [parse_spec(entry.spec_json) for entry in command.entries] == [lane.spec for lane in lanes]
    assert [(entry.run, entry.path, entry.lane) for entry in command.entries] == [
        (lane.run, lane.path, lane.name) for lane in lanes
    ]


def test_without_a_folder_for_runs_nothing_is_lost(lanes, home):
    make_race("first", lanes)
    runs = [lane.run for lane in lanes]
    paths.runs_folder().rmdir()
    paths.runs_folder().write_text("in the way")
    with pytest.raises(RunFileError, match="cannot keep runs in the folder"):
        make_race("second", lanes)
    assert [lane.run for lane in lanes] == runs


def test_events_go_to_the_lane_of_their_run(race, lanes):
    begin(race, lanes[1].run)
    samples = example_samples(lanes[1].history.started, 3)
    assert race.take(samples)
    assert lanes[0].history is None
    assert np.array_equal(lanes[1].history.values, samples.values, equal_nan=True)
    assert lanes[1].history.lane == "relu"


def test_events_of_other_runs_are_dropped(race, lanes):
    begin(race, lanes[0].run)
    assert not race.take(example_started("stranger"))
    assert not race.take(Progressed("stranger", 9))
    assert (lanes[0].history.step, lanes[1].history) == (0, None)


def test_events_before_the_first_one_are_dropped(race, lanes):
    race.take(Progressed(lanes[0].run, 9))
    assert lanes[0].history is None


def test_ending_closes_only_the_runs_that_are_open(race, lanes):
    third = Lane(small_spec("tanh"), 2)
    race.lanes["third"] = third
    for run in race.lanes:
        begin(race, run)
    finished = RunEnded(lanes[0].run, "finished", "", 2.5)
    race.take(finished)
    third.history = None
    race.end("failed", "the engine died")
    assert lanes[0].history.ended == finished
    assert lanes[1].history.ended == RunEnded(lanes[1].run, "failed", "the engine died")
    assert third.history is None


def test_progress_is_the_share_of_all_updates(race, lanes, clock):
    assert (race.progress().done, race.progress().seconds_left) == (0.0, None)
    for lane in lanes:
        begin(race, lane.run)
    race.take(Progressed(lanes[0].run, 400))
    assert race.progress().done == 400 / 800


def test_the_time_left_goes_by_the_time_spent_without_pauses(lanes, clock):
    race = make_race("race", lanes[:1])
    begin(race, lanes[0].run)
    race.take(Progressed(lanes[0].run, 100))
    clock.append(100.5)
    assert race.progress().seconds_left is None
    clock.append(110.0)
    assert race.progress().seconds_left == pytest.approx(30.0)
    race.pause_watch(paused=True)
    clock.append(500.0)
    race.pause_watch(paused=False)
    clock.append(502.0)
    assert race.progress().seconds_left == pytest.approx(36.0)


def test_a_race_of_nobody_has_made_no_progress():
    assert Race("", {}).progress().done == 0.0
