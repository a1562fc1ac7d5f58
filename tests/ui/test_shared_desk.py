"""The window that tests share: no test may find what another one has left."""

import pytest
from PySide6.QtCore import QTimer

from tests.leftovers import leftovers
from tests.session.examples import small_spec
from tests.ui.desk import make_played_desk
from tests.ui.shared_desk import SharedDesk
from vgdesk.analysis.columns import Columns
from vgdesk.lessons.catalog import find_lesson, list_lessons
from vgdesk.session.time import TimeUnit


@pytest.fixture(scope="module")
def shared(qapp, shared_home):
    shared = SharedDesk(make_played_desk)
    yield shared
    shared.close()


def move_about(desk) -> None:
    desk.finish()
    desk.session.time.look_at(1.0)
    desk.session.time.set_unit(TimeUnit.STEP)
    desk.session.time.change_speed(1)
    desk.session.time.toggle_play()


def settle_in(desk) -> None:
    desk.choose("action-light_theme")
    desk.window.dashboard.set_columns(Columns(relative=True))
    desk.window.dashboard.arrange(("loss", "depth"))
    desk.find("dock-loss").setFloating(True)
    desk.window.resize(1500, 900)


UNDONE = {
    "nothing": lambda desk: None,
    "a lesson without panes": lambda desk: desk.window.show_lesson(next(x for x in list_lessons() if not x.panes)),
    "a race under way": lambda desk: desk.train(2),
    "a cursor that moves": move_about,
    "other lanes": lambda desk: desk.session.load([small_spec("a", epochs=9)]),
    "an edit": lambda desk: desk.session.set_spec(small_spec("sigmoid", epochs=9)),
    "looks and places": settle_in,
    "a lecture": lambda desk: desk.press("F11"),
    "a mask": lambda desk: desk.press("M"),
    "the palette": lambda desk: desk.press("Ctrl+K"),
    "the welcome": lambda desk: desk.choose("action-welcome"),
    "an error": lambda desk: desk.window.status.show_message("the disk is full", is_error=True),
    "the focus": lambda desk: desk.find("timeline").setFocus(),
}


def test_what_a_test_does_is_undone_in_the_same_window(shared):
    desk = shared.at_start()
    window, lost = desk.window, list(shared.lost)
    for what, act in UNDONE.items():
        act(desk)
        desk = shared.at_start()
        assert (shared.lost, desk.window is window) == (lost, True), what
        assert ([lane.name for lane in desk.session.lanes], desk.said) == (["sigmoid", "relu"], "Ready: Space trains")


STAYING = {
    "a lesson with panes of its own": lambda desk: desk.window.show_lesson(find_lesson("circles-tanh-uniform01")),
    "a choice within a pane": lambda desk: desk.find("depth-gradient").click(),
    "a window that is closed": lambda desk: desk.window.close(),
}


@pytest.mark.parametrize("what", STAYING)
def test_what_cannot_be_undone_costs_the_window(shared, what):
    desk = shared.at_start()
    window, lost = desk.window, len(shared.lost)
    STAYING[what](desk)
    after = shared.at_start()
    assert after.window is not window
    assert len(shared.lost) == lost + 1
    assert after.window.isVisible()
    assert not after.find("depth-gradient").isChecked()


def test_what_belongs_to_the_window_may_outlive_a_test_and_nothing_else(shared):
    window, before = shared.at_start().window, leftovers()
    own, stray = QTimer(window), QTimer()
    for timer in (own, stray):
        timer.start(100_000)
    (found,) = (item for item in leftovers() if item not in before)
    assert "QTimer" in found.description
    stray.stop()
    assert leftovers() == before
    own.stop()
