"""The key of special values: a hatched swatch and a word for each kind that is on the screen."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from vgdesk.analysis.codes import SPECIAL_LABELS, Specials
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.theme import Theme


class Swatch:
    """A small cell of one special code."""

    def __init__(self, code: int):
        self._item = HeatmapItem()
        self._item.set_codes(np.full((1, 1), code, np.uint8), Specials(zero=1))

    def paint(self, painter: QPainter, rect: QRectF, table: NDArray[np.uint32]) -> None:
        """Fill a rectangle in logical pixels."""
        self._item.paint(painter, rect, table)


SWATCHES = {code: Swatch(code) for code in SPECIAL_LABELS}


def paint_entry(painter: QPainter, place: QPointF, code: int, theme: Theme, table: NDArray[np.uint32]) -> None:
    """One entry, its swatch and its word centred on ``place.y()``, beginning at ``place.x()``."""
    side = theme.pixels(10)
    SWATCHES[code].paint(painter, QRectF(place.x(), place.y() - side / 2, side, side), table)
    painter.setPen(QColor(theme.muted))
    words = QRectF(place.x() + side + theme.pixels(5), place.y() - 50, 1000, 100)
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, SPECIAL_LABELS[code])
