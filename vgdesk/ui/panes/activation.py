"""The activation of one layer and its slope, and where the layer's units work."""

from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from vgdesk.pictures.activation import ActivationFrame
from vgdesk.pictures.curves import CurveFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import Choices
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import current_theme

_FILL, _SHADE = 0.45, 0.55


class ActivationPane(CurvesPane):
    """Two curves upon the stretches where units are saturated, and the histogram of the working points."""

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        self._layers = LayerCombo(picture.key, "The layer whose activation is shown")
        self._flat: list[pg.LinearRegionItem] = []
        self._steps = pg.PlotCurveItem(antialias=True)
        super().__init__(picture, sources, parent)
        self._plot.add(self._steps)
        self.header.add_choice(self._layers)
        self._layers.chosen.connect(self.refresh)

    @property
    def choices(self) -> Choices:
        """The layer."""
        return replace(super().choices, layer=self._layers.wish + 1)

    def put_choices(self, choices: Choices) -> None:
        """The layer."""
        super().put_choices(choices)
        self._layers.choose((choices.layer or 1) - 1)

    def show_frame(self, frame: CurveFrame | None) -> None:
        """Draw curves, shades and the histogram."""
        super().show_frame(frame)
        self._show_units(frame if isinstance(frame, ActivationFrame) else None)

    def _show_units(self, frame: ActivationFrame | None) -> None:
        self._layers.show_entries(frame.layer_names if frame else (), frame.chosen if frame else -1)
        self._show_flat(frame)
        self._show_steps(frame)
        self.header.title.setToolTip("" if frame is None else plain_tip(frame.description))

    def _show_flat(self, frame: ActivationFrame | None) -> None:
        for item in self._flat:
            self._plot.remove(item)
        shade = QColor(current_theme().grid)
        shade.setAlphaF(_SHADE)
        self._flat = [
            pg.LinearRegionItem(ends, movable=False, brush=shade, pen=pg.mkPen(None))
            for ends in (frame.flat if frame else ())
        ]
        for item in self._flat:
            item.setZValue(-500)
            self._plot.add(item)

    def _show_steps(self, frame: ActivationFrame | None) -> None:
        if frame is None:
            self._steps.clear()
            return
        color = QColor(current_theme().lane(frame.curves[0].color_index or 0))
        pen = pg.mkPen(color, width=1)
        color.setAlphaF(_FILL)
        self._steps.setData(frame.steps_x, frame.steps_y, pen=pen, fillLevel=frame.y_limits.low, brush=color)
