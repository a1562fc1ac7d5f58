"""A field over a cell, to type its number."""

import math

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from vgdesk.ui.named import named, set_style_property
from vgdesk.ui.plain_text import plain_tip
from vgdesk.ui.theme import current_theme

_LEAST_WIDTH = 72


class NumberField(QLineEdit):
    """Takes a number by Enter; Escape, or a click elsewhere, leaves the cell as it was.

    Signals:
        typed: the number.
    """

    typed = Signal(float)

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._room = parent
        named(self, "cell-number")
        self.setAccessibleName("initial weight")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()
        self.returnPressed.connect(self._take)

    def open_at(self, cell: QRectF, value: float) -> None:
        """Show the number of a cell, ready to be typed over."""
        theme, place = current_theme(), cell.toAlignedRect()
        width = max(place.width(), theme.pixels(_LEAST_WIDTH))
        left = min(max(place.center().x() - width // 2, 0), max(self._room.width() - width, 0))
        height = max(place.height(), self.sizeHint().height())
        self.setGeometry(left, place.center().y() - height // 2, width, height)
        self.setText(f"{value:.6g}")
        self._mark("")
        self.show()
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the window's keys away while a number is typed."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close."""
        super().focusOutEvent(event)
        self.hide()

    @Slot()
    def _take(self) -> None:
        text = self.text().strip()
        try:
            value = float(text.replace("−", "-"))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self._mark(f"{text!r} is no number; type one such as -0.5, or Escape")
            return
        self._mark("")
        self.hide()
        self.typed.emit(value)

    def _mark(self, fault: str) -> None:
        set_style_property(self, "state", "bad" if fault else "")
        self.setToolTip(plain_tip(fault))
