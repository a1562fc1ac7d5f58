"""One editor a kind of field; each shows a value, emits what the user commits, and can be marked as wrong.

All have ``show_value(value)``, ``mark(message)``, the signal ``committed`` with the new value, or with the raw
text where it is no number, and the signal ``restored`` when the user takes an edit back.
"""

from typing import TypeAlias

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QWidget

from vgdesk.form.fields import FormField
from vgdesk.form.numbers import format_number, parse_number, step_number
from vgdesk.ui.builder.combos import KindEditor, OptionEditor, mark_widget
from vgdesk.ui.builder.text_editors import ColumnEditor, LineEditor, PathEditor, TextEditor

_INSET = 4  # with the frame's, the text is aligned with a combo's
_NUMBER_WIDTH = 48
_OPEN_NUMBER = "no limit"


class NumberEditor(QAbstractSpinBox):
    """A whole or real number; any text can be typed, and the spec says what is wrong with it."""

    committed = Signal(object)
    restored = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None):
        super().__init__(parent)
        self._field = field
        self._whole = field.kind == "int"
        self._value: object = None
        self._sent = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.lineEdit().setAccessibleName(field.title)
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)
        self.lineEdit().setPlaceholderText(_OPEN_NUMBER if field.optional else "")
        self.editingFinished.connect(self.commit)

    def show_value(self, value: object) -> None:
        """Show a number, or the text that waits in place of one; None shows an empty field."""
        self._value = value
        self._sent = format_number(value) if isinstance(value, int | float) else str("" if value is None else value)
        if self.lineEdit().text() != self._sent:
            self.lineEdit().setText(self._sent)
            self.lineEdit().setCursorPosition(0)

    def mark(self, message: str) -> None:
        """Show what is wrong; empty when all is well."""
        mark_widget(self, message, self._field.hint)

    def take_back(self) -> None:
        """Forget what was typed and not committed."""
        self.lineEdit().setText(self._sent)

    def typed(self) -> float | int | str:
        """What the field holds: a number, or the text that is none."""
        return parse_number(self.lineEdit().text(), self._whole)

    def _wished(self) -> float | int | str | None:
        value = self.typed()
        return None if self._field.optional and value == "" else value

    def stepBy(self, steps: int) -> None:
        """Go some steps up or down, not past a bound, and commit."""
        before = self.typed()
        if not isinstance(before, str):
            after = self._field.limit(before, step_number(before, steps, self._whole))
            self.lineEdit().setText(format_number(int(after) if self._whole else after))
            self.commit()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Both ways: the bounds are kept by the step itself."""
        flags = QAbstractSpinBox.StepEnabledFlag
        return flags.StepUpEnabled | flags.StepDownEnabled

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept any text."""
        return QValidator.State.Acceptable, text, position

    def minimumSizeHint(self) -> QSize:
        """Wide enough for six digits."""
        return QSize(_NUMBER_WIDTH, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """As narrow as can be; the row gives it more."""
        return self.minimumSizeHint()

    def event(self, event: QEvent) -> bool:
        """Leave keys that no number holds to the window, so that Space trains while a field has the focus.

        And Undo, unless there is something typed to undo.
        """
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leaves(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and (self.lineEdit().text() != self._sent or self.property("state")):
            self.show_value(self._value)
            self.restored.emit()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the number only with the focus, so that scrolling past it changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _leaves(self, event: QKeyEvent) -> bool:
        return self._is_no_number(event) or self._is_spec_undo(event)

    def _is_no_number(self, event: QKeyEvent) -> bool:
        return event.text() == " " or event.text().lower() in ("r", "m")

    def _is_spec_undo(self, event: QKeyEvent) -> bool:
        is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        return is_undo and self.lineEdit().text() == self._sent

    def commit(self) -> None:
        """Emit what was typed, if it is new."""
        if self.lineEdit().text() != self._sent:
            self._sent = self.lineEdit().text()
            self.committed.emit(self._wished())


Editor: TypeAlias = NumberEditor | TextEditor | PathEditor | ColumnEditor | OptionEditor | KindEditor
_EDITORS: dict[str, type[Editor]] = {
    "int": NumberEditor,
    "float": NumberEditor,
    "text": LineEditor,
    "path": PathEditor,
    "column": ColumnEditor,
    "option": OptionEditor,
    "choice": KindEditor,
}


def make_editor(field: FormField, parent: QWidget | None = None) -> Editor:
    """The editor that suits a field, named for screen readers, with its hint as tooltip."""
    editor = _EDITORS[field.kind](field, parent)
    editor.setAccessibleName(field.title)
    editor.mark("")
    return editor
