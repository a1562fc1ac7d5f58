"""Buttons that show an action by a glyph: those of the transport bar, and the small ones of the builder."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionToolButton, QToolButton, QWidget

from vgdesk.ui.theme import current_theme

_SIDE, _SMALL_SIDE = 28, 22
_STROKES: dict[str, list[list[tuple[float, float]]]] = {
    "add": [[(-4.5, 0), (4.5, 0)], [(0, -4.5), (0, 4.5)]],
    "duplicate": [[(-4, 1.5), (-4, -4), (1.5, -4)], [(-1, -1), (4, -1), (4, 4), (-1, 4), (-1, -1)]],
    "remove": [[(-4.5, 0), (4.5, 0)]],
    "up": [[(0, 4.5), (0, -4.5)], [(-3.5, -1), (0, -4.5), (3.5, -1)]],
    "down": [[(0, -4.5), (0, 4.5)], [(-3.5, 1), (0, 4.5), (3.5, 1)]],
    "closed": [[(-1.75, -3.5), (1.75, 0), (-1.75, 3.5)]],
    "open": [[(-3.5, -1.75), (0, 1.75), (3.5, -1.75)]],
}


class ActionButton(QToolButton):
    """A button for an action, reached by Tab; whoever derives from it paints the sign."""

    def __init__(self, action: QAction, parent: QWidget | None = None):
        super().__init__(parent)
        self.setDefaultAction(action)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """The action's text stays off the button."""
        super().initStyleOption(option)
        option.text = ""


class TransportButton(ActionButton):
    """A square button for an action; its icon is one of play, pause, stop, step, replay and hold."""

    def __init__(self, action: QAction, icon: str):
        super().__init__(action)
        self._icon = icon
        self.setObjectName(f"transport-{icon}")

    def set_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """A square that a finger can hit."""
        side = current_theme().pixels(_SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button of the style, and the icon on it."""
        super().paintEvent(event)
        theme = current_theme()
        color = theme.on_accent if self.property("primary") else theme.text
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color if self.isEnabled() else theme.faint))
        painter.translate(QRectF(self.rect()).center())
        painter.scale(theme.scale, theme.scale)
        _ICONS[self._icon](painter)
        painter.end()


class GlyphButton(ActionButton):
    """A flat button for an action, with a sign in place of text."""

    def __init__(self, action: QAction, glyph: str, parent: QWidget | None = None):
        super().__init__(action, parent)
        self._glyph = glyph
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setAutoRaise(True)
        self.setObjectName(f"{action.objectName()}.button")
        self.setAccessibleName(action.text())
        self.setProperty("role", "glyph")

    def sizeHint(self) -> QSize:
        """Square, as high as a row."""
        return QSize(_SMALL_SIDE, _SMALL_SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button of the style without text, and the sign."""
        super().paintEvent(event)
        theme = current_theme()
        color = theme.text if self.underMouse() else theme.muted
        center = QRectF(self.rect()).center()
        draw_glyph(QPainter(self), self._glyph, center, color if self.isEnabled() else theme.line)


def draw_glyph(painter: QPainter, name: str, center: QPointF, color: str) -> None:
    """Draw a sign of about 9 by 9 pixels in thin strokes."""
    path = QPainterPath()
    for stroke in _STROKES[name]:
        start, *rest = (QPointF(x, y) + center for x, y in stroke)
        path.moveTo(start)
        for point in rest:
            path.lineTo(point)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1.3, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


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


_ICONS = {
    "play": _paint_play,
    "pause": _paint_pause,
    "stop": _paint_stop,
    "step": _paint_step,
    "replay": _paint_replay,
    "hold": _paint_hold,
}
