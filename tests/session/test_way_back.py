"""Undo and redo of what is on the screen."""

import random

import pytest

from tests.runs.examples import example_history, example_samples, example_started, record
from tests.session.examples import small_spec
from tests.session.finishing import finish
from tests.session.opening import open_runs
from vgdesk.errors import BusyError, RunFileError
from vgdesk.session.beside import race_change
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.states import State


def facts(session) -> tuple:
    """What must come back: lanes with names, colours, runs, order, which is selected, and the stretch of time."""
    lanes = [(lane.key, lane.name, lane.color, lane.spec, lane.run, lane.history) for lane in session.lanes]
    return lanes, session.selected.key, session.time.window


def runs(session) -> set:
    return {(lane.key, lane.run) for lane in session.lanes}


def train(session) -> None:
    session.start_again()
    finish(session, 4)


def undo_all(session) -> None:
    while session.way_back.undone_next:
        session.way_back.undo()


ACTS = {
    "train": train,
    "load": lambda session: session.load([small_spec("loaded"), small_spec("other", seed=3)], "open a lesson"),
    "add": lambda session: session.add_lane() if len(session.lanes) < MAX_LANES else None,
    "remove": lambda session: session.remove_lane(0) if len(session.lanes) > 1 else None,
    "edit": lambda session: session.set_spec(
        session.selected.spec.model_copy(update={"seed": session.selected.spec.seed + 1})
    ),
    "rename": lambda session: session.lane_list.rename(session.selected.name + "x"),
    "recolour": lambda session: session.lane_list.recolor(),
    "move": lambda session: session.lane_list.move(1),
    "race": lambda session: race_and_finish(session) if len(session.lanes) < MAX_LANES else None,
}


def race_and_finish(session) -> None:
    if session.selected.is_edited:
        race_change(session)
        finish(session, 4)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_undone_and_redone_shows_the_same_screens(session, seed):
    choose = random.Random(seed)
    before = [(facts(session), None)]
    for _ in range(40):
        session.select(choose.randrange(len(session.lanes)))
        session.time.look_at(choose.choice([0.0, 1.0, 9.0]))
        left = (facts(session), session.time.epoch)
        label = session.way_back.undone_next, len(session.way_back._past)
        ACTS[choose.choice(list(ACTS))](session)
        if (session.way_back.undone_next, len(session.way_back._past)) != label:
            before[-1] = left
            before.append((facts(session), session.time.epoch))
    for wanted, epoch in reversed(before[:-1]):
        shown = runs(session)
        session.way_back.undo()
        assert facts(session) == wanted
        assert runs(session) == shown or session.time.epoch == epoch
    assert not session.way_back.undone_next
    for wanted, _ in before[1:]:
        session.way_back.redo()
        assert [lane[:5] for lane in facts(session)[0]] == [lane[:5] for lane in wanted[0]]
    assert not session.way_back.redone_next


def test_what_was_undone_and_trained_is_not_lost_by_another_change(session):
    train(session)
    trained = facts(session)
    session.way_back.undo()
    session.load([small_spec("new")], "new")
    session.way_back.undo()
    session.way_back.undo()
    assert facts(session) == trained


def test_an_edit_after_an_undone_edit_takes_its_place(session):
    session.set_spec(small_spec("sigmoid", seed=8))
    session.way_back.undo()
    session.set_spec(small_spec("sigmoid", seed=9))
    session.way_back.undo()
    assert (session.selected.spec.seed, session.way_back.undone_next) == (7, "")


def test_an_edit_is_taken_back_in_its_own_lane_and_the_cursor_stays(session):
    train(session)
    session.set_spec(small_spec("sigmoid", seed=8))
    session.select(1)
    session.time.look_at(1.0)
    session.way_back.undo()
    assert (session.selected.name, session.selected.spec.seed, session.time.epoch) == ("sigmoid", 7, 1.0)


def test_a_race_is_stopped_before_its_lanes_leave_the_screen_and_its_colours_come_back_without(session):
    session.start()
    session.lane_list.recolor()
    started = example_started(session.lanes[0].run)
    session.engine.deliver(started, example_samples(started, 2))
    session.training.drain()
    session.way_back.undo()
    assert (session.selected.color, session.selected.history.sample_count) == (0, 2)
    with pytest.raises(BusyError):
        session.way_back.undo()
    assert session.state is State.RUNNING


def test_a_training_that_cannot_begin_leaves_the_screen_and_the_way_back_as_they_were(session, monkeypatch):
    train(session)
    session.set_spec(small_spec("sigmoid", seed=8))
    shown, label = facts(session), session.way_back.undone_next

    def refuse(key, lanes):
        raise RunFileError("the disk is full")

    monkeypatch.setattr("vgdesk.session.training.make_race", refuse)
    with pytest.raises(RunFileError):
        race_change(session)
    assert (facts(session), session.way_back.undone_next) == (shown, label)


@pytest.fixture
def forgetful(session, monkeypatch, tmp_path):
    """A session that keeps no run in memory that has left the screen, and has left one opened from a file."""
    monkeypatch.setattr("vgdesk.session.way_back.MOST_BYTES", 0)
    history = example_history(5)
    object.__setattr__(history.started, "spec_json", small_spec("recorded").to_json())
    record(history, tmp_path / "kept.vgrun")
    open_runs(session, tmp_path / "kept.vgrun")
    session.load([small_spec("next")], "open another")
    return session


def test_runs_that_are_no_longer_in_memory_are_read_again(forgetful, qtbot, tmp_path):
    way_back = forgetful.way_back
    assert way_back._past[-1].screen.lanes[0].history is None
    with qtbot.waitSignal(way_back.reopening.ended):
        way_back.undo()
    assert (forgetful.selected.name, forgetful.selected.history.sample_count) == ("recorded", 5)
    assert way_back.redone_next == "open another"
    way_back.redo()
    assert forgetful.selected.name == "next"


def test_a_run_whose_file_is_gone_is_said_and_its_lane_comes_back_without(forgetful, qtbot, tmp_path):
    (tmp_path / "kept.vgrun").unlink()
    with qtbot.waitSignal(forgetful.way_back.reopening.ended):
        forgetful.way_back.undo()
    assert (forgetful.selected.name, forgetful.selected.history) == ("recorded", None)
    assert "there is no run file" in forgetful.said[-1][0]
    assert forgetful.selected.is_due
