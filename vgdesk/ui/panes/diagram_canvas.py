"""A network painted: columns of units, links between them, and labels below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from vgdesk.analysis.numbers import format_value
from vgdesk.pictures.network import DiagramColumn, DiagramFrame
from vgdesk.ui.formatting import format_count
from vgdesk.ui.panes.canvas import Canvas, label_height
from vgdesk.ui.theme import Theme, current_theme

POSITIVE, NEGATIVE = 0, 1
"""Colours of the lanes that represent the signs of weights: blue and orange."""

_FAINTEST = 0.07
_WIDE_PITCH, _THINNEST = 60, 0.4  # links of a deep network are thinner: they lie close together
_SHADES = 12
_LEAST_LABEL = 40
_FEW_LINES, _MORE_LINES = 100, 170  # heights from which on there are two and three lines of labels
_DETOUR = 14
_CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class _Place:
    """Place of a column.

    Attributes:
        x: of its middle.
        units: y of each unit shown, from above.
        dots: y of what represents units left out; None without any.
        radius: of a unit.
        pitch: from one column to the next.
    """

    x: float
    units: tuple[float, ...]
    dots: float | None
    radius: float
    pitch: float


class DiagramCanvas(Canvas):
    """Inputs at the left, output layer at the right."""

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Links first, units on them, labels below."""
        frame, places = self.frame, self._places(theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, column in enumerate(frame.columns):
            if column.weights is not None:
                self._paint_links(painter, column, places[at - 1 : at + 1], theme)
            _paint_detours(painter, column, places[max(at - 1, 0) : at + 1], theme)
        for column, place in zip(frame.columns, places, strict=True):
            _paint_units(painter, column, place, theme)
        self._paint_labels(painter, places, theme)

    def readout(self, position: QPointF) -> str:
        """The layer under the pointer in words."""
        places = self._places(current_theme())
        at = min(range(len(places)), key=lambda at: abs(places[at].x - position.x()))
        return _read(self.frame, self.frame.columns[at])

    def _paint_links(self, painter: QPainter, column: DiagramColumn, places: Sequence[_Place], theme: Theme) -> None:
        ends = _link_ends(*places)
        width = theme.scale * min(max(places[0].pitch / _WIDE_PITCH, _THINNEST), 1.0)
        if self.frame.has_gradients:
            groups = _gradient_links(column, ends, theme)
        else:
            groups = _weight_links(self.frame, column, ends, theme)
        for pen, lines in groups:
            pen.setWidthF(width * pen.widthF())
            painter.setPen(pen)
            painter.drawLines(lines)

    def _lines(self, theme: Theme) -> int:
        """Lines of labels that there is room for."""
        height = self.height()
        return 1 + (height >= theme.pixels(_FEW_LINES)) + (height >= theme.pixels(_MORE_LINES))

    def _places(self, theme: Theme) -> list[_Place]:
        columns = self.frame.columns
        below = self._lines(theme) * label_height(theme)
        detours = any(column.has_skip or column.is_recurrent for column in columns)
        above = theme.pixels(_DETOUR if detours else 2)
        room = QRectF(self.rect()).adjusted(0, above, 0, -below - theme.pixels(4))
        pitch = room.width() / len(columns)
        most = max(len(column.shown) for column in columns)
        step = min(room.height() / most, theme.pixels(34))
        radius = min(0.3 * step, 0.2 * pitch, theme.pixels(7))
        places = []
        for at, column in enumerate(columns):
            first = room.center().y() - (len(column.shown) - 1) / 2 * step
            heights = [first + slot * step for slot in range(len(column.shown))]
            units = tuple(y for y, unit in zip(heights, column.shown, strict=True) if unit is not None)
            dots = heights[column.shown.index(None)] if None in column.shown else None
            if column.is_gap:
                dots = room.center().y()
            places.append(_Place((at + 0.5) * pitch, units, dots, radius, pitch))
        return places

    def _paint_labels(self, painter: QPainter, places: Sequence[_Place], theme: Theme) -> None:
        columns, line, lines = self.frame.columns, label_height(theme), self._lines(theme)
        pitch, metrics = places[0].pitch, painter.fontMetrics()
        top = self.height() - lines * line
        step = math.ceil(theme.pixels(_LEAST_LABEL) / pitch)
        width = step * pitch - theme.pixels(4)
        for at in labelled_columns(len(columns), step):
            left = min(max(places[at].x - width / 2, 0), self.width() - width)
            for row, (text, colour) in enumerate(self._words(columns[at], theme)[:lines]):
                painter.setPen(QColor(colour))
                if metrics.horizontalAdvance(text) > width:
                    text = metrics.elidedText(text.partition(" ")[0], Qt.TextElideMode.ElideRight, int(width))
                painter.drawText(QRectF(left, top + row * line, width, line), _CENTER, text)

    def _words(self, column: DiagramColumn, theme: Theme) -> list[tuple[str, str]]:
        """Lines below a column with their colours, the most important first."""
        kind = f"{format_count(column.units)} {column.activation}".strip() if column.units else ""
        words = [(column.name, theme.muted), (kind, theme.muted)]
        if self.frame.has_gradients and self.height() >= theme.pixels(_FEW_LINES):
            words.insert(1, _gradient_word(column.gradient, theme))
        return words


def _gradient_word(gradient: float | None, theme: Theme) -> tuple[str, str]:
    if gradient is None:
        return "", theme.text
    is_bad = gradient == 0 or not math.isfinite(gradient)
    return format_value(gradient), theme.bad if is_bad else theme.text


def labelled_columns(count: int, step: int) -> list[int]:
    """Columns that have a label: both ends, and between them as many as have room."""
    return [*range(0, count - step, step), count - 1]


def _link_ends(before: _Place, after: _Place) -> list[list[QLineF]]:
    """A line from each unit to each, [unit before][unit], from rim to rim."""
    left, right = before.x + before.radius, after.x - after.radius
    return [[QLineF(left, y, right, to_y) for to_y in after.units] for y in before.units]


def _gradient_links(column: DiagramColumn, ends: list[list[QLineF]], theme: Theme) -> list[tuple[QPen, list[QLineF]]]:
    """All links of a layer alike: only its gradient as a whole is known."""
    lines = [line for row in ends for line in row]
    if column.gradient is not None and not math.isfinite(column.gradient):
        return [(QPen(QColor(theme.bad), 1.0), lines)]
    if not column.gradient:
        return [(QPen(QColor(theme.grid), 1.0, Qt.PenStyle.DotLine), lines)]
    return [(_pen(theme.accent, column.strength), lines)]


def _weight_links(
    frame: DiagramFrame, column: DiagramColumn, ends: list[list[QLineF]], theme: Theme
) -> list[tuple[QPen, list[QLineF]]]:
    """Links by sign and size of their weight, the faint ones first."""
    weights = column.weights
    if weights is None:
        return []
    sizes = np.abs(weights) / (frame.largest_weight or 1.0)
    groups: dict[tuple[int, int], list[QLineF]] = {}
    for row, column_at in np.ndindex(weights.shape):
        size = sizes[row, column_at]
        shade = round(float(size) * _SHADES) if np.isfinite(size) else -1
        sign = NEGATIVE if weights[row, column_at] < 0 else POSITIVE
        groups.setdefault((shade, sign), []).append(ends[row][column_at])
    unknown = theme.line if frame.epoch is None or column.is_recurrent else theme.bad
    return [
        (QPen(QColor(unknown), 1.0) if shade < 0 else _pen(theme.lane(sign), shade / _SHADES), lines)
        for (shade, sign), lines in sorted(groups.items(), key=lambda group: group[0])
    ]


def _pen(colour: str, strength: float) -> QPen:
    shade = QColor(colour)
    shade.setAlphaF(_FAINTEST + (1 - _FAINTEST) * strength)
    return QPen(shade, 0.7 + 1.6 * strength)


def _paint_detours(painter: QPainter, column: DiagramColumn, places: Sequence[_Place], theme: Theme) -> None:
    """The way around a layer, and the way back into a recurrent one."""
    painter.setPen(QPen(QColor(theme.muted), theme.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    before, place = places[0], places[-1]
    if column.has_skip:
        top = min(before.units[0], place.units[0]) - place.radius
        path = QPainterPath(QPointF(before.x, before.units[0] - before.radius))
        rise = top - theme.pixels(_DETOUR) / 2
        path.cubicTo(QPointF(before.x, rise), QPointF(place.x, rise), QPointF(place.x, place.units[0] - place.radius))
        painter.drawPath(path)
    if column.is_recurrent:
        top, reach = place.units[0] - place.radius, 3 * place.radius
        path = QPainterPath(QPointF(place.x, top))
        rise = top - theme.pixels(_DETOUR)
        path.cubicTo(QPointF(place.x + reach, rise), QPointF(place.x - reach, rise), QPointF(place.x, top))
        painter.drawPath(path)


def _paint_units(painter: QPainter, column: DiagramColumn, place: _Place, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.muted), theme.scale))
    painter.setBrush(QColor(theme.field))
    for y in place.units:
        painter.drawEllipse(QPointF(place.x, y), place.radius, place.radius)
    if place.dots is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    size = max(place.radius / 5, 0.8)
    for shift in (-1, 0, 1):
        apart = shift * 3.2 * size
        middle = QPointF(apart, 0) if column.is_gap else QPointF(0, apart)
        painter.drawEllipse(QPointF(place.x, place.dots) + middle, size, size)


def _read(frame: DiagramFrame, column: DiagramColumn) -> str:
    if column.is_gap:
        return f"{column.name} layers"
    units = f"{format_count(column.units)} unit{'s' if column.units > 1 else ''}"
    kind = f"{units} {column.activation}".strip()
    if column is frame.columns[0]:
        return f"{format_count(column.units)} inputs"
    known = "" if column.gradient is None else f": weight gradient, {frame.measure} {format_value(column.gradient)}"
    return f"layer {column.name}, {kind}{known}"
