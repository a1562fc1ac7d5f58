"""The table of the library: keys, dragging and the widths of its columns."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from vgdesk.library.entries import RunEntry
from vgdesk.ui.library.row_painter import RunPainter
from vgdesk.ui.library.rows import DATE, DIFFERENCE, ENTRY, LOSS, RUN, SIZE, VERDICT, RunFilter
from vgdesk.ui.named import named
from vgdesk.ui.theme import current_theme, themed

_WIDTHS = {DIFFERENCE: 190, VERDICT: 140, LOSS: 76, DATE: 104, SIZE: 76}
_NARROW_WIDTHS = {DIFFERENCE: 136, VERDICT: 118, LOSS: 64, DATE: 100, SIZE: 66}
_NARROW, _LEAST_RUN = 820, 240
_FIRST_TO_GO = (SIZE, DATE, DIFFERENCE)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_BESIDE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_WITH_CONTROL = (Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_Space, *_ENTER)


class RunsTable(QTreeView):
    """The runs that fit.

    Args:
        rows: what is shown.

    Signals:
        opened: Enter or a double click; whether beside the lanes that are there.
        removal_wanted: Delete.
        star_wanted: the key ``*``, or a click on a star; the entries.
        undo_wanted: Ctrl+Z.
        typed: a character that belongs into the search field.
        chosen: the selection has changed.
    """

    opened = Signal(bool)
    removal_wanted = Signal()
    star_wanted = Signal(object)
    undo_wanted = Signal()
    typed = Signal(str)
    chosen = Signal()

    def __init__(self, rows: RunFilter):
        super().__init__()
        named(self, "library-runs")
        self.setAccessibleName("Recorded runs")
        self._rows = rows
        self._painter = RunPainter(self)
        self._painter.star_clicked.connect(lambda entry: self.star_wanted.emit([entry]))
        self.setItemDelegate(self._painter)
        self.setModel(rows)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSortingEnabled(True)
        self.sortByColumn(DATE, Qt.SortOrder.DescendingOrder)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(False))
        self._size_columns()
        themed.changed.connect(self._size_columns)

    @property
    def selected(self) -> list[RunEntry]:
        """The runs that are selected, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.index(row, RUN).data(ENTRY) for row in rows]

    def select(self, paths: set[Path], current: Path | None) -> None:
        """Select the runs of these files, as far as they are shown; the first row where none is."""
        found = QItemSelection()
        focus = -1
        for row in range(self._rows.rowCount()):
            path = self._rows.index(row, RUN).data(ENTRY).path
            if path in paths:
                found.select(self._rows.index(row, RUN), self._rows.index(row, SIZE))
                focus = row if path == current or focus < 0 else focus
        selection = self.selectionModel()
        place = self._rows.index(max(focus, 0), RUN)
        selection.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.NoUpdate)
        if focus < 0:
            found.select(place, self._rows.index(0, SIZE))
        selection.select(found, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def edit_name(self) -> None:
        """Have the name of the current run edited in place."""
        current = self.currentIndex()
        if current.isValid():
            self.edit(self._rows.index(current.row(), RUN))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell it."""
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the table from the window's own shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, remove, rename, star, undo, mark, and hand what is typed to the search field."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.state() == QAbstractItemView.State.EditingState:
            return  # Enter has ended the editing
        if key in _ENTER:
            self.opened.emit(bool(event.modifiers() & _BESIDE))
        elif key in _REMOVING:
            self.removal_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.edit_name()
        elif key == Qt.Key.Key_Asterisk:
            self.star_wanted.emit(self.selected)
        elif key == Qt.Key.Key_Z and control:
            self.undo_wanted.emit()
        elif key == Qt.Key.Key_Space:
            self._toggle_current()
        elif event.text().isprintable() and event.text() and not control:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow columns where there is little room."""
        super().resizeEvent(event)
        self._size_columns()

    @Slot()
    def _size_columns(self) -> None:
        header, pixels = self.header(), current_theme().pixels
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(RUN, QHeaderView.ResizeMode.Stretch)
        widths = _NARROW_WIDTHS if self.width() < pixels(_NARROW) else _WIDTHS
        for column, width in widths.items():
            header.resizeSection(column, pixels(width))
        hidden = _hide_columns(widths, self.width() / pixels(1000) * 1000)
        for column in widths:
            self.setColumnHidden(column, column in hidden)

    def _toggle_current(self) -> None:
        """Take the current run into the selection, or out of it."""
        current = self.currentIndex()
        if current.isValid():
            flags = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().select(current, flags)


class SearchKeys(QObject):
    """Lets the keys of a search field that move and open act on the table.

    Args:
        field: the search field.
        table: of the runs.
    """

    def __init__(self, field: QWidget, table: RunsTable):
        super().__init__(field)
        self._table = table
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up go to the table, Enter opens."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, *_ENTER):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._follow(event)
                return True
        return super().eventFilter(watched, event)

    def _follow(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._table.opened.emit(bool(event.modifiers() & _BESIDE))
        else:
            self._table.setFocus(Qt.FocusReason.TabFocusReason)


def _hide_columns(widths: Mapping[int, int], room: float) -> set[int]:
    """The columns that go where there is too little room for the names of runs; lengths before scaling."""
    hidden: set[int] = set()
    for column in _FIRST_TO_GO:
        if room - sum(width for each, width in widths.items() if each not in hidden) < _LEAST_RUN:
            hidden.add(column)
    return hidden


def _is_own(event: QKeyEvent) -> bool:
    """Whether a key belongs to the table while it has the focus; function keys but F2 stay the window's."""
    if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return False
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return event.key() in _WITH_CONTROL
    is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    return event.key() == Qt.Key.Key_F2 or not (is_function or event.key() == Qt.Key.Key_Escape)
