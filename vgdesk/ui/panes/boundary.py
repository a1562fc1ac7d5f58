"""The plane that the points live in, in the colours of what each lane's network takes every place for."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from vgdesk.analysis.numbers import format_epoch, format_percent, format_value
from vgdesk.analysis.scales import Limits
from vgdesk.pictures.boundary import Boundary
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.panes.canvas import Canvas, label_height
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.panes.class_marks import class_shape
from vgdesk.ui.panes.pixels import rgb, rgb_image
from vgdesk.ui.theme import Theme, current_theme

_FEWEST_POINTS, _MOST_POINTS = 80, 300
_POINTS_PER_PIXEL = 1.5  # of the width: more would hide the field
_STRONGEST = {"dark": 0.5, "light": 0.42}  # how much of a class' colour a place has of which the network is sure
_WORDS = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BoundaryPane(CanvasPane):
    """The planes of all lanes side by side, as their networks saw them at the cursor."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, BoundaryCanvas("boundary-canvas"), sources)


PANE = BoundaryPane


class BoundaryCanvas(Canvas):
    """A square a lane."""

    def __init__(self, name: str):
        super().__init__(name)
        self._marks: dict[int, tuple[Boundary, tuple[object, ...], QPixmap]] = {}

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Each lane's name, its field, the line between the classes, and the points."""
        for boundary, cell in zip(self.frame.boundaries, self._cells(theme), strict=True):
            plane = _plane_in(cell, theme)
            _paint_label(painter, boundary, QRectF(cell.topLeft(), plane.topRight()), theme)
            if boundary.note:
                painter.fillRect(plane, QColor(theme.grid))
                painter.setPen(QColor(theme.muted))
                _paint_note(painter, boundary.note, plane.adjusted(6, 4, -6, -4))
            else:
                _paint_field(painter, boundary, plane, theme)
                painter.drawPixmap(plane.topLeft(), self._marks_of(boundary, plane, theme))

    def readout(self, position: QPointF) -> str:
        """What a network says of the place under the pointer."""
        theme = current_theme()
        for boundary, cell in zip(self.frame.boundaries, self._cells(theme), strict=True):
            plane = _plane_in(cell, theme)
            if plane.contains(position):
                return _read(boundary, plane, position)
        return ""

    def _marks_of(self, boundary: Boundary, plane: QRectF, theme: Theme) -> QPixmap:
        """The points, painted once: they stay while the cursor moves."""
        ratio = self.devicePixelRatioF()
        key = (plane.width(), theme, ratio)
        known = self._marks.get(boundary.color_index)
        if known is None or known[0].points is not boundary.points or known[1] != key:
            picture = QPixmap((plane.size() * ratio).toSize())
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_points(painter, boundary, QRectF(QPointF(), plane.size()), theme)
            painter.end()
            known = self._marks[boundary.color_index] = (boundary, key, picture)
        return known[2]

    def _cells(self, theme: Theme) -> list[QRectF]:
        """One a lane, in as many rows as leave the largest squares."""
        count, gap, line = len(self.frame.boundaries), theme.pixels(10), label_height(theme)
        room = QRectF(self.rect())

        def side(rows: int) -> float:
            columns = -(-count // rows)
            return min((room.width() + gap) / columns - gap, (room.height() + gap) / rows - gap - line)

        rows = max(range(1, count + 1), key=side)
        columns, edge = -(-count // rows), max(side(rows), 1.0)
        left = (room.width() - columns * (edge + gap) + gap) / 2
        top = (room.height() - rows * (edge + line + gap) + gap) / 2
        return [
            QRectF(left + at % columns * (edge + gap), top + at // columns * (edge + line + gap), edge, edge + line)
            for at in range(count)
        ]


def _plane_in(cell: QRectF, theme: Theme) -> QRectF:
    return cell.adjusted(0, label_height(theme), 0, 0)


def _paint_note(painter: QPainter, note: str, room: QRectF) -> None:
    """Why there is no field, as far as there is room."""
    if room.contains(painter.boundingRect(room, _WORDS, note)):
        painter.drawText(room, _WORDS, note)
    else:
        words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)


def _paint_field(painter: QPainter, boundary: Boundary, plane: QRectF, theme: Theme) -> None:
    painter.save()
    painter.setClipRect(plane)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(plane, _field_image(boundary.shares, theme))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.text), 1.2 * theme.scale))
    ends = _on_screen(boundary, boundary.lines.reshape(-1, 2), plane)
    painter.drawLines([QLineF(*line) for line in ends.reshape(-1, 4).tolist()])
    painter.restore()


def _paint_label(painter: QPainter, boundary: Boundary, room: QRectF, theme: Theme) -> None:
    metrics, epoch = painter.fontMetrics(), f"epoch {format_epoch(boundary.epoch)}"
    name, left = metrics.horizontalAdvance(boundary.label), room.width()
    if not boundary.note and name + metrics.horizontalAdvance(epoch) + theme.pixels(10) <= room.width():
        painter.setPen(QColor(theme.muted))
        painter.drawText(room, _RIGHT, epoch)
    painter.setPen(QColor(theme.lane(boundary.color_index)))
    painter.drawText(room, _LEFT, metrics.elidedText(boundary.label, Qt.TextElideMode.ElideRight, int(left)))


def _paint_points(painter: QPainter, boundary: Boundary, plane: QRectF, theme: Theme) -> None:
    most = min(max(round(plane.width() * _POINTS_PER_PIXEL), _FEWEST_POINTS), _MOST_POINTS)
    places, labels = _on_screen(boundary, boundary.points[:most], plane), boundary.labels[:most]
    radius = min(max(plane.width() / 90, 2.0), 4.0 * theme.scale)
    colors = theme.class_colors(boundary.shares.shape[2])
    painter.setPen(QPen(QColor(theme.ground), 0.7))
    for number in np.unique(labels).tolist():
        painter.setBrush(QColor(colors[number]))
        mark = class_shape(number, round(radius, 1))
        for x, y in places[labels == number].tolist():
            if np.isfinite(x + y):
                painter.drawPath(mark.translated(x, y))


def _field_image(shares: NDArray[np.float32], theme: Theme) -> QImage:
    """A pixel a cell, the highest row first: the class' colour, the stronger the surer the network is."""
    classes = shares.shape[2]
    known = np.all(np.isfinite(shares), axis=2)
    top = np.where(known, np.clip(shares.max(axis=2), 0, 1), 0)
    sure = np.clip((top - 1 / classes) / (1 - 1 / classes), 0, 1)[..., None] * _STRONGEST[theme.name]
    colours = np.array([rgb(colour) for colour in theme.class_colors(classes)])
    ground = np.where(known[..., None], rgb(theme.ground), rgb(theme.grid))
    winner = np.where(known[..., None], shares, 0).argmax(axis=2)
    return rgb_image((ground + sure * (colours[winner] - ground))[::-1])


def _on_screen(boundary: Boundary, places: NDArray[np.floating], plane: QRectF) -> NDArray[np.float64]:
    """Places [place, 2] of the plane in logical pixels."""
    x = plane.left() + _share(boundary.x_limits, places[:, 0]) * plane.width()
    y = plane.bottom() - _share(boundary.y_limits, places[:, 1]) * plane.height()
    return np.stack([x, y], axis=1)


def _share(limits: Limits, values: NDArray[np.floating]) -> NDArray[np.floating]:
    return (values - limits.low) / (limits.high - limits.low)


def _read(boundary: Boundary, plane: QRectF, position: QPointF) -> str:
    across, up = boundary.x_limits, boundary.y_limits
    x = across.low + (position.x() - plane.left()) / plane.width() * (across.high - across.low)
    y = up.low + (plane.bottom() - position.y()) / plane.height() * (up.high - up.low)
    shares = boundary.shares_at(x, y)
    if shares is None:
        return boundary.note and f"{boundary.label}: {boundary.note}"
    place = f"{boundary.label}, {format_value(x)}, {format_value(y)}"
    if not np.isfinite(shares).all():
        return f"{place}: the network gives no number"
    number = int(shares.argmax())
    probable = boundary.measure == "probability"
    value = format_percent(float(shares[number])) if probable else format_value(float(shares[number]), 3)
    return f"{place}: class {number}, {boundary.measure} {value}"
