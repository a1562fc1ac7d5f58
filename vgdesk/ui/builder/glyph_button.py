"""Small buttons of the builder, drawn in the colour of its text."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vgdesk.ui.action_button import ActionButton
from vgdesk.ui.theme import current_theme

_SIDE = 22
_STROKES = {
    "add": [[(-4.5, 0), (4.5, 0)], [(0, -4.5), (0, 4.5)]],
    "duplicate": [[(-4, 1.5), (-4, -4), (1.5, -4)], [(-1, -1), (4, -1), (4, 4), (-1, 4), (-1, -1)]],
    "remove": [[(-4.5, 0), (4.5, 0)]],
    "up": [[(0, 4.5), (0, -4.5)], [(-3.5, -1), (0, -4.5), (3.5, -1)]],
    "down": [[(0, -4.5), (0, 4.5)], [(-3.5, 1), (0, 4.5), (3.5, 1)]],
    "closed": [[(-1.75, -3.5), (1.75, 0), (-1.75, 3.5)]],
    "open": [[(-3.5, -1.75), (0, 1.75), (3.5, -1.75)]],
}


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
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button of the style without text, and the sign."""
        super().paintEvent(event)
        theme = current_theme()
        color = theme.text if self.underMouse() else theme.muted
        center = QRectF(self.rect()).center()
        draw_glyph(QPainter(self), self._glyph, center, color if self.isEnabled() else theme.line)
