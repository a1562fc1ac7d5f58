"""The histograms of all layers at one sample, a ridge a layer, the output at the top."""

from functools import cache
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from vgdesk.analysis.codes import NAN, ZERO
from vgdesk.analysis.colors import HATCHES
from vgdesk.analysis.numbers import format_count, format_epoch, format_percent, format_value
from vgdesk.analysis.scales import Limits
from vgdesk.pictures.histogram_frames import Ridge, bin_span
from vgdesk.ui.panes.canvas import Canvas, label_height, paint_below, paint_beside
from vgdesk.ui.panes.pixels import rgb
from vgdesk.ui.panes.row_names import gutter_width, shown_layers
from vgdesk.ui.theme import Theme, current_theme

_OVERLAP = 1.3  # height of a ridge in rows
_LEAST_RIDGE = 12
_BAR, _WIDE = 9, 300
_FILL = 0.45
_ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


class Rooms(NamedTuple):
    """Rectangles of all parts, in logical pixels.

    Attributes:
        gutter: width of the layers' names.
        picture: of the ridges.
        counts: width of the counts beside the bars; 0 hides them.
        row: from one baseline to the next.
        tall: height of the highest ridge.
    """

    gutter: int
    picture: QRectF
    counts: int
    row: float
    tall: float


class RidgesCanvas(Canvas):
    """Ridges over log10|x|; exact zeros and the non-finite are bars at the sides.

    Signals:
        row_chosen: index of the ridge that was clicked.
    """

    row_chosen = Signal(int)

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Paint grid, ridges from the top, bars and labels."""
        frame, rooms = self.frame, self.rooms()
        picture = rooms.picture
        for x in (self._x_of(tick.position, picture) for tick in frame.ticks):
            painter.fillRect(QRectF(round(x), picture.top(), 1, picture.height()), QColor(theme.grid))
        xs = np.rint(np.linspace(picture.left(), picture.right(), len(frame.edges))).repeat(2)
        for index in reversed(range(len(frame.ridges))):
            ridge, tops = frame.ridges[index], np.zeros(len(xs))
            tops[1:-1] = np.rint(ridge.counts * (rooms.tall / ridge.peak)).repeat(2)
            colour, filling = _colors(theme.layer(ridge.row.depth), theme.ground)
            painter.setPen(colour)
            painter.setBrush(filling)
            painter.drawPath(pg.arrayToQPath(xs, _base(rooms, index) - tops, finiteCheck=False))
        for left, code in self._bars(rooms):
            self._paint_bars(painter, left, code, rooms)
        self._paint_labels(painter, rooms, theme)

    def rooms(self) -> Rooms:
        """Rectangles of all parts at the present size."""
        theme, frame, count = current_theme(), self.frame, len(self.frame.ridges)
        gutter, counts = gutter_width([row.label for row in frame.rows]), 0
        if self.width() >= theme.pixels(_WIDE):
            largest = format_count(max(row.size for row in frame.rows))
            counts = QFontMetrics(theme.label_font()).horizontalAdvance(largest) + 2
        side = theme.pixels(_BAR + 16) + counts
        left = gutter + (side if frame.has_zeros else 0)
        width = max(self.width() - left - (side if frame.has_nonfinite else theme.pixels(6)), 1)
        height = max(self.height() - 2 - label_height(theme), 1)
        tall = max(_OVERLAP * height / (count + _OVERLAP - 1), min(theme.pixels(_LEAST_RIDGE), height / 2))
        row = (height - tall) / (count - 1) if count > 1 else float(height)
        return Rooms(gutter, QRectF(left, 2, width, height), counts, row, tall)

    def row_at(self, position: QPointF) -> int | None:
        """Index of the ridge at a place; None beside them."""
        rooms = self.rooms()
        if not rooms.picture.top() <= position.y() < rooms.picture.bottom():
            return None
        return min(int((rooms.picture.bottom() - position.y()) / rooms.row), len(self.frame.ridges) - 1)

    def press(self, position: QPointF) -> None:
        """Choose the ridge."""
        row = self.row_at(position)
        if row is not None:
            self.row_chosen.emit(row)

    def readout(self, position: QPointF) -> str:
        """Layer, epoch, and how many entries the bin holds."""
        frame, row = self.frame, self.row_at(position)
        if row is None:
            return ""
        ridge = frame.ridges[row]
        words = self._words(ridge, position.x(), self.rooms().picture)
        return f"layer {ridge.row.label}, epoch {format_epoch(frame.epoch)}: {words}"

    def _words(self, ridge: Ridge, x: float, picture: QRectF) -> str:
        edges, size = self.frame.edges, ridge.row.size
        if x < picture.left():
            return f"{_of(ridge.zeros, size)} exactly 0"
        if x >= picture.right():
            return f"{_of(ridge.nonfinite, size)} NaN or infinite"
        place = edges[0] + (x - picture.left()) / picture.width() * (edges[-1] - edges[0])
        at = min(max(int(np.searchsorted(edges, place, "right")) - 1, 0), len(edges) - 2)
        low, high = bin_span(edges, at)
        span = f"{self.frame.x_label} from {format_value(low)} to {format_value(high)}"
        return f"{_of(int(ridge.counts[at]), size)} {span}"

    def _bars(self, rooms: Rooms) -> list[tuple[float, int]]:
        """Left end and code of the columns of bars."""
        right = rooms.picture.right() + current_theme().pixels(12)
        found = [(float(rooms.gutter), ZERO)] if self.frame.has_zeros else []
        return found + ([(right, NAN)] if self.frame.has_nonfinite else [])

    def _paint_bars(self, painter: QPainter, left: float, code: int, rooms: Rooms) -> None:
        theme, hatch, row = current_theme(), HATCHES[code], rooms.row
        colour, wide = QColor(hatch.stripe if code == ZERO else hatch.ground), theme.pixels(_BAR)
        has_counts = rooms.counts and row >= painter.fontMetrics().ascent()
        painter.setPen(QColor(theme.muted))
        for index, ridge in enumerate(self.frame.ridges):
            count, base = ridge.zeros if code == ZERO else ridge.nonfinite, round(_base(rooms, index))
            painter.fillRect(QRectF(left, base, wide, 1), QColor(theme.line))
            if not count:
                continue
            tall = max(round(count / ridge.row.size * (row - 2)), 1)
            painter.fillRect(QRectF(left, base - tall, wide, tall), colour)
            if has_counts:
                place = QRectF(left + wide + theme.pixels(3), base - row, rooms.counts, row)
                painter.drawText(place, _ALIGN, format_count(count))

    def _paint_labels(self, painter: QPainter, rooms: Rooms, theme: Theme) -> None:
        frame, picture, line = self.frame, rooms.picture, label_height(theme)
        beside = QRectF(0, picture.top(), rooms.gutter - theme.pixels(8), picture.height())
        shown = shown_layers(len(frame.ridges), rooms.row * len(frame.ridges), line)
        paint_beside(
            painter, beside, [(_base(rooms, at) - line / 2, frame.ridges[at].row.label) for at in shown], theme
        )
        below = QRectF(rooms.gutter, picture.bottom(), self.width() - rooms.gutter, line)
        ticks = [(self._x_of(tick.position, picture), tick.label) for tick in frame.ticks]
        names, half = {ZERO: "0", NAN: "NaN, ∞"}, theme.pixels(_BAR) / 2
        marks = [(left + half, names[code]) for left, code in self._bars(rooms)]
        paint_below(painter, below, sorted(ticks + marks), theme)
        painter.drawText(QRectF(0, below.top(), beside.width(), line), Qt.AlignmentFlag.AlignRight, frame.x_label)

    def _x_of(self, exponent: float, picture: QRectF) -> float:
        limits: Limits = self.frame.limits
        return picture.left() + (exponent - limits.low) / (limits.high - limits.low) * picture.width()


def _base(rooms: Rooms, index: int) -> float:
    """Where the baseline of a ridge runs, in the middle of a pixel."""
    return round(rooms.picture.bottom() - index * rooms.row) - 0.5


def _of(count: int, size: int) -> str:
    return f"{format_count(count)} of {format_count(size)} ({format_percent(count / size)})"


@cache
def _colors(line: str, ground: str) -> tuple[QColor, QColor]:
    """Colours of a ridge's line and of its filling."""
    return QColor(line), QColor(*np.rint(_FILL * rgb(line) + (1 - _FILL) * rgb(ground)).astype(int).tolist())
