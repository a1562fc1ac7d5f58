"""Curves over the epochs: scores of all lanes, or a measure of every layer of one lane."""

from dataclasses import replace

from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from vgdesk.pictures.curves import CurveFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import Choices
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.layer_combo import LayerCombo

_END_PIXELS = 3


class TimeCurvesPane(CurvesPane):
    """Curves whose x is a time that the cursor can be put on; of a picture that shows one of several, which."""

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        self._entries = LayerCombo(picture.key, "What is shown") if picture.shows_layer else None
        super().__init__(picture, sources, parent)
        if self._entries is not None:
            self.header.add_choice(self._entries)
            self._entries.chosen.connect(self.refresh)

    @property
    def choices(self) -> Choices:
        """The option, and which of several is shown."""
        found = super().choices
        return found if self._entries is None else replace(found, layer=self._entries.wish + 1)

    def put_choices(self, choices: Choices) -> None:
        """The option, and which of several is shown."""
        super().put_choices(choices)
        if self._entries is not None:
            self._entries.choose((choices.layer or 1) - 1)

    def show_frame(self, frame: CurveFrame | None) -> None:
        """Draw the curves, and offer the others."""
        super().show_frame(frame)
        if self._entries is not None:
            self._entries.show_entries(frame.layer_names if frame else (), frame.chosen if frame else -1)

    @Slot(object)
    def choose_at(self, event: MouseClickEvent) -> None:
        """Put the cursor where the user clicked; close to the end of the curves it means the end."""
        place = self.place_at(event.scenePos())
        if place is not None:
            end = max((curve.x[-1] for curve in self.frame.curves if len(curve.x)), default=0.0)
            reached = place.x() + _END_PIXELS * self.pixel_size()[0]
            self.epoch_chosen.emit(float(max(place.x(), end if reached >= end else 0.0)))


PANE = TimeCurvesPane
