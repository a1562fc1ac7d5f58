from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from vgdesk.pictures.frame import Nothing, Still
from vgdesk.pictures.picture import Picture
from vgdesk.pictures.view import LaneView, View
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.theme import apply_theme


@dataclass(frozen=True)
class Example(Still):
    title: str

    @property
    def description(self):
        return f"the letter {self.title}"


LETTERS = {letter: Example(letter) for letter in "abc"}


class ListPane(Pane):
    def __init__(self):
        super().__init__(Picture("list", "a list", "Whatever it is told to show", self.make))
        self.made, self.shown = [], []

    def make(self, view, _):
        self.made.append(view.epoch)
        return LETTERS["a"] if view.lane is None else Nothing(f"{view.lane.name} begins later")

    def show_frame(self, frame):
        self.shown.append(frame and frame.title)


@pytest.fixture
def pane(qtbot):
    pane = ListPane()
    qtbot.addWidget(pane)
    return pane


def test_a_hidden_pane_waits_and_shows_only_the_newest(pane, qtbot):
    for letter in "abc":
        pane.draw(LETTERS[letter])
    assert pane.shown == []
    pane.show()
    qtbot.waitExposed(pane)
    assert pane.shown == ["c"]


def test_a_visible_pane_shows_each_new_frame_once(pane, qtbot):
    pane.show()
    qtbot.waitExposed(pane)
    for letter in "aab":
        pane.draw(LETTERS[letter])
    pane.hide()
    pane.show()
    assert pane.shown == ["a", "b"]


def test_no_frame_is_made_while_hidden_and_then_only_of_the_newest_view(pane, qtbot):
    for epoch in (1.0, 2.0):
        pane.look_at(View(epoch=epoch))
    assert pane.made == []
    pane.show()
    qtbot.waitExposed(pane)
    pane.hide()
    pane.show()
    assert (pane.made, pane.shown) == ([2.0], ["a"])


def test_a_pane_has_a_name_for_screen_readers(pane):
    assert pane.accessibleName() == "a list"
    assert pane.objectName() == "pane-list"


def test_a_pane_says_what_it_shows_or_why_it_shows_nothing(pane, qtbot):
    pane.show()
    qtbot.waitExposed(pane)
    pane.look_at(View())
    assert (pane.frame, pane.reason, pane.accessibleDescription()) == (LETTERS["a"], "", "the letter a")
    pane.look_at(View(lanes=(LaneView("branch", 0),)))
    assert (pane.frame, pane.shown) == (None, ["a", None])
    assert pane.reason == pane.accessibleDescription() == "branch begins later"


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
    pane.draw(LETTERS["a"])
    assert pane.shown == []
    window.show()
    qtbot.waitExposed(window)
    assert pane.shown == ["a"]
