"""What a plot shows, found by way of Qt: what is drawn where, in which pen, and what is written beside it.

A plot is a ``QGraphicsView`` in the pane whose scene holds one ``ViewBox``, its ``AxisItem``s, and curves, marks and
straight lines; who owns them makes no difference here.
"""

import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsView, QWidget

from vgdesk.ui.panes.line_ends import End, LineEnds

TRIANGLE, CROSS, DOT = "t", "x", "o"


def view_of(pane) -> QGraphicsView:
    """The plot of a pane."""
    return pane.findChild(QGraphicsView)


def viewport_of(pane) -> QWidget:
    """What takes the pointer."""
    return view_of(pane).viewport()


def image_of(pane) -> QImage:
    """The pixels of the plot."""
    return view_of(pane).grab().toImage()


def count_of(image: QImage, color: str) -> int:
    """How many pixels have a colour."""
    wanted = QColor(color).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def box_of(pane) -> QRectF:
    """Where the axes stand, in the coordinates of the plot's widget."""
    return view_of(pane).viewportTransform().mapRect(_items(pane, pg.ViewBox)[0].sceneBoundingRect())


def range_of(pane) -> list[list[float]]:
    """The ends of the axis to the right and of the one upwards."""
    return _items(pane, pg.ViewBox)[0].viewRange()


def place_of(pane, x: float, y: float) -> QPoint:
    """Where a point stands, in the coordinates of the viewport."""
    return view_of(pane).mapFromScene(_items(pane, pg.ViewBox)[0].mapViewToScene(QPointF(x, y)))


def curve_items(pane) -> list:
    """What is drawn as curves, the first one first."""
    return [item for item in _items(pane, pg.PlotCurveItem) if item.getData()[0] is not None]


def curves_of(pane) -> list[tuple[list[float], list[float]]]:
    """The points of every curve, the first one first."""
    return [tuple(part.tolist() for part in item.getData()) for item in curve_items(pane)]


def pens_of(pane) -> list[QPen]:
    """The pen of every curve."""
    return [pg.mkPen(item.opts["pen"]) for item in curve_items(pane)]


def colors_of(pane) -> list[str]:
    """The colour of every curve."""
    return [pen.color().name() for pen in pens_of(pane)]


def marks_of(pane, symbol: str) -> list[tuple[float, float]]:
    """Where the marks of a symbol stand, from the left."""
    spots = [spot for item in _items(pane, pg.ScatterPlotItem) for spot in item.points()]
    return sorted((spot.pos().x(), spot.pos().y()) for spot in spots if spot.symbol() == symbol)


def mark_colors_of(pane, symbol: str) -> list[str]:
    """The colours that the marks of a symbol are filled with."""
    spots = [spot for item in _items(pane, pg.ScatterPlotItem) for spot in item.points()]
    return [spot.brush().color().name() for spot in spots if spot.symbol() == symbol]


def count_marks(pane) -> int:
    """How many marks there are."""
    return sum(len(item.points()) for item in _items(pane, pg.ScatterPlotItem))


def straight_lines_of(pane, angle: int) -> list[float]:
    """Where the upright (90) or level (0) lines in sight stand: the cursor, or the guides."""
    return [line.value() for line in _items(pane, pg.InfiniteLine) if line.angle == angle]


def ticks_of(pane, side: str) -> list[tuple[float, str]]:
    """Where on its axis each label is written, in the coordinates of the plot, and what it says."""
    (axis,) = (item for item in _items(pane, pg.AxisItem) if item.orientation == side)
    box, written = _items(pane, pg.ViewBox)[0], QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(written)
    painter.setFont(axis.font())
    specs = axis.generateDrawSpecs(painter)
    painter.end()
    found = []
    for room, _, text in specs[2] if specs else ():
        place = box.mapSceneToView(axis.mapToScene(QPointF(room.center())))
        found.append((place.x() if side == "bottom" else place.y(), text))
    return sorted(found)


def labels_of(pane, side: str) -> list[str]:
    """The labels of an axis, from its low end."""
    return [label for _, label in ticks_of(pane, side)]


def ends_widget_of(pane) -> LineEnds:
    """What the names of the curves are written on."""
    return pane.findChild(LineEnds)


def ends_of(pane) -> tuple[End, ...]:
    """The names at the ends of the curves."""
    return ends_widget_of(pane).ends


def names_of(pane) -> list[str]:
    """The words of them."""
    return [end.text for end in ends_of(pane)]


def _items(pane, kind: type) -> list:
    """What is drawn of a kind, in the order of drawing."""
    found = view_of(pane).scene().items(Qt.SortOrder.AscendingOrder)
    return [item for item in found if isinstance(item, kind) and item.isVisible()]
