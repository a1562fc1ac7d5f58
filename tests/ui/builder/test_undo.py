import pytest
from PySide6.QtTest import QTest

from tests.session.examples import small_spec
from vgdesk.ui.builder.undo import SpecUndo


@pytest.fixture
def undo():
    undo = SpecUndo()
    undo.lane = []
    undo.wanted.connect(undo.lane.append)
    return undo


SPECS = [small_spec("a", epochs=epochs) for epochs in (3, 4, 5)]


def test_edits_are_taken_back_in_turn_and_made_again(undo):
    for spec in SPECS:
        undo.follow("one", spec)
    undo.undo()
    undo.undo()
    undo.undo()
    assert undo.lane == [SPECS[1], SPECS[0]]
    assert (undo.can_undo, undo.can_redo) == (False, True)
    undo.redo()
    undo.redo()
    assert undo.lane == [SPECS[1], SPECS[0], SPECS[1], SPECS[2]]
    assert not undo.can_redo


def test_an_edit_after_an_undo_ends_the_other_branch(undo):
    undo.follow("one", SPECS[0])
    undo.follow("one", SPECS[1])
    undo.undo()
    undo.follow("one", SPECS[2])
    assert not undo.can_redo
    undo.undo()
    assert undo.lane[-1] == SPECS[0]


def test_each_lane_has_its_own_and_loses_it_when_it_goes(undo):
    undo.follow("one", SPECS[0])
    undo.follow("one", SPECS[1])
    undo.follow("two", SPECS[2])
    assert not undo.can_undo
    undo.follow("one", SPECS[1])
    assert undo.can_undo
    undo.keep(["two"])
    undo.follow("two", SPECS[2])
    undo.follow("one", SPECS[1])
    assert not undo.can_undo


def epochs(desk) -> list[int]:
    return [lane.spec.training.epochs for lane in desk.session.lanes]


def commit_epochs(desk, text: str) -> None:
    desk.find("training.epochs").setFocus()
    desk.press("Ctrl+A")
    QTest.keyClicks(desk.find("training.epochs"), text)
    desk.press("Return")


@pytest.mark.parametrize("way", ["key", "menu"])
def test_ctrl_z_takes_an_edit_back_in_lane_and_builder(desk, way):
    commit_epochs(desk, "7")
    commit_epochs(desk, "8")
    assert epochs(desk) == [8, 3]
    for keys, name, left in (
        ("Ctrl+Z", "undo", 7),
        ("Ctrl+Z", "undo", 3),
        ("Ctrl+Shift+Z", "redo", 7),
        ("Ctrl+Shift+Z", "redo", 8),
    ):
        desk.press(keys) if way == "key" else desk.choose(f"action-{name}")
        assert epochs(desk) == [left, 3]
        assert desk.find("training.epochs").lineEdit().text() == str(left)
        assert desk.window.builder.spec == desk.session.selected.spec
    assert not desk.action("action-redo").isEnabled()


def test_typing_has_an_undo_of_its_own_until_it_is_committed(desk):
    commit_epochs(desk, "7")
    QTest.keyClicks(desk.find("training.epochs"), "5")
    desk.press("Ctrl+Z")
    assert epochs(desk) == [7, 3]
    assert desk.find("training.epochs").lineEdit().text() == "7"
    desk.press("Ctrl+Z")
    assert epochs(desk) == [3, 3]


def test_another_lane_has_its_own_edits_and_a_training_locks_them(desk):
    assert not desk.action("action-undo").isEnabled()
    commit_epochs(desk, "7")
    desk.click("lane-tab-1")
    assert not desk.action("action-undo").isEnabled()
    desk.click("lane-tab-0")
    assert desk.action("action-undo").isEnabled()
    desk.press("Space")
    assert not desk.action("action-undo").isEnabled()
    desk.press("Shift+F5")
    assert desk.action("action-undo").isEnabled()
    desk.window.show_lesson()
    assert not desk.action("action-undo").isEnabled()


def test_another_name_is_taken_back_too(desk):
    desk.session.lane_list.rename("other")
    desk.choose("action-undo")
    assert [lane.name for lane in desk.session.lanes] == ["sigmoid", "relu"]
