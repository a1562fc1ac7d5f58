"""The parts of the builder, each behind a line that closes it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from vgdesk.experiment.images import ImageData
from vgdesk.experiment.network import NetworkSpec
from vgdesk.experiment.shapes import describe_layers
from vgdesk.experiment.tables import Csv
from vgdesk.form.fields import form_field, value_at
from vgdesk.form.gain import describe_gain, describe_output_gain, explain_gain
from vgdesk.form.state import FormState
from vgdesk.form.summaries import describe_items, is_default
from vgdesk.ui.builder.fold import Fold
from vgdesk.ui.builder.form import GAP, Form
from vgdesk.ui.builder.layer_fold import LayerFold
from vgdesk.ui.builder.layer_table import LayerTable
from vgdesk.ui.builder.part import Part
from vgdesk.ui.builder.shape_row import ShapeRow
from vgdesk.ui.builder.text_editors import ColumnEditor
from vgdesk.ui.builder.thumbnail import Thumbnail
from vgdesk.ui.glyphs import GlyphButton
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named

_BUTTONS = ("add", "duplicate", "remove", "up", "down")


class Section(Fold):
    """A part of the builder behind a line, made of parts itself.

    Attributes:
        forms: by the name of their group of fields, in their order.
        parts: its forms, and what else edits the spec; each is shown after those before it.

    Signals:
        edited: new values by dotted path.
        restored: paths of fields whose edit was taken back.
    """

    edited = Signal(object)
    restored = Signal(object)

    def __init__(self, title: str, name: str, groups: tuple[str, ...], is_open: bool = False):
        super().__init__(title, name, is_open)
        columns = {"points": 1}
        self.forms = {group: Form(group, columns.get(group, 2), self.body) for group in groups}
        self.parts: tuple[Part, ...] = (*self.forms.values(), *self._make_parts())
        for part in self.parts:
            part.edited.connect(self.edited)
            part.restored.connect(self.restored)
        self._lay_out()

    def show_state(self, state: FormState) -> None:
        """Show all parts, say what is chosen, and open where something is wrong."""
        for part in self.parts:
            part.show_state(state)
        items = [item for group in self.forms for item in state.groups[group]]
        special = any(not is_default(state.spec, item.path) for item in items)
        self.line.set_text(self.line.title, describe_items(state.spec, items), special)
        self.setVisible(bool(items))
        if any(set(state.messages) & set(form.editors) for form in self.forms.values()):
            self.open()

    def commit(self) -> None:
        """Emit what is typed and not emitted yet."""
        for part in self.parts:
            part.commit()

    def set_editable(self, editable: bool) -> None:
        """Let the user edit, or not."""
        for part in self.parts:
            part.set_editable(editable)

    def _make_parts(self) -> tuple[Part, ...]:
        """The parts beside the forms."""
        return ()

    def tab_chain(self) -> Iterator[QWidget]:
        """The widgets of the section in the order in which Tab visits them."""
        yield self.line
        for form in self.forms.values():
            yield from form.editors.values()

    def _lay_out(self) -> None:
        for form in self.forms.values():
            self.rows.addWidget(form)


class DataSection(Section):
    """The data set, its parameters and its thumbnail.

    Signals:
        folder_wanted: the user wants to name the folder of the full data sets.
        download_wanted: the user wants to download the full set that is chosen.
        columns_wanted: the user wants to see the columns of the table that is chosen.
    """

    folder_wanted = Signal()
    columns_wanted = Signal()
    download_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Data", "data_section", ("data", "points", "shape"), is_open=True)

    def show_state(self, state: FormState) -> None:
        """Show all fields; without a number beside the thumbnail, say there what the data are."""
        super().show_state(state)
        data = state.spec.data
        self._note.setText(data.words.help)
        self._look_in.setVisible(isinstance(data, Csv) and bool(data.seen[0]))
        self._note.setVisible(not state.groups["points"])
        self._missing_note.setVisible(isinstance(data, ImageData) and bool(data.find_problems()))
        for editor in self.forms["shape"].editors.values():
            if isinstance(editor, ColumnEditor):
                editor.show_file(value_at(state.spec, "data.path"))

    def set_editable(self, editable: bool) -> None:
        """Let the user edit and name a folder, or not."""
        super().set_editable(editable)
        self._missing_note.setEnabled(editable)
        self._look_in.setEnabled(editable)

    def _lay_out(self) -> None:
        self.thumbnail, self._note = Thumbnail(self.body), QLabel(self.body)
        self.thumbnail.setObjectName("thumbnail")
        named(self._note, "data_note", "label")
        self._note.setWordWrap(True)
        beside = QHBoxLayout()
        beside.setSpacing(GAP)
        for widget, stretch in ((self.forms["points"], 1), (self._note, 1), (self.thumbnail, 0)):
            beside.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        self.rows.addWidget(self.forms["data"])
        self.rows.addLayout(beside)
        self.rows.addWidget(self.forms["shape"])
        self._look_in = named(QToolButton(self.body), "table_columns")
        self._look_in.setText("Columns…")
        self._look_in.setToolTip("See the rows of the file and what is done to each column, and change it")
        self._look_in.clicked.connect(self.columns_wanted)
        self.rows.addWidget(self._look_in)
        self._missing_note = self._make_missing_note()
        self.rows.addWidget(self._missing_note)

    def _make_missing_note(self) -> QWidget:
        """A note that the full set is not there, and the buttons that help."""
        lack = named(QWidget(self.body), "lack")
        note = named(QLabel("The full set is not in the data folder.", wordWrap=True), "lack_note", "label")
        folder, download = named(QToolButton(), "data_folder"), named(QToolButton(), "data_download")
        folder.setText("Data folder…")
        folder.setToolTip("Name the folder that holds the files of MNIST and Fashion-MNIST")
        folder.clicked.connect(self.folder_wanted)
        download.setText("Download…")
        download.setToolTip("Download the full set from openml.org into the data folder")
        download.clicked.connect(self.download_wanted)
        buttons = fill(QHBoxLayout(), folder, download, None, gap=GAP)
        fill(QVBoxLayout(lack), note, buttons, gap=4)
        return lack


class NetworkSection(Section):
    """The layers, and what holds for all of them."""

    def __init__(self) -> None:
        super().__init__("Network", "network_section", ("weights", "output", "network"), is_open=True)

    def show_state(self, state: FormState) -> None:
        """Show the layers, and what the initialisers make of them."""
        super().show_state(state)
        spec = state.spec
        self.line.set_text(self.line.title, describe_layers(spec.network), is_special=True)
        for label, said in ((self.gain, describe_gain(spec)), (self.output_gain, describe_output_gain(spec))):
            label.setText(said)
            label.setToolTip(explain_gain(spec))
            label.setVisible(bool(said))
        activation = self.forms["weights"].editors["network.activation"]
        activation.setAccessibleName("Activation (all)")
        if {layer.activation.kind for layer in spec.network.resolved()} - {spec.network.activation.kind}:
            activation.show_value(None)

    def tab_chain(self) -> Iterator[QWidget]:
        """Line, buttons, table, then the rows."""
        yield from (self.line, *self.buttons, self.table, self.layer.line, self.layer.plain)
        yield from (*self.layer.form.editors.values(), self.shape.count, self.shape.units)
        for form in self.forms.values():
            yield from form.editors.values()

    def _make_parts(self) -> tuple[Part, ...]:
        self.table, self.shape = LayerTable(self.body), ShapeRow(self.body)
        self.layer = LayerFold(self.table, self.body)
        return self.table, self.shape, self.layer

    def _lay_out(self) -> None:
        self.gain, self.output_gain = (
            named(QLabel(self.body), "gain", "label"),
            named(QLabel(self.body), "output_gain", "label"),
        )
        self.buttons = [GlyphButton(self.table.layer_actions[name], name, self) for name in _BUTTONS]
        for button in self.buttons:
            self.line_row.addWidget(button)
            self.line.toggled.connect(button.setVisible)
        weights, output, network = self.forms.values()
        for widget in (self.table, self.layer, self.shape, weights, self.gain, output, self.output_gain, network):
            self.rows.addWidget(widget)
        self.shape.resized.connect(self.table.ask_for)


class RecurrentSection(Section):
    """The recurrent layer; disabled where the data are no sequences."""

    def __init__(self) -> None:
        super().__init__("Recurrent", "recurrent_section", ("recurrent",))

    def show_state(self, state: FormState) -> None:
        """Show the layer; disabled where every kind is unavailable, and none is chosen."""
        super().show_state(state)
        kinds = form_field(NetworkSpec, "recurrence").choices
        reasons = state.unavailable.get("network.recurrence", {})
        is_moot = state.spec.network.recurrent is None and len(reasons) == len(kinds) - 1
        self.disable(next(iter(reasons.values())) if is_moot else "", "sequences only")


def make_sections() -> tuple[Section, ...]:
    """All parts of the builder, from top to bottom."""
    return (
        DataSection(),
        Section("Split and scale", "split_section", ("split",)),
        NetworkSection(),
        Section("Normalise and skip", "normalize_section", ("normalize",)),
        RecurrentSection(),
        Section("Training", "training_section", ("training",), is_open=True),
        Section("Update and loss", "update_section", ("update",)),
        Section("Recording", "recording_section", ("recording",)),
    )
