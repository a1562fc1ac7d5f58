"""Editors of texts: a line, a file, and a column of a table."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QToolButton, QWidget

from vgdesk.form.fields import FormField
from vgdesk.ui.builder.combos import WIDEST_NEED, QuietCombo, mark_widget
from vgdesk.ui.layouts import fill

_FILES = "Tables (*.csv *.tsv *.txt *.dat *.data *.npz *.npy);;All files (*)"
_GAP = 5
_WIDTH = 48
_GUESS = "guessed"


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
        """Emit what was typed, if it is new."""
        if self.text() != self._sent:
            self._sent = self.text()
            self.committed.emit(self.text())


class LineEditor(TextEditor):
    """A line of text that has a row to itself."""

    def minimumSizeHint(self) -> QSize:
        """As wide as a row has room for."""
        return QSize(WIDEST_NEED, super().minimumSizeHint().height())


class PathEditor(QWidget):
    """A file: its path can be typed, or chosen in a dialog."""

    committed = Signal(object)
    restored = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None):
        super().__init__(parent)
        self.line, self.button = TextEditor(field, self), QToolButton(self)
        self.line.setObjectName("path")
        self.line.setPlaceholderText("none yet")
        self.button.setObjectName("choose_file")
        self.button.setText("Choose…")
        self.button.setToolTip("Choose the file in a dialog")
        self.button.clicked.connect(self._choose)
        self.line.committed.connect(self.committed)
        self.line.restored.connect(self.restored)
        self.setFocusProxy(self.line)
        fill(QHBoxLayout(self), self.line, 1, self.button, gap=_GAP)

    def show_value(self, value: object) -> None:
        """Show a path, its end where there is no room for all of it."""
        self.line.show_value(value)
        self.line.end(False)

    def mark(self, message: str) -> None:
        """Show what is wrong; empty when all is well."""
        self.line.mark(message)
        self.line.setAccessibleName(self.accessibleName())
        if not message and self.line.text():
            self.line.setToolTip(self.line.text())

    def take_back(self) -> None:
        """Forget what was typed and not committed."""
        self.line.take_back()

    def commit(self) -> None:
        """Emit what was typed, if it is new."""
        self.line.commit()

    def _choose(self) -> None:
        before = Path(self.line.text()).expanduser()
        start = before.parent if self.line.text() and before.parent.is_dir() else Path.home()
        chosen, _ = QFileDialog.getOpenFileName(self.window(), "Choose a table", str(start), _FILES)
        if chosen:
            self.line.setText(chosen)
            self.line.commit()


class ColumnEditor(QuietCombo):
    """One column of a table; as long as the table cannot be read, the one named so far."""

    committed = Signal(object)
    restored = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None):
        super().__init__(parent)
        self._field = field
        self._names: tuple[str, ...] = ()
        self.addItem(_GUESS, "")
        self.activated.connect(self._commit)

    def show_columns(self, names: tuple[str, ...]) -> None:
        """Offer columns of these names, from left to right."""
        if names != self._names:
            self._names, chosen = names, self.currentData()
            self.clear()
            self.addItem(_GUESS, "")
            for number, name in enumerate(names, start=1):
                self.addItem(name, name if names.count(name) == 1 else str(number))
            self.show_value(chosen)

    def show_value(self, value: object) -> None:
        """Show a column, whether it is in the file or not; a number names itself."""
        if self.findData(value) < 0:
            self.addItem(str(value), value)
        self.setCurrentIndex(self.findData(value))

    def mark(self, message: str) -> None:
        """Show what is wrong; empty when all is well."""
        mark_widget(self, message, self._field.hint)

    def _commit(self) -> None:
        self.committed.emit(self.currentData())
