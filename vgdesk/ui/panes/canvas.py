"""What a picture is painted on inside a pane, and asked by the pointer."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vgdesk.pictures.view import NOT_TRAINED
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import Theme, current_theme, themed

_VCENTER = Qt.AlignmentFlag.AlignVCenter


class Canvas(QWidget):
    """Paints one frame; without one it says why.

    Signals:
        readout_changed: what is under the pointer, in words; empty when it leaves.
    """

    readout_changed = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(name)
        self.frame: Any = None
        self._empty_text = NOT_TRAINED
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        themed.changed.connect(self.update)

    @property
    def empty_text(self) -> str:
        """The text without a frame."""
        return self._empty_text

    def draw(self, frame: Any, empty_text: str = NOT_TRAINED) -> None:
        """Show a frame; None shows the text."""
        self.frame, self._empty_text = frame, empty_text
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As small as it can be read."""
        return QSize(current_theme().pixels(120), current_theme().pixels(60))

    def paint_frame(self, painter: QPainter, theme: Theme) -> None:
        """Paint ``frame`` on the ground."""
        raise NotImplementedError(f"{type(self).__name__} paints nothing")

    def readout(self, position: QPointF) -> str:
        """What is at a place, in words; empty for nothing."""
        raise NotImplementedError(f"{type(self).__name__} says nothing")

    def press(self, position: QPointF) -> None:
        """Take a click, or a place that the pointer is dragged to."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame, or why there is none."""
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        painter.fillRect(event.rect(), QColor(theme.ground))
        if self.frame is not None:
            self.paint_frame(painter, theme)
        else:
            painter.setPen(QColor(theme.muted))
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(4, 4, -4, -4), words, self._empty_text)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.frame is not None:
            self.press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer."""
        self.readout_changed.emit("" if self.frame is None else self.readout(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Clear the readout."""
        super().leaveEvent(event)
        self.readout_changed.emit("")

    def event(self, event: QEvent) -> bool:
        """Show the readout as a tool tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = "" if self.frame is None else self.readout(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)


def label_height(theme: Theme) -> int:
    """Logical pixels of a line of labels."""
    return round(1.35 * theme.pixels(11))


def paint_below(painter: QPainter, line: QRectF, labels: Iterable[tuple[float, str]], theme: Theme) -> None:
    """Labels centred on their x in a line below a picture, from left to right as far as they have room."""
    painter.setPen(QColor(theme.muted))
    metrics, taken = painter.fontMetrics(), float("-inf")
    for middle, text in labels:
        needed = metrics.horizontalAdvance(text)
        left = min(max(middle - needed / 2, line.left()), line.right() - needed)
        if left > taken:
            painter.drawText(QRectF(left, line.top(), needed + 2, line.height()), _VCENTER, text)
            taken = left + needed + theme.pixels(8)


def elide_row(metrics: QFontMetrics, text: str, room: int) -> str:
    """The name of a row where there is little room; of the path of a module the end, which tells it from others."""
    is_path = "." in text and " " not in text
    end = Qt.TextElideMode.ElideLeft if is_path else Qt.TextElideMode.ElideRight
    return metrics.elidedText(text, end, room)


def paint_beside(painter: QPainter, gutter: QRectF, labels: Iterable[tuple[float, str]], theme: Theme) -> None:
    """Labels centred on their y in a gutter left of a picture, right aligned, from below as far as they have room."""
    painter.setPen(QColor(theme.muted))
    metrics, line = painter.fontMetrics(), label_height(theme)
    taken = float("inf")
    for middle, text in labels:
        middle = min(max(middle, gutter.top() + line / 2 - 2), gutter.bottom() - line / 2 + 2)
        if middle + line / 2 <= taken + 1:
            words = elide_row(metrics, text, int(gutter.width()))
            place = QRectF(gutter.left(), middle - line, gutter.width(), 2 * line)
            painter.drawText(place, _VCENTER | Qt.AlignmentFlag.AlignRight, words)
            taken = middle - line / 2
