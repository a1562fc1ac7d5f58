"""What the selected layers have of their own, behind a line below the table."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from vgdesk.form.gain import describe_layer_gain, explain_gain
from vgdesk.form.layers import HIDDEN, layer_items, name_rows, own_choices
from vgdesk.form.state import FormState
from vgdesk.ui.builder.combos import OPEN_CHOICE
from vgdesk.ui.builder.fold import Fold
from vgdesk.ui.builder.form import Form
from vgdesk.ui.builder.layer_table import LayerTable
from vgdesk.ui.named import named


class LayerFold(Fold):
    """Activation, initialiser and normalisation of the selected layers alone; an edit goes to all of them.

    Args:
        table: where the layers are selected; its action ``plain`` gives them what the network has for all.
        parent: as in Qt.

    Signals:
        edited: new values by dotted path.
        restored: paths of fields whose edit was taken back.
    """

    edited = Signal(object)
    restored = Signal(object)

    def __init__(self, table: LayerTable, parent: QWidget | None = None):
        super().__init__("One layer", "layer_fold", is_open=False, parent=parent)
        self._table = table
        self._state: FormState | None = None
        self._rows: list[int] = []
        self.line.is_heading = False
        self.form, self.gain = Form("layer", parent=self.body), QLabel(self.body)
        named(self.gain, "layer_gain", "label")
        self.plain = self._make_plain(table.layer_actions["plain"])
        self.line_row.addWidget(self.plain)
        self.rows.addWidget(self.form)
        self.rows.addWidget(self.gain)
        self.rows.addWidget(_hairline(self.body))
        self.form.edited.connect(self._edit)
        self.form.restored.connect(self._restore)
        table.selected.connect(self._show_selection)

    def show_state(self, state: FormState) -> None:
        """Show the first of the selected layers, and open where something is wrong."""
        self._state, self._rows = state, self._table.selected_rows()
        if not self._rows:
            self._show_none()
            return
        spec, rows = state.spec, self._rows
        self.disable("")
        self.form.show_items(layer_items(spec, rows[0]))
        self.form.show_state(state)
        own = [own_choices(spec.network.hidden[row]) for row in rows]
        said = " · ".join(choice.label for choice in own[0]) or OPEN_CHOICE
        self.line.set_text(name_rows(rows), said if own.count(own[0]) == len(own) else "mixed", is_special=any(own))
        self.plain.setVisible(any(own))
        self.gain.setText(describe_layer_gain(spec, rows[0]))
        self.gain.setToolTip(explain_gain(spec))
        if set(state.messages) & set(self.form.editors):
            self.open()

    def commit(self) -> None:
        """Emit what is typed and not emitted yet."""
        self.form.commit()

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or only look."""
        self.form.set_editable(editable)
        self.plain.setEnabled(editable)

    @Slot()
    def _show_selection(self) -> None:
        if self._state is None or self._state.spec.network.hidden != self._table.layers.layers:
            return  # the table has just taken a new state, which comes here next
        self.show_state(self._state)

    def _show_none(self) -> None:
        """Without a selected layer the line says how to select one."""
        self.form.show_items([])
        self.disable("Select a row of the table to give that layer choices of its own", "select a row")
        self.line.set_text("One layer", "select a row")
        self.plain.hide()

    def _make_plain(self, action: QAction) -> QToolButton:
        button = named(QToolButton(self), "layers.plain.button", "link")
        button.setText(OPEN_CHOICE)
        button.setToolTip(action.text())
        button.clicked.connect(action.trigger)
        return button

    @Slot(object)
    def _edit(self, edits: dict[str, Any]) -> None:
        self.edited.emit({path: value for first, value in edits.items() for path in self._paths(first)})

    @Slot(object)
    def _restore(self, paths: Iterable[str]) -> None:
        self.restored.emit(tuple(path for first in paths for path in self._paths(first)))

    def _paths(self, path: str) -> list[str]:
        """A field of the first layer in every selected one; a parameter only where the same kind is chosen."""
        name = path.removeprefix(f"{HIDDEN}.{self._rows[0]}.")
        block, is_parameter, _ = name.partition(".")
        kind = type(self._choice(self._rows[0], block))
        rows = [row for row in self._rows if not is_parameter or type(self._choice(row, block)) is kind]
        return [f"{HIDDEN}.{row}.{name}" for row in rows]

    def _choice(self, row: int, block: str) -> object:
        return getattr(self._state.spec.network.hidden[row], block) if self._state else None


def _hairline(parent: QWidget) -> QFrame:
    """Parts what one layer has from what all have."""
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    return line
