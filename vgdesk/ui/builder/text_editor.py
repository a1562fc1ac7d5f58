"""The editor for a line of text."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from vgdesk.form.fields import FormField
from vgdesk.ui.builder.marks import mark_widget

_WIDTH = 48


class TextEditor(QLineEdit):
    """A line of text."""

    committed = Signal(object)
    restored = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None):
        super().__init__(parent)
        self._field = field
        self._value = ""
        self._sent = ""
        self.editingFinished.connect(self.commit)

    def show_value(self, value: object) -> None:
        """Show a text."""
        self._value = self._sent = str(value)
        if self.text() != self._sent:
            self.setText(self._sent)

    def mark(self, message: str) -> None:
        """Show what is wrong; empty when all is well."""
        mark_widget(self, message, self._field.hint)

    def minimumSizeHint(self) -> QSize:
        """As narrow as can be; the row gives it more."""
        return QSize(_WIDTH, super().minimumSizeHint().height())

    def take_back(self) -> None:
        """Forget what was typed and not committed."""
        self.setText(self._sent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and (self.text() != self._sent or self.property("state")):
            self.show_value(self._value)
            self.restored.emit()
            return
        super().keyPressEvent(event)

    def commit(self) -> None:
        """Tell what was typed, if it is new."""
        if self.text() != self._sent:
            self._sent = self.text()
            self.committed.emit(self.text())
