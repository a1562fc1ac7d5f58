import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from tests.session.examples import small_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.session.states import State
from vgdesk.ui.theme import LECTURE_SCALE, current_theme

LEAST_PIXELS = 17


@pytest.fixture
def lecture(desk, qtbot):
    """A lesson in lecture mode, on a screen of a lecture hall."""
    desk.window.show_lesson()
    desk.press("F11")
    qtbot.waitUntil(desk.window.isFullScreen)
    desk.window.resize(1920, 1080)
    desk.settle()
    return desk


def aside(desk) -> list[bool]:
    parts = (desk.window.menuBar(), desk.find("builder"), desk.find("status"))
    return [part.isVisible() for part in parts]


def shortest(desk) -> dict[str, float]:
    """Pixels of the type of every widget in sight that shows a text."""
    texts = [
        widget
        for kind in (QLabel, QAbstractButton, QLineEdit)
        for widget in desk.window.findChildren(kind)
        if widget.isVisible() and widget.text()
    ]
    return {widget.objectName() or widget.text(): widget.fontInfo().pixelSize() for widget in texts}


@pytest.mark.parametrize("way", ["F11", "Esc", "menu"])
def test_f11_leaves_pictures_story_and_transport_alone_until_it_is_left(lecture, qtbot, way):
    assert aside(lecture) == [False, False, False]
    assert all(lecture.find(name).isVisible() for name in ("story", "transport", "docks"))
    assert lecture.action("action-lecture").isChecked()
    lecture.choose("action-lecture") if way == "menu" else lecture.press(way)
    qtbot.waitUntil(lambda: not lecture.window.isFullScreen())
    assert aside(lecture) == [True, True, True]
    assert current_theme().scale == 1.0
    assert not lecture.action("action-lecture").isChecked()
    lecture.press("Esc")
    assert aside(lecture) == [True, True, True]


def test_all_stands_in_line_and_type_is_large_enough_for_the_last_row_in_both_themes(lecture):
    story, stop = lecture.find("story"), lecture.find("transport-stop")
    left = [part.mapTo(lecture.window, part.rect().topLeft()).x() for part in (story, stop)]
    assert left[0] == left[1] == current_theme().pixels(14)
    assert current_theme().scale == LECTURE_SCALE
    sizes = shortest(lecture)
    assert len(sizes) > 8
    assert {name: size for name, size in sizes.items() if size < LEAST_PIXELS} == {}
    assert current_theme().label_font().pointSizeF() * 96 / 72 >= LEAST_PIXELS
    lecture.press("Ctrl+Shift+L")
    assert (current_theme().name, current_theme().scale) == ("light", LECTURE_SCALE)


def test_every_key_works_without_the_menus(lecture):
    lesson = find_lesson("circles-4h-sigmoid")
    lecture.press("PgDown")
    assert lecture.find("story-text").text() == lesson.story[1]
    lecture.press("PgUp")
    assert lecture.find("story-text").text() == lesson.story[0]
    lecture.press("Space")
    assert lecture.session.state is State.RUNNING
    lecture.press("Space")
    assert lecture.session.state is State.PAUSED
    lecture.press("M")
    assert lecture.window.pane_mask.is_on
    own = set(lecture.window.actions())
    assert set(lecture.window.commands.actions) <= own


def test_small_buttons_and_the_check_are_gone_in_a_lecture_and_come_back(lecture):
    names = ("claims-badge", "explain-loss", "close-dock-loss")
    assert [lecture.find(name).isVisible() for name in names] == [False] * 3
    lecture.press("Esc")
    assert [lecture.find(name).isVisible() for name in names] == [True] * 3


def test_an_error_is_told_even_there_and_moves_nothing(lecture):
    lecture.session.load([small_spec()])
    lecture.session.message.emit("", False)
    lecture.settle()
    QApplication.processEvents()
    before = lecture.find("docks").size()
    lecture.session.message.emit("saved a.vgrun", False)
    assert not lecture.find("notice").isVisible()
    lecture.session.message.emit("the disk is full", True)
    lecture.settle()
    assert not lecture.find("status").isVisible()
    assert lecture.find("notice").isVisible()
    assert lecture.find("notice-text").text() == "the disk is full"
    assert lecture.find("docks").size() == before
    below = lecture.find("transport")
    assert lecture.find("notice").geometry().bottom() < below.mapTo(lecture.window, below.rect().topLeft()).y()
    lecture.window.attempt(lambda: None)
    assert not lecture.find("notice").isVisible()


def test_an_error_of_the_lecture_stands_in_the_status_line_after_it(lecture, qtbot):
    lecture.session.message.emit("the disk is full", True)
    lecture.press("F11")
    qtbot.waitUntil(lecture.find("status").isVisible)
    assert not lecture.find("notice").isVisible()
    assert (lecture.said, lecture.is_error) == ("the disk is full", True)


def test_the_layout_is_as_it_was_after_the_lecture(desk, qtbot):
    desk.window.show_lesson()
    names = ("dock-depth", "dock-loss", "dock-gradient", "story", "transport", f"lane-{desk.session.lanes[0].key}")
    desk.settle()
    before = [desk.find(name).geometry() for name in names]
    desk.press("F11")
    qtbot.waitUntil(desk.window.isFullScreen)
    desk.press("F11")
    qtbot.waitUntil(lambda: not desk.window.isFullScreen())
    desk.window.resize(1280, 696)
    desk.settle()
    qtbot.waitUntil(lambda: [desk.find(name).geometry() for name in names] == before)


def test_closing_remembers_the_window_and_not_the_lecture(lecture):
    lecture.window.close()
    assert current_theme().scale == 1.0
    assert not lecture.window.isFullScreen()
