"""The epochs, or steps, below heatmaps one above the other."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.analysis.scales import Tick
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.ui.theme import current_theme, themed

_HEIGHT = 20
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class TimeAxis(QWidget):
    """Epochs, or steps, at their places; as wide as the heatmaps above it."""

    def __init__(self) -> None:
        super().__init__()
        self._ticks: tuple[Tick, ...] = ()
        self._label = ""
        self._gutter = 0
        self.setObjectName("time-axis")
        self.setAccessibleName("time")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themed.changed.connect(self.restyle)

    def draw(self, frame: HeatmapFrame | None, gutter: int) -> None:
        """Show a heatmap's time over the width that is left beside the gutter; None empties the axis."""
        ticks, label = (frame.time_ticks, frame.time_label) if frame is not None else ((), "")
        if (ticks, label, gutter) != (self._ticks, self._label, self._gutter):
            self._ticks, self._label, self._gutter = ticks, label, gutter
            self.setAccessibleName(f"{label}s" if label else "time")
            self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(current_theme().pixels(120), current_theme().pixels(_HEIGHT))

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme."""
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the epochs that have room, from left to right."""
        if not self._ticks:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        painter.setPen(QColor(theme.muted))
        metrics = painter.fontMetrics()
        beside = QRectF(0, 0, self._gutter - theme.pixels(10), self.height())
        painter.drawText(beside, _VCENTER | Qt.AlignmentFlag.AlignRight, self._label)
        width, taken = self.width() - self._gutter, -1.0
        for tick in self._ticks:
            needed = metrics.horizontalAdvance(tick.label)
            middle = self._gutter + tick.position * width
            left = min(max(middle - needed / 2, self._gutter), self._gutter + width - needed)
            if left > taken:
                place = QRectF(left, 0, needed + 2, self.height())
                painter.drawText(place, _VCENTER | Qt.AlignmentFlag.AlignLeft, tick.label)
                taken = left + needed + theme.pixels(12)
        painter.end()
