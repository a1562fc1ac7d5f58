import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.library.examples import make_run
from vgdesk import paths
from vgdesk.lessons.catalog import find_lesson
from vgdesk.session.states import State
from vgdesk.ui.welcome import OFFERED


@pytest.fixture
def welcome(desk):
    desk.choose("action-welcome")
    return desk


def is_open(desk) -> bool:
    return any(child.isVisible() for child in desk.window.findChildren(object, "welcome"))


def test_it_is_not_there_unless_it_is_asked_for_and_is_remembered(desk):
    assert not is_open(desk)
    assert not desk.window.settings.is_welcomed
    desk.choose("action-welcome")
    assert is_open(desk)
    assert desk.window.settings.is_welcomed


def test_a_lesson_is_chosen_by_click(desk):
    for id in OFFERED:
        desk.choose("action-welcome")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the one before it
        button, lesson = desk.find(f"welcome-{id}"), find_lesson(id)
        assert (button.accessibleName(), button.accessibleDescription()) == (lesson.title, lesson.summary)
        assert button.height() >= button.layout().totalHeightForWidth(button.width())
        desk.click(f"welcome-{id}")
        assert desk.session.selected.spec == lesson.spec
        assert not is_open(desk)


def test_enter_shows_the_first_and_tab_goes_on(welcome):
    assert QApplication.focusWidget() is welcome.find(f"welcome-{OFFERED[0]}")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is welcome.find(f"welcome-{OFFERED[1]}")
    welcome.press("Return")
    assert welcome.session.selected.spec == find_lesson(OFFERED[1]).spec


def test_all_runs_are_shown(welcome):
    welcome.click("welcome-open")
    assert not is_open(welcome)
    assert welcome.find("library").isVisible()
    welcome.click("library-close")


def test_one_of_the_newest_runs_is_opened(desk):
    for number in range(5):
        make_run(paths.runs_folder(), number, name=f"run {number}")
    desk.window.desk.recent.look()
    desk.wait(desk.window.desk.recent.reading)
    desk.choose("action-welcome")
    names = [f"welcome-recent-{place}" for place in range(3)]
    assert [desk.find(name).text()[:5] for name in names] == ["run 4", "run 3", "run 2"]
    desk.click(names[1])
    desk.wait(desk.session.reading)
    assert [lane.name for lane in desk.session.lanes] == ["run 3"]


@pytest.mark.parametrize("way", ["Esc", "button", "beside", "Space"])
def test_it_goes(welcome, way):
    acts = {
        "Esc": lambda: welcome.press("Esc"),
        "button": lambda: welcome.click("welcome-close"),
        "beside": lambda: QTest.mouseClick(welcome.find("welcome"), Qt.MouseButton.LeftButton, pos=QPoint(3, 3)),
        "Space": lambda: welcome.press("Space"),
    }
    acts[way]()
    assert not is_open(welcome)
    assert (welcome.session.state is State.RUNNING) == (way == "Space")


def test_a_user_who_has_begun_is_not_greeted(desk):
    desk.press("Space")
    desk.window.greet()
    assert not is_open(desk)
    desk.press("Shift+F5")
    desk.window.show_lesson()
    desk.window.greet()
    assert is_open(desk)


def test_a_click_on_the_card_leaves_it(welcome):
    QTest.mouseClick(welcome.find("welcome-card"), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert is_open(welcome)
