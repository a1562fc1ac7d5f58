"""Rows of labelled editors, packed two to a row where both fit."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from vgdesk.form.fields import FormItem, value_at
from vgdesk.form.state import FormState
from vgdesk.ui.builder.combos import WIDEST_NEED, QuietCombo
from vgdesk.ui.builder.editors import Editor, make_editor
from vgdesk.ui.theme import current_theme, themed

LABEL_WIDTH = 67
GAP = 5
_ROW_WIDTH = 239  # of a builder 268 wide: its margins and hairline taken off
_LONGEST_LABEL = _ROW_WIDTH - GAP - WIDEST_NEED


class Form(QWidget):
    """Editors of some fields, kept alive from spec to spec as long as their fields are.

    Args:
        group: the name of their group, see ``Groups``; another name leaves the choice of fields to ``show_items``.
        columns: how many fields may share a row.
        parent: as in Qt.

    Signals:
        edited: new values by dotted path.
        restored: paths of fields whose edit was taken back.
    """

    edited = Signal(object)
    restored = Signal(object)

    def __init__(self, group: str, columns: int = 2, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName(f"{group}_form")
        self._group = group
        self._columns = columns
        self._items: tuple[FormItem, ...] = ()
        self._labels: list[QLabel] = []
        self.editors: dict[str, Editor] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._scale = 0.0
        themed.changed.connect(self.restyle)

    def show_state(self, state: FormState) -> None:
        """Show the fields of its group, or of none those that it has."""
        if self._group in state.groups:
            self.show_items(state.groups[self._group])
            self.setVisible(bool(self._items))
        self.show_values(state.spec, state.waiting)
        self.disable_options(state.unavailable)
        for path, editor in self.editors.items():
            editor.mark(state.messages.get(path, ""))

    def show_items(self, items: Sequence[FormItem]) -> None:
        """Have an editor for each field, in this order."""
        if tuple(items) == self._items:
            return
        kept = {item.path: self.editors.pop(item.path) for item in items if item in self._items}
        for editor in self.editors.values():
            _discard(editor)
        self._items = tuple(items)
        self.editors = {item.path: kept.get(item.path) or self._make(item) for item in items}
        self._lay_out()

    def show_values(self, spec: object, waiting: frozenset[str]) -> None:
        """Show the values of a spec; fields with a waiting edit keep what was typed."""
        for path, editor in self.editors.items():
            if path not in waiting:
                editor.show_value(value_at(spec, path))

    def disable_options(self, unavailable: Mapping[str, Mapping[str, str]]) -> None:
        """Grey the options that would not do, by path; each says why."""
        for path, editor in self.editors.items():
            if isinstance(editor, QuietCombo):
                editor.disable_items(unavailable.get(path, {}))

    def commit(self) -> None:
        """Emit what is typed and not emitted yet."""
        for editor in list(self.editors.values()):
            editor.commit()

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or lock all fields; what was typed and not emitted is forgotten."""
        if not editable:
            for editor in self.editors.values():
                editor.take_back()
        self.setEnabled(editable)

    @Slot()
    def restyle(self) -> None:
        """Lay the rows out again when the type is of another size."""
        if self._items and self._scale != current_theme().scale:
            self._lay_out()

    def _make(self, item: FormItem) -> Editor:
        editor = make_editor(item.field, self)
        editor.setObjectName(item.path)
        editor.committed.connect(lambda value: self.edited.emit({item.path: value}))
        editor.restored.connect(partial(self.restored.emit, (item.path,)))
        return editor

    def _lay_out(self) -> None:
        self._scale = current_theme().scale
        while row := self._rows.takeAt(0):
            _discard_row(row.layout())
        for label in self._labels:
            _discard(label)
        self._labels = []
        row, room = None, 0
        for item in self._items:
            label, editor = self._make_label(item), self.editors[item.path]
            editor.ensurePolished()
            needed = label.sizeHint().width() + 2 * GAP + editor.minimumSizeHint().width()
            if row is None or row.count() >= 2 * self._columns or needed > room:
                row, room = QHBoxLayout(), _ROW_WIDTH
                row.setSpacing(GAP)
                self._rows.addLayout(row)
                label.setMinimumWidth(LABEL_WIDTH)
                needed = max(LABEL_WIDTH, label.sizeHint().width()) + GAP + editor.minimumSizeHint().width()
            else:
                row.addSpacing(2)
            room -= needed
            row.addWidget(label)
            row.addWidget(editor, 1)
            editor.show()

    def _make_label(self, item: FormItem) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "muted")
        label.setBuddy(self.editors[item.path])
        label.setToolTip(item.field.title)
        label.ensurePolished()
        label.setText(label.fontMetrics().elidedText(item.label, Qt.TextElideMode.ElideRight, _LONGEST_LABEL))
        self._labels.append(label)
        return label


def _discard_row(row: QLayout | None) -> None:
    """Drop the widgets too: a deleted row may outlive them, and would use them when it ends."""
    while row is not None and row.takeAt(0):
        pass
    if row is not None:
        row.deleteLater()


def _discard(widget: QWidget) -> None:
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
