"""The points of a data set, small, in the colours of their classes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.ui.theme import current_theme, themed

_SHOWN_POINTS = 600
_MARGIN = 6.0
_RADIUS = 4.0


class Thumbnail(QWidget):
    """A small scatter of points; a quiet note until there are any."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._points: list[list[QPointF]] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Points of the data set")
        themed.changed.connect(self.update)
        self.clear()

    def clear(self) -> None:
        """Show no points, until there are new ones."""
        self._points = []
        self.setToolTip("The points appear as soon as they are made")
        self.setAccessibleDescription("no points yet")
        self.update()

    def show_points(self, inputs: NDArray[np.float32], labels: NDArray[np.int64]) -> None:
        """Show points [point, column] of the plane, by class; at most some hundred of them are drawn."""
        finite = np.isfinite(inputs).all(axis=1)
        points, classes = _fit(inputs[finite, :2])[:_SHOWN_POINTS], labels[finite][:_SHOWN_POINTS]
        self._points = [[QPointF(x, y) for x, y in points[classes == label].tolist()] for label in np.unique(classes)]
        said = f"{len(labels)} points of {len(np.unique(labels))} classes"
        self.setToolTip(said)
        self.setAccessibleDescription(said)
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether no points are shown."""
        return not self._points

    def sizeHint(self) -> QSize:
        """Three rows of the form high, and square."""
        return QSize(79, 79)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the field and the points on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        if self.is_empty:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "· · ·")
            return
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.translate(room.topLeft())
        for index, points in enumerate(self._points):
            painter.setPen(QPen(QColor(current_theme().lane(index)), 1.6, c=Qt.PenCapStyle.RoundCap))
            painter.drawPoints(QPolygonF([QPointF(p.x() * room.width(), p.y() * room.height()) for p in points]))


def _fit(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """Points moved into the unit square, y upwards, one scale for both axes."""
    if not len(points):
        return np.zeros((0, 2))
    low, high = points.min(axis=0).astype(float), points.max(axis=0).astype(float)
    span = max(float((high - low).max()), 1e-12)
    unit = (points - (low + high) / 2) / span + 0.5
    return np.column_stack([unit[:, 0], 1 - unit[:, 1]])
