"""The scale that all heatmaps share: colours, plain powers of ten, and the key of special values."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.analysis import codes
from vgdesk.analysis.codes import Specials, present_specials
from vgdesk.analysis.colors import color_table, map_name
from vgdesk.analysis.scales import Limits
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.panes.special_key import paint_entry
from vgdesk.ui.theme import Theme, current_theme, themed

BAR_WIDTH = 14
WIDTH = 72
_CAP = 6


class ColorBar(QWidget):
    """A vertical bar, the largest value at the top; an arrow at an end says that values lie beyond it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._limits: Limits | None = None
        self._specials = Specials()
        self._chosen = "magma"
        self._item = HeatmapItem()
        shades = np.arange(codes.FIRST_SHADE, codes.LAST_SHADE + 1, dtype=np.uint8)
        self._item.set_codes(shades[:, None], Specials())
        self.setAccessibleName("colour scale")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        themed.changed.connect(self.restyle)

    def draw(self, limits: Limits | None, specials: Specials, colormap: str = "magma") -> None:
        """Show limits and the key of the special values that are on the screen; None shows nothing."""
        if (limits, specials, colormap) == (self._limits, self._specials, self._chosen):
            return
        self._limits, self._specials, self._chosen = limits, specials, colormap
        ticks = limits.ticks() if limits else ()
        self.setAccessibleDescription(f"from {ticks[0].label} to {ticks[-1].label}" if ticks else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for a power of ten and for the key."""
        return QSize(current_theme().pixels(WIDTH), current_theme().pixels(120))

    def minimumSizeHint(self) -> QSize:
        """As wide as it wants to be; its height is free."""
        return QSize(self.sizeHint().width(), current_theme().pixels(60))

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint bar, ticks and key."""
        limits = self._limits
        if limits is None:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        present = present_specials(self._specials)
        row = painter.fontMetrics().height() + theme.pixels(3)
        half = painter.fontMetrics().height() / 2
        bottom = self.height() - half - (row * len(present) + theme.pixels(6) if present else 0)
        bar = QRectF(0, half, theme.pixels(BAR_WIDTH), max(bottom - half, 1))
        table = color_table(map_name(self._chosen, limits), theme)
        self._item.paint(painter, bar, table)
        self._paint_caps(painter, bar, [QColor.fromRgb(int(table[code])) for code in (codes.ABOVE, codes.BELOW)])
        self._paint_ticks(painter, bar, limits, theme)
        for index, code in enumerate(present):
            place = QPointF(0, bar.bottom() + half + theme.pixels(6) + row * (index + 0.5))
            paint_entry(painter, place, code, theme, table)
        painter.end()

    def _paint_ticks(self, painter: QPainter, bar: QRectF, limits: Limits, theme: Theme) -> None:
        painter.setPen(QColor(theme.muted))
        most = max(2, int(bar.height() / (1.6 * painter.fontMetrics().height())))
        for tick in limits.ticks(min(most, 9)):
            share = (tick.position - limits.low) / (limits.high - limits.low)
            y = bar.bottom() - share * bar.height()
            mark = QRectF(bar.right() + 1, round(y - 0.5), theme.pixels(3), 1)
            painter.fillRect(mark, QColor(theme.muted))
            words = QRectF(bar.right() + theme.pixels(7), y - 50, 1000, 100)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tick.label)

    def _paint_caps(self, painter: QPainter, bar: QRectF, colours: list[QColor]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ends = ((self._specials.above, bar.top(), -_CAP), (self._specials.below, bar.bottom(), _CAP))
        for (count, end, height), colour in zip(ends, colours, strict=True):
            if count:
                painter.setBrush(colour)
                middle = QPointF(bar.center().x(), end + height)
                painter.drawPolygon(QPolygonF([QPointF(bar.left(), end), middle, QPointF(bar.right(), end)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
