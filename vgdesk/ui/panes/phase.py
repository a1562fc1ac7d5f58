"""The phase diagram: two regions, the line between them, contours of the depth scale, and a dot a lane."""

import math

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from vgdesk.pictures.phase import PhaseFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.panes.line_ends import End
from vgdesk.ui.panes.plot_pane import PlotPane
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import Theme, current_theme

_SYMBOLS = ("o", "s", "t1", "d")
_OPACITY = 0.22


class PhasePane(PlotPane):
    """The plane of both variances; a click asks for a network there."""

    room = 0.02  # for dots upon the limits

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(picture, sources, parent)
        self._regions = pg.ImageItem(axisOrder="row-major")
        self._contours: list[pg.PlotCurveItem] = []
        self._dots = pg.ScatterPlotItem()
        self._names = [pg.TextItem(anchor=(0.5, 0.5)) for _ in range(2)]
        for item in (self._regions, self._dots, *self._names):
            self._plot.add(item)
        self._dots.setZValue(10)
        self.clear_axes()
        self.restyle()

    def show_frame(self, frame: PhaseFrame | None) -> None:
        """Draw the regions, the contours and the dots."""
        for item in (self._regions, self._dots, *self._names, *self._contours):
            item.setVisible(frame is not None)
        if frame is None:
            self.clear_axes()
            return
        theme = current_theme()
        across, up = frame.x_limits, frame.y_limits
        self._regions.setImage(_shade(frame, theme), autoLevels=False, levels=(0, 255))
        self._regions.setRect(QRectF(across.low, up.low, across.high - across.low, up.high - up.low))
        self._draw_contours(frame, theme)
        self._draw_dots(frame, theme)
        self._name_regions(frame, theme)
        self.set_axes((across, up), (frame.x_ticks, frame.y_ticks))
        self._ends.show_ends([End(dot.bias, dot.label, theme.lane(dot.color_index)) for dot in frame.dots])
        depths = ", ".join(f"{contour.depth:g}" for contour in frame.contours if not math.isinf(contour.depth))
        words = ("→ σ_w²", "↑ σ_b²", f"dotted: depth scale {depths} layers", frame.note)
        self._below.show_text(" · ".join(part for part in words if part))
        self.header.title.setToolTip(plain_tip(f"{frame.title}: {frame.x_label}"))

    def describe_at(self, place: QPointF) -> str:
        """What networks there do."""
        return f"{self.frame.describe(10 ** place.x(), max(place.y(), 0.0))}; a click starts the network there"

    @Slot(object)
    def choose_at(self, event: MouseClickEvent) -> None:
        """Ask for a network of the variances under the pointer."""
        place = self.place_at(event.scenePos())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.edits_wanted.emit(self.frame.edits_at(place.x(), place.y()))

    def _draw_contours(self, frame: PhaseFrame, theme: Theme) -> None:
        while len(self._contours) < len(frame.contours):
            self._contours.append(pg.PlotCurveItem(connect="pairs", antialias=True))
            self._plot.add(self._contours[-1])
        for item, contour in zip(self._contours, frame.contours, strict=True):
            is_level = math.isinf(contour.depth)
            style = Qt.PenStyle.SolidLine if is_level else Qt.PenStyle.DotLine
            pen = pg.mkPen(theme.text if is_level else theme.muted, width=theme.pixels(1), style=style)
            ends = contour.lines.reshape(-1, 2)
            item.setData(ends[:, 0], ends[:, 1], pen=pen)

    def _draw_dots(self, frame: PhaseFrame, theme: Theme) -> None:
        shown = [dot for dot in frame.dots if dot.gain > 0]
        self._dots.setData(
            [math.log10(dot.gain) for dot in shown],
            [dot.bias for dot in shown],
            symbol=[_SYMBOLS[dot.color_index % len(_SYMBOLS)] for dot in shown],
            brush=[pg.mkBrush(theme.lane(dot.color_index)) for dot in shown],
            pen=pg.mkPen(theme.ground),
            size=theme.pixels(11),
        )

    def _name_regions(self, frame: PhaseFrame, theme: Theme) -> None:
        row = frame.factors[int(len(frame.factors) * 0.85)]
        span = frame.x_limits.high - frame.x_limits.low
        for item, name, inside in zip(self._names, REGIONS, (row < 0, row >= 0), strict=True):
            places = np.flatnonzero(inside)
            item.setVisible(len(places) > 0.12 * len(row))
            item.setText(name, color=theme.text)
            if len(places):
                x = frame.x_limits.low + (places.mean() + 0.5) / len(row) * span
                item.setPos(x, frame.y_limits.low + 0.85 * (frame.y_limits.high - frame.y_limits.low))


PANE = PhasePane


REGIONS = ("ordered", "chaotic")
"""What the two regions are called: where the signal vanishes, and where it explodes."""


def _shade(frame: PhaseFrame, theme: Theme) -> np.ndarray:
    """Blue where the signal vanishes and orange where it explodes: uint8 [row, column, 4]."""
    pixels = np.empty((*frame.factors.shape, 4), np.uint8)
    for color, inside in zip((theme.lanes[0], theme.lanes[1]), (frame.factors < 0, frame.factors >= 0), strict=True):
        tint = QColor(color)
        pixels[inside] = (tint.red(), tint.green(), tint.blue(), round(255 * _OPACITY))
    return pixels
