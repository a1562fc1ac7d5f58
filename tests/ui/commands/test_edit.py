import pytest
from PySide6.QtTest import QTest

from tests.session.examples import small_spec
from tests.ui.desk import delete_what_waits_for_it


def epochs(desk) -> list[int]:
    return [lane.spec.training.epochs for lane in desk.session.lanes]


def commit_epochs(desk, text: str) -> None:
    desk.find("training.epochs").setFocus()
    desk.press("Ctrl+A")
    QTest.keyClicks(desk.find("training.epochs"), text)
    desk.press("Return")


def test_undo_begins_with_what_is_still_being_typed(desk):
    field = desk.find("training.epochs")
    for words in ("7", "9"):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        if words == "7":
            desk.window.builder.commit()
    desk.choose("action-undo")
    assert desk.session.selected.spec.training.epochs == 7
    desk.choose("action-redo")
    assert desk.session.selected.spec.training.epochs == 9


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


def test_edits_of_all_lanes_are_taken_back_in_the_order_in_which_they_were_made(desk):
    commit_epochs(desk, "7")
    desk.click("lane-tab-1")
    commit_epochs(desk, "8")
    desk.click("lane-tab-0")
    desk.press("Ctrl+Z")
    assert (epochs(desk), desk.session.selected.name) == ([7, 3], "relu")
    desk.press("Ctrl+Z")
    assert (epochs(desk), desk.session.selected.name) == ([3, 3], "sigmoid")


def test_the_menu_says_what_is_undone_and_redone(desk):
    undo, redo = desk.action("action-undo"), desk.action("action-redo")
    assert (undo.text(), undo.isEnabled(), redo.text(), redo.isEnabled()) == ("&Undo", False, "&Redo", False)
    desk.choose("lesson-circles-1h-relu")
    assert undo.text() == "&Undo: open circles-1h-relu"
    desk.session.set_spec(small_spec("a & b"))
    desk.session.lane_list.recolor()
    assert undo.text() == "&Undo: recolour a && b"
    desk.choose("action-undo")
    assert (redo.text(), desk.said) == ("&Redo: recolour a && b", "undone: recolour a & b")


def test_a_lesson_is_undone_with_the_pictures_story_and_title_that_were_there(desk):
    desk.window.show_lesson()
    desk.finish()
    desk.press("PgDown")
    desk.press("Ctrl+Home")
    page, places = desk.find("story-text").text(), desk.places
    histories, title = [lane.history for lane in desk.session.lanes], desk.window.windowTitle()
    desk.choose("lesson-circles-tanh-uniform01")
    assert desk.window.windowTitle() != title
    desk.press("Ctrl+Z")
    delete_what_waits_for_it()  # the rows of the lanes that left
    assert [lane.history for lane in desk.session.lanes] == histories
    assert (desk.find("story-text").text(), desk.places, desk.session.time.epoch) == (page, places, 0.0)
    assert (desk.window.windowTitle(), [row.lane for row in desk.rows]) == (title, desk.session.lanes)
    desk.press("Ctrl+Shift+Z")
    assert "uniform" in desk.said
    assert desk.window.windowTitle() != title
