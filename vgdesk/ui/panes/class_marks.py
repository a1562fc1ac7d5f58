"""The marks of classes: shapes for those who see no colour."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((-0.89, -0.89), (0.89, -0.89), (0.89, 0.89), (-0.89, 0.89)),
    ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    ((0, 1.2), (1.1, -0.8), (-1.1, -0.8)),
    ((-1.2, 0), (0.8, 1.1), (0.8, -1.1)),
)


@cache
def class_shape(number: int, radius: float) -> QPainterPath:
    """The mark of a class around the origin: circle, square, triangle, diamond, two more triangles, and again.

    With the colours of ``Palette.class_colors``, each of ten classes has a mark of its own.
    """
    path, corners = QPainterPath(), _SHAPES[number % len(_SHAPES)]
    if corners:
        path.addPolygon(QPolygonF([QPointF(radius * x, radius * y) for x, y in corners]))
        path.closeSubpath()
    else:
        path.addEllipse(QRectF(-radius, -radius, 2 * radius, 2 * radius))
    return path
