"""What all panes have in common."""

from functools import cached_property
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from vgdesk.analysis.step_count import count_steps
from vgdesk.ui.panes.header import PaneHeader
from vgdesk.ui.panes.look import Look
from vgdesk.ui.theme import themed

NOWHERE = -1


class Pane(QWidget):
    """One picture of the lanes at a cursor.

    It paints only while it is visible: a frame that comes to a hidden pane waits, and no frame is made for one.

    A kind of the catalog says itself who it is, so that menus need no widget; others are told when they are made.

    Args:
        key: in place of the one of its kind.
        title: in place of the one of its kind.
        parent: as Qt has it.

    Attributes:
        key: name in settings and files.
        title: name on the screen and for screen readers.
        tip: what the pane shows, in one sentence.
    """

    key = ""
    title = ""
    tip = ""

    hovered = Signal(int, int)
    """Layer (0 at the input) and sample under the pointer; ``NOWHERE`` twice when it leaves."""

    cursor_moved = Signal(int)
    """The user put the cursor on a sample."""

    epoch_chosen = Signal(float)
    """The user put the cursor on an epoch."""

    data_wanted = Signal(object)
    """The ``DataSpec`` whose points the pane waits for."""

    readout_changed = Signal(str)
    """What stands under the pointer, in words; empty when it leaves."""

    def __init__(self, key: str = "", title: str = "", parent: QWidget | None = None):
        super().__init__(parent)
        self.key = key or type(self).key
        self.title = title or type(self).title
        self._frame: Any = None
        self._is_dirty = False
        self._look: Look | None = None
        self._is_stale = False
        self.setObjectName(f"pane-{self.key}")
        self.setAccessibleName(self.title)
        themed.changed.connect(self.restyle)

    @cached_property
    def header(self) -> PaneHeader:
        """The line above the picture; a dock makes it its title bar."""
        return PaneHeader(self.key, self.title, self)

    @property
    def frame(self) -> Any:
        """The newest frame given; None before the first."""
        return self._frame

    def look(self, look: Look) -> None:
        """Show what is looked at, now or as soon as the pane is visible."""
        self._look, self._is_stale = look, True
        self._show_if_visible()

    @Slot()
    def look_again(self) -> None:
        """Make the frame anew: a choice of the pane's own has changed."""
        if self._look is not None:
            self.look(self._look)

    def make_frame(self, look: Look) -> Any:
        """The frame of what is looked at; None where there is nothing to draw yet."""
        raise NotImplementedError(f"{type(self).__name__} is given its frames")

    def frame_of(self, look: Look) -> Any:
        """The frame of what is looked at, its time counted in steps where that is wanted."""
        frame = self.make_frame(look)
        return frame if look.steps_per_epoch is None else count_steps(frame, look.steps_per_epoch)

    def draw(self, frame: Any) -> None:
        """Show a frame, now or as soon as the pane is visible; None empties it."""
        if frame is self._frame:
            return
        self._frame = frame
        self._is_dirty = True
        self._show_if_visible()

    def show_frame(self, frame: Any) -> None:
        """Bring the picture up to date; called only while the pane is visible and its frame is new."""
        raise NotImplementedError(f"{type(self).__name__} shows nothing")

    def dress(self) -> None:
        """Give colours and type to what keeps its own."""

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force; a pane with more to do has it in ``dress``.

        Not to be overridden: the connection to an overridden slot outlives the pane.
        """
        self.dress()
        self.updateGeometry()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the frame that came while hidden."""
        super().showEvent(event)
        self._show_if_visible()

    def _show_if_visible(self) -> None:
        if not self.isVisible():
            return
        if self._is_stale and self._look is not None:
            self._is_stale = False
            self.draw(self.frame_of(self._look))
        if self._is_dirty:
            self._is_dirty = False
            self.show_frame(self._frame)
