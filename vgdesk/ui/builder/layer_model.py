"""The rows of the layer table: the hidden layers, then the output layer, which the data decides."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from vgdesk.experiment.network import LayerSpec
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form.fields import convert_choice, form_field
from vgdesk.form.layers import HIDDEN, own_choices
from vgdesk.ui.theme import current_theme

NUMBER, UNITS, ACTIVATION = range(3)

_HEADERS = ("#", "units", "activation")
_HEADER_HINTS = ("Number of the layer, 1 at the input", "Width of the layer", "Activation of the layer")
_FIELDS = {UNITS: "units", ACTIVATION: "activation"}
_Index = QModelIndex | QPersistentModelIndex


class LayerModel(QAbstractTableModel):
    """Shows the layers of a spec; an edit changes nothing here, it asks for a new spec.

    Signals:
        edited: new values by dotted path.
    """

    edited = Signal(object)

    def __init__(self, parent: Any = None):
        super().__init__(parent)
        self._spec = ExperimentSpec()
        self._typed: dict[str, str] = {}
        self._problems: dict[str, str] = {}

    @property
    def layers(self) -> tuple[LayerSpec, ...]:
        """The hidden layers shown, input side first."""
        return self._spec.network.hidden

    def has_own(self, row: int) -> bool:
        """Whether a layer has choices of its own, and is no output layer."""
        return row < len(self.layers) and bool(own_choices(self.layers[row]))

    def show_spec(self, spec: ExperimentSpec) -> None:
        """Show the layers of a spec."""
        same_rows = len(spec.network.hidden) == len(self.layers)
        if not same_rows:
            self.beginResetModel()
        self._spec = spec
        if same_rows:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, ACTIVATION))
        else:
            self.endResetModel()

    def show_problems(self, messages: Mapping[str, str], waiting: frozenset[str]) -> None:
        """Mark the cells that are wrong, by path; those not waiting show the spec's value again."""
        self._problems = {path: text for path, text in messages.items() if path.startswith(f"{HIDDEN}.")}
        self._typed = {path: text for path, text in self._typed.items() if path in waiting}
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, ACTIVATION))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Hidden layers and the output layer."""
        return 0 if parent.isValid() else len(self.layers) + 1

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """Number, units, activation."""
        return 0 if parent.isValid() else len(_HEADERS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Hidden layers can be selected and edited, but for their number; the output layer is only shown."""
        if index.row() >= len(self.layers):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in _FIELDS else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The columns' names; the rows have none."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.ToolTipRole:
            return _HEADER_HINTS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, its value for the editor, and its mark and tooltip when it is wrong."""
        row, column, path = index.row(), index.column(), cell_path(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._typed.get(path) or self._text(row, column)
        if role == Qt.ItemDataRole.EditRole and row < len(self.layers):
            return self._typed.get(path) or self._value(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._problem(path) or self._hint(row)
        if role == Qt.ItemDataRole.ForegroundRole and self._problem(path):
            return QColor(current_theme().bad)
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a new value: a number of units, or the kind of an activation."""
        return role == Qt.ItemDataRole.EditRole and self.set_rows([index.row()], index.column(), value)

    def set_rows(self, rows: list[int], column: int, value: Any) -> bool:
        """Ask for a new value in several rows at once."""
        if column == ACTIVATION:
            edits = {_path(row, column): self._activation(row, value) for row in rows}
        else:
            edits = {_path(row, column): value for row in rows}
            self._typed |= {path: str(value) for path in edits}
        self.edited.emit(edits)
        return True

    def _text(self, row: int, column: int) -> str:
        if column == NUMBER:
            return str(row + 1)
        if row == len(self.layers):
            return str(self._spec.outputs) if column == UNITS else f"{self._spec.output_label} (output)"
        if column == UNITS:
            return str(self._value(row, column))
        others = own_choices(self.layers[row])[1 if self.layers[row].activation else 0 :]
        return " · ".join(choice.label for choice in (self._value(row, column), *others))

    def _value(self, row: int, column: int) -> Any:
        layer = self.layers[row]
        return (layer.activation or self._spec.network.activation) if column == ACTIVATION else layer.units

    def _activation(self, row: int, kind: str) -> dict[str, Any] | None:
        """The activation of a layer alone; none where it is the network's."""
        network = self._spec.network
        if kind == network.activation.kind:
            return None
        return convert_choice(self.layers[row].activation, form_field(LayerSpec, "activation").choice(kind))

    def _problem(self, path: str) -> str:
        return next((text for field, text in self._problems.items() if f"{field}.".startswith(f"{path}.")), "")

    def _hint(self, row: int) -> str:
        if row == len(self.layers):
            return "The output layer: its width follows from the classes of the data"
        return "\n".join(f"its own: {choice.label}" for choice in own_choices(self.layers[row]))


def cell_path(index: _Index) -> str:
    """Dotted path of the field a cell shows."""
    return _path(index.row(), index.column())


def _path(row: int, column: int) -> str:
    return f"{HIDDEN}.{row}.{_FIELDS.get(column, '')}".rstrip(".")
