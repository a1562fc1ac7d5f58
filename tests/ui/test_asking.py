"""What is asked while the lanes train, and where there is no place for another lane."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.session.examples import small_spec
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.states import State


def names(desk) -> list[str]:
    return [lane.name for lane in desk.session.lanes]


def change_epochs(desk, text: str = "9") -> None:
    desk.find("training.epochs").setFocus()
    desk.find("training.epochs").selectAll()
    QTest.keyClicks(desk.find("training.epochs"), text)
    desk.press("Return")


CHANGES = {
    "a lesson": (lambda desk: desk.choose("lesson-circles-1h-relu"), "open circles-1h-relu"),
    "a new network": (lambda desk: desk.press("Ctrl+N"), "new"),
    "a value": (change_epochs, "epochs 9 in sigmoid"),
    "another lane": (lambda desk: desk.press("Ctrl+L"), "add sigmoid 2"),
    "the end of a lane": (lambda desk: desk.press("Ctrl+W"), "remove sigmoid"),
    "a race": (lambda desk: desk.press("Ctrl+R"), "train sigmoid, relu"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_while_lanes_train_a_change_is_asked_about_in_place_and_enter_stops_and_changes(desk, what):
    change, label = CHANGES[what]
    desk.train(2)
    histories = [lane.history for lane in desk.session.lanes]
    change(desk)
    assert desk.session.state is State.RUNNING
    assert desk.find("question-text").text().startswith("The lanes are training. Stop and change?")
    assert QApplication.activeModalWidget() is None
    desk.press("Return")
    desk.settle()
    assert desk.session.way_back.undone_next == label
    desk.press("Shift+F5")
    desk.press("Ctrl+Z")
    assert [lane.history for lane in desk.session.lanes] == histories
    assert {lane.history.ended.reason for lane in desk.session.lanes} == {"stopped"}


@pytest.mark.parametrize("what", CHANGES)
def test_escape_goes_on_training_and_changes_nothing(desk, what):
    desk.train(2)
    CHANGES[what][0](desk)
    desk.press("Esc")
    assert (desk.session.state, names(desk)) == (State.RUNNING, ["sigmoid", "relu"])
    assert desk.session.selected.spec.training.epochs == 3
    assert desk.find("training.epochs").lineEdit().text() == "3"
    desk.engine.finish()
    desk.settle()
    assert desk.session.state is State.FINISHED


def test_an_edit_goes_to_the_lane_that_was_shown_when_it_was_made(desk):
    desk.train(2)
    change_epochs(desk)
    desk.session.select(1)
    desk.press("Return")
    desk.settle()
    assert [lane.spec.training.epochs for lane in desk.session.lanes] == [9, 3]
    assert desk.session.selected.name == "sigmoid"


def test_a_training_that_ends_by_itself_needs_no_stop(desk):
    desk.train(2)
    change_epochs(desk)
    desk.engine.finish()
    desk.settle()
    desk.press("Return")
    desk.settle()
    assert {lane.history.ended.reason for lane in desk.session.lanes} == {"finished"}
    assert desk.session.selected.spec.training.epochs == 9


def test_undo_is_asked_about_only_where_it_takes_lanes_away_that_train(desk):
    desk.train(2)
    desk.press("Ctrl+Shift+K")
    desk.press("Ctrl+Z")
    assert (desk.session.state, [lane.color for lane in desk.session.lanes]) == (State.RUNNING, [0, 1])
    desk.press("Ctrl+Z")
    assert desk.session.state is State.RUNNING
    desk.press("Return")
    desk.settle()
    assert [lane.history for lane in desk.session.lanes] == [None, None]
    desk.press("Ctrl+Shift+Z")
    assert [lane.history.sample_count for lane in desk.session.lanes] == [2, 2]


def test_runs_that_were_read_while_a_training_began_wait_for_an_answer(desk):
    desk.finish()
    path = desk.session.selected.path
    desk.session.open_runs([path])
    desk.press("Ctrl+R")
    desk.wait(desk.session.reading)
    assert (desk.session.state, len(desk.session.lanes)) == (State.RUNNING, 2)
    desk.press("Return")
    desk.settle()
    assert [lane.path for lane in desk.session.lanes] == [path]


def test_a_fifth_lane_takes_the_place_and_colour_of_the_one_that_is_named_by_its_number(desk):
    for _ in range(2):
        desk.press("Ctrl+L")
    assert len(desk.session.lanes) == MAX_LANES
    desk.click("lane-add")
    assert "Which lane makes way?" in desk.find("question-text").text()
    assert [desk.find(f"question-{number}").text() for number in (1, 2)] == ["sigmoid   1", "relu   2"]
    before, colors = names(desk), [lane.color for lane in desk.session.lanes]
    desk.press("2")
    assert names(desk) == ["sigmoid", "sigmoid 4", "sigmoid 2", "sigmoid 3"]
    assert [lane.color for lane in desk.session.lanes] == colors
    assert desk.session.selected is desk.session.lanes[1]
    desk.press("Ctrl+Z")
    assert names(desk) == before
    desk.press("Ctrl+L")
    desk.press("Esc")
    assert names(desk) == before


def test_a_change_is_raced_in_place_of_the_lane_that_makes_way(desk):
    for _ in range(2):
        desk.press("Ctrl+L")
    desk.finish()
    desk.session.select(0)
    desk.session.set_spec(small_spec("sigmoid", network__activation="tanh"))
    desk.press("R")
    desk.press("1")
    assert names(desk) == ["tanh", "relu", "sigmoid 2", "sigmoid 3"]
    assert [entry.lane for entry in desk.engine.posted[-1].entries] == ["tanh"]
