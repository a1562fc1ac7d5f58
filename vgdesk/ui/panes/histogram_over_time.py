"""The histogram of one layer over time, as a heatmap of epochs and magnitudes."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QResizeEvent

from vgdesk.analysis.codes import Specials
from vgdesk.analysis.colors import color_table
from vgdesk.analysis.numbers import format_count, format_epoch, format_percent, format_value
from vgdesk.measures import NONFINITE, ZEROS
from vgdesk.pictures.histogram_frames import HistogramTimeFrame, bin_span
from vgdesk.pictures.view import NOT_TRAINED
from vgdesk.ui.panes.canvas import Canvas, label_height, paint_below, paint_beside
from vgdesk.ui.panes.heatmap_item import HeatmapItem
from vgdesk.ui.panes.row_names import GUTTER
from vgdesk.ui.theme import Theme, current_theme

_COLORMAP = "magma"
_STRIP, _STRIP_GAP = 11, 3


class HistogramTimeCanvas(Canvas):
    """Columns are samples, rows are bins; strips for exact zeros below and for the non-finite above.

    Signals:
        epoch_chosen: epoch of the sample that was clicked.
        resized: a frame should have another number of columns.
    """

    epoch_chosen = Signal(float)
    resized = Signal()

    def __init__(self, name: str):
        super().__init__(name)
        self._items = {part: HeatmapItem() for part in ("codes", "zeros", "nonfinite")}

    @property
    def columns(self) -> int:
        """Columns a frame should have: device pixels of the picture's width."""
        return max(round((self.width() - self._left()) * self.devicePixelRatioF()), 1)

    def draw(self, frame: HistogramTimeFrame | None, empty_text: str = NOT_TRAINED) -> None:
        """Show a frame; None shows the text."""
        for part, item in self._items.items():
            old, new = getattr(self.frame, part, None), getattr(frame, part, None)
            if new is not None and new is not old:
                item.set_codes(new, Specials())
        super().draw(frame, empty_text)

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Paint cells, strips, cursor and labels."""
        table, parts = color_table(_COLORMAP, theme), self.parts()
        for part, room in parts.items():
            self._items[part].paint(painter, room, table)
        whole = next(iter(parts.values())).united(list(parts.values())[-1])
        self._paint_cursor(painter, whole)
        self._paint_labels(painter, parts, theme)

    def parts(self) -> dict[str, QRectF]:
        """Rectangles of the strips and the cells, from above."""
        theme, frame = current_theme(), self.frame
        left, right, top, bottom = self._left(), self.width(), 2.0, float(self.height() - label_height(theme) - 2)
        strip, gap = theme.pixels(_STRIP), theme.pixels(_STRIP_GAP)
        found = {}
        if frame.nonfinite is not None:
            found["nonfinite"] = QRectF(left, top, right - left, strip)
            top += strip + gap
        if frame.zeros is not None:
            bottom -= strip + gap
        found["codes"] = QRectF(left, top, right - left, max(bottom - top, 1))
        if frame.zeros is not None:
            found["zeros"] = QRectF(left, bottom + gap, right - left, strip)
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for as many columns as there are pixels now."""
        super().resizeEvent(event)
        self.resized.emit()

    def press(self, position: QPointF) -> None:
        """Put the cursor there."""
        self.epoch_chosen.emit(float(self.frame.epochs[self.frame.sample_at(self._share(position))]))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor, and say what is under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.frame is not None:
            self.press(event.position())
        super().mouseMoveEvent(event)

    def readout(self, position: QPointF) -> str:
        """Layer, epoch, and how many entries the bin holds."""
        frame = self.frame
        found = next((part for part in self.parts().items() if part[1].contains(position)), None)
        if found is None or self._share(position) >= frame.filled:
            return ""
        sample = frame.sample_at(self._share(position))
        count, words = self._count(*found, position, sample)
        size = frame.row.size
        share = format_percent(count / size)
        return (
            f"layer {frame.row.label}, epoch {format_epoch(frame.epochs[sample])}: "
            f"{format_count(count)} of {format_count(size)} ({share}) {words}"
        )

    def _count(self, part: str, room: QRectF, position: QPointF, sample: int) -> tuple[int, str]:
        frame = self.frame
        if part == "zeros":
            return int(frame.counts[sample, ZEROS]), "exactly 0"
        if part == "nonfinite":
            return int(frame.counts[sample, NONFINITE]), "NaN or infinite"
        bins = len(frame.codes)
        place = min(max(int((room.bottom() - position.y()) / room.height() * bins), 0), bins - 1)
        low, high = bin_span(frame.edges, place)
        words = f"{frame.y_label} from {format_value(low)} to {format_value(high)}"
        return frame.count(sample, place), words

    def _left(self) -> int:
        return current_theme().pixels(GUTTER)

    def _share(self, position: QPointF) -> float:
        return (position.x() - self._left()) / max(self.width() - self._left(), 1)

    def _paint_cursor(self, painter: QPainter, whole: QRectF) -> None:
        share = self.frame.cursor_position
        if not 0 <= share <= 1:
            return
        ratio = self.devicePixelRatioF()
        x = round((whole.left() + share * whole.width() - 0.5) * ratio) / ratio
        painter.fillRect(QRectF(x - 1, whole.top(), 3, whole.height()), QColor(0, 0, 0, 70))
        painter.fillRect(QRectF(x, whole.top(), 1, whole.height()), QColor("#ffffff"))

    def _paint_labels(self, painter: QPainter, parts: dict[str, QRectF], theme: Theme) -> None:
        frame, cells = self.frame, parts["codes"]
        low, high = frame.limits.low, frame.limits.high
        places = [
            (cells.bottom() - (tick.position - low) / (high - low) * cells.height(), tick) for tick in frame.ticks
        ]
        for y, _ in places:
            painter.fillRect(
                QRectF(cells.left() - theme.pixels(4), round(y), theme.pixels(3), 1), QColor(theme.muted)
            )
        room = QRectF(0, 0, cells.left() - theme.pixels(8), self.height() - label_height(theme))
        labels = [(y, tick.label) for y, tick in places]
        if "zeros" in parts:
            labels.insert(0, (parts["zeros"].center().y(), "0"))
        if "nonfinite" in parts:
            labels.append((parts["nonfinite"].center().y(), "NaN, ∞"))
        paint_beside(painter, room, labels, theme)
        line = QRectF(cells.left(), self.height() - label_height(theme), cells.width(), label_height(theme))
        times = [(cells.left() + tick.position * cells.width(), tick.label) for tick in frame.time_ticks]
        paint_below(painter, line, times, theme)
        words = QRectF(0, line.top(), room.width(), line.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, frame.time_label)
