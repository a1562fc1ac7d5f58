"""Paints the codes of a heatmap, one device pixel a cell column, rows without a gap.

A plain image in a plain ``paintEvent``, not an item of a pyqtgraph scene: no view transform stands between a
cell and its pixels, so a one-sample spike is never smoothed away, and a frame costs one lookup and one blit.
"""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from vgdesk.analysis.cells import color_cells, expand_cells, hatch_cells
from vgdesk.analysis.codes import Specials


class HeatmapItem:
    """The picture of one array of codes; keeps its pixels until codes, size or colours change."""

    def __init__(self) -> None:
        self._codes = np.zeros((0, 0), np.uint8)
        self._specials = Specials()
        self._pixels = np.zeros((0, 0), np.uint32)
        self._made_for: tuple[int, int, int] | None = None
        self._table: NDArray[np.uint32] | None = None

    def set_codes(self, cells: NDArray[np.uint8], specials: Specials) -> None:
        """Take cells [layer, column], input side first, and how many of them are special."""
        self._codes, self._specials, self._made_for = cells, specials, None

    def paint(self, painter: QPainter, rect: QRectF, table: NDArray[np.uint32]) -> None:
        """Fill a rectangle in logical pixels, its edges moved to whole device pixels.

        Args:
            painter: of a widget or an image, not transformed.
            rect: where, in logical pixels.
            table: colours, see ``color_table``.
        """
        ratio = painter.device().devicePixelRatioF()
        left, top = round(rect.left() * ratio), round(rect.top() * ratio)
        width, height = round(rect.right() * ratio) - left, round(rect.bottom() * ratio) - top
        if not self._codes.size or width < 1 or height < 1:
            return
        wanted = (width, height, round(100 * ratio))
        if self._made_for != wanted or self._table is not table:
            self._pixels = self._make_pixels(width, height, ratio, table)
            self._made_for, self._table = wanted, table
        image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter.drawImage(QPointF(left / ratio, top / ratio), image)

    def _make_pixels(self, width: int, height: int, ratio: float, table: NDArray[np.uint32]) -> NDArray[np.uint32]:
        if self._specials.zero or self._specials.infinite or self._specials.nan:
            return table.take(hatch_cells(expand_cells(self._codes, width, height), ratio))
        return color_cells(self._codes, width, height, table)
