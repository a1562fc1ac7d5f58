"""The protocol between a session and an engine, every event told by hand."""

import gc

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from tests.runs.examples import example_samples, example_started
from tests.session.examples import small_spec
from vgdesk import paths
from vgdesk.engine import PauseRace, PreviewData, ResumeRace, StartRace, StepRace, StopRace
from vgdesk.errors import BusyError, RunFileError, SpecError
from vgdesk.events import (
    DataPreviewed,
    EngineReady,
    Progressed,
    RaceEnded,
    RacePaused,
    RaceResumed,
    RoundEnded,
    RunEnded,
    Scored,
)
from vgdesk.experiment.data import Moons
from vgdesk.experiment.recording import RunMoved
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.writer import RunWriter
from vgdesk.session.states import State

DIED = "the training process was ended by signal 9"


def key_of(session) -> str:
    """Id of the race under way, or of the last one."""
    return session.engine.race


def deliver(session, *events) -> None:
    session.engine.deliver(*events)
    session.training.drain()


def begin(session) -> None:
    """Start, and bring every lane to its first sample."""
    session.start()
    for lane in session.lanes:
        started = example_started(lane.run)
        deliver(session, started, example_samples(started, 1))
    assert session.state is State.RUNNING


def enter(session, state: State) -> None:
    """Bring an idle session to a state, the way users and engines do."""
    if state is State.PREPARING:
        session.start()
    elif state is not State.IDLE:
        begin(session)
    if state is State.PAUSED:
        session.toggle()
        deliver(session, RacePaused(key_of(session)))
    elif state in (State.STOPPING, State.STOPPED):
        session.stop()
    ends = {State.STOPPED: "", State.FINISHED: "", State.FAILED: "no"}
    if state in ends:
        deliver(session, RaceEnded(key_of(session), ends[state]))
    assert session.state is state
    session.engine.posted.clear()


def posted(session) -> list:
    return [type(command) for command in session.engine.posted]


BUSY = [State.PREPARING, State.RUNNING, State.PAUSED, State.STOPPING]
OVER = [State.IDLE, State.STOPPED, State.FINISHED, State.FAILED]


@pytest.mark.parametrize("state", OVER)
def test_train_starts_whatever_is_over(session, state):
    enter(session, state)
    session.toggle()
    (command,) = session.engine.posted
    assert (command.race, command.paused, len(command.entries)) == (key_of(session), False, 2)
    assert session.state is State.PREPARING


@pytest.mark.parametrize("state", OVER)
def test_a_step_starts_whatever_is_over_and_waits(session, state):
    enter(session, state)
    session.step()
    (command,) = session.engine.posted
    assert isinstance(command, StartRace)
    assert command.paused
    deliver(session, example_started(session.lanes[0].run), RacePaused(command.race))
    assert session.state is State.PAUSED


@pytest.mark.parametrize("state", BUSY)
def test_a_start_does_nothing_while_a_race_is_under_way(session, state):
    enter(session, state)
    runs = [lane.run for lane in session.lanes]
    for _ in range(10):
        session.start()
    assert (posted(session), session.state) == ([], state)
    assert [lane.run for lane in session.lanes] == runs


@pytest.mark.parametrize(
    ("state", "commands"),
    [
        (State.PREPARING, []),
        (State.RUNNING, [PauseRace]),
        (State.PAUSED, [ResumeRace]),
        (State.STOPPING, []),
    ],
)
def test_a_toggle_asks_and_waits_for_the_answer(session, state, commands):
    enter(session, state)
    session.toggle()
    assert (posted(session), session.state) == (commands, state)


def test_the_answers_of_the_engine_are_what_counts(session):
    enter(session, State.PAUSED)
    session.step()
    session.toggle()
    deliver(session, RacePaused(key_of(session)))
    assert session.state is State.PAUSED
    deliver(session, RaceResumed(key_of(session)))
    assert session.state is State.RUNNING


@pytest.mark.parametrize("state", BUSY)
def test_a_step_is_passed_on_while_a_race_is_under_way(session, state):
    enter(session, state)
    session.step()
    assert posted(session) == [StepRace]
    assert session.state is state


@pytest.mark.parametrize("state", BUSY)
def test_a_stop_is_asked_for_once(session, state):
    enter(session, state)
    session.stop()
    session.stop()
    assert posted(session) == ([] if state is State.STOPPING else [StopRace])
    assert session.state is State.STOPPING


@pytest.mark.parametrize("state", OVER)
def test_there_is_nothing_to_stop_when_all_is_over(session, state):
    enter(session, state)
    session.stop()
    assert (posted(session), session.state) == ([], state)


@pytest.mark.parametrize("state", BUSY)
@pytest.mark.parametrize(
    ("message", "end"),
    [("", {State.STOPPING: State.STOPPED}), ("the disk is full", dict.fromkeys(BUSY, State.FAILED))],
)
def test_a_race_ends_as_the_engine_says(session, state, message, end):
    enter(session, state)
    deliver(session, RaceEnded(key_of(session), message))
    assert session.state is end.get(state, State.FINISHED)
    assert session.said == ([(message, True)] if message else [])
    if message and state is not State.PREPARING:
        assert {lane.history.ended.message for lane in session.lanes} == {message}


@pytest.mark.parametrize("state", BUSY)
def test_a_lost_engine_ends_the_race_and_keeps_the_run(session, state):
    enter(session, state)
    session.engine.engine_lost.emit(DIED, key_of(session))
    stopped = state is State.STOPPING
    assert session.state is (State.STOPPED if stopped else State.FAILED)
    assert session.said == (
        [] if stopped else [(f"{DIED}; the run so far is kept, and Train starts a new one", True)]
    )
    if state is not State.PREPARING:
        assert [lane.history.sample_count for lane in session.lanes] == [1, 1]
        assert {lane.history.ended.reason for lane in session.lanes} == {"stopped" if stopped else "failed"}
    session.start()
    assert session.state is State.PREPARING


def test_what_the_lost_engine_has_sent_is_taken_in_first(session):
    begin(session)
    lane = session.lanes[0]
    session.engine.deliver(Progressed(lane.run, 99))
    session.engine.engine_lost.emit(DIED, key_of(session))
    assert lane.history.step == 99


@pytest.mark.parametrize("state", [*OVER, *BUSY])
def test_the_loss_of_an_engine_that_had_not_this_race_disturbs_nothing(session, state):
    enter(session, state)
    session.engine.engine_lost.emit(DIED, "an older race")
    assert (session.state, session.said) == (state, [("no", True)] if state is State.FAILED else [])


@pytest.mark.parametrize("state", [*OVER, *BUSY])
def test_what_is_told_of_an_old_race_is_dropped(session, state):
    enter(session, state)
    shown = [lane.history for lane in session.lanes]
    old = example_started("old")
    deliver(session, old, example_samples(old, 2), Progressed("old", 9), Scored("old", 9, 0.1, 1.0))
    deliver(session, RunEnded("old", "finished"), RacePaused("old"), RaceResumed("old"), RaceEnded("old", "oh"))
    assert session.state is state
    assert [lane.history for lane in session.lanes] == shown
    assert "oh" not in str(session.said)


def test_a_late_answer_of_a_race_that_is_over_is_dropped(session):
    begin(session)
    race = key_of(session)
    deliver(session, RaceEnded(race))
    deliver(session, RacePaused(race), RaceResumed(race), RaceEnded(race, "again"), EngineReady(), RoundEnded())
    assert (session.state, session.said) == (State.FINISHED, [])


@pytest.fixture
def impatient(monkeypatch):
    """A session that is made after this kills an engine soon."""
    monkeypatch.setattr("vgdesk.session.training._STOP_MILLISECONDS", 10)


def test_an_engine_that_does_not_stop_is_killed(impatient, session, until):
    begin(session)
    session.stop()
    until(lambda: session.engine.kills == 1)
    session.engine.engine_lost.emit(DIED, key_of(session))
    assert session.state is State.STOPPED


def test_an_engine_that_gives_no_sign_of_life_is_told_once_and_killed_at_once(session, until):
    session.training._look_timer.setInterval(5)
    begin(session)
    session.engine.seconds_silent = 2.0
    until(lambda: bool(session.said))
    assert session.said == [("the training process does not answer; Stop ends it and keeps the run so far", True)]
    session.engine.seconds_silent = 0.0
    until(lambda: session.said[1:] == [("the training process answers again", False)])
    session.engine.seconds_silent = 2.0
    until(lambda: len(session.said) == 3)
    session.stop()
    until(lambda: session.engine.kills == 1)


def test_the_file_of_a_lost_engine_gets_its_end(session, tmp_path):
    begin(session)
    lane = session.lanes[0]
    with RunWriter(lane.path) as writer:
        writer.write(lane.history.started)
    assert read_metadata(lane.path).ended is None
    session.engine.engine_lost.emit(DIED, key_of(session))
    session.close()
    assert read_metadata(lane.path).ended.message == f"{DIED}; the run so far is kept, and Train starts a new one"


def test_a_run_that_was_put_into_another_file_is_told_and_followed(session, tmp_path):
    begin(session)
    lane = session.lanes[0]
    deliver(session, RunMoved(lane.run, tmp_path / "kept.vgrun", "it was deleted"))
    assert (lane.path, session.said) == (tmp_path / "kept.vgrun", [("it was deleted", True)])


def test_an_engine_that_stops_is_not_killed(impatient, session, qtbot):
    begin(session)
    session.stop()
    deliver(session, RaceEnded(key_of(session)))
    qtbot.wait(50)
    assert session.engine.kills == 0


def test_mail_is_taken_a_moment_after_it_came_and_told_once(session, until):
    begin(session)
    lane, told = session.lanes[0], []
    session.history_changed.connect(lambda: told.append(lane.history.step))
    session.engine.deliver(Progressed(lane.run, 1))
    session.engine.deliver(Progressed(lane.run, 2))
    assert told == []
    until(lambda: told == [2])


def test_after_the_close_nothing_is_taken_in_any_more(session):
    begin(session)
    session.close()
    session.engine.deliver(Progressed(session.lanes[0].run, 1))
    session.engine.statistics_ready.emit()
    assert not any(timer.isActive() for timer in session.findChildren(QTimer))
    session.stop()
    assert session.engine.calls[-1] == "close"


def test_the_files_that_cannot_be_made_are_told_and_the_runs_shown_stay(session):
    enter(session, State.FINISHED)
    shown = [lane.history for lane in session.lanes]
    folder = paths.runs_folder()
    folder.rmdir()
    folder.write_text("in the way")
    with pytest.raises(RunFileError):
        session.start()
    assert (session.state, posted(session)) == (State.FINISHED, [])
    assert [lane.history for lane in session.lanes] == shown


def test_a_spec_that_does_not_fit_together_is_refused(session):
    enter(session, State.IDLE)
    broken = session.selected.spec.training.model_copy(update={"batch_size": 65})
    session.set_spec(session.selected.spec.model_copy(update={"training": broken}))
    with pytest.raises(SpecError, match=r"training\.batch_size"):
        session.start()
    assert (session.state, posted(session)) == (State.IDLE, [])


def test_training_looks_at_the_newest_sample(session):
    session.time.look_at(3.0)
    session.start()
    assert session.time.is_live


def test_the_lanes_share_their_progress(session):
    begin(session)
    deliver(session, *(Progressed(lane.run, step) for lane, step in zip(session.lanes, (100, 300), strict=True)))
    assert session.progress.done == 400 / 800


def test_points_are_asked_for_and_passed_on(session, qtbot):
    session.request_preview(Moons(n=12))
    (command,) = session.engine.posted
    assert command == PreviewData(Moons(n=12).model_dump_json())
    event = DataPreviewed(command.data_json, np.zeros((12, 2), np.float32), np.zeros(12, np.int64))
    with qtbot.waitSignal(session.preview_arrived, timeout=30_000) as arrived:
        deliver(session, event)
    assert arrived.args == [event]


def test_while_a_lane_trains_only_its_name_may_be_edited(session):
    begin(session)
    with pytest.raises(BusyError):
        session.set_spec(small_spec("sigmoid", seed=9))
    session.set_spec(small_spec("another name"))
    assert (session.selected.name, session.selected.is_edited) == ("another name", False)
    assert session.selected.trained_spec.name == "sigmoid"


def test_a_session_without_mail_does_not_wake(session, qtbot):
    begin(session)
    session.engine.deliver(Progressed(session.lanes[0].run, 1))
    assert session.training._drain_timer.isActive()
    qtbot.waitUntil(lambda: not session.training._drain_timer.isActive())


def test_what_a_race_need_not_search_for_garbage_is_searched_again_after_it(session):
    begin(session)
    assert gc.get_freeze_count() > 0
    deliver(session, RaceEnded(key_of(session)))
    assert gc.get_freeze_count() == 0
