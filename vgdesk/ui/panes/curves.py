"""Curves over the epochs: scores of all lanes, or a measure of every layer of one lane."""

import math
from html import escape

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from vgdesk.analysis.curve_frame import Curve, CurveFrame
from vgdesk.ui.formatting import format_percent, format_value
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.theme import Theme, current_theme

_AXIS_WIDTH = 46
_MOST_NAMED = 6
_NEAR_PIXELS = 60
_LABEL_ROOM = 16
_LEAST_WIDTH = 150
_TICK_ROOM = 0.004  # share of the range beyond both ends: a tick right at an end would be dropped


class CurvesPane(Pane):
    """One plot: its title and legend above, so that nothing covers the data."""

    def __init__(self, key: str, title: str, parent: QWidget | None = None):
        super().__init__(key, title, parent)
        self._legend = QLabel(objectName=f"legend-{key}")
        self._legend.setProperty("role", "label")
        self._legend.setToolTip("Layers, the first at the input")
        self._plot = _make_plot()
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._plot.addItem(self._cursor, ignoreBounds=True)
        self._lines: list[pg.PlotDataItem] = []
        self._floor = pg.ScatterPlotItem(size=5, symbol="t", pen=None)
        self._plot.addItem(self._floor, ignoreBounds=True)
        self._plot.scene().sigMouseMoved.connect(self.point_at)
        self._plot.scene().sigMouseClicked.connect(self.choose_at)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._lay_out()
        self._clear_axes()
        self.restyle()

    def show_frame(self, frame: CurveFrame | None) -> None:
        """Draw the curves; lines that were there before are kept and moved."""
        curves = frame.curves if frame else ()
        self._match_lines(len(curves))
        for line, curve in zip(self._lines, curves, strict=True):
            y = _log10(curve.y) if frame and frame.log_y else curve.y
            line.setData(curve.x, y, connect="finite", pen=_pen(curve, current_theme()))
        self._cursor.setVisible(frame is not None and frame.cursor is not None)
        self._legend.setText(_legend(curves, current_theme()))
        self._fit_legend()
        if frame is None:
            self._clear_axes()
            return
        if frame.cursor is not None:
            self._cursor.setValue(frame.cursor)
        self._mark_zeros(frame)
        self.header.title.setToolTip(frame.y_label)
        self._set_axes(frame)
        self.setAccessibleDescription(f"{frame.y_label} over {frame.x_label}, {len(curves)} curves {frame.note}")

    def dress(self) -> None:
        """Give axes, cursor and curves the theme in force."""
        theme = current_theme()
        self.setMinimumWidth(theme.pixels(_LEAST_WIDTH))
        self._plot.setBackground(theme.ground)
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
            axis.setStyle(tickFont=theme.label_font(), tickLength=-4, tickTextOffset=5)
        self._plot.getAxis("left").setWidth(theme.pixels(_AXIS_WIDTH))
        self._plot.getAxis("bottom").setHeight(theme.pixels(20))
        self._plot.getViewBox().setBorder(pg.mkPen(theme.grid))
        self._cursor.setPen(pg.mkPen(theme.muted, width=1))
        self._floor.setBrush(pg.mkBrush(theme.bad))
        if self._frame is not None:
            self.show_frame(self._frame)

    @Slot(object)
    def point_at(self, position: QPointF) -> None:
        """Say what the nearest curve holds under the pointer."""
        frame, view = self._frame, self._plot.getViewBox()
        if frame is None or not view.sceneBoundingRect().contains(position):
            self.readout_changed.emit("")
            return
        at = view.mapSceneToView(position)
        found = _nearest(frame, at.x(), at.y(), view.viewPixelSize())
        self.readout_changed.emit(_describe(frame, *found) if found else "")

    @Slot(object)
    def choose_at(self, event: object) -> None:
        """Put the cursor where the user clicked."""
        view = self._plot.getViewBox()
        if self._frame is not None and view.sceneBoundingRect().contains(event.scenePos()):
            self.epoch_chosen.emit(max(view.mapSceneToView(event.scenePos()).x(), 0.0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the legend only where it has room."""
        super().resizeEvent(event)
        self._fit_legend()

    def leaveEvent(self, event: object) -> None:
        """Say that the pointer is gone."""
        super().leaveEvent(event)
        self.readout_changed.emit("")

    def _lay_out(self) -> None:
        self.header.add_right(self._legend)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addWidget(self._plot, 1)

    def _fit_legend(self) -> None:
        needed = self._legend.sizeHint().width() + self.header.layout().spacing()
        others = self.header.minimumSizeHint().width() - (0 if self._legend.isHidden() else needed)
        self._legend.setVisible(bool(self._legend.text()) and others + needed <= self.width())

    def _match_lines(self, count: int) -> None:
        while len(self._lines) > count:
            self._plot.removeItem(self._lines.pop())
        while len(self._lines) < count:
            line = pg.PlotDataItem(antialias=True, skipFiniteCheck=False)
            self._plot.addItem(line)
            self._lines.append(line)

    def _clear_axes(self) -> None:
        for name in ("bottom", "left"):
            self._plot.getAxis(name).setTicks([[]])

    def _mark_zeros(self, frame: CurveFrame) -> None:
        xs = [x for curve in frame.curves for x in curve.zeros]
        floor = frame.y_limits.low + 0.03 * (frame.y_limits.high - frame.y_limits.low)
        self._floor.setData(xs, [floor] * len(xs))

    def _set_axes(self, frame: CurveFrame) -> None:
        self._plot.setRange(
            xRange=(frame.x_limits.low, frame.x_limits.high),
            yRange=(frame.y_limits.low, frame.y_limits.high),
            padding=_TICK_ROOM,
            disableAutoRange=True,
        )
        for name, ticks in (("bottom", frame.x_ticks), ("left", frame.y_ticks)):
            self._plot.getAxis(name).setTicks([[(tick.position, tick.label) for tick in ticks]])


class _Axis(pg.AxisItem):
    """An axis whose labels at both ends stand out beyond it; pyqtgraph drops them when there is a grid."""

    def boundingRect(self) -> QRectF:
        return super().boundingRect().adjusted(-_LABEL_ROOM, -_LABEL_ROOM, _LABEL_ROOM, _LABEL_ROOM)


def _make_plot() -> pg.PlotWidget:
    pg.setConfigOption("mouseRateLimit", -1)  # else the place where the pointer comes to rest may go unread
    plot = pg.PlotWidget(axisItems={name: _Axis(name) for name in ("left", "bottom")})
    plot.setMenuEnabled(False)
    plot.hideButtons()
    plot.setMouseEnabled(x=False, y=False)
    plot.showGrid(x=True, y=True, alpha=0.12)
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.setFrameShape(QFrame.Shape.NoFrame)
    plot.getPlotItem().layout.setContentsMargins(0, 6, 10, 0)
    plot.getPlotItem().ctrlMenu.setParent(plot, Qt.WindowType.Popup)  # else it outlives the plot
    return plot


def _pen(curve: Curve, theme: Theme) -> QPen:
    style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
    return pg.mkPen(curve_color(curve, theme), width=1, style=style)


def curve_color(curve: Curve, theme: Theme) -> str:
    """The lane's colour, or for a layer its place on a ramp from input to output."""
    return theme.layer(curve.depth or 0.0) if curve.color_index is None else theme.lane(curve.color_index)


def _legend(curves: tuple[Curve, ...], theme: Theme) -> str:
    """The layers' numbers in their colours; of many, the first and the last."""
    layers = [curve for curve in curves if curve.depth is not None]
    shown = layers if len(layers) <= _MOST_NAMED else [layers[0], layers[-1]]
    colors = [curve_color(curve, theme) for curve in shown]
    numbers = [escape(curve.label.partition(" ")[0]) for curve in shown]
    names = [f'<span style="color:{color}">{name}</span>' for color, name in zip(colors, numbers, strict=True)]
    return ("&nbsp; " if shown == layers else " … ").join(names)


def _log10(values: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        return np.log10(values)


def _nearest(frame: CurveFrame, x: float, y: float, pixel: tuple[float, float]) -> tuple[Curve, int] | None:
    """Curve and index of the point nearest to a place in view coordinates, if it is near."""
    best: tuple[float, Curve, int] | None = None
    for curve in frame.curves:
        if not len(curve.x):
            continue
        index = int(abs(curve.x - x).argmin())
        value = curve.y[index]
        place = math.log10(value) if frame.log_y and value > 0 else value
        distance = math.hypot((curve.x[index] - x) / pixel[0], (place - y) / pixel[1])
        if distance <= _NEAR_PIXELS and (best is None or distance < best[0]):
            best = (distance, curve, index)
    return best[1:] if best else None


def _describe(frame: CurveFrame, curve: Curve, index: int) -> str:
    share = frame.y_limits.scale == "fraction"
    value = format_percent(curve.y[index]) if share else format_value(curve.y[index], 3)
    name = curve.label if curve.depth is None else f"layer {curve.label}"
    return f"{name}, {frame.x_label} {curve.x[index]:.6g}: {frame.y_label} {value}"
