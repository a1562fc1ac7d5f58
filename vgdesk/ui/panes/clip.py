"""A gradient of two entries as an arrow: before clipping, by value, and by norm."""

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from vgdesk.analysis.numbers import format_value
from vgdesk.pictures.clip import Arrow
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.ui.panes.canvas import Canvas, label_height
from vgdesk.ui.panes.canvas_pane import CanvasPane
from vgdesk.ui.theme import Theme, current_theme

_MOST_SHARE = 0.5  # of the width, for the plane
_HEAD, _GAP = 9, 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_CENTER = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ClipPane(CanvasPane):
    """The arrows in the plane, and a line of words for each beside it."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, ClipCanvas("clip-canvas"), sources)


PANE = ClipPane


class ClipCanvas(Canvas):
    """A square plane with its origin at the lower left, and words at its right."""

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """The limits, the arrows upon them, and the words."""
        plane = self.plane(theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter, plane, theme)
        painter.save()
        painter.setClipRect(plane)
        for arrow, color, dashed in zip(self.frame.arrows, arrow_colors(theme), (True, False, False), strict=True):
            self._paint_arrow(painter, arrow, plane, color, dashed)
        painter.restore()
        self._paint_words(painter, plane, theme)

    def readout(self, position: QPointF) -> str:
        """The place under the pointer, or the words under it."""
        plane = self.plane(current_theme())
        if not plane.contains(position):
            return str(self.frame.description)
        scale = self.frame.reach / plane.width()
        x, y = (position.x() - plane.left()) * scale, (plane.bottom() - position.y()) * scale
        return f"first entry {format_value(x)}, second entry {format_value(y)}"

    def plane(self, theme: Theme) -> QRectF:
        """Where the plane stands, in logical pixels."""
        line, gutter = label_height(theme), theme.pixels(30)
        side = max(min(self.height() - line - 4, _MOST_SHARE * self.width() - gutter), 1)
        return QRectF(gutter, 2, side, side)

    def _place(self, x: float, y: float, plane: QRectF) -> QPointF:
        scale = plane.width() / self.frame.reach
        return QPointF(plane.left() + x * scale, plane.bottom() - y * scale)

    def _paint_axes(self, painter: QPainter, plane: QRectF, theme: Theme) -> None:
        """Both axes, and what no clipped gradient leaves: a square by value, a circle by norm."""
        limit, line = self.frame.limit, label_height(theme)
        corner = self._place(limit, limit, plane)
        radius = corner.x() - plane.left()
        painter.save()
        painter.setClipRect(plane.adjusted(-1, -1, 1, 1))
        painter.setPen(QPen(QColor(theme.muted), theme.scale, Qt.PenStyle.DotLine))
        painter.drawRect(QRectF(plane.left(), corner.y(), radius, radius))
        painter.drawEllipse(plane.bottomLeft(), radius, radius)
        painter.restore()
        painter.setPen(QPen(QColor(theme.line), theme.scale))
        painter.drawLine(QLineF(plane.topLeft(), plane.bottomLeft()))
        painter.drawLine(QLineF(plane.bottomLeft(), plane.bottomRight()))
        painter.setPen(QColor(theme.muted))
        label = format_value(limit)
        if radius <= plane.width():
            painter.drawText(QRectF(0, corner.y() - line / 2, plane.left() - 4, line), _RIGHT, label)
            painter.drawText(QRectF(corner.x() - 40, plane.bottom() + 2, 80, line), _CENTER, label)
        painter.drawText(QRectF(0, plane.bottom() + 2, plane.left() - 4, line), _RIGHT, "0")

    def _paint_arrow(self, painter: QPainter, arrow: Arrow, plane: QRectF, color: QColor, dashed: bool) -> None:
        """A line with a head at its tip; one that is far longer than the plane leaves it."""
        theme = current_theme()
        shrink = min(1.0, 2 * self.frame.reach / arrow.length)  # a far tip overflows Qt's coordinates
        start, tip = self._place(0, 0, plane), self._place(shrink * arrow.x, shrink * arrow.y, plane)
        pen = QPen(color, (2 if arrow.is_used else 1.4) * theme.scale)
        pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.drawLine(QLineF(start, tip))
        angle, size = math.atan2(start.y() - tip.y(), start.x() - tip.x()), theme.pixels(_HEAD)
        turns = (angle - 0.35, angle + 0.35)
        barbs = [tip + QPointF(size * math.cos(turn), size * math.sin(turn)) for turn in turns]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([tip, *barbs]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_words(self, painter: QPainter, plane: QRectF, theme: Theme) -> None:
        """A paragraph for each arrow in its colour, then the lane's gradients, as far as there is room."""
        room = QRectF(plane.right() + theme.pixels(_GAP), 0, 0, self.height())
        room.setRight(self.width() - 2)
        colors = (*arrow_colors(theme), QColor(theme.muted))
        for words, color in zip(self.frame.words, colors, strict=False):
            needed = painter.boundingRect(room, _LEFT, words)
            if needed.bottom() > room.bottom() + 2:
                return
            painter.setPen(color)
            painter.drawText(room, _LEFT, words)
            room.setTop(needed.bottom() + theme.pixels(5))


def arrow_colors(theme: Theme) -> tuple[QColor, QColor, QColor]:
    """Of the arrows: before, by value, by norm."""
    return QColor(theme.muted), QColor(theme.text), QColor(theme.accent)
