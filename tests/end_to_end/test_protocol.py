"""A session and the real engine: whatever is pressed, in whatever order, both agree in the end."""

import random

import pytest

from tests.end_to_end.conftest import samples, wait_for_answer, wait_until
from tests.runs.examples import assert_same_run
from tests.session.examples import small_spec
from vgdesk.engine import Entry, train_recorded
from vgdesk.runs.reader import read_run
from vgdesk.session.states import State


def test_a_race_trains_all_lanes_to_the_end_and_records_what_is_shown(session, qtbot):
    session.load([small_spec("long", epochs=20), small_spec("short", epochs=5)])
    states = []
    session.state_changed.connect(states.append)
    session.toggle()
    wait_until(qtbot, lambda: session.state is State.FINISHED)
    session.state_changed.disconnect(states.append)
    assert states == [State.PREPARING, State.RUNNING, State.FINISHED]
    assert [lane.history.sample_count for lane in session.lanes] == [21, 6]
    assert (session.progress.done, session.said) == (1.0, [])
    for lane in session.lanes:
        assert lane.history.ended.reason == "finished"
        assert_same_run(read_run(lane.path), lane.history)


def test_the_window_and_the_command_line_train_the_same_bits(session, qtbot, tmp_path):
    spec = small_spec("same", epochs=50, sampling={"kind": "steps", "steps": 1})
    session.load([spec, small_spec("beside", epochs=7)])
    session.start()
    wait_until(qtbot, lambda: session.state is State.FINISHED)
    list(train_recorded([Entry("run", spec.to_json(), tmp_path / "run.vgrun")]))
    shown, headless = session.lanes[0].history, read_run(tmp_path / "run.vgrun")
    assert shown.values.shape == (201, len(shown.layout.channels))
    for name in ("steps", "values", "batch_loss"):
        assert getattr(shown, name).tobytes() == getattr(headless, name).tobytes()
    assert shown.scores.loss.tobytes() == headless.scores.loss.tobytes()
    assert shown.scores.accuracy.tobytes() == headless.scores.accuracy.tobytes()


def test_many_quick_starts_are_one(session, qtbot):
    for _ in range(10):
        session.start()
    wait_until(qtbot, lambda: samples(session) > 2)
    session.stop()
    wait_until(qtbot, lambda: session.state is State.STOPPED)
    assert {lane.history.ended.reason for lane in session.lanes} == {"stopped"}


def test_many_quick_toggles_leave_it_running_or_paused_and_that_is_true(session, qtbot):
    session.start()
    wait_until(qtbot, lambda: session.state is State.RUNNING)
    for _ in range(10):
        session.toggle()
    wait_until(qtbot, lambda: session.state is State.PAUSED)
    wait_until_still(session, qtbot)


def test_steps_from_idle_take_one_sample_each(session, qtbot):
    counts = []
    for number in range(1, 4):
        session.step()
        wait_until(qtbot, lambda number=number: session.state is State.PAUSED and samples(session) == number)
        counts.append([lane.history.sample_count for lane in session.lanes])
    assert counts == [[1, 1], [2, 2], [3, 3]]
    assert all(read_run(lane.path).sample_count == 3 for lane in session.lanes)


def test_a_step_while_running_halts_in_lock_step(session, qtbot):
    session.start()
    wait_until(qtbot, lambda: samples(session) > 2)
    session.step()
    wait_until(qtbot, lambda: session.state is State.PAUSED)
    wait_until_still(session, qtbot)
    assert len({lane.history.sample_count for lane in session.lanes}) == 1


def test_a_paused_race_goes_on_and_ends_where_it_would_have(session, qtbot, tmp_path):
    spec = small_spec("interrupted", epochs=300)
    session.load([spec])
    session.start()
    wait_until(qtbot, lambda: session.state is State.RUNNING)
    for _ in range(3):
        session.toggle()
        wait_until(qtbot, lambda: session.state is not State.RUNNING)
        if session.state is State.PAUSED:
            session.step()
            session.toggle()
        wait_until(qtbot, lambda: session.state is not State.PAUSED)
    wait_until(qtbot, lambda: session.state is State.FINISHED)
    list(train_recorded([Entry("run", spec.to_json(), tmp_path / "run.vgrun")]))
    assert session.lanes[0].history.values.tobytes() == read_run(tmp_path / "run.vgrun").values.tobytes()


@pytest.mark.parametrize("moment", [State.PREPARING, State.RUNNING, State.PAUSED])
def test_a_stop_at_any_moment_ends_it_and_keeps_the_run(session, qtbot, moment):
    session.start(paused=moment is State.PAUSED)
    wait_until(qtbot, lambda: session.state is moment)
    session.stop()
    session.stop()
    wait_until(qtbot, lambda: not session.state.is_busy)
    assert session.state is State.STOPPED
    for lane in session.lanes:
        assert_same_run(read_run(lane.path), lane.history)
        assert lane.history.ended.reason == "stopped"


def test_a_stop_just_as_it_ends_is_no_failure(session, qtbot):
    session.load([small_spec("short", epochs=1)])
    for _ in range(5):
        session.start_again()
        wait_until(qtbot, lambda: session.lanes[0].history is not None)
        session.stop()
        wait_until(qtbot, lambda: not session.state.is_busy)
        assert session.state in (State.STOPPED, State.FINISHED)
    assert session.said == []


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_pressed_the_session_says_what_the_engine_does(session, qtbot, seed):
    dice = random.Random(seed)
    presses = [session.toggle, session.toggle, session.step, session.start]
    presses += [session.stop] * (seed % 3 == 0)
    session.start(paused=seed % 2 == 1)
    for _ in range(40):
        dice.choice(presses)()
        qtbot.wait(dice.choice([0, 0, 1, 20, 60]))
    if session.state.is_busy and session.state is not State.STOPPING:
        settle(session, qtbot)
    session.stop()
    wait_until(qtbot, lambda: not session.state.is_busy)
    for lane in session.lanes:
        assert lane.history is None or read_run(lane.path).sample_count == lane.history.sample_count


def settle(session, qtbot) -> None:
    """Wait for the answers; then a paused session must stand still, and a running one go on."""
    session.step()
    wait_until_still(session, qtbot)
    session.toggle()
    wait_until(qtbot, lambda: session.state is State.RUNNING)
    seen = samples(session)
    wait_until(qtbot, lambda: samples(session) > seen)


def wait_until_still(session, qtbot) -> None:
    """Wait until a paused session gets no more samples, on the screen and in its files."""
    wait_until(qtbot, lambda: session.state is State.PAUSED)
    wait_for_answer(session, qtbot)
    wait_until(qtbot, lambda: session.state is State.PAUSED and stands_still(session, qtbot))


def stands_still(session, qtbot) -> bool:
    shown = [lane.history.step for lane in session.lanes]
    qtbot.wait(100)
    shown_later = [lane.history.step for lane in session.lanes]
    return shown == shown_later == [read_run(lane.path).step for lane in session.lanes]
