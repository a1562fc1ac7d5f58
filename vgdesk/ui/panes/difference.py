"""How far two lanes are apart: a heatmap of the decades between them, with 0 in the middle of its colours."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout

from vgdesk.analysis.difference_frame import DifferenceSource
from vgdesk.analysis.heatmap_frame import HeatmapFrame
from vgdesk.measures import find_tensor
from vgdesk.runs.history import History
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.heatmap import HeatmapPane
from vgdesk.ui.panes.lane_combo import ElidedCombo, LaneCombo
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.panes.picture import EMPTY_TEXT
from vgdesk.ui.panes.time_axis import TimeAxis
from vgdesk.ui.theme import GAP, current_theme

MEASURE = "rms"
_TENSORS = ("gradient", "signal", "activation")
_BAR_FROM = 260
_TWO_NEEDED = "Two trained lanes are needed"


class _Made(NamedTuple):
    """What a source was made from; runs are told apart as objects."""

    first: History
    second: History
    tensor: str


class DifferencePane(Pane):
    """log10 of the ratio of two lanes, layer by layer, at the epochs that both have."""

    key = "difference"
    title = "difference"
    tip = "How many decades a ledger of one lane lies above another lane's"

    def __init__(self) -> None:
        super().__init__()
        self._source: DifferenceSource | None = None
        self._made: _Made | None = None
        self._lanes: tuple[Lane, ...] = ()
        self._offered: tuple[object, ...] = ()
        self._first = LaneCombo("difference-first", "First lane of the difference", 0)
        self._second = LaneCombo("difference-second", "Second lane of the difference", 1)
        self._tensor = ElidedCombo("difference-tensor", "What is compared")
        self._tensor.addItems([find_tensor(tensor).label for tensor in _TENSORS])
        for combo in (self._first, self._second, self._tensor):
            combo.currentIndexChanged.connect(self.look_again)
        self._heatmap = HeatmapPane("difference-cells", "difference", has_title=False)
        self._bar, self._time = ColorBar(), TimeAxis()
        self._heatmap.cursor_moved.connect(self._choose_sample)
        self._heatmap.readout_changed.connect(self.readout_changed)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._lay_out()
        self.restyle()

    def look(self, look: Look) -> None:
        """Offer the lanes that there are, then show two of them."""
        self._offer(look.lanes)
        super().look(look)

    def make_frame(self, look: Look) -> HeatmapFrame | None:
        """The difference of the lanes chosen; None while there is none."""
        source = self._find_source()
        if source is None or not source.history.sample_count:
            return None
        epochs = source.history.epochs
        cursor = None if look.epoch is None else int(epochs.searchsorted(look.epoch, side="right")) - 1
        frame = source.frame(source.limits(), look.window, self._heatmap.columns, cursor)
        if cursor is None or cursor >= 0:
            return frame
        return replace(frame, cursor=None, cursor_position=frame.window.share_of(look.epoch))

    def show_frame(self, frame: HeatmapFrame | None) -> None:
        """Show cells, scale and epochs."""
        self._heatmap.draw(frame)
        self._fit()
        self._time.draw(frame, round(self._heatmap.picture_rect().left()))
        if frame is not None:
            self._bar.draw(frame.limits, frame.specials)
        self.header.title.setToolTip(f"{frame.title}: {frame.measure}" if frame else "")

    def dress(self) -> None:
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
        self._bar.setVisible(self._frame is not None and self.width() >= current_theme().pixels(_BAR_FROM))

    def _find_source(self) -> DifferenceSource | None:
        chosen = [combo.lane_among(self._lanes) for combo in (self._first, self._second)]
        first, second = (None if lane is None else lane.history for lane in chosen)
        if len(self._lanes) < 2 or first is None or second is None:
            self._say(EMPTY_TEXT if len(self._lanes) > 1 else _TWO_NEEDED)
            return None
        if first is second:
            self._say("Choose two different lanes")
            return None
        made = _Made(first, second, _TENSORS[self._tensor.currentIndex()])
        if self._made is None or any(one is not other for one, other in zip(made, self._made, strict=True)):
            self._made, self._source = made, self._make_source(made)
        return self._source

    def _make_source(self, made: _Made) -> DifferenceSource | None:
        try:
            return DifferenceSource(*made, MEASURE)
        except KeyError:
            self._say("not recorded in these runs")
        except ValueError as error:
            self._say(f"Nothing to compare: {error}")
        return None

    def _say(self, text: str) -> None:
        self.setAccessibleDescription(text)
        self._heatmap.set_empty_text(text)

    def _offer(self, lanes: Sequence[Lane]) -> None:
        offered = tuple((lane.key, lane.name, lane.color) for lane in lanes)
        self._lanes = tuple(lanes)
        if offered != self._offered:
            self._offered = offered
            for combo in (self._first, self._second):
                combo.show_lanes(lanes)

    @Slot(int)
    def _choose_sample(self, sample: int) -> None:
        self.epoch_chosen.emit(float(self._frame.epochs[sample]))

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
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(self.header)
        rows.addLayout(cells, 1)
        self._say(_TWO_NEEDED)
