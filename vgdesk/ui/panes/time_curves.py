"""Curves over the epochs: scores of all lanes, or a measure of every layer of one lane."""

from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Slot

from vgdesk.ui.panes.curves import CurvesPane

_END_PIXELS = 3


class TimeCurvesPane(CurvesPane):
    """Curves whose x is a time that the cursor can be put on."""

    @Slot(object)
    def choose_at(self, event: MouseClickEvent) -> None:
        """Put the cursor where the user clicked; close to the end of the curves it means the end."""
        place = self.place_at(event.scenePos())
        if place is not None:
            end = max((curve.x[-1] for curve in self.frame.curves if len(curve.x)), default=0.0)
            reached = place.x() + _END_PIXELS * self.pixel_size()[0]
            self.epoch_chosen.emit(float(max(place.x(), end if reached >= end else 0.0)))


PANE = TimeCurvesPane
