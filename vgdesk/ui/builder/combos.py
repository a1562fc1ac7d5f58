"""Combos of the builder: one of some words, one of some building blocks."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QSizePolicy, QWidget

from vgdesk.experiment.choices import Choice, fold, kind_of
from vgdesk.form.fields import FormField, convert_choice
from vgdesk.ui.named import set_style_property

WIDEST_NEED = 138  # of a combo in a form: what is left of a row beside the longest label
OPEN_CHOICE = "same for all"
_COMBO_ROOM = 31  # padding, arrow and border beside the text of a combo


class QuietCombo(QComboBox):
    """A combo that ignores the wheel without the focus and takes little room."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(20)

    def needed_width(self) -> int:
        """Width at which no item is cut off."""
        texts = [self.itemText(i) for i in range(self.count())]
        return max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0) + _COMBO_ROOM

    def minimumSizeHint(self) -> QSize:
        """Wide enough for every item, as far as a row allows."""
        return QSize(min(self.needed_width(), WIDEST_NEED), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """As narrow as can be; the row gives it more."""
        return self.minimumSizeHint()

    def showPopup(self) -> None:
        """Open the list as wide as its longest item."""
        self.view().setMinimumWidth(max(self.width(), self.needed_width()))
        super().showPopup()

    def disable_items(self, reasons: Mapping[str, str]) -> None:
        """Grey some items, by their values; each says why in its tooltip."""
        for index in range(self.count()):
            reason = reasons.get(str(self.itemData(index)), "")
            item = cast(QStandardItemModel, self.model()).item(index)
            if item.isEnabled() is bool(reason):
                item.setEnabled(not reason)
                item.setToolTip(reason or self._explain(index))

    def _explain(self, index: int) -> str:  # noqa: ARG002
        return ""

    def commit(self) -> None:
        """Nothing to do: a choice is emitted when it is made."""

    def take_back(self) -> None:
        """Nothing to do: a choice is emitted when it is made."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the choice only with the focus, so that scrolling past it changes nothing."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class OptionEditor(QuietCombo):
    """One of some fixed words."""

    committed = Signal(object)
    restored = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None):
        super().__init__(parent)
        self._field = field
        for option in field.options:
            self.addItem(field.words.name_option(option), option)
        self.activated.connect(self._commit)

    def show_value(self, value: object) -> None:
        """Show one of the words."""
        self.setCurrentIndex(self.findData(value))

    def mark(self, message: str) -> None:
        """Show what is wrong; empty when all is well."""
        mark_widget(self, message, self._field.hint)

    def _commit(self) -> None:
        self.committed.emit(self.currentData())


class KindEditor(QuietCombo):
    """One of several building blocks; its parameters have editors of their own.

    Typing chooses by the first letters of a name, also of one that Keras or torch has for it.
    """

    committed = Signal(object)
    restored = Signal()

    def __init__(self, field: FormField, parent: QWidget | None = None):
        super().__init__(parent)
        self._field = field
        self._value: Choice | None = None
        self._names = [(fold(choice.title()), choice) for choice in field.choices]
        self._names += [(fold(name), choice) for choice in field.choices for name in choice.words.aliases]
        self._typed, self._typed_at = "", 0
        self.setPlaceholderText("mixed")
        if field.optional:
            self.addItem(OPEN_CHOICE, None)
        for choice in field.choices:
            self.addItem(choice.title(), kind_of(choice))
            self.setItemData(self.count() - 1, choice.words.help, Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(self._commit)

    def show_value(self, value: Choice | None) -> None:
        """Show a building block; None shows the open choice, or ``mixed`` where there is none."""
        self._value = value
        self.setCurrentIndex(self.findData(value.kind if value else None))

    def mark(self, message: str) -> None:
        """Show what is wrong; empty when all is well."""
        mark_widget(self, message, self._hint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by letters typed in quick succession."""
        letters = fold(event.text())
        if not letters or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        pause = event.timestamp() - self._typed_at
        self._typed = (self._typed if pause < QApplication.keyboardInputInterval() else "") + letters
        self._typed_at = event.timestamp()
        begun = [(name, kind_of(choice)) for name, choice in self._names if name.startswith(self._typed)]
        found = dict(begun).get(self._typed, begun[0][1] if begun else "")
        index = self.findData(found)
        if index not in (-1, self.currentIndex()) and cast(QStandardItemModel, self.model()).item(index).isEnabled():
            self.setCurrentIndex(index)
            self._commit()

    def _explain(self, index: int) -> str:
        kind = self.itemData(index)
        return self._field.choice(kind).words.help if kind else ""

    def _hint(self) -> str:
        said = self.currentData(Qt.ItemDataRole.ToolTipRole)
        return f"{self._field.hint}\n\n{said}".strip() if said else self._field.hint

    def _commit(self) -> None:
        kind = self.currentData()
        self.committed.emit(convert_choice(self._value, self._field.choice(kind)) if kind else None)


def mark_widget(widget: QWidget, message: str, hint: str) -> None:
    """Show a problem on a widget by its border and tooltip; an empty message takes it away."""
    widget.setToolTip(message or hint)
    widget.setAccessibleDescription(message or hint)
    set_style_property(widget, "state", "bad" if message else "")
