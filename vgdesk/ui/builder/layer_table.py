"""The editable table of layers: keys, buttons and an editor in each cell."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from vgdesk.experiment.network import LayerSpec, NetworkSpec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form import layers
from vgdesk.form.fields import form_field
from vgdesk.form.layers import HIDDEN, MOST_LAYERS
from vgdesk.form.state import FormState
from vgdesk.ui.builder.combos import KindEditor
from vgdesk.ui.builder.editors import NumberEditor, make_editor
from vgdesk.ui.builder.layer_model import ACTIVATION, NUMBER, UNITS, LayerModel
from vgdesk.ui.theme import current_theme, themed

_ROW_HEIGHT = 21
_VISIBLE_ROWS = 9
_DOT_INSET, _DOT_RADIUS = 8.0, 2.5
_COLUMN_WIDTHS = {NUMBER: 35, UNITS: 58}
_Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ACTIONS = (
    ("add", "Add a layer behind the selected one", "Ins"),
    ("duplicate", "Duplicate the selected layers", "Ctrl+D"),
    ("remove", "Remove the selected layers", "Del"),
    ("up", "Move the selected layers towards the input", "Alt+Up"),
    ("down", "Move the selected layers towards the output", "Alt+Down"),
    ("plain", "Give the selected layers what the network has for all", ""),
)
_EDITS: dict[str, Callable[[layers.Layers, list[int]], layers.Edit]] = {
    "add": layers.add_layer,
    "duplicate": layers.duplicate_layers,
    "remove": layers.remove_layers,
    "up": partial(layers.move_layers, by=-1),
    "down": partial(layers.move_layers, by=1),
    "plain": layers.plain_layers,
}


class LayerDelegate(QStyledItemDelegate):
    """Edits a cell; what is typed in one of several selected rows goes to all of them."""

    def __init__(self, table: "LayerTable"):
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: Any, index: _Index) -> QWidget:  # noqa: ARG002
        """A number editor for units, a combo for the activation."""
        shows_units = index.column() == UNITS
        field = form_field(LayerSpec, "units") if shows_units else form_field(NetworkSpec, "activation")
        editor = make_editor(field, parent)
        editor.setObjectName(f"cell.{field.name}")
        if isinstance(editor, KindEditor):
            editor.committed.connect(partial(self._finish, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show the value of the cell."""
        if isinstance(editor, NumberEditor | KindEditor):
            editor.show_value(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, NumberEditor):
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:  # noqa: ARG002
        """Ask for the new value in every selected row, if it is new."""
        before = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, KindEditor):
            value, before = editor.currentData(), before.kind
        elif isinstance(editor, NumberEditor):
            value = editor.typed()
        else:
            return
        if value != before:
            self._table.layers.set_rows(self._table.rows_with(index.row()), index.column(), value)

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """The cell of the style, framed where it is wrong."""
        super().paint(painter, option, index)
        if index.column() == NUMBER and self._table.layers.has_own(index.row()):
            _paint_dot(painter, QRectF(option.rect))
        if index.column() != NUMBER and index.data(Qt.ItemDataRole.ForegroundRole):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_theme().bad), 1))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -1.5, -1.5), 3, 3)
            painter.restore()

    def _finish(self, editor: KindEditor, *_: object) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)


def _paint_dot(painter: QPainter, cell: QRectF) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current_theme().accent))
    painter.drawEllipse(QPointF(cell.right() - _DOT_INSET, cell.center().y()), _DOT_RADIUS, _DOT_RADIUS)
    painter.restore()


class LayerTable(QTableView):
    """The layers of a spec, with the keys Insert, Delete, Ctrl+D, Alt+Up and Alt+Down.

    Signals:
        edited: new values by dotted path.
        restored: never sent; an open cell reverts an edit itself.
        selected: the hidden layers selected have changed.
    """

    edited = Signal(object)
    restored = Signal(object)
    selected = Signal()

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.layers = LayerModel(self)
        self._editable = True
        self._select_next: tuple[int, ...] | None = None
        self.setObjectName("layers")
        self.setAccessibleName("Layers")
        self.setModel(self.layers)
        self.setItemDelegate(LayerDelegate(self))
        self._set_up_view()
        self.layer_actions = {name: self._make_action(name, text, key) for name, text, key in _ACTIONS}
        self.set_editable(True)
        self.layers.edited.connect(self.edited)
        self.selectionModel().selectionChanged.connect(self._enable_actions)
        self.selectionModel().selectionChanged.connect(self.selected)
        themed.changed.connect(self.viewport().update)

    def show_state(self, state: FormState) -> None:
        """Show the layers, and mark the cells that are wrong."""
        self.show_spec(state.spec)
        self.layers.show_problems(state.messages, state.waiting)

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Show the layers of a spec, the same rows selected as far as they are there."""
        rows = self.selected_rows() if self._select_next is None else list(self._select_next)
        current, self._select_next = self.currentIndex(), None
        self.layers.show_spec(spec)
        self.setFixedHeight(self._height())
        count = len(self.layers.layers)
        if self.selected_rows() != [row for row in rows if row < count]:
            self._select([row for row in rows if row < count], max(current.column(), UNITS))
        self._enable_actions()

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or only look and scroll."""
        self._editable = editable
        if not editable:
            self._close_cell(commit=False)
        triggers = QAbstractItemView.EditTrigger
        some = triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        self.setEditTriggers(some if editable else triggers.NoEditTriggers)
        self._enable_actions()

    def commit(self) -> None:
        """Take in what is typed in an open cell."""
        self._close_cell(commit=True)

    def selected_rows(self) -> list[int]:
        """The selected hidden layers, in order."""
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})

    def rows_with(self, row: int) -> list[int]:
        """All selected rows, if this is one of them; else it alone."""
        rows = self.selected_rows()
        return rows if row in rows else [row]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter edits the cell; Tab leaves the table."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _ENTER and self._editable and self.currentIndex().isValid() and not editing:
            if self.currentIndex().column() == NUMBER:
                self.setCurrentIndex(self.currentIndex().siblingAtColumn(UNITS))
            self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Measure the rows again when the font has changed."""
        if event.type() == QEvent.Type.Polish:
            self.setFixedHeight(self._height())
        return super().event(event)

    def _close_cell(self, commit: bool) -> None:
        cells = [child for child in self.viewport().children() if isinstance(child, NumberEditor | KindEditor)]
        for cell in cells:
            if commit:
                self.commitData(cell)
            self.closeEditor(cell, QStyledItemDelegate.EndEditHint.NoHint)

    def _set_up_view(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(_ROW_HEIGHT)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(ACTIVATION, QHeaderView.ResizeMode.Stretch)
        for column, width in _COLUMN_WIDTHS.items():
            header.resizeSection(column, width)

    def _height(self) -> int:
        rows = min(self.layers.rowCount(), _VISIBLE_ROWS)
        return (rows + 1) * _ROW_HEIGHT + 2 * self.frameWidth()

    def _make_action(self, name: str, text: str, key: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"layers.{name}")
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        action.triggered.connect(partial(self._act, name))
        self.addAction(action)
        return action

    def _act(self, name: str, checked: bool = False) -> None:  # noqa: ARG002
        self.ask_for(*_EDITS[name](self.layers.layers, self.selected_rows()))

    def ask_for(self, layers: layers.Layers, rows: tuple[int, ...] | None = None) -> None:
        """Ask for other hidden layers, and select some of them once they are there."""
        if layers != self.layers.layers:
            self._select_next = rows
            self.edited.emit({HIDDEN: [layer.model_dump(mode="json", exclude_none=True) for layer in layers]})

    def _select(self, rows: list[int], column: int) -> None:
        selection = QItemSelection()
        for row in rows:
            selection.select(self.layers.index(row, NUMBER), self.layers.index(row, ACTIVATION))
        if rows:
            current = self.layers.index(rows[0], column)
            self.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(current)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _enable_actions(self) -> None:
        there, rows = self.layers.layers, self.selected_rows()
        room = MOST_LAYERS - len(there)
        own = any(self.layers.has_own(row) for row in rows)
        able = {
            "add": room > 0,
            "duplicate": bool(rows) and room >= len(rows),
            "remove": bool(rows),
            "up": bool(rows) and rows[0] > 0,
            "down": bool(rows) and rows[-1] < len(there) - 1,
            "plain": own,
        }
        for name, action in self.layer_actions.items():
            action.setEnabled(self._editable and able[name])
