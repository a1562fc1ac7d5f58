"""How far two lanes are apart: a heatmap of the decades between them, with 0 in the middle of its colours."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import Choices, LaneView, View
from vgdesk.ui.layouts import fill
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.panes.lane_combo import ElidedCombo, LaneCombo
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.time_axis import TimeAxis
from vgdesk.ui.theme import GAP, current_theme

_BAR_FROM = 260


class DifferencePane(Pane):
    """log10 of the ratio of two lanes, layer by layer, at the epochs that both have."""

    def __init__(self, picture: Picture, sources: Sources | None = None):
        super().__init__(picture, sources)
        self._lanes: tuple[LaneView, ...] = ()
        self._offered: tuple[object, ...] = ()
        self._first = LaneCombo("difference-first", "First lane of the difference", 0)
        self._second = LaneCombo("difference-second", "Second lane of the difference", 1)
        self._tensor = ElidedCombo("difference-tensor", "What is compared")
        self._tensor.addItems([option.name.partition(": ")[2] for option in picture.options])
        for combo in (self._first, self._second, self._tensor):
            combo.currentIndexChanged.connect(self.refresh)
        self._heatmap = Heatmap("difference-cells", "difference")
        self._bar, self._time = ColorBar(), TimeAxis()
        self._heatmap.epoch_chosen.connect(self.epoch_chosen)
        self._heatmap.readout_changed.connect(self.readout_changed)
        self._lay_out()
        self.restyle()

    @property
    def choices(self) -> Choices:
        """The tensor, and the two lanes."""
        places = [self._lanes.index(lane) for lane in self._chosen if lane is not None]
        pair = (places[0], places[1]) if len(places) == 2 else (0, 1)
        return Choices(option=self.picture.option_keys[self._tensor.currentIndex()], pair=pair)

    def put_choices(self, choices: Choices) -> None:
        """The tensor, and the two lanes."""
        self._tensor.setCurrentIndex(self.picture.option_keys.index(choices.option))
        for combo, place in zip((self._first, self._second), choices.pair, strict=True):
            combo.setCurrentIndex(place)

    @property
    def cells(self) -> tuple[int, ...]:
        """As many as the heatmap has room for."""
        return (self._heatmap.columns,)

    def look_at(self, view: View) -> None:
        """Offer the lanes that there are, then show two of them."""
        self._offer(view.lanes)
        super().look_at(view)

    def show_frame(self, frame: HeatmapFrame | None) -> None:
        """Show cells, scale and epochs."""
        self._heatmap.set_empty_text(self.reason)
        self._heatmap.draw(frame)
        self._fit()
        self._time.draw(frame, round(self._heatmap.picture_rect().left()))
        if frame is not None:
            self._bar.draw(frame.limits, frame.specials)
        self.header.title.setToolTip(f"{frame.title}: {frame.measure}" if frame else "")

    def apply_theme(self) -> None:
        """Show the lanes' colours as the theme has them."""
        self._offered = ()
        self._offer(self._lanes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the colour scale only where it has room."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the choices above it allow."""
        return QSize(current_theme().pixels(190), current_theme().pixels(110))

    def _fit(self) -> None:
        self._bar.setVisible(self.frame is not None and self.width() >= current_theme().pixels(_BAR_FROM))

    @property
    def _chosen(self) -> tuple[LaneView | None, ...]:
        return tuple(combo.lane_among(self._lanes) for combo in (self._first, self._second))

    def _offer(self, lanes: Sequence[LaneView]) -> None:
        offered = tuple((lane.key, lane.name, lane.color) for lane in lanes)
        self._lanes = tuple(lanes)
        if offered != self._offered:
            self._offered = offered
            for combo in (self._first, self._second):
                combo.show_lanes(lanes)

    def _lay_out(self) -> None:
        for choice in (self._first, QLabel("/"), self._second, self._tensor):
            self.header.add_choice(choice)
        cells = QGridLayout()
        cells.setHorizontalSpacing(GAP)
        cells.setVerticalSpacing(2)
        cells.setColumnStretch(0, 1)
        cells.addWidget(self._heatmap, 0, 0)
        cells.addWidget(self._time, 1, 0)
        cells.addWidget(self._bar, 0, 1)
        fill(QVBoxLayout(self), self.header, cells, 1, gap=2)
