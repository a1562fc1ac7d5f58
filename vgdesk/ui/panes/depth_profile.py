"""A ledger against depth at the cursor: dots of every lane, and the straight line through its hidden layers."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from vgdesk.analysis.numbers import format_value
from vgdesk.pictures.depth import DepthProfile, DepthProfileFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.spot import Spot, depth_spot
from vgdesk.pictures.theory import BAND_OPACITY, Band, outline
from vgdesk.ui.panes.line_ends import End
from vgdesk.ui.panes.plot_pane import PlotPane
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import current_theme

_SYMBOLS = ("o", "s", "t1", "d")
_NEAR_PIXELS = 30
_MANY, _MOST = 30, 100  # rows: the dots shrink
_EDGE_MARK = 7  # pixels: a smaller cross is taken for a dot
_ASIDE = 0.12  # of a row, between the marks of lanes that are all 0


class _Marks(NamedTuple):
    """What is drawn of one lane."""

    line: pg.PlotCurveItem
    dots: pg.ScatterPlotItem
    zeros: pg.ScatterPlotItem
    odd: pg.ScatterPlotItem


class DepthProfilePane(PlotPane):
    """How a ledger changes from layer to layer, all lanes in one plot."""

    room = 0.03  # for dots on the limits

    def __init__(self, picture: Picture, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(picture, sources, parent)
        self._marks: list[_Marks] = []
        self._bands: list[pg.PlotCurveItem] = []
        self.clear_axes()
        self.restyle()

    def show_frame(self, frame: DepthProfileFrame | None) -> None:
        """Draw dots and lines."""
        profiles = frame.profiles if frame else ()
        self._match_marks(len(profiles))
        self._draw_bands(frame.bands if frame else ())
        if frame is None:
            self.clear_axes()
            return
        for place, (marks, profile) in enumerate(zip(self._marks, profiles, strict=True)):
            _draw(marks, frame, profile, place - (len(profiles) - 1) / 2)
        rows = sorted({profile.rate.row.split()[-1] for profile in frame.profiles if profile.rate})
        self.set_axes((frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks))
        self._ends.show_ends(
            [_end(profile) for profile in frame.profiles], ("decades", f"a {rows[0]}" if len(rows) == 1 else "a row")
        )
        self._show_caption()
        lines = [frame.title, *frame.sentences, *([frame.theory] if frame.theory else [])]
        self.header.title.setToolTip("<br>".join(map(plain_tip, lines)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say elsewhere what the slopes are where there is no room beside them."""
        super().resizeEvent(event)
        self._show_caption()

    def _show_caption(self) -> None:
        if self.frame is not None:
            unit = "" if self._ends.has_heading else " ".join(self._ends.heading)
            words = (self.frame.x_label, unit and f"→ {unit}", self.frame.note, self.frame.theory)
            self._below.show_text(" · ".join(part for part in words if part))

    def describe_at(self, place: QPointF) -> str:
        """The nearest dot in words, if one is near."""
        found = self._nearest(place)
        if found is None:
            return ""
        profile, dot = found
        value = format_value(10.0 ** float(profile.exponents[dot]), 3)
        return f"{profile.label}, {profile.row} {profile.depth[dot]:g}: {self.frame.title} {value}"

    def find_spot(self, place: QPointF) -> Spot | None:
        """The nearest dot, if one is near."""
        found = self._nearest(place)
        return None if found is None else depth_spot(self.frame, *found)

    def _nearest(self, place: QPointF) -> tuple[DepthProfile, int] | None:
        across, up = self.pixel_size()
        best, found = float(_NEAR_PIXELS), None
        for profile in self.frame.profiles:
            distances = np.hypot((profile.depth - place.x()) / across, (profile.exponents - place.y()) / up)
            if len(distances) and distances.min() < best:
                best, found = float(distances.min()), (profile, int(distances.argmin()))
        return found

    def _draw_bands(self, bands: Sequence[Band]) -> None:
        """Quiet stretches behind the dots, in the colours of the lanes."""
        while len(self._bands) > len(bands):
            self._plot.remove(self._bands.pop())
        while len(self._bands) < len(bands):
            self._bands.append(pg.PlotCurveItem(antialias=True, fillLevel="enclosed", pen=None))
            self._bands[-1].setZValue(-10)
            self._plot.add(self._bands[-1])
        for item, band in zip(self._bands, bands, strict=True):
            color = QColor(current_theme().lane(band.color_index))
            color.setAlphaF(BAND_OPACITY)
            across, up = outline(band)
            item.setData(across, up, brush=pg.mkBrush(color), fillLevel="enclosed", pen=None)

    def _match_marks(self, count: int) -> None:
        while len(self._marks) > count:
            for item in self._marks.pop():
                self._plot.remove(item)
        while len(self._marks) < count:
            marks = _Marks(pg.PlotCurveItem(antialias=True), *(pg.ScatterPlotItem(pen=None) for _ in range(3)))
            for item in marks:
                self._plot.add(item)
            self._marks.append(marks)


PANE = DepthProfilePane


def _draw(marks: _Marks, frame: DepthProfileFrame, profile: DepthProfile, aside: float) -> None:
    """Draw one lane, its marks at the edges ``aside`` steps beside the others'."""
    theme, rows = current_theme(), frame.x_limits.high
    color = theme.lane(profile.color_index)
    dashed = pg.mkPen(color, width=theme.pixels(1), style=Qt.PenStyle.DashLine)
    marks.line.setData(profile.line_depth, profile.line_exponents, pen=dashed)
    size = theme.pixels(6 if rows <= _MANY else 4 if rows <= _MOST else 3)
    zeros, odd = profile.zeros + _ASIDE * aside, profile.nonfinite + _ASIDE * aside
    drawn = (
        (marks.dots, profile.depth, profile.exponents, _SYMBOLS[profile.color_index % len(_SYMBOLS)]),
        (marks.zeros, zeros, np.full(len(zeros), frame.y_limits.low), "t"),
        (marks.odd, odd, np.full(len(odd), frame.y_limits.high), "x"),
    )
    for item, x, y, symbol in drawn:
        side = size if item is marks.dots else max(size, theme.pixels(_EDGE_MARK))
        item.setData(x, y, symbol=symbol, size=side, brush=pg.mkBrush(color), pen=None)


def _end(profile: DepthProfile) -> End:
    if profile.rate is None or not len(profile.exponents):
        return End(0.0, "", "")
    y = float(profile.exponents[-1])
    return End(y if math.isfinite(y) else 0.0, profile.rate.signed, current_theme().lane(profile.color_index))
