"""The three groups of the builder: data, network, training."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vgdesk.experiment.choices import Choice
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.ui.builder.disclosure import Disclosure
from vgdesk.ui.builder.form import GAP, Form, FormItem, value_at
from vgdesk.ui.builder.glyph_button import GlyphButton
from vgdesk.ui.builder.groups import Groups
from vgdesk.ui.builder.layer_table import LayerTable
from vgdesk.ui.builder.names import kind_name
from vgdesk.ui.builder.numbers import format_number
from vgdesk.ui.builder.shape_row import ShapeRow
from vgdesk.ui.builder.thumbnail import Thumbnail

_BUTTONS = ("add", "duplicate", "remove", "up", "down")


class Section(QWidget):
    """A titled group of rows."""

    def __init__(self, title: str, name: str):
        super().__init__()
        self.setObjectName(name)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(GAP)
        self.title_row = QHBoxLayout()
        self.title_row.setSpacing(0)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        self.title_row.addWidget(heading, 1)
        self.rows.addLayout(self.title_row)

    def tab_chain(self) -> Iterator[QWidget]:
        """The widgets of the section in the order in which Tab visits them."""
        for form in self.findChildren(Form):
            yield from form.editors.values()


class DataSection(Section):
    """The data set, its parameters and its thumbnail."""

    def __init__(self) -> None:
        super().__init__("Data", "data_section")
        self.points, self.data, self.thumbnail = Form("points", columns=1), Form("data_form"), Thumbnail()
        self.thumbnail.setObjectName("thumbnail")
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.points, 1)
        top.addWidget(self.thumbnail, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(top)
        self.rows.addWidget(self.data)

    def show_groups(self, groups: Groups) -> None:
        """Have an editor for each field."""
        self.points.show_items(groups.points)
        self.data.show_items(groups.data)


class NetworkSection(Section):
    """The layers, and what holds for all of them."""

    def __init__(self) -> None:
        super().__init__("Network", "network_section")
        self.table, self.shape = LayerTable(), ShapeRow()
        self.weights, self.network, self.gain = Form("weights"), Form("network_form"), QLabel()
        self.buttons = [GlyphButton(self.table.layer_actions[name], name, self) for name in _BUTTONS]
        for button in self.buttons:
            self.title_row.addWidget(button)
        self.gain.setProperty("role", "label")
        self.gain.setObjectName("gain")
        self.gain.setToolTip("σ² of a weight times the inputs of its layer: what decides the fate of the gradient")
        for widget in (self.table, self.shape, self.weights, self.gain, self.network):
            self.rows.addWidget(widget)
        self.shape.resized.connect(self.table.ask_for)

    def show_groups(self, groups: Groups) -> None:
        """Have an editor for each field."""
        self.weights.show_items(groups.weights)
        self.weights.editors["network.activation"].setAccessibleName("Activation (all)")
        self.network.show_items(groups.network)

    def show_network(self, spec: ExperimentSpec, waiting: frozenset[str]) -> None:
        """Show the layers, and what the initialiser makes of them."""
        self.table.show_spec(spec)
        self.shape.show_layers(spec.network.hidden, waiting)
        self.gain.setText(describe_gain(spec))
        kinds = {layer.activation.kind for layer in spec.network.resolved()}
        if kinds - {spec.network.activation.kind}:
            self.weights.editors["network.activation"].show_value(None)

    def tab_chain(self) -> Iterator[QWidget]:
        """Buttons, table, then the rows."""
        yield from (*self.buttons, self.table, self.shape.count, self.shape.units)
        yield from (*self.weights.editors.values(), *self.network.editors.values())


class TrainingSection(Section):
    """How it learns."""

    def __init__(self) -> None:
        super().__init__("Training", "training_section")
        self.training, self.more = Form("training_form"), Disclosure("training_more", Form("training_more_form"))
        self.rows.addWidget(self.training)
        self.rows.addWidget(self.more)

    def show_groups(self, groups: Groups) -> None:
        """Have an editor for each field."""
        self.training.show_items(groups.training)
        self.more.form.show_items(groups.more)

    def show_training(self, spec: ExperimentSpec, groups: Groups, problems: frozenset[str]) -> None:
        """Say what is folded away, and unfold what is wrong."""
        set_first = sorted(groups.more, key=lambda item: is_default(spec, item.path))
        self.more.say(" · ".join(describe_item(spec, item) for item in set_first))
        if problems.intersection(self.more.form.editors):
            self.more.open()

    def tab_chain(self) -> Iterator[QWidget]:
        """The rows, then what is folded away."""
        yield from (*self.training.editors.values(), self.more.button, *self.more.form.editors.values())


def is_default(spec: ExperimentSpec, path: str) -> bool:
    """Whether a field is as its model has it."""
    parent, _, name = path.rpartition(".")
    return bool(value_at(spec, path) == type(value_at(spec, parent)).model_fields[name].default)


def describe_item(spec: ExperimentSpec, item: FormItem) -> str:
    """A field and its value in a few words: ``rho 0.9``, ``clip by norm``."""
    value = value_at(spec, item.path)
    if isinstance(value, Choice | str):
        said = kind_name(value.kind if isinstance(value, Choice) else value)
    else:
        said = format_number(value)
    return f"{item.field.title.lower()} {said}"


def describe_gain(spec: ExperimentSpec) -> str:
    """sigma_w^2 of the layers as rich text: one number, or its range by layer."""
    network = spec.network
    widths = network.widths(spec.data.inputs, spec.outputs)
    own = [layer.initializer for layer in network.resolved()]
    initializers = [*own, network.output_initializer or network.initializer]
    gains = [one.gain(*fans) for one, fans in zip(initializers, pairwise(widths), strict=True)]
    low, high = f"{min(gains):.3g}", f"{max(gains):.3g}"
    return f"σ<sub>w</sub>² = {low}" if low == high else f"σ<sub>w</sub>² = {low} … {high} by layer"
