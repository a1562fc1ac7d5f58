"""Predicted against true numbers of the selected lane."""

from PySide6.QtWidgets import QLabel

from vgdesk.drawing.fit import draw_fit
from vgdesk.pictures.fit import FitFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.named import named
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.panes.drawn_canvas import DrawnCanvas


class FitPane(CanvasPane):
    """A dot for each point, and how well they fit."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, DrawnCanvas("fit-canvas", draw_fit), sources)
        self._score = named(QLabel(), "fit-score", "label")
        self.header.add_right(self._score)

    def show_frame(self, frame: FitFrame | None) -> None:
        """Paint the points, or say why there are none."""
        super().show_frame(frame)
        self._score.setText("" if frame is None else frame.score)
        self._score.setToolTip("" if frame is None else frame.description)


PANE = FitPane
