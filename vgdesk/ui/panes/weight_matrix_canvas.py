"""A weight matrix: a row a unit, a column an input, blue below zero and red above."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter

from vgdesk.analysis.cells import row_edges
from vgdesk.analysis.codes import count_specials
from vgdesk.analysis.colors import DIVERGING, color_table, ink_on
from vgdesk.analysis.numbers import format_value
from vgdesk.pictures.view import NOT_TRAINED
from vgdesk.pictures.weights import WeightFrame, cell_words, matrix_codes, strongest_in
from vgdesk.ui.panes.canvas import Canvas, label_height, paint_below, paint_beside
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.panes.number_field import NumberField
from vgdesk.ui.panes.row_names import gutter_width, shown_layers
from vgdesk.ui.theme import Theme, current_theme

_GUTTER, _CELL_MARGIN = 36, 6
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class WeightMatrixCanvas(Canvas):
    """The cells, with a caption above and numbers at the left and below.

    Signals:
        weight_typed: unit and input, 0 the first, and another initial weight for them.
    """

    weight_typed = Signal(int, int, float)

    def __init__(self, name: str):
        super().__init__(name)
        self._item = HeatmapItem()
        self._painted: WeightFrame | None = None
        self._painted_size = (0, 0)
        self._names_limits = False
        self._field = NumberField(self)
        self._typed_at = (0, 0)
        self._field.typed.connect(self._take)

    def draw(self, frame: WeightFrame | None, empty_text: str = NOT_TRAINED) -> None:
        """Show a frame; a field that is open over another one closes."""
        if frame is not self.frame:
            self._field.hide()
        super().draw(frame, empty_text)

    def set_names_limits(self, does: bool) -> None:
        """Whether the caption says how far the colours reach, where there is no scale beside the picture."""
        self._names_limits = does
        self.update()

    @property
    def caption(self) -> str:
        """What is shown of when, in words."""
        frame = self.frame
        words = frame.caption
        return f"{words}, colours to ±{format_value(frame.limits.high, 2)}" if self._names_limits else words

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Paint cells, caption and numbers."""
        cells = self.picture_rect()
        size = self._size()
        if self._painted is not self.frame or self._painted_size != size:
            codes = matrix_codes(self.frame, size[1], size[0])[::-1]
            self._item.set_codes(codes, count_specials(codes))
            self._painted, self._painted_size = self.frame, size
        self._item.paint(painter, cells, color_table(DIVERGING, theme))
        self._paint_values(painter, cells, theme)
        self._paint_words(painter, cells, theme)
        self._paint_units(painter, cells, theme)
        inputs = self.frame.values.shape[1]
        line = QRectF(cells.left(), cells.bottom(), cells.width(), label_height(theme))
        room = 1.5 * painter.fontMetrics().horizontalAdvance(str(inputs)) + theme.pixels(4)
        shown = shown_layers(inputs, cells.width(), room)
        paint_below(
            painter,
            line,
            [(self._middle(at, inputs, cells.width()) + cells.left(), str(at + 1)) for at in shown],
            theme,
        )

    def picture_rect(self) -> QRectF:
        """Rectangle of the cells, in logical pixels."""
        line, left = label_height(current_theme()), self._gutter()
        return QRectF(left, line, max(self.width() - left, 1), max(self.height() - 2 * line, 1))

    def entry_at(self, position: QPointF) -> tuple[int, int] | None:
        """Unit and input whose value is seen at a place, 0 the first; None beside the cells."""
        cells, values = self.picture_rect(), self.frame.values
        if not cells.contains(position):
            return None
        width, height = self._size()
        x = min(int((position.x() - cells.left()) / cells.width() * width), width - 1)
        y = min(int((position.y() - cells.top()) / cells.height() * height), height - 1)
        rows, columns = values.shape
        return strongest_in(values, _seen(rows, height, y, True), _seen(columns, width, x, False))

    def readout(self, position: QPointF) -> str:
        """Input unit, unit, value."""
        entry, frame = self.entry_at(position), self.frame
        if entry is None:
            return ""
        unit, source = entry
        what = "weight" if frame.since is None else "change"
        head, _, tail = frame.input_words.partition(" ")
        from_words = f"{head} {source + 1}" + (f" {tail}" if tail else "")
        value = format_value(float(frame.values[unit, source]), 3)
        said = f"layer {frame.label}, {from_words} to {frame.unit_words(unit)}: {what} {value}"
        return said if frame.initial is None else f"{said}; a double click types another"

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a field over the cell of an initial weight."""
        entry = self.entry_at(event.position()) if self.frame is not None else None
        if entry is not None and self.frame.initial is not None:
            self._field.open_at(self._cell_rect(*entry), float(self.frame.values[entry]))
            self._typed_at = entry

    @Slot(float)
    def _take(self, value: float) -> None:
        self.weight_typed.emit(*self._typed_at, value)

    def _size(self) -> tuple[int, int]:
        """Device pixels of the cells, across and down."""
        cells, ratio = self.picture_rect(), self.devicePixelRatioF()
        ends = [round(end * ratio) for end in (cells.left(), cells.right(), cells.top(), cells.bottom())]
        return max(ends[1] - ends[0], 1), max(ends[3] - ends[2], 1)

    def _gutter(self) -> int:
        return gutter_width(self.frame.gates) if self.frame.gates else current_theme().pixels(_GUTTER)

    def _paint_values(self, painter: QPainter, cells: QRectF, theme: Theme) -> None:
        """The values as numbers, where every cell has room for its own."""
        rows, columns = self.frame.values.shape
        width, height = cells.width() / columns, cells.height() / rows
        room = width - theme.pixels(_CELL_MARGIN) if height >= label_height(theme) else 0
        words = cell_words(self.frame, painter.fontMetrics().horizontalAdvance, room)
        codes, colors = matrix_codes(self.frame, rows, columns), color_table(DIVERGING, theme)
        for row, line in enumerate(words):
            for column, word in enumerate(line):
                painter.setPen(QColor(ink_on(int(colors[codes[row, column]]))))
                painter.drawText(self._cell_rect(row, column), Qt.AlignmentFlag.AlignCenter, word)

    def _paint_words(self, painter: QPainter, cells: QRectF, theme: Theme) -> None:
        line, gap = label_height(theme), theme.pixels(8)
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRectF(0, 0, cells.left() - gap, line), _RIGHT, "unit")
        painter.drawText(QRectF(0, cells.bottom(), cells.left() - gap, line), _RIGHT, "input")
        words = painter.fontMetrics().elidedText(self.caption, Qt.TextElideMode.ElideRight, int(cells.width()))
        painter.drawText(QRectF(cells.left(), 0, cells.width(), line), _LEFT, words)

    def _paint_units(self, painter: QPainter, cells: QRectF, theme: Theme) -> None:
        gates, units = self.frame.gates, len(self.frame.values)
        names = gates or tuple(str(number + 1) for number in range(units))
        shown = range(len(names)) if gates else shown_layers(units, cells.height(), label_height(theme))
        beside = QRectF(0, cells.top(), cells.left() - theme.pixels(8), cells.height())
        places = [(cells.top() + self._middle(at, len(names), cells.height()), names[at]) for at in shown]
        paint_beside(painter, beside, reversed(places), theme)
        for gate in range(1, len(gates)):
            y = round(cells.top() + gate * cells.height() / len(gates))
            painter.fillRect(QRectF(cells.left(), y, cells.width(), 1), QColor(theme.ground))

    def _cell_rect(self, row: int, column: int) -> QRectF:
        """Rectangle of the cell of one unit and input, in logical pixels."""
        cells, (rows, columns) = self.picture_rect(), self.frame.values.shape
        width, height = cells.width() / columns, cells.height() / rows
        return QRectF(cells.left() + column * width, cells.top() + row * height, width, height)

    def _middle(self, at: int, count: int, length: float) -> float:
        return (at + 0.5) * length / count


def _seen(count: int, pixels: int, at: int, is_row: bool) -> slice:
    """Which of ``count`` rows or columns a device pixel shows."""
    if count > pixels:
        return slice(at * count // pixels, (at + 1) * count // pixels)
    found = int(np.searchsorted(row_edges(count, pixels), at, "right")) - 1 if is_row else at * count // pixels
    return slice(found, found + 1)
