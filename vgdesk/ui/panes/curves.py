"""Curves, whatever they run over."""

import math
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from vgdesk.analysis.numbers import format_percent, format_value
from vgdesk.pictures.curves import Curve, CurveFrame
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.spot import Spot, curve_spot
from vgdesk.pictures.view import Choices
from vgdesk.ui.panes.lane_legend import LaneLegend
from vgdesk.ui.panes.line_ends import End
from vgdesk.ui.panes.plot_pane import PlotPane
from vgdesk.ui.switch import Switch
from vgdesk.ui.theme import Theme, current_theme

_NEAR_PIXELS = 60
_SMOOTHED_FROM = 230  # pixels of width
_SMOOTHING = (
    Option("0", "Draw the loss of each batch as it is", "batches: as they are", "raw"),
    Option("10", "Draw the mean of 10 batches, the batches faint behind it", "batches: mean of 10", "÷10"),
    Option("50", "Draw the mean of 50 batches, the batches faint behind it", "batches: mean of 50", "÷50"),
)


class CurvesPane(PlotPane):
    """Curves, each named at its end, and a cursor."""

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(picture, sources, parent)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._plot.add(self._cursor)
        self._lines: list[pg.PlotCurveItem] = []
        self._guides: list[pg.InfiniteLine] = []
        self._floor = pg.ScatterPlotItem(size=5, symbol="t", pen=None)
        self._ceiling = pg.ScatterPlotItem(size=6, symbol="x", pen=None)
        self._lone = pg.ScatterPlotItem(size=5, symbol="o", pen=None)
        for marks in (self._floor, self._ceiling, self._lone):
            self._plot.add(marks)
        self._names: tuple[End, ...] = ()
        self._drawn: tuple[object, ...] | None = None
        self._smoothing = self._offered = None
        if picture.can_smooth:
            self._smoothing = Switch(f"{self.key}-smoothing", _SMOOTHING)
            self._smoothing.choose("0")
            self._smoothing.chosen.connect(self.refresh)
            self._offered = self.header.add_choice(self._smoothing)
        self._legend = LaneLegend(self.key)
        self.header.add_right(self._legend)
        self.clear_axes()
        self.restyle()

    @property
    def choices(self) -> Choices:
        """The option, and how many batches a mean is of."""
        return replace(super().choices, smoothing=int(self._smoothing.key) if self._smoothing is not None else 0)

    def put_choices(self, choices: Choices) -> None:
        """The option, and the smoothing."""
        super().put_choices(choices)
        if self._smoothing is not None:
            self._smoothing.choose(str(choices.smoothing))

    def show_frame(self, frame: CurveFrame | None) -> None:
        """Draw the curves; where only the cursor has moved, nothing but its line."""
        self._cursor.setVisible(frame is not None and frame.cursor is not None)
        if frame is None:
            self._drawn = None
            self._draw_curves(None)
            self._names = ()
            self._legend.show_names(())
            self.clear_axes()
            return
        if frame.cursor is not None:
            self._cursor.setValue(frame.cursor)
        self._below.show_text(f"{frame.caption} · {frame.note}" if frame.note else frame.caption)
        drawn = (frame.curves, frame.x_ticks, current_theme())
        if self._drawn is None or any(one is not other for one, other in zip(drawn, self._drawn, strict=True)):
            self._drawn = drawn
            self._draw_curves(frame)

    def _draw_curves(self, frame: CurveFrame | None) -> None:
        """Everything but the cursor; lines that were there before are kept and moved."""
        curves, theme = frame.curves if frame else (), current_theme()
        self._match_lines(len(curves))
        for line, curve in zip(self._lines, curves, strict=True):
            y = _log10(curve.y) if frame and frame.log_y else curve.y
            line.setData(curve.x, y, connect="finite", pen=_pen(curve, theme))
        self._show_guides(frame, theme)
        if frame is None:
            for marks in (self._floor, self._ceiling, self._lone):
                marks.clear()
            return
        self._mark(frame, theme)
        self.header.title.setToolTip(frame.y_label)
        self.set_axes((frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks))
        self._names = tuple(_end(frame, curve, theme) for curve in curves)
        self._place_names()

    def apply_theme(self) -> None:
        """Give axes, cursor and curves the theme in force."""
        theme = current_theme()
        self._cursor.setPen(pg.mkPen(theme.muted, width=1))
        for marks in (self._floor, self._ceiling):
            marks.setBrush(pg.mkBrush(theme.bad))
        super().apply_theme()

    def describe_at(self, place: QPointF) -> str:
        """What the nearest curve holds, if one is near."""
        found = _nearest(self.frame, place.x(), place.y(), self.pixel_size())
        return _describe(self.frame, *found) if found else ""

    def find_spot(self, place: QPointF) -> Spot | None:
        """The nearest point of a curve."""
        found = _nearest(self.frame, place.x(), place.y(), self.pixel_size())
        return curve_spot(self.frame, *found) if found else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the names where they have room, and offer to smooth where the header has room for it."""
        super().resizeEvent(event)
        if self._offered is not None:
            self._offered.setVisible(self.width() >= current_theme().pixels(_SMOOTHED_FROM))
        if self.frame is not None:
            self._place_names()

    def _place_names(self) -> None:
        """Beside the ends of the curves; lanes' names that have no room there are shown in the header."""
        guides = [End(guide.y, guide.label, current_theme().muted) for guide in self.frame.guides]
        are_lanes = any(curve.color_index is not None and curve.end == curve.label for curve in self.frame.curves)
        named = [end for end in self._names if end.text]
        if are_lanes and not self._ends.have_room(named):
            self._legend.show_names(named)
            self._ends.show_ends(guides if self._ends.have_room(guides) else ())
        else:
            self._legend.show_names(())
            self._ends.show_ends([*self._names, *guides])

    def _match_lines(self, count: int) -> None:
        while len(self._lines) > count:
            self._plot.remove(self._lines.pop())
        while len(self._lines) < count:
            line = pg.PlotCurveItem(antialias=True)
            self._plot.add(line)
            self._lines.append(line)

    def _show_guides(self, frame: CurveFrame | None, theme: Theme) -> None:
        for line in self._guides:
            self._plot.remove(line)
        pen = pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine)
        self._guides = [pg.InfiniteLine(guide.y, angle=0, pen=pen) for guide in (frame.guides if frame else ())]
        for line in self._guides:
            self._plot.add(line)

    def _mark(self, frame: CurveFrame, theme: Theme) -> None:
        """Zeros on the floor, what is no number on the ceiling, and points that no line joins."""
        low, high = frame.y_limits.low, frame.y_limits.high
        zeros = sorted({x for curve in frame.curves for x in curve.zeros.tolist()})
        odd = sorted({x for curve in frame.curves for x in curve.nonfinite.tolist()})
        self._floor.setData(zeros, [low + 0.03 * (high - low)] * len(zeros))
        self._ceiling.setData(odd, [high - 0.03 * (high - low)] * len(odd))
        lone = [
            (*point, curve_color(curve, theme)) for curve in frame.curves for point in zip(*curve.lone, strict=True)
        ]
        y = [point[1] for point in lone]
        self._lone.setData(
            [point[0] for point in lone],
            _log10(np.array(y)) if frame.log_y else y,
            brush=[pg.mkBrush(point[2]) for point in lone],
        )


def curve_color(curve: Curve, theme: Theme) -> str:
    """The lane's colour, or for a layer its place on a ramp from input to output."""
    return theme.layer(curve.depth or 0.0) if curve.color_index is None else theme.lane(curve.color_index)


def _pen(curve: Curve, theme: Theme) -> QPen:
    style = Qt.PenStyle.DashLine if curve.dashed else Qt.PenStyle.SolidLine
    color = QColor(curve_color(curve, theme))
    color.setAlphaF(curve.strength)
    pen: QPen = pg.mkPen(color, width=max(theme.pixels(1), 1), style=style)
    return pen


def _end(frame: CurveFrame, curve: Curve, theme: Theme) -> End:
    """The name at the last value of a curve; on the floor where it ends in zeros."""
    known = np.flatnonzero(np.isfinite(curve.y))
    ends_in_zeros = len(curve.zeros) and (not len(known) or curve.zeros[-1] > curve.x[known[-1]])
    if not len(known) and not ends_in_zeros:
        return End(0.0, "", "")
    y = 0.0 if ends_in_zeros else float(curve.y[known[-1]])
    if frame.log_y:
        y = frame.y_limits.low if ends_in_zeros else math.log10(y)
    return End(y, curve.name, curve_color(curve, theme))


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
    average = f", {curve.average}" if curve.average else ""
    return f"{name}, {frame.describe_time(curve.x[index])}: {frame.y_label} {value}{average}"
