"""The weights of one layer at the cursor, or their change from one epoch to another."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.spot import Spot, matrix_spot
from vgdesk.pictures.view import Choices
from vgdesk.pictures.weights import WeightFrame
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.weight_matrix_canvas import WeightMatrixCanvas
from vgdesk.ui.switch import Switch
from vgdesk.ui.theme import GAP, current_theme

_VIEWS = (
    Option("weights", "Show the weights at the cursor", "weight matrix: weights"),
    Option("change", "Show what changed from one epoch to another", "weight matrix: change"),
)
_LEAST_WIDTH, _BAR_FROM, _FIELD_WIDTH = 150, 330, 60
_AT_CURSOR, _LATEST = -1, 999_999_999


class WeightMatrixPane(Pane):
    """The matrix of one layer of the selected lane."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, sources)
        self._switch = Switch(self.key, _VIEWS)
        self._switch.choose("weights")
        self._layers = LayerCombo(self.key, "The layer whose weights are shown")
        self._since = named(QSpinBox(maximum=_LATEST), "weights-since")
        self._until = named(QSpinBox(minimum=_AT_CURSOR, maximum=_LATEST, value=_AT_CURSOR), "weights-until")
        self._epochs = named(QWidget(), "weights-epochs")
        self._canvas, self._bar = WeightMatrixCanvas("weight-matrix"), ColorBar()
        self._set_up_fields()
        self._lay_out()
        self._switch.chosen.connect(self.refresh)
        self._layers.chosen.connect(self.refresh)
        self._canvas.readout_changed.connect(self.readout_changed)
        self._canvas.weight_typed.connect(self._take_weight)
        self.restyle()

    @property
    def choices(self) -> Choices:
        """The matrix, and the epochs that a change is counted between."""
        found = replace(super().choices, layer=self._layers.wish + 1)
        if self._switch.key == "weights":
            return found
        until = self._until.value()
        return replace(found, since=float(self._since.value()), until=None if until == _AT_CURSOR else float(until))

    def put_choices(self, choices: Choices) -> None:
        """The matrix, and the epochs."""
        super().put_choices(choices)
        self._switch.choose("weights" if choices.since is None else "change")
        if choices.since is not None:
            self._since.setValue(round(choices.since))
            self._until.setValue(_AT_CURSOR if choices.until is None else round(choices.until))
        self._layers.choose((choices.layer or 1) - 1)

    def show_frame(self, frame: WeightFrame | None) -> None:
        """Show the matrix."""
        self._canvas.draw(frame, self.reason)
        self._layers.show_entries(
            frame.choices if frame is not None else (), frame.chosen if frame is not None else -1
        )
        self._epochs.setVisible(self._switch.key == "change")
        if frame is not None:
            self._bar.draw(frame.limits, frame.specials)
        self._fit()

    def spot_at(self, place: QPointF) -> Spot | None:
        """The entry at a place of the pane."""
        if self.frame is None:
            return None
        entry = self._canvas.entry_at(QPointF(self._canvas.mapFrom(self, place.toPoint())))
        return None if entry is None else matrix_spot(self.frame, *entry)

    @Slot(int, int, float)
    def _take_weight(self, unit: int, source: int, value: float) -> None:
        self.edits_wanted.emit(self.frame.edits_with(unit, source, value))

    def apply_theme(self) -> None:
        """Apply the theme's sizes."""
        theme = current_theme()
        self.setMinimumWidth(theme.pixels(_LEAST_WIDTH))
        for field in (self._since, self._until):
            field.setFixedWidth(theme.pixels(_FIELD_WIDTH))
        self._fit()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(current_theme().pixels(300), current_theme().pixels(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show title and colour scale only where they have room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        has_bar = self.frame is not None and self.width() >= current_theme().pixels(_BAR_FROM)
        self._bar.setVisible(has_bar)
        self._canvas.set_names_limits(not has_bar)

    def _set_up_fields(self) -> None:
        self._until.setSpecialValueText("cursor")
        names = ((self._since, "first epoch of the change"), (self._until, "last epoch of the change"))
        for field, name in names:
            field.setProperty("role", "choice")
            field.setKeyboardTracking(False)
            field.setAccessibleName(name)
            field.valueChanged.connect(self.refresh)
        self._since.setToolTip("Epoch that the change is counted from")
        self._until.setToolTip("Epoch that the change is counted to; one step below 0 it is the cursor")
        row = QHBoxLayout(self._epochs)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for word, field in (("epoch", self._since), ("to", self._until)):
            label = QLabel(word)
            label.setProperty("role", "label")
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch(1)
        self._epochs.hide()

    def _lay_out(self) -> None:
        self.header.add_choice(self._switch)
        self.header.add_choice(self._layers)
        across = fill(QHBoxLayout(), self._canvas, 1, self._bar, gap=GAP)
        fill(QVBoxLayout(self), self.header, self._epochs, across, 1, gap=2)


PANE = WeightMatrixPane
