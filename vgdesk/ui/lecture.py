"""Lecture mode: pictures, story and transport alone, on the whole screen, large enough for the last row."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from vgdesk.ui.theme import LECTURE_SCALE, themed


class Lecture(QObject):
    """Enters the mode and leaves it.

    Args:
        window: fills the screen; its actions must be its own, since their menus are hidden.

    Attributes:
        hidden: widgets that the mode hides.

    Signals:
        toggled: whether the mode is on now.
    """

    toggled = Signal(bool)

    def __init__(self, window: QMainWindow):
        super().__init__(window)
        self.hidden: tuple[QWidget, ...] = ()
        self._window, self._is_on = window, False
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, enabled=False)
        self._escape.activated.connect(self.toggle)

    @property
    def is_on(self) -> bool:
        """Whether the mode is on."""
        return self._is_on

    @Slot()
    def toggle(self) -> None:
        """Enter or leave."""
        self.set_on(not self._is_on)

    def set_on(self, is_on: bool) -> None:
        """Enter, or leave to the window as it was before; Escape leaves too."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        self._escape.setEnabled(is_on)
        if is_on:
            self._show_rest(False)
            themed.rescale(LECTURE_SCALE)
        else:
            themed.rescale(1.0)
            self._show_rest(True)
        full, state = Qt.WindowState.WindowFullScreen, self._window.windowState()
        self._window.setWindowState(state | full if is_on else state & ~full)
        self.toggled.emit(is_on)

    def _show_rest(self, is_shown: bool) -> None:
        for widget in self.hidden:
            widget.setVisible(is_shown)
