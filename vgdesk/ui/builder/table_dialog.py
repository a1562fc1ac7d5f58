"""Shows a table that a user brings: its rows, and what is done to each column, to be changed there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vgdesk.experiment.table_roles import ColumnFacts
from vgdesk.experiment.tables import Csv
from vgdesk.form.draft import Draft
from vgdesk.form.fields import FormField, form_field
from vgdesk.ui.builder.combos import OptionEditor, QuietCombo
from vgdesk.ui.builder.reading_row import ReadingRow
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named

_ROLES = {
    "number": "numbers",
    "one_hot": "0/1 columns",
    "leave_out": "left out",
    "label": "classes to learn",
    "target": "numbers to learn",
}
_HEADS = ("Column", "Taken as", "Values", "Blanks", "Why")
_MOST_COLUMNS = 100
_PREVIEW_ROWS = 8
_SIZE = 780, 640
_WIDEST = (180, 200, 220, 80)
_ROOM = 8


class TableDialog(QDialog):
    """The columns and first rows of a table; what is changed there goes into the spec at once.

    Attributes:
        reading_row: says how far a table is that is being read.

    Signals:
        edited: new values of the spec by dotted path.
    """

    edited = Signal(object)

    def __init__(self, data: Csv, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("table_dialog")
        self.setWindowTitle("Table")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._data = data
        self._shown: tuple[Csv, bool] | None = None
        self.reading_row = ReadingRow()
        self._size, self._notes = (named(QLabel(wordWrap=True), name) for name in ("table_size", "table_notes"))
        self._columns = _make_table("table_roles", "What is done to each column")
        self._rows = _make_table("table_rows", "First rows of the file")
        self._fields = {name: OptionEditor(form_field(Csv, name)) for name in ("learned", "missing", "decimal_mark")}
        self._lay_out()
        self.resize(*_SIZE)
        self._show()

    @Slot(object)
    def show_spec(self, draft: Draft) -> None:
        """Show the table of another state of the spec; close where there is none."""
        if not isinstance(draft.spec.data, Csv):
            self.reject()
        elif (draft.spec.data, draft.spec.data.is_unread) != self._shown:
            self._data = draft.spec.data
            self._show()

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        for name, editor in self._fields.items():
            field: FormField = form_field(Csv, name)
            label = QLabel(field.words.label or field.title)
            label.setBuddy(editor)
            editor.setAccessibleName(field.title)
            editor.committed.connect(lambda value, name=name: self.edited.emit({f"data.{name}": value}))
            options.addWidget(label)
            options.addWidget(editor)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = fill(
            QVBoxLayout(self),
            self._size,
            self.reading_row,
            options,
            self._columns,
            3,
            self._rows,
            2,
            self._notes,
            buttons,
            gap=10,
        )
        box.setContentsMargins(20, 18, 20, 14)

    def _show(self) -> None:
        described, preview = self._data.seen
        for name, editor in self._fields.items():
            editor.show_value(getattr(self._data, name))
        self._shown = self._data, self._data.is_unread
        problems = self._data.find_problems()
        self._size.setText(self._describe_size() if not problems else "This table cannot be trained on yet:")
        said = [problem.message for problem in problems] or [f"{note}." for note in self._data.facts.notes]
        if len(described) > _MOST_COLUMNS:
            said.insert(0, f"The first {_MOST_COLUMNS} of {len(described)} columns are shown.")
        self._notes.setText("\n".join(said))
        for label in (self._size, self._notes):
            label.setVisible(not self._data.is_unread)
        self._show_columns(described[:_MOST_COLUMNS])
        self._show_rows(described[:_MOST_COLUMNS], preview[:_PREVIEW_ROWS])

    def _describe_size(self) -> str:
        data = self._data
        names = ", ".join(data.facts.classes[:10]) + (" …" if data.classes > 10 else "")
        learned = (
            f"{data.classes} classes: {names}" if data.facts.classes else f"numbers: {', '.join(data.facts.targets)}"
        )
        parts = f"{data.train_points} to train on, {data.test_points or 'the same'} to test on"
        name = Path(data.path).name
        return f"{name}: {data.points} rows, {parts}; {data.inputs} inputs; {learned}"

    def _show_columns(self, described: Sequence[ColumnFacts]) -> None:
        _fill_table(
            self._columns,
            _HEADS,
            [(one.name, "", one.values, str(one.blanks or ""), one.reason) for one in described],
        )
        combo_width = 0
        for row, column in enumerate(described):
            combo = named(QuietCombo(), f"role_{row}")
            combo.setAccessibleName(f"{column.name} is taken as")
            for role, title in _ROLES.items():
                combo.addItem(title, role)
            combo.setCurrentIndex(combo.findData(column.role))
            combo.activated.connect(lambda _, combo=combo, row=row: self._change(row, str(combo.currentData())))
            self._columns.setCellWidget(row, 1, combo)
            combo_width = max(combo_width, combo.needed_width() + _ROOM)
        self._columns.resizeColumnsToContents()
        for place, most in enumerate(_WIDEST):
            self._columns.setColumnWidth(place, min(self._columns.columnWidth(place) + _ROOM, most))
        if described:
            self._columns.setColumnWidth(1, combo_width)
        self._columns.horizontalHeader().setStretchLastSection(True)

    def _show_rows(self, described: Sequence[ColumnFacts], preview: Sequence[Sequence[str]]) -> None:
        _fill_table(self._rows, [one.name for one in described], preview)
        self._rows.resizeColumnsToContents()

    def _change(self, row: int, role: str) -> None:
        described = self._data.seen[0]
        names = [column.name for column in described]
        name = names[row] if names.count(names[row]) == 1 else str(row + 1)
        roles = dict(self._data.columns) | {names[row]: role}
        edits: dict[str, Any] = {}
        if role == "label":
            roles = {one: other for one, other in roles.items() if other not in ("label", "target")}
            edits = {"data.label_column": name, "data.learned": "classes"}
        elif role == "target":
            learned = [column.name for column in described if column.role == "target"]
            roles |= dict.fromkeys(learned, "target")
        elif described[row].role == "label":
            edits = {"data.learned": "guess", "data.label_column": ""}
        self.edited.emit({"data.columns": roles, **edits})


def _make_table(name: str, title: str) -> QTableWidget:
    table = named(QTableWidget(), name)
    table.setAccessibleName(title)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    return table


def _fill_table(table: QTableWidget, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table.clear()
    table.setColumnCount(len(heads))
    table.setHorizontalHeaderLabels(list(heads))
    table.setRowCount(len(rows))
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells[: len(heads)]):
            item = QTableWidgetItem(cell)
            item.setToolTip(cell)
            table.setItem(number, place, item)
