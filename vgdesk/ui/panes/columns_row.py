"""Widgets side by side whose pictures are equally wide, so that rows of them are aligned."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgdesk.ui.theme import GAP, current_theme

_Widget = TypeVar("_Widget", bound=QWidget)


class ColumnsRow(QWidget, Generic[_Widget]):
    """A row of widgets, each with a gutter of its own width left of its picture.

    Args:
        has_gutters: whether a widget begins with its gutter, or is beside it and leaves it to a head.
    """

    def __init__(self, has_gutters: bool = True):
        super().__init__()
        self._has_gutters = has_gutters
        self._widgets: tuple[_Widget, ...] = ()
        self._gutters: tuple[int, ...] = ()
        self._heads: tuple[str, ...] = ()

    @property
    def widgets(self) -> tuple[_Widget, ...]:
        """From the left."""
        return self._widgets

    def set_widgets(self, widgets: Sequence[_Widget]) -> None:
        """Hold these widgets; those that were held before are deleted."""
        for widget in self._widgets:
            widget.hide()
            widget.deleteLater()
        self._widgets = tuple(widgets)
        self._gutters = (0,) * len(self._widgets)
        if self._widgets:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, self._widgets[0].sizePolicy().verticalPolicy())
        for widget in self._widgets:
            widget.setParent(self)
            widget.show()
        self.place()

    def set_gutters(self, gutters: Sequence[int]) -> None:
        """Pixels that each widget has left of its picture."""
        if tuple(gutters) != self._gutters:
            self._gutters = tuple(gutters)
            self.place()

    def set_heads(self, heads: Sequence[str]) -> None:
        """Words in the gutters, over the names of the rows; none where there is no gutter."""
        if tuple(heads) != self._heads:
            self._heads = tuple(heads)
            self.update()

    def sizeHint(self) -> QSize:
        """As high as the highest."""
        return QSize(
            sum(widget.sizeHint().width() for widget in self._widgets),
            max((widget.sizeHint().height() for widget in self._widgets), default=0),
        )

    def minimumSizeHint(self) -> QSize:
        """As small as its widgets can be."""
        return QSize(
            sum(widget.minimumSizeHint().width() for widget in self._widgets),
            max((widget.minimumSizeHint().height() for widget in self._widgets), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the heads, in line with the names of the rows."""
        theme, painter = current_theme(), QPainter(self)
        painter.setFont(theme.label_font())
        painter.setPen(QColor(theme.muted))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for head, widget, gutter in zip(self._heads, self._widgets, self._gutters, strict=False):
            room = QRectF(widget.x() - gutter, 0, gutter - theme.pixels(10), self.height())
            if gutter:
                painter.drawText(room, flags, head)
        painter.end()

    def place(self) -> None:
        """Share the width."""
        count, gap = len(self._widgets), current_theme().pixels(GAP)
        if not count:
            return
        room = max(self.width() - sum(self._gutters) - (count - 1) * gap, count)
        left, picture = 0, room // count
        for widget, gutter in zip(self._widgets, self._gutters, strict=True):
            before = 0 if self._has_gutters else gutter
            widget.setGeometry(left + before, 0, gutter - before + picture, self.height())
            left += gutter + picture + gap
