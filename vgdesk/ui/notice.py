"""An error while the status line is hidden: it lies over the foot of the window, and moves nothing."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from vgdesk.ui.named import named
from vgdesk.ui.overlay import Overlay
from vgdesk.ui.theme import current_theme

_ABOVE_FOOT, _BESIDE = 54, 40


class Notice(Overlay):
    """Says something until a click, Escape or the next message takes it away; the keys stay where they were.

    Args:
        window: what it lies over.
    """

    def __init__(self, window: QWidget):
        super().__init__(window, "notice")
        self._text = named(QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText), "notice-text", "bad")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rows = QVBoxLayout(self)
        self._rows.addWidget(self._text)

    def show_text(self, text: str) -> None:
        """Show a text; an empty one takes the notice away."""
        self._text.setText(text)
        self.setAccessibleName(text)
        if not text:
            self.dismiss()
            return
        pixels = current_theme().pixels
        self._rows.setContentsMargins(pixels(14), pixels(8), pixels(14), pixels(8))
        self.place()
        self.show()
        self.raise_()

    def target_geometry(self, room: QRect) -> QRect:
        """In the middle above the transport bar, as wide as the words ask for."""
        pixels, widest = current_theme().pixels, max(room.width() - 2 * current_theme().pixels(_BESIDE), 1)
        self._text.ensurePolished()
        inner = self._rows.contentsMargins()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + inner.left() + inner.right() + 4
        width = min(words, widest)
        height = self._rows.totalHeightForWidth(width)
        left = room.left() + (room.width() - width) // 2
        return QRect(left, room.bottom() - pixels(_ABOVE_FOOT) - height, width, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go with a click."""
        event.accept()
        self.dismiss()
