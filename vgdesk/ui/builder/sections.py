"""The parts of the builder, each behind a line that closes it."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from vgdesk.experiment.images import ImageData
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.form.fields import value_at
from vgdesk.form.gain import describe_gain, describe_output_gain, explain_gain
from vgdesk.form.groups import Groups
from vgdesk.form.summaries import describe_items, describe_layers, is_default
from vgdesk.ui.builder.file_editors import ColumnEditor
from vgdesk.ui.builder.fold import Fold
from vgdesk.ui.builder.form import GAP, Form
from vgdesk.ui.builder.glyph_button import GlyphButton
from vgdesk.ui.builder.layer_fold import LayerFold
from vgdesk.ui.builder.layer_table import LayerTable
from vgdesk.ui.builder.shape_row import ShapeRow
from vgdesk.ui.builder.thumbnail import Thumbnail

_BUTTONS = ("add", "duplicate", "remove", "up", "down")


class Section(Fold):
    """Forms behind a line.

    Attributes:
        forms: by the name of their group of fields, in their order.
    """

    def __init__(self, title: str, name: str, groups: tuple[str, ...], is_open: bool = False):
        super().__init__(title, name, is_open)
        columns = {"points": 1}
        self.forms = {group: Form(f"{group}_form", columns.get(group, 2), self.body) for group in groups}
        self._lay_out()

    def show_groups(self, spec: ExperimentSpec, groups: Groups) -> None:
        """Have an editor for each field, and say what is chosen."""
        for group, form in self.forms.items():
            form.show_items(groups[group])
            form.setVisible(bool(groups[group]))
        items = [item for group in self.forms for item in groups[group]]
        self.line.set_text(
            self.line.title, describe_items(spec, items), any(not is_default(spec, i.path) for i in items)
        )
        self.setVisible(bool(items))

    def show_problems(self, messages: Mapping[str, str]) -> None:
        """Mark what is wrong, and open where something is."""
        for form in self.forms.values():
            form.show_problems(messages)
            if set(messages) & set(form.editors):
                self.open()

    def disable_options(self, unavailable: Mapping[str, Mapping[str, str]]) -> None:
        """Grey what would not do beside the rest of the spec."""
        for form in self.forms.values():
            form.disable_options(unavailable)

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
    """

    folder_wanted = Signal()
    download_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Data", "data_section", ("data", "points", "shape"), is_open=True)

    def show_groups(self, spec: ExperimentSpec, groups: Groups) -> None:
        """Have an editor for each field; without a number beside the thumbnail, say there what the data are."""
        super().show_groups(spec, groups)
        self._note.setText(spec.data.words.help)
        self._note.setVisible(not groups["points"])
        self._missing_note.setVisible(isinstance(spec.data, ImageData) and bool(spec.data.find_problems()))
        for editor in self.forms["shape"].editors.values():
            if isinstance(editor, ColumnEditor):
                editor.show_file(value_at(spec, "data.path"))

    def set_editable(self, editable: bool) -> None:
        """Let the user name a folder, or not."""
        self._missing_note.setEnabled(editable)

    def _lay_out(self) -> None:
        self.thumbnail, self._note = Thumbnail(self.body), QLabel(self.body)
        self.thumbnail.setObjectName("thumbnail")
        self._note.setObjectName("data_note")
        self._note.setProperty("role", "label")
        self._note.setWordWrap(True)
        beside = QHBoxLayout()
        beside.setSpacing(GAP)
        for widget, stretch in ((self.forms["points"], 1), (self._note, 1), (self.thumbnail, 0)):
            beside.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        self.rows.addWidget(self.forms["data"])
        self.rows.addLayout(beside)
        self.rows.addWidget(self.forms["shape"])
        self._missing_note = self._make_missing_note()
        self.rows.addWidget(self._missing_note)

    def _make_missing_note(self) -> QWidget:
        """A note that the full set is not there, and the buttons that help."""
        lack, note = QWidget(self.body), QLabel("The full set is not in the data folder.")
        folder, download = QToolButton(), QToolButton()
        lack.setObjectName("lack")
        note.setProperty("role", "label")
        note.setWordWrap(True)
        folder.setObjectName("data_folder")
        folder.setText("Data folder…")
        folder.setToolTip("Name the folder that holds the files of MNIST and Fashion-MNIST")
        folder.clicked.connect(self.folder_wanted)
        download.setObjectName("data_download")
        download.setText("Download…")
        download.setToolTip("Download the full set from openml.org into the data folder")
        download.clicked.connect(self.download_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(folder)
        buttons.addWidget(download)
        buttons.addStretch(1)
        rows = QVBoxLayout(lack)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(note)
        rows.addLayout(buttons)
        return lack


class NetworkSection(Section):
    """The layers, and what holds for all of them."""

    def __init__(self) -> None:
        super().__init__("Network", "network_section", ("weights", "output", "network"), is_open=True)

    def show_groups(self, spec: ExperimentSpec, groups: Groups) -> None:
        """Have an editor for each field."""
        super().show_groups(spec, groups)
        self.line.set_text(self.line.title, describe_layers(spec), is_special=True)
        self.forms["weights"].editors["network.activation"].setAccessibleName("Activation (all)")

    def show_network(self, spec: ExperimentSpec, waiting: frozenset[str]) -> None:
        """Show the layers, and what the initialisers make of them."""
        self.table.show_spec(spec)
        self.shape.show_layers(spec.network.hidden, waiting)
        self.layer.show_layers(spec, self.table.selected_rows(), waiting)
        for label, said in ((self.gain, describe_gain(spec)), (self.output_gain, describe_output_gain(spec))):
            label.setText(said)
            label.setToolTip(explain_gain(spec))
            label.setVisible(bool(said))
        kinds = {layer.activation.kind for layer in spec.network.resolved()}
        if kinds - {spec.network.activation.kind}:
            self.forms["weights"].editors["network.activation"].show_value(None)

    def tab_chain(self) -> Iterator[QWidget]:
        """Line, buttons, table, then the rows."""
        yield from (self.line, *self.buttons, self.table, self.layer.line, self.layer.plain)
        yield from (*self.layer.form.editors.values(), self.shape.count, self.shape.units)
        for form in self.forms.values():
            yield from form.editors.values()

    def _lay_out(self) -> None:
        self.table, self.shape = LayerTable(self.body), ShapeRow(self.body)
        self.layer = LayerFold(self.table.layer_actions["plain"], self.body)
        self.gain, self.output_gain = self._make_gain("gain"), self._make_gain("output_gain")
        self.buttons = [GlyphButton(self.table.layer_actions[name], name, self) for name in _BUTTONS]
        for button in self.buttons:
            self.line_row.addWidget(button)
            self.line.toggled.connect(button.setVisible)
        weights, output, network = self.forms.values()
        for widget in (self.table, self.layer, self.shape, weights, self.gain, output, self.output_gain, network):
            self.rows.addWidget(widget)
        self.shape.resized.connect(self.table.ask_for)

    def _make_gain(self, name: str) -> QLabel:
        label = QLabel(self.body)
        label.setProperty("role", "label")
        label.setObjectName(name)
        return label


class RecurrentSection(Section):
    """The recurrent layer; disabled where the data are no sequences."""

    def __init__(self) -> None:
        super().__init__("Recurrent", "recurrent_section", ("recurrent",))

    def disable_options(self, unavailable: Mapping[str, Mapping[str, str]]) -> None:
        """Grey what would not do; close the section where only none would, and none is chosen."""
        super().disable_options(unavailable)
        editor = self.forms["recurrent"].editors["network.recurrence"]
        reasons = unavailable.get("network.recurrence", {})
        is_moot = editor.currentData() == "none" and len(reasons) == editor.count() - 1
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
