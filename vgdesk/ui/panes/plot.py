"""Two axes around a box in which pyqtgraph draws: pyqtgraph's own PlotItem without its menus, forms and buttons."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from vgdesk.analysis.scales import Limits, Tick
from vgdesk.ui.theme import Theme

MARGIN = 10
"""Logical pixels at the right of the box, and beside what is written on it."""

_ABOVE = 6
_AXIS_WIDTH, _AXIS_HEIGHT = 46, 20
_GRID = round(0.12 * 255)
_LABEL_OVERHANG = 16


class Plot(pg.GraphicsView):  # type: ignore[misc]
    """A box in view coordinates, with a grid, one axis at its left and one below.

    Signals:
        box_resized: the box has another size or place.
    """

    box_resized = Signal()

    axes: Mapping[str, pg.AxisItem] = MappingProxyType({})  # pyqtgraph resizes a plot before it is made

    def __init__(self) -> None:
        pg.setConfigOption("mouseRateLimit", -1)  # else the place where the pointer comes to rest may go unread
        super().__init__()
        self.setCentralItem(None)  # its layout, as any of Qt's, would keep a hidden window of its own
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.axes = {name: _Axis(name) for name in ("left", "bottom")}
        self._right = MARGIN
        for axis in self.axes.values():
            axis.linkToView(self.box)
            axis.setZValue(-1000)  # the grid lies below what is drawn
            axis.setGrid(_GRID)
        for item in (*self.axes.values(), self.box):
            self.scene().addItem(item)
        self.box.sigResized.connect(self.box_resized)

    def add(self, item: Any) -> None:
        """Draw an item of pyqtgraph's in the box; it never moves the limits."""
        self.box.addItem(item, ignoreBounds=True)

    def remove(self, item: Any) -> None:
        """Remove an item from the box."""
        self.box.removeItem(item)

    def set_limits(self, across: Limits, up: Limits, padding: float) -> None:
        """Show these stretches of both axes, and a share of each beyond its ends."""
        self.box.setRange(
            xRange=(across.low, across.high), yRange=(up.low, up.high), padding=padding, disableAutoRange=True
        )

    def set_ticks(self, name: str, ticks: tuple[Tick, ...]) -> None:
        """Show these ticks on the axis ``left`` or ``bottom``."""
        self.axes[name].setTicks([[(tick.position, tick.label) for tick in ticks]])

    def set_right_margin(self, width: int) -> None:
        """Leave this number of logical pixels at the right of the box."""
        if width != self._right:
            self._right = width
            self._place()

    @property
    def box_geometry(self) -> QRectF:
        """Rectangle of the box, in logical pixels of the plot."""
        rect: QRectF = self.box.sceneBoundingRect()
        return rect

    def place_at(self, position: QPointF) -> QPointF | None:
        """A place of the plot in view coordinates; None outside the box."""
        return self.box.mapSceneToView(position) if self.box_geometry.contains(position) else None

    def apply_theme(self, theme: Theme) -> None:
        """Apply colours, fonts and sizes."""
        self.setBackground(theme.ground)
        for axis in self.axes.values():
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
            axis.setStyle(tickFont=theme.label_font(), tickLength=-4, tickTextOffset=5)
        self.axes["left"].setWidth(theme.pixels(_AXIS_WIDTH))
        self.axes["bottom"].setHeight(theme.pixels(_AXIS_HEIGHT))
        self.box.setBorder(pg.mkPen(theme.grid))
        self._place()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Take all of the new size."""
        super().resizeEvent(event)
        if self.axes and not self.closed:  # closing resizes what is left of the plot
            self._place()

    def _place(self) -> None:
        """Put the axes beside the box."""
        left, below = self.axes["left"].width(), self.axes["bottom"].height()
        width = max(self.width() - left - self._right, 1.0)
        height = max(self.height() - _ABOVE - below, 1.0)
        self.box.setGeometry(QRectF(left, _ABOVE, width, height))
        self.axes["left"].setGeometry(QRectF(0, _ABOVE, left, height))
        self.axes["bottom"].setGeometry(QRectF(left, _ABOVE + height, width, below))


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose labels at both ends stand out beyond it; pyqtgraph drops them when there is a grid."""

    def boundingRect(self) -> QRectF:
        overhang = _LABEL_OVERHANG
        rect: QRectF = super().boundingRect()
        return rect.adjusted(-overhang, -overhang, overhang, overhang)
