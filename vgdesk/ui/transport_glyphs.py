"""Buttons of the transport bar, with the signs that every player has."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from vgdesk.ui.action_button import ActionButton
from vgdesk.ui.theme import current_theme

_SIDE = 28


class TransportButton(ActionButton):
    """A square button for an action; its sign is one of play, pause, stop, step, replay and hold."""

    def __init__(self, action: QAction, sign: str, parent: QWidget | None = None):
        super().__init__(action, parent)
        self._sign = sign
        self.setObjectName(f"transport-{sign}")

    def set_sign(self, sign: str) -> None:
        """Change the sign."""
        self._sign = sign
        self.update()

    def sizeHint(self) -> QSize:
        """A square that a finger can hit."""
        side = current_theme().pixels(_SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button of the style, and the sign upon it."""
        super().paintEvent(event)
        theme = current_theme()
        color = theme.on_accent if self.property("primary") else theme.text
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color if self.isEnabled() else theme.faint))
        painter.translate(QRectF(self.rect()).center())
        painter.scale(theme.scale, theme.scale)
        _SIGNS[self._sign](painter)
        painter.end()


def _paint_play(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(-4, -5.5), QPointF(6, 0), QPointF(-4, 5.5)]))


def _paint_pause(painter: QPainter) -> None:
    painter.drawRect(QRectF(-4.5, -5, 3, 10))
    painter.drawRect(QRectF(1.5, -5, 3, 10))


def _paint_stop(painter: QPainter) -> None:
    painter.drawRect(QRectF(-4.5, -4.5, 9, 9))


def _paint_step(painter: QPainter) -> None:
    painter.drawPolygon(QPolygonF([QPointF(-5, -5), QPointF(2.5, 0), QPointF(-5, 5)]))
    painter.drawRect(QRectF(3.5, -5, 2, 10))


def _paint_replay(painter: QPainter) -> None:
    _draw_in_lines(painter)
    painter.drawPolygon(QPolygonF([QPointF(-3, -4.5), QPointF(4.5, 0), QPointF(-3, 4.5)]))


def _paint_hold(painter: QPainter) -> None:
    _draw_in_lines(painter)
    painter.drawLine(QPointF(-2.5, -4), QPointF(-2.5, 4))
    painter.drawLine(QPointF(2.5, -4), QPointF(2.5, 4))


def _draw_in_lines(painter: QPainter) -> None:
    pen = QPen(painter.brush().color(), 1.4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


_SIGNS = {
    "play": _paint_play,
    "pause": _paint_pause,
    "stop": _paint_stop,
    "step": _paint_step,
    "replay": _paint_replay,
    "hold": _paint_hold,
}
