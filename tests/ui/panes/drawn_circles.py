"""The circles that a widget draws, as it draws them."""

from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget


def outlined_circles(widget: QWidget) -> list[tuple[float, float, float]]:
    """Middle and radius of every circle with an outline, in the order of drawing."""
    told = QBuffer()
    drawing = QSvgGenerator()
    drawing.setOutputDevice(told)
    drawing.setSize(widget.size())
    drawing.setViewBox(widget.rect())
    painter = QPainter(drawing)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    found = []
    for group in ElementTree.fromstring(told.data().data()).iter():
        if group.get("stroke", "none") != "none":
            shapes = [shape for shape in group if shape.tag.endswith("}circle")]
            found += [tuple(float(shape.get(name)) for name in ("cx", "cy", "r")) for shape in shapes]
    return found
