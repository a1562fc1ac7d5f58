"""Text of users and of files, shown letter by letter: Qt would read ``<b>`` and ``&`` as its own."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from vgdesk.ui.named import named


def plain_tip(text: str) -> str:
    """A text as a tooltip that shows it verbatim."""
    return f"<span>{escape(text)}</span>" if "<" in text else text


def plain_button(text: str) -> str:
    """A text for a button or menu entry in which ``&`` marks no key."""
    return text.replace("&", "&&")


class ElidedLabel(QLabel):
    """One line of plain text that gives way when there is little room; its tooltip then holds all of it."""

    def __init__(self, name: str, role: str = "", least: int = 40):
        super().__init__()
        named(self, name, role)
        self._whole = ""
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    @property
    def whole(self) -> str:
        """The text that was set."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Show a text; line breaks become spaces."""
        line = " ".join(text.split("\n"))
        if line != self._whole:
            self._whole = line
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        """Room for all of it."""
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for its beginning."""
        return QSize(min(self._least, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text where the room ends."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setAccessibleName(self._whole)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))
