"""The runs of the library as rows: what each cell says, and which rows fit what is typed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QUrl,
    Signal,
)

from vgdesk.library.entries import RunEntry
from vgdesk.ui.formatting import format_bytes
from vgdesk.ui.library.words import (
    describe_difference,
    describe_run,
    describe_state,
    format_date,
    format_loss,
    searched_text,
)
from vgdesk.ui.plain_text import plain_tip

RUN, DIFFERENCE, VERDICT, LOSS, DATE, SIZE = range(6)
TITLES = ("Run", "Sets it apart", "Verdict", "Loss", "Date", "Size")
ENTRY = Qt.ItemDataRole.UserRole
_SORTED_BY = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class RunRows(QAbstractTableModel):
    """A row a run.

    Signals:
        renamed: an entry, and the name that was typed for it.
    """

    renamed = Signal(object, str)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.entries: list[RunEntry] = []

    def show_entries(self, entries: Sequence[RunEntry]) -> None:
        """Show these runs; where they are the same files in the same order, the selection stays."""
        before, self_entries = self.entries, list(entries)
        if [entry.path for entry in before] == [entry.path for entry in self_entries]:
            self.entries = self_entries
            for row, (old, new) in enumerate(zip(before, self_entries, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, len(TITLES) - 1))
            return
        self.beginResetModel()
        self.entries = self_entries
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Runs."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Cells a run."""
        return 0 if parent.isValid() else len(TITLES)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says, the entry itself, or what it is sorted by."""
        entry, column = self.entries[index.row()], index.column()
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(entry, column)
        if role == Qt.ItemDataRole.EditRole:
            return entry.name
        if role == _SORTED_BY:
            return _sort_key(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tip(entry, column))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column in (LOSS, SIZE) else _LEFT
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell the name that was typed for a run."""
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == self.entries[index.row()].name:
            return False
        self.renamed.emit(self.entries[index.row()], str(value).strip())
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (LOSS, SIZE) else _LEFT
        return TITLES[section] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """All can be chosen and dragged; the name of a run that can be read can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        if index.column() == RUN and self.entries[index.row()].facts is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the rows."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setUrls([QUrl.fromLocalFile(str(self.entries[row].path)) for row in rows])
        return data


class RunFilter(QSortFilterProxyModel):
    """The rows that fit, in the order of the column that was chosen."""

    def __init__(self, rows: RunRows, parent: QObject | None = None):
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._only: frozenset[Path] | None = None
        self.setSourceModel(rows)
        self.setSortRole(_SORTED_BY)
        self.setDynamicSortFilter(True)

    def search(self, text: str) -> None:
        """Show the runs that hold every word of a text."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange()

    def show_only(self, paths: Collection[Path] | None) -> None:
        """Show no other runs than these; None shows all."""
        self.beginFilterChange()
        self._only = None if paths is None else frozenset(paths)
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:  # noqa: ARG002
        """Whether a run fits."""
        model = self.sourceModel()
        assert isinstance(model, RunRows)
        entry = model.entries[row]
        if self._only is not None and entry.path not in self._only:
            return False
        return not self._words or all(word in searched_text(entry) for word in self._words)


def _text(entry: RunEntry, column: int) -> str:
    if column == DATE:
        return format_date(entry.date, datetime.now().astimezone())
    if column == SIZE:
        return format_bytes(entry.bytes)
    if column == VERDICT:
        return entry.facts.verdict if entry.facts else ""
    return {RUN: entry.name, DIFFERENCE: describe_difference(entry), LOSS: format_loss(entry)}[column]


def _tip(entry: RunEntry, column: int) -> str:
    if column == DIFFERENCE:
        return entry.trouble or (f"{entry.difference}, held against the run before it" if entry.difference else "")
    if column == VERDICT:
        state = describe_state(entry)
        return ", ".join(part for part in (_text(entry, column), state) if part)
    if column == DATE:
        return datetime.fromtimestamp(entry.date).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return f"{entry.name}: {describe_run(entry)}\n{entry.path.name}" if column == RUN else ""


def _sort_key(entry: RunEntry, column: int) -> Any:
    if column == LOSS:
        loss = entry.facts.loss if entry.facts else float("inf")
        return loss if loss == loss else float("inf")
    if column == DATE:
        return entry.date
    return float(entry.bytes) if column == SIZE else _text(entry, column).casefold()
