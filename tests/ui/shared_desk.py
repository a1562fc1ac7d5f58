"""One window for many tests: brought back to its start before each, and thrown away when that fails."""

import multiprocessing
from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.leftovers import leftovers, let_outlive
from tests.ui.desk import SIZE, Desk, delete_what_waits_for_it, usual_specs
from tests.ui.desk_state import observe, settings_file
from vgdesk.analysis.columns import Columns
from vgdesk.lessons.catalog import list_lessons
from vgdesk.session.time import TimeUnit
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.overlay import Overlay
from vgdesk.ui.theme import DARK, apply_theme, current_theme

_MILLISECONDS, _POLL_MILLISECONDS = 60_000, 10
_PLAIN = next(lesson for lesson in list_lessons() if not lesson.panes)


class SharedDesk:
    """Keeps a desk.

    Args:
        make: makes a fresh one.

    Attributes:
        lost: why each window that was thrown away was.
    """

    def __init__(self, make: Callable[[], Desk]) -> None:
        self._make, self._desk = make, None
        self._end_outliving: Callable[[], None] = lambda: None
        self.lost: list[str] = []

    def at_start(self) -> Desk:
        """The desk as it was when it was opened: the same one, or a fresh one where that cannot be had again."""
        if self._desk is not None:
            self._try_again()
        if self._desk is None:
            self._open()
        return self._desk

    def close(self) -> None:
        """Throw the window away."""
        if self._desk is None:
            return
        self._end_outliving()
        self._desk.close()
        self._desk = None

    def _open(self) -> None:
        before, self._settings = leftovers(), settings_file()
        self._desk = self._make()
        self._desk.open()
        if self._desk.engine is None:
            _wait_until(_has_engine)
        self._titles, self._layout = ["any"], b""
        self._desk.window.windowTitleChanged.connect(self._titles.append)
        for _ in range(2):  # the first lanes are laid out otherwise than those that follow upon others
            self._bring_back(self._desk)
            self._layout = self._desk.layout
        self._end_outliving = let_outlive(before, self._desk.window, self._desk.session)
        self._start = observe(self._desk, self._settings)

    def _try_again(self) -> None:
        try:
            assert self._desk.window.isVisible(), "a test has closed it"
            self._bring_back(self._desk)
            different = self._start.differences(observe(self._desk, self._settings))
        except (RuntimeError, AssertionError) as error:  # Qt has deleted a part of it, or it takes no keys
            different = [str(error)]
        if different:
            self.lost.append("; ".join(different))
            self.close()

    def _bring_back(self, desk: Desk) -> None:
        """Undo what a test has done, by what any user could do."""
        window = desk.window
        _end_what_is_under_way(desk)
        _restyle_all(window)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*SIZE)
        if self._titles:  # a lesson or a run has been shown
            window.show_lesson(_PLAIN)
            window.commands["new"].trigger()
            self._titles.clear()
        desk.session.previews.clear()
        if desk.engine is not None:
            desk.engine.engine_lost.emit("", "")  # a new one is asked for points anew
        desk.session.load(usual_specs())
        _forget_way_back(desk)
        if desk.layout != self._layout:
            window.dashboard.arrange()
        window.status.show_message("")
        window.status.show_readout("")
        if desk.engine is not None:
            desk.engine.forget()
        desk.activate()
        window.dashboard.setFocus()
        desk.settle()
        QApplication.processEvents()
        delete_what_waits_for_it()
        self._settings.clear()


def _forget_way_back(desk: Desk) -> None:
    """Be as a window that has just been opened: nothing to undo."""
    way_back = desk.session.way_back
    way_back._past.clear()
    way_back._future.clear()
    way_back.changed.emit()


def _end_what_is_under_way(desk: Desk) -> None:
    window, session = desk.window, desk.session
    session.stop()
    session.training.drain()
    _wait_until(lambda: not session.state.is_busy)
    session.time.stop_play()
    session.time.set_speed(1.0)
    session.time.set_unit(TimeUnit.EPOCH)
    window.lecture.set_on(False)
    if window.pane_mask.is_on:
        window.commands["mask"].trigger()
    for overlay in window.findChildren(Overlay):
        overlay.dismiss()


def _restyle_all(window: MainWindow) -> None:
    if window.settings.theme != "system":
        window.commands["system_theme"].trigger()
    if current_theme() != DARK:
        apply_theme(QApplication.instance(), "dark")
    if window.dashboard.heatmaps.columns != Columns():
        window.dashboard.set_columns(Columns())


def _wait_until(is_so: Callable[[], bool]) -> None:
    limit = QDeadlineTimer(_MILLISECONDS)
    while not is_so():
        assert not limit.hasExpired(), "waited in vain"
        QTest.qWait(_POLL_MILLISECONDS)


def _has_engine() -> bool:
    return any(child.name == "vgdesk-engine" for child in multiprocessing.active_children())
