"""How the entries of gradients or weights are spread."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from vgdesk.analysis.codes import Specials
from vgdesk.analysis.histogram_frame import HistogramTimeFrame, RidgesFrame
from vgdesk.analysis.histogram_source import HistogramSource
from vgdesk.analysis.numbers import format_epoch
from vgdesk.runs.history import History
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.histogram_over_time import HistogramTimePicture
from vgdesk.ui.panes.histogram_ridges import RidgesPicture
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.picture import EMPTY_TEXT
from vgdesk.ui.switch import Choice, Switch
from vgdesk.ui.theme import GAP, current_theme

ALL_LAYERS = "all layers"
_TENSORS = (
    Choice("gradient", "Show the weight gradients", "histogram: weight gradient"),
    Choice("weight", "Show the weights", "histogram: weight"),
)
_NONE_RECORDED = "This run has no histograms. A run whose field Histograms is not set to none records them."
_NONE_YET = "No histogram was taken before this epoch"
_LEAST_WIDTH, _BAR_FROM = 150, 330


class HistogramPane(Pane):
    """All layers at the cursor as ridges, or one layer over time as a heatmap."""

    key = "histogram"
    title = "histogram"
    tip = "How the entries of gradient or weight are spread: all layers at the cursor, or one layer over time"

    def __init__(self) -> None:
        super().__init__()
        self._switch = Switch(self.key, _TENSORS)
        self._switch.choose("gradient")
        self._layers = LayerCombo(self.key, "All layers at the cursor, or one layer over time")
        self._ridges = RidgesPicture("histogram-ridges")
        self._over_time = HistogramTimePicture("histogram-over-time")
        self._stack, self._bar = QStackedWidget(), ColorBar()
        self._source: tuple[History, str, HistogramSource] | None = None
        self._empty_text = EMPTY_TEXT
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._lay_out()
        self._connect()
        self.restyle()

    def make_frame(self, look: Look) -> RidgesFrame | HistogramTimeFrame | None:
        """The selected lane's histograms; None before there are any."""
        history = look.selected.history if look.selected is not None else None
        source = self._source_of(history)
        if source is None:
            self._empty_text = EMPTY_TEXT if history is None else _NONE_RECORDED
            return None
        chosen = min(self._layers.wish, len(source.rows)) - 1
        if chosen < 0:
            frame = source.ridges(look.epoch)
        else:
            frame = source.over_time(chosen, self._over_time.columns, look.epoch, look.window)
        self._empty_text = _why_empty(history)
        return frame

    def show_frame(self, frame: RidgesFrame | HistogramTimeFrame | None) -> None:
        """Show the picture that the frame is for."""
        is_over_time = isinstance(frame, HistogramTimeFrame)
        picture = self._over_time if is_over_time else self._ridges
        self._stack.setCurrentWidget(picture)
        picture.draw(frame, self._empty_text)
        entries = [ALL_LAYERS, *(row.label for row in frame.rows)] if frame is not None else []
        self._layers.show_entries(entries, frame.chosen + 1 if is_over_time else 0)
        self._bar.draw(frame.shades if is_over_time else None, Specials())
        self._fit()
        self.setAccessibleDescription(_describe(frame))

    def dress(self) -> None:
        """Take over the theme's sizes."""
        self.setMinimumWidth(current_theme().pixels(_LEAST_WIDTH))
        self._fit()

    def sizeHint(self) -> QSize:
        """A comfortable size."""
        return QSize(current_theme().pixels(300), current_theme().pixels(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show title and colour scale only where they have room."""
        super().resizeEvent(event)
        self._fit()

    @Slot(int)
    def choose_row(self, row: int) -> None:
        """Follow one layer over time."""
        self._layers.choose(row + 1)

    def draw(self, frame: RidgesFrame | HistogramTimeFrame | None) -> None:
        """Show a frame; without one the reason may be another."""
        super().draw(frame)
        if frame is None:
            self._ridges.draw(None, self._empty_text)

    def _source_of(self, history: History | None) -> HistogramSource | None:
        tensor = self._switch.key
        if history is None or tensor not in history.histograms.tensors:
            self._source = None
            return None
        if self._source is None or self._source[:2] != (history, tensor):
            self._source = (history, tensor, HistogramSource(history, tensor))
        return self._source[2]

    def _fit(self) -> None:
        is_wide = self.width() >= current_theme().pixels(_BAR_FROM)
        self._bar.setVisible(isinstance(self._frame, HistogramTimeFrame) and is_wide)

    def _lay_out(self) -> None:
        self.header.add_choice(self._switch)
        self.header.add_choice(self._layers)
        self._stack.addWidget(self._ridges)
        self._stack.addWidget(self._over_time)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._bar.setToolTip("Share of the layer's entries")
        across = QHBoxLayout()
        across.setSpacing(GAP)
        across.addWidget(self._stack, 1)
        across.addWidget(self._bar)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addLayout(across, 1)

    def _connect(self) -> None:
        self._switch.chosen.connect(self.look_again)
        self._layers.chosen.connect(self.look_again)
        self._ridges.row_chosen.connect(self.choose_row)
        self._over_time.resized.connect(self.look_again, Qt.ConnectionType.QueuedConnection)  # after show_frame
        self._over_time.epoch_chosen.connect(self.epoch_chosen)
        for picture in (self._ridges, self._over_time):
            picture.readout_changed.connect(self.readout_changed)


def _describe(frame: RidgesFrame | HistogramTimeFrame | None) -> str:
    if frame is None:
        return ""
    if isinstance(frame, HistogramTimeFrame):
        return f"{frame.title} of layer {frame.row.label} over time, {len(frame.epochs)} moments"
    return f"{frame.title} of {len(frame.ridges)} layers at epoch {format_epoch(frame.epoch)}"


def _why_empty(history: History) -> str:
    if len(history.histograms):
        return _NONE_YET
    return EMPTY_TEXT if history.ended is None else _NONE_RECORDED
