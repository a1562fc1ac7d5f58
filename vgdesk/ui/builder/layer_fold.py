"""What the selected layers have of their own, behind a line below the table."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form.gain import describe_layer_gain, explain_gain
from vgdesk.form.layers import HIDDEN, layer_items, name_rows, own_choices
from vgdesk.ui.builder.combos import OPEN_CHOICE
from vgdesk.ui.builder.fold import Fold
from vgdesk.ui.builder.form import Form


class LayerFold(Fold):
    """Activation, initialiser and normalisation of the selected layers alone; an edit goes to all of them.

    Args:
        plain: the action that gives the selected layers what the network has for all.

    Signals:
        edited: new values by dotted path.
        restored: paths of fields whose edit was taken back.
    """

    edited = Signal(object)
    restored = Signal(object)

    def __init__(self, plain: QAction, parent: QWidget | None = None):
        super().__init__("One layer", "layer_fold", is_open=False, parent=parent)
        self._spec = ExperimentSpec()
        self._rows: list[int] = []
        self.line.is_heading = False
        self.form, self.gain = Form("layer_form", parent=self.body), QLabel(self.body)
        self.gain.setObjectName("layer_gain")
        self.gain.setProperty("role", "label")
        self.plain = QToolButton(self)
        self.plain.setObjectName("layers.plain.button")
        self.plain.setText(OPEN_CHOICE)
        self.plain.setToolTip(plain.text())
        self.plain.setProperty("role", "link")
        self.plain.clicked.connect(plain.trigger)
        self.line_row.addWidget(self.plain)
        self.rows.addWidget(self.form)
        self.rows.addWidget(self.gain)
        self.rows.addWidget(_hairline(self.body))
        self.form.edited.connect(self._edit)
        self.form.restored.connect(self._restore)

    def show_layers(self, spec: ExperimentSpec, rows: list[int], waiting: frozenset[str]) -> None:
        """Show the first of the selected layers; without any, the line says how to choose one."""
        self._spec, self._rows = spec, rows
        if not rows:
            self.form.show_items([])
            self.disable("Select a row of the table to give that layer choices of its own", "select a row")
            self.line.set_text("One layer", "select a row")
            self.plain.hide()
            return
        self.disable("")
        self.form.show_items(layer_items(spec, rows[0]))
        self.form.show_values(spec, waiting)
        own = [own_choices(spec.network.hidden[row]) for row in rows]
        said = " · ".join(choice.label for choice in own[0]) or OPEN_CHOICE
        self.line.set_text(name_rows(rows), said if own.count(own[0]) == len(own) else "mixed", is_special=any(own))
        self.plain.setVisible(any(own))
        self.gain.setText(describe_layer_gain(spec, rows[0]))
        self.gain.setToolTip(explain_gain(spec))

    def show_problems(self, messages: Mapping[str, str]) -> None:
        """Mark what is wrong, and open where something is."""
        self.form.show_problems(messages)
        if set(messages) & set(self.form.editors):
            self.open()

    def commit(self) -> None:
        """Emit what is typed and not emitted yet."""
        self.form.commit()

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or only look."""
        self.form.set_editable(editable)
        self.plain.setEnabled(editable)

    def _edit(self, path: str, value: Any) -> None:
        self.edited.emit(dict.fromkeys(self._paths(path), value))

    def _restore(self, path: str) -> None:
        self.restored.emit(tuple(self._paths(path)))

    def _paths(self, path: str) -> list[str]:
        """A field of the first layer in every selected one; a parameter only where the same kind is chosen."""
        name = path.removeprefix(f"{HIDDEN}.{self._rows[0]}.")
        block, is_parameter, _ = name.partition(".")
        kind = type(self._choice(self._rows[0], block))
        rows = [row for row in self._rows if not is_parameter or type(self._choice(row, block)) is kind]
        return [f"{HIDDEN}.{row}.{name}" for row in rows]

    def _choice(self, row: int, block: str) -> object:
        return getattr(self._spec.network.hidden[row], block)


def _hairline(parent: QWidget) -> QFrame:
    """Parts what one layer has from what all have."""
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    return line
