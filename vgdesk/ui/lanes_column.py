"""Lanes one above the other, all of one height to the pixel, so that their rows can be compared."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vgdesk.ui.theme import GAP, current_theme


class LanesColumn(QWidget):
    """Holds widgets of equal height; the few pixels that cannot be shared stay empty at the bottom."""

    def __init__(self) -> None:
        super().__init__()
        self._widgets: tuple[QWidget, ...] = ()

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Hold these widgets, from the top; those that are no longer among them are deleted."""
        for widget in self._widgets:
            if widget not in widgets:
                widget.hide()
                widget.deleteLater()
        self._widgets = tuple(widgets)
        for widget in self._widgets:
            if widget.parent() is not self:
                widget.setParent(self)
                widget.show()
            widget.raise_()  # Tab goes through them from the top
        self.updateGeometry()
        self._place()

    def sizeHint(self) -> QSize:
        """As wide as the widest, as high as all together."""
        return self._around([widget.sizeHint() for widget in self._widgets])

    def minimumSizeHint(self) -> QSize:
        """As small as its widgets can be."""
        return self._around([widget.minimumSizeHint() for widget in self._widgets])

    def event(self, event: QEvent) -> bool:
        """Ask for other room when a widget does."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new height."""
        super().resizeEvent(event)
        self._place()

    def _around(self, sizes: Sequence[QSize]) -> QSize:
        count, gap = len(sizes), current_theme().pixels(GAP)
        highest = max((size.height() for size in sizes), default=0)
        return QSize(max((size.width() for size in sizes), default=0), count * highest + max(count - 1, 0) * gap)

    def _place(self) -> None:
        count, gap = len(self._widgets), current_theme().pixels(GAP)
        if not count:
            return
        height = max((self.height() - (count - 1) * gap) // count, 1)
        for index, widget in enumerate(self._widgets):
            widget.setGeometry(0, index * (height + gap), self.width(), height)
