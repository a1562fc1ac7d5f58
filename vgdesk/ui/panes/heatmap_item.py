"""Paints the codes of a heatmap, one device pixel a cell column, rows without a gap.

A plain image in a plain ``paintEvent``, not an item of a pyqtgraph scene: no view transform stands between a
cell and its pixels, so a one-sample spike is never smoothed away, and a frame costs one lookup and one blit.
"""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vgdesk.analysis import codes
from vgdesk.analysis.codes import Specials
from vgdesk.analysis.scales import Limits
from vgdesk.paths import resource
from vgdesk.ui.theme import Theme

COLORMAPS = ("magma", "viridis", "cividis")
"""To choose from; signed linear limits always take ``DIVERGING``."""

DIVERGING = "berlin"
STRIPE_PERIOD = 6.0
STRIPE_SHARE = 1 / 3

_FIRST_STRIPE = codes.NAN + 1
_STRIPED = {codes.ZERO: _FIRST_STRIPE, codes.INFINITE: _FIRST_STRIPE + 1, codes.NAN: _FIRST_STRIPE + 2}
_RISING = (codes.ZERO,)


@dataclass(frozen=True)
class Hatch:
    """How a special value looks.

    Attributes:
        ground: colour of the cell.
        stripe: colour of its diagonal stripes.
    """

    ground: str
    stripe: str


HATCHES = {
    codes.ZERO: Hatch("#20262e", "#66707d"),
    codes.INFINITE: Hatch("#ffffff", "#00a3b8"),
    codes.NAN: Hatch("#00c2d1", "#062f36"),
}
"""Hues that neither magma, viridis nor cividis holds, and stripes for those who see no hue."""


@cache
def read_colormaps() -> dict[str, tuple[str, ...]]:
    """The shipped colour maps, 256 colours each as ``#rrggbb``, from low to high."""
    tables = json.loads(resource("colormaps/colormaps.json").read_text("utf-8"))
    return {name: tuple(f"#{colour}" for colour in table.split()) for name, table in tables.items()}


@cache
def color_table(name: str, theme: Theme) -> NDArray[np.uint32]:
    """Colour of every code as 0xffRRGGBB, uint32 [256]; below and above the limits are the ends of the map."""
    shades = read_colormaps()[name]
    colours = [QColor(theme.grid).rgb()] * 256
    for code in range(codes.FIRST_SHADE, codes.LAST_SHADE + 1):
        at = (code - codes.FIRST_SHADE) * 255 // (codes.SHADES - 1)
        colours[code] = QColor(shades[at]).rgb()
    colours[codes.BELOW], colours[codes.ABOVE] = QColor(shades[0]).rgb(), QColor(shades[-1]).rgb()
    for code, hatch in HATCHES.items():
        colours[code] = QColor(hatch.ground).rgb()
        colours[_STRIPED[code]] = QColor(hatch.stripe).rgb()
    table = np.array(colours, np.uint32)
    table.setflags(write=False)
    return table


def map_name(chosen: str, limits: Limits) -> str:
    """The colour map that suits the limits: the chosen one, or the diverging one where signs differ."""
    return DIVERGING if limits.is_signed else chosen


class HeatmapItem:
    """The picture of one array of codes; keeps its pixels until codes, size or colours change."""

    def __init__(self) -> None:
        self._codes: NDArray[np.uint8] | None = None
        self._specials = Specials()
        self._pixels: NDArray[np.uint32] | None = None
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
        if self._codes is None or width < 1 or height < 1:
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
        return expand_cells(self._codes, width, height, table)


def row_edges(layers: int, height: int) -> NDArray[np.int64]:
    """Device pixels [layer + 1] where rows meet, the top first; heights differ by one pixel at most."""
    return np.rint(np.arange(layers + 1) * (height / layers)).astype(np.int64)


def expand_cells(
    cells: NDArray[np.uint8], width: int, height: int, table: NDArray[np.uint32] | None = None
) -> NDArray[np.uint8 | np.uint32]:
    """Every pixel [height, width], the output side at the top: its code, or its colour where a table is given.

    Where a row is lower than a pixel, the larger of the codes that share it is shown. Colours are looked up
    before rows are repeated: 2 to 4 times as fast as after it, or as an 8-bit image.
    """
    layers, columns = cells.shape
    if columns != width:
        cells = cells[:, np.arange(width) * columns // width]
    flipped = cells[::-1]
    if layers > height:
        flipped = np.maximum.reduceat(flipped, np.arange(height) * layers // height, axis=0)
    rows = flipped if table is None else table.take(flipped)
    return np.repeat(rows, np.diff(row_edges(len(rows), height)), axis=0)


def hatch_cells(cells: NDArray[np.uint8], ratio: float) -> NDArray[np.uint8]:
    """The same pixels, with stripes where zero, infinity or NaN stand; they rise for zero and fall for the rest."""
    height, width = cells.shape
    hatched = cells.copy()
    rows, columns = np.arange(height)[:, None], np.arange(width)[None, :]
    period = max(round(STRIPE_PERIOD * ratio), 3)
    for code, stripe in _STRIPED.items():
        found = cells == code
        if found.any():
            along = rows + columns if code in _RISING else columns - rows
            hatched[found & (along % period < period * STRIPE_SHARE)] = stripe
    return hatched
