"""A canvas for pictures that files draw in the same way, and what they are drawn on there."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from vgdesk.analysis.colors import Palette
from vgdesk.drawing.surface import Box, Ends, Pen, Surface
from vgdesk.ui.panes.canvas import Canvas
from vgdesk.ui.panes.pixels import rgb_image
from vgdesk.ui.theme import Theme, current_theme

_SLACK = 0.5  # logical pixels that a text may be too wide


class DrawnCanvas(Canvas):
    """Draws a frame by a function that knows no Qt.

    Args:
        name: of the widget.
        draw: draws a frame.
    """

    def __init__(self, name: str, draw: Callable[[Surface, Any], None]):
        super().__init__(name)
        self._draw = draw

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Draw the frame."""
        self._draw(PainterSurface(painter, theme, self.width(), self.height()), self.frame)

    def regions(self) -> list[tuple[QRectF, str]]:
        """Places in logical pixels, and what the pointer reads there."""
        nowhere, theme = QImage(1, 1, QImage.Format.Format_RGB32), current_theme()
        painter = QPainter(nowhere)
        painter.setFont(theme.label_font())
        surface = PainterSurface(painter, theme, self.width(), self.height())
        self._draw(surface, self.frame)
        painter.end()
        return surface.regions

    def readout(self, position: QPointF) -> str:
        """What stands at a place, in words; empty where nothing does."""
        return next((words for place, words in self.regions() if place.contains(position)), "")


class PainterSurface:
    """Draws by a painter that has the type of labels.

    Args:
        painter: of a widget.
        theme: whose scale a design pixel has.
        width: of the widget in logical pixels.
        height: of the widget in logical pixels.

    Attributes:
        regions: places in logical pixels, and what the pointer reads there.
    """

    def __init__(self, painter: QPainter, theme: Theme, width: int, height: int):
        self.width, self.height = width / theme.scale, height / theme.scale
        self.palette: Palette = theme
        self.regions: list[tuple[QRectF, str]] = []
        self._painter, self._scale = painter, theme.scale

    def pixels(self, length: float) -> float:
        """Logical pixels."""
        return length * self._scale

    def text_width(self, words: str) -> float:
        """As Qt measures it."""
        return self._painter.fontMetrics().horizontalAdvance(words) / self._scale

    def write(self, box: Box, words: str, color: str) -> None:
        """A label."""
        place = self._rect(box)
        self._painter.setPen(QColor(color))
        words = self._painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, ceil(place.width() + _SLACK)
        )
        self._painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def outline(self, box: Box, pen: Pen) -> None:
        """A border."""
        self._take(pen, is_smooth=False)
        self._painter.drawRect(self._rect(box).adjusted(0.5, 0.5, -0.5, -0.5))

    def image(self, box: Box, colors: NDArray[np.float64], is_smooth: bool) -> None:
        """Pixels."""
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._painter.drawImage(self._rect(box), rgb_image(colors))

    def lines(self, ends: Sequence[Ends], pen: Pen) -> None:
        """Straight lines."""
        self._take(pen)
        self._painter.drawLines([QLineF(*(self._scale * end for end in line)) for line in ends])

    def curve(self, points: Sequence[tuple[float, float]], pen: Pen) -> None:
        """A curve."""
        self._take(pen)
        start, *rest = (QPointF(x, y) * self._scale for x, y in points)
        path = QPainterPath(start)
        path.cubicTo(*rest)
        self._painter.drawPath(path)

    def circles(self, middles: Sequence[tuple[float, float]], radius: float, fill: str, pen: Pen | None) -> None:
        """Circles."""
        self._take(pen or Pen(fill, alpha=0))
        self._painter.setBrush(QColor(fill))
        for x, y in middles:
            self._painter.drawEllipse(QPointF(x, y) * self._scale, radius * self._scale, radius * self._scale)

    def name(self, box: Box, words: str) -> None:
        """Keep it for the pointer."""
        self.regions.append((self._rect(box), words))

    def _rect(self, box: Box) -> QRectF:
        return QRectF(*(self._scale * length for length in box))

    def _take(self, pen: Pen, is_smooth: bool = True) -> None:
        color, style = QColor(pen.color), Qt.PenStyle.DotLine if pen.is_dotted else Qt.PenStyle.SolidLine
        color.setAlphaF(pen.alpha)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_smooth)
        self._painter.setPen(QPen(color, pen.width * self._scale, style if pen.alpha else Qt.PenStyle.NoPen))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
