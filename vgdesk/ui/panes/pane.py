"""What all panes have in common."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.spot import Spot
from vgdesk.pictures.view import NOT_TRAINED, Choices, View
from vgdesk.ui.panes.header import PaneHeader
from vgdesk.ui.switch import Switch
from vgdesk.ui.theme import themed


class Pane(QWidget):
    """Shows one picture of a view.

    It draws only while it is visible: a view that comes to a hidden pane waits, and no frame is made for one.

    Args:
        picture: what it shows.
        sources: what frames were made of before; those of its own if there are none.
        parent: of this object.

    Signals:
        epoch_chosen: the user put the cursor on an epoch.
        readout_changed: what is under the pointer, in words; empty when it leaves.
        edits_wanted: changes of the selected lane's spec, by dotted path.
        remedy_chosen: key of the remedy that the user wants tried; empty for all.
        menu_wanted: the place on the screen that a menu is wanted at.

    Attributes:
        readout: what was under the pointer last, in words.
    """

    epoch_chosen = Signal(float)
    edits_wanted = Signal(object)
    readout_changed = Signal(str)
    remedy_chosen = Signal(str)
    menu_wanted = Signal(QPoint)

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self.picture = picture
        self.key, self.title = picture.key, picture.title
        self._sources = sources or Sources()
        self._view: View | None = None
        self._result: Frame | Nothing = Nothing(NOT_TRAINED)
        self._is_stale = self._is_dirty = False
        self.readout = ""
        self.readout_changed.connect(self._keep_readout)
        self.setObjectName(f"pane-{self.key}")
        self.setAccessibleName(self.title)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        themed.changed.connect(self.restyle)

    @cached_property
    def header(self) -> PaneHeader:
        """The line above the picture; a dock makes it its title bar."""
        return PaneHeader(self.key, self.title, self)

    @cached_property
    def options(self) -> Switch | None:
        """The switch between the picture's options, in the header; None where there is nothing to choose."""
        if not self.picture.options:
            return None
        switch = Switch(self.key, self.picture.options)
        switch.choose(self.picture.option_keys[0])
        switch.chosen.connect(self.refresh)
        self.header.add_choice(switch)
        return switch

    @property
    def choices(self) -> Choices:
        """What the controls say; a pane with more than options adds its own."""
        return Choices(option=self.options.key if self.options is not None else "")

    def put_choices(self, choices: Choices) -> None:
        """Have the controls say this; a pane with more than options takes its own."""
        if self.options is not None:
            self.options.choose(choices.option)

    @property
    def cells(self) -> tuple[int, ...]:
        """Cells side by side that have room; nothing where the picture has none."""
        return ()

    @property
    def frame(self) -> Any:
        """The frame that is shown; None where there is nothing to draw."""
        return None if isinstance(self._result, Nothing) else self._result

    @property
    def reason(self) -> str:
        """Why there is nothing to draw; empty where there is a frame."""
        return self._result.reason if isinstance(self._result, Nothing) else ""

    def spot_at(self, place: QPointF) -> Spot | None:  # noqa: ARG002
        """The number at a place in logical pixels; None where there is none, or only the words of the readout."""
        return None

    def look_at(self, view: View) -> None:
        """Show a view, now or as soon as the pane is visible."""
        self._view, self._is_stale = view, True
        self._show_if_visible()

    @Slot()
    def refresh(self) -> None:
        """Make the frame again: a choice has changed."""
        if self._view is not None:
            self.look_at(self._view)

    def make_result(self, view: View) -> Frame | Nothing:
        """What a view shows."""
        return self.picture.frame_of(view, self._sources)

    def draw(self, result: Frame | Nothing) -> None:
        """Show a frame, or why there is none, now or as soon as the pane is visible."""
        if result is not self._result:
            self._result, self._is_dirty = result, True
            self._show_if_visible()

    def show_frame(self, frame: Any) -> None:
        """Bring the picture up to date; called only while the pane is visible.

        Args:
            frame: what to draw; None shows ``reason``.
        """
        raise NotImplementedError(f"{type(self).__name__} shows nothing")

    def end_jobs(self) -> None:
        """End what is under way in the background, before the window goes; most panes have nothing."""

    def apply_theme(self) -> None:
        """Give colours and type to what keeps its own."""

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme; a pane with more to do has it in ``apply_theme``.

        Not to be overridden: the connection to an overridden slot outlives the pane.
        """
        self.apply_theme()
        self.updateGeometry()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is there."""
        self.menu_wanted.emit(event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the view that came while hidden."""
        super().showEvent(event)
        self._show_if_visible()

    @Slot(str)
    def _keep_readout(self, words: str) -> None:
        self.readout = words

    def _show_if_visible(self) -> None:
        if not self.isVisible():
            return
        if self._is_stale and self._view is not None:
            self._is_stale = False
            view = replace(self._view.choose(self.key, **vars(self.choices)), cells=self.cells)
            self.draw(self.make_result(view))
        if self._is_dirty:
            self._is_dirty = False
            self.show_frame(self.frame)
            self.setAccessibleDescription(self.reason if self.frame is None else self.frame.description)
