"""One row for all hidden layers: their number and their width."""

from functools import partial
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from vgdesk.experiment.network import LayerSpec
from vgdesk.form.fields import FormField, form_field
from vgdesk.form.layers import HIDDEN, MOST_LAYERS, Layers, resize_layers
from vgdesk.form.state import FormState
from vgdesk.ui.builder.editors import NumberEditor, make_editor
from vgdesk.ui.builder.form import GAP, LABEL_WIDTH

_COUNT = FormField(
    name="hidden",
    title="Number of hidden layers",
    hint="How many hidden layers; a new one is as the last one is",
    kind="int",
    bounds=(("ge", 0), ("le", MOST_LAYERS)),
)


class ShapeRow(QWidget):
    """Editors for the number of hidden layers and for the width of them all.

    Signals:
        resized: the hidden layers there shall be.
        edited: new values by dotted path.
        restored: paths of fields whose edit was taken back.
    """

    resized = Signal(object)
    edited = Signal(object)
    restored = Signal(object)

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._layers: Layers = ()
        self.count = self._make(_COUNT, "shape.layers")
        self.units = self._make(form_field(LayerSpec, "units"), "shape.units")
        self.units.setAccessibleName("Units of all hidden layers")
        self.count.committed.connect(self._resize)
        self.count.restored.connect(partial(self.restored.emit, (HIDDEN,)))
        self.units.committed.connect(self._widen)
        self.units.restored.connect(self._restore_units)
        self._lay_out()

    def show_state(self, state: FormState) -> None:
        """Show number and width of the hidden layers, and what is wrong with them."""
        self.show_layers(state.spec.network.hidden, state.waiting)
        paths = self._unit_paths()
        self.count.mark(state.messages.get(HIDDEN, ""))
        self.units.mark(state.messages.get(paths[0], "") if paths and state.waiting.issuperset(paths) else "")

    def show_layers(self, layers: Layers, waiting: frozenset[str]) -> None:
        """Show how many layers there are and how wide all of them are; typed text that waits stays."""
        self._layers = layers
        widths = {layer.units for layer in layers}
        if HIDDEN not in waiting:
            self.count.show_value(len(layers))
        if not (layers and waiting.issuperset(self._unit_paths())):
            self.units.show_value(widths.pop() if len(widths) == 1 else None)
        self.units.lineEdit().setPlaceholderText("mixed" if layers else "")
        self.units.setEnabled(bool(layers))

    def commit(self) -> None:
        """Emit what is typed and not emitted yet."""
        self.count.commit()
        self.units.commit()

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or lock both fields; what was typed and not emitted is forgotten."""
        if not editable:
            self.count.take_back()
            self.units.take_back()
        self.setEnabled(editable)

    def _make(self, field: FormField, name: str) -> NumberEditor:
        editor = cast(NumberEditor, make_editor(field, self))
        editor.setObjectName(name)
        return editor

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for text, editor in (("Layers", self.count), ("of", self.units)):
            label = QLabel(text, self)
            label.setProperty("role", "muted")
            label.setBuddy(editor)
            if editor is self.count:
                label.setMinimumWidth(LABEL_WIDTH)
            row.addWidget(label)
            row.addWidget(editor, 1)
        unit = QLabel("units", self)
        unit.setProperty("role", "muted")
        row.addWidget(unit)

    def _unit_paths(self) -> list[str]:
        return [f"{HIDDEN}.{row}.units" for row in range(len(self._layers))]

    def _resize(self, count: Any) -> None:
        if isinstance(count, int) and 0 <= count <= MOST_LAYERS:
            self.resized.emit(resize_layers(self._layers, count))
        else:
            self.edited.emit({HIDDEN: count})

    def _widen(self, units: Any) -> None:
        self.edited.emit(dict.fromkeys(self._unit_paths(), units))

    def _restore_units(self) -> None:
        self.restored.emit(tuple(self._unit_paths()))
