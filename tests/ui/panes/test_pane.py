import pytest
from PySide6.QtWidgets import QApplication, QWidget

from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.theme import apply_theme


class ListPane(Pane):
    def __init__(self):
        super().__init__("list", "a list")
        self.shown = []

    def show_frame(self, frame):
        self.shown.append(frame)


@pytest.fixture
def pane(qtbot):
    pane = ListPane()
    qtbot.addWidget(pane)
    return pane


def test_a_hidden_pane_waits_and_shows_only_the_newest(pane, qtbot):
    for frame in "abc":
        pane.draw(frame)
    assert pane.shown == []
    pane.show()
    qtbot.waitExposed(pane)
    assert pane.shown == ["c"]


def test_a_visible_pane_shows_each_new_frame_once(pane, qtbot):
    pane.show()
    qtbot.waitExposed(pane)
    for frame in "aab":
        pane.draw(frame)
    pane.hide()
    pane.show()
    assert pane.shown == ["a", "b"]


def test_a_pane_has_a_name_for_screen_readers(pane):
    assert pane.accessibleName() == "a list"
    assert pane.objectName() == "pane-list"


def test_a_closed_pane_does_not_hear_of_the_theme(qapp):
    pane = ListPane()
    pane.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    apply_theme(qapp, "dark")


def test_a_pane_in_a_window_that_is_not_shown_waits_like_a_hidden_one(qtbot):
    window, pane = QWidget(), ListPane()
    qtbot.addWidget(window)
    pane.setParent(window)
    pane.show()
    pane.draw("a")
    assert pane.shown == []
    window.show()
    qtbot.waitExposed(window)
    assert pane.shown == ["a"]
