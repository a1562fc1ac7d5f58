"""A line of the library that offers something to do."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from vgdesk.ui.named import named
from vgdesk.ui.plain_text import ElidedLabel, plain_button


class NoticeStrip(QFrame):
    """Words, and a button that does what they offer; hidden without any."""

    def __init__(self) -> None:
        super().__init__()
        named(self, "library-strip")
        self._words = ElidedLabel("library-offer")
        self._button = named(QPushButton(), "library-offered")
        self._button.clicked.connect(self._do)
        self._act: Callable[[], object] = lambda: None
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self._button)
        self.hide()

    def offer(self, words: str, button: str, act: Callable[[], object]) -> None:
        """Show what is offered, and what does it."""
        self._words.show_text(words)
        self._button.setText(plain_button(button))
        self._act = act
        self.show()

    @Slot()
    def _do(self) -> None:
        self._act()
