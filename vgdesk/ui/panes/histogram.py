"""How the entries of gradients or weights are spread."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from vgdesk.analysis.codes import Specials
from vgdesk.pictures.histogram_frames import HistogramTimeFrame, RidgesFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import Choices
from vgdesk.ui.layouts import fill
from vgdesk.ui.panes.canvas import Canvas
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.histogram_over_time import HistogramTimeCanvas
from vgdesk.ui.panes.histogram_ridges import RidgesCanvas
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.theme import GAP, current_theme

ALL_LAYERS = "all layers"
_LEAST_WIDTH, _BAR_FROM = 150, 330


class HistogramPane(Pane):
    """All layers at the cursor as ridges, or one layer over time as a heatmap."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, sources)
        self._layers = LayerCombo(self.key, "All layers at the cursor, or one layer over time")
        self._ridges = RidgesCanvas("histogram-ridges")
        self._over_time = HistogramTimeCanvas("histogram-over-time")
        self._stack, self._bar = QStackedWidget(), ColorBar()
        self._lay_out()
        self._connect()
        self.restyle()

    @property
    def choices(self) -> Choices:
        """The tensor, and the layer that is drawn over time."""
        return replace(super().choices, layer=self._layers.wish or None)

    def put_choices(self, choices: Choices) -> None:
        """The tensor, and the layer."""
        super().put_choices(choices)
        self._layers.choose(choices.layer or 0)

    @property
    def cells(self) -> tuple[int, ...]:
        """As many as the picture over time has room for."""
        return (self._over_time.columns,)

    def show_frame(self, frame: RidgesFrame | HistogramTimeFrame | None) -> None:
        """Show the picture that the frame is for."""
        over_time = frame if isinstance(frame, HistogramTimeFrame) else None
        canvas: Canvas = self._ridges if over_time is None else self._over_time
        self._stack.setCurrentWidget(canvas)
        canvas.draw(frame, self.reason)
        entries = [ALL_LAYERS, *(row.label for row in frame.rows)] if frame is not None else []
        self._layers.show_entries(entries, 0 if over_time is None else over_time.chosen + 1)
        self._bar.draw(None if over_time is None else over_time.shades, Specials())
        self._fit()

    def apply_theme(self) -> None:
        """Apply the theme's sizes."""
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

    def _fit(self) -> None:
        is_wide = self.width() >= current_theme().pixels(_BAR_FROM)
        self._bar.setVisible(isinstance(self.frame, HistogramTimeFrame) and is_wide)

    def _lay_out(self) -> None:
        self.options  # noqa: B018 - made by being asked for
        self.header.add_choice(self._layers)
        self._stack.addWidget(self._ridges)
        self._stack.addWidget(self._over_time)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._bar.setToolTip("Share of the layer's entries")
        across = fill(QHBoxLayout(), self._stack, 1, self._bar, gap=GAP)
        fill(QVBoxLayout(self), self.header, across, 1, gap=2)

    def _connect(self) -> None:
        self._layers.chosen.connect(self.refresh)
        self._ridges.row_chosen.connect(self.choose_row)
        self._over_time.resized.connect(self.refresh, Qt.ConnectionType.QueuedConnection)  # after show_frame
        self._over_time.epoch_chosen.connect(self.epoch_chosen)
        for canvas in (self._ridges, self._over_time):
            canvas.readout_changed.connect(self.readout_changed)
