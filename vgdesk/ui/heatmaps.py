"""The heatmaps: the lanes one above the other, their tensors side by side, on one colour scale."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from vgdesk.analysis.codes import Specials
from vgdesk.analysis.columns import Columns
from vgdesk.analysis.scales import Limits
from vgdesk.lessons.catalog import Hidden
from vgdesk.measures import Scale
from vgdesk.pictures.heatmap import HeatmapFrame
from vgdesk.pictures.heatmaps import HEATMAPS, HeatmapsFrame, HeatmapsLane
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View
from vgdesk.session.lane import Lane
from vgdesk.ui.column_title import ColumnTitle, TitlesRow
from vgdesk.ui.lane_row import LaneRow
from vgdesk.ui.lanes_column import LanesColumn
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.columns_row import ColumnsRow
from vgdesk.ui.panes.row_names import gutter_width
from vgdesk.ui.panes.time_axis import TimeAxis
from vgdesk.ui.theme import GAP, current_theme, themed

_ROW_GAP = 2


class Heatmaps(QWidget):
    """Draws all lanes at the cursor.

    Signals:
        epoch_chosen: the user put the cursor on an epoch.
        window_chosen: the ``Window`` that the user wants to see, or None for the whole.
        columns_chosen: the ``Columns`` that the user wants.
        readout_changed: what stands under the pointer, in words.
        findings_wanted: the ``Lane`` of which the user wants to know why it has its verdict.
    """

    epoch_chosen = Signal(float)
    window_chosen = Signal(object)
    columns_chosen = Signal(object)
    readout_changed = Signal(str)
    findings_wanted = Signal(object)

    def __init__(self, columns: Columns, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._sources = sources or Sources()
        self._columns = columns
        self._views: tuple[LaneRow, ...] = ()
        self._hidden: tuple[Hidden, ...] = ()
        self._limits: dict[Scale, Limits] = {}
        self._gutters: tuple[int, ...] = ()
        self._is_widening = False
        self._titles, self._times = TitlesRow(), ColumnsRow[TimeAxis]()
        self._bars = {scale: ColorBar() for scale in Scale}
        self._lanes = LanesColumn()
        self._gaps: dict[QBoxLayout, int] = {}
        self._lay_out()
        self.set_columns(columns)
        self.restyle()
        themed.changed.connect(self.restyle)

    @property
    def columns(self) -> Columns:
        """The heatmaps of each lane."""
        return self._columns

    @property
    def views(self) -> tuple[LaneRow, ...]:
        """One a lane, from the top."""
        return self._views

    def set_columns(self, columns: Columns) -> None:
        """Show these columns from now on."""
        self._columns = columns
        titles = [ColumnTitle(column, columns.relative) for column in columns.shown]
        for title in titles:
            title.measure_chosen.connect(self._choose_measure)
            title.removed.connect(self._remove_column)
        self._titles.set_widgets(titles)
        self._times.set_widgets([TimeAxis() for _ in columns.shown])
        for view in self._views:
            view.set_columns(columns)
        self._limits, self._gutters = {}, (0,) * len(columns.shown)

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Make a view of each lane; those that stay keep theirs."""
        kept = {view.lane.key: view for view in self._views}
        views = tuple(kept.get(lane.key) or self._make_view(lane) for lane in lanes)
        self._lanes.set_widgets(views)
        self._views = views
        self.restyle_lanes()

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force."""
        for box, gap in self._gaps.items():
            box.setSpacing(current_theme().pixels(gap))

    def restyle_lanes(self) -> None:
        """Show the lanes' names and marks anew."""
        for view in self._views:
            view.restyle()

    def hide_controls(self, hidden: Iterable[Hidden]) -> None:
        """Do without these, and have all others."""
        self._hidden = tuple(hidden)
        for view in self._views:
            view.hide_controls(self._hidden)

    def reset_limits(self) -> None:
        """Choose the colours' limits afresh: at the start of a race, and at its end as if it were reopened."""
        self._limits, self._is_widening = {}, False

    def look_at(self, view: View, is_training: bool) -> None:
        """Draw the lanes at the cursor.

        Args:
            view: what is looked at.
            is_training: whether limits may only widen, so that colours keep their meaning.
        """
        held = self._limits if self._is_widening and is_training else {}
        frame = self._frame_of(replace(view, held=held))
        if frame is not None and self._fit_gutters(frame):
            frame = self._frame_of(replace(view, held=held))  # as wide as the heatmaps are now
        self._limits = frame.limits if frame is not None else {}
        self._is_widening = frame is not None and view.is_sampled
        for at, row in enumerate(self._views):
            row.draw(frame.lanes[at] if frame is not None else None, view.epoch)
        self._draw_bars(frame)
        first = next(iter(frame.heatmaps), None) if frame is not None else None
        for axis, gutter in zip(self._times.widgets, self._gutters, strict=True):
            axis.draw(first, gutter)

    def _frame_of(self, view: View) -> HeatmapsFrame | None:
        """The frame at the width that the heatmaps have; the lanes' verdicts are asked for by their pills."""
        cells = self._views[0].cells if self._views else ()
        found = HEATMAPS.frame_of(replace(view, cells=cells, judges=False), self._sources)
        return found if isinstance(found, HeatmapsFrame) else None

    def _fit_gutters(self, frame: HeatmapsFrame) -> bool:
        """Give the names of the rows the width that the longest needs; whether that was another one before."""
        wanted = [_gutters(lane) for lane in frame.lanes]
        gutters = tuple(max(column) for column in zip(*wanted, strict=True))
        heads = [
            {head for head in column if head} for column in zip(*(lane.heads for lane in frame.lanes), strict=True)
        ]
        self._titles.set_heads([words.pop() if len(words) == 1 else "" for words in heads])
        before, self._gutters = self._gutters, gutters
        for row in self._views:
            row.set_gutters(gutters)
        self._titles.set_gutters(gutters)
        self._times.set_gutters(gutters)
        return gutters != before

    def _draw_bars(self, frame: HeatmapsFrame | None) -> None:
        limits = frame.limits if frame is not None else {}
        for scale, bar in self._bars.items():
            bar.setVisible(scale in limits or (scale is Scale.LOG and not limits))
            own = [each for each in frame.heatmaps if each.limits.scale is scale] if frame is not None else []
            bar.draw(limits.get(scale), _add_specials(own), self._columns.colormap)

    def _make_view(self, lane: Lane) -> LaneRow:
        view = LaneRow(lane, self._columns)
        view.hide_controls(self._hidden)
        view.epoch_chosen.connect(self.epoch_chosen)
        view.window_chosen.connect(self.window_chosen)
        view.window_fitted.connect(self._fit)
        view.readout_changed.connect(self.readout_changed)
        view.findings_wanted.connect(lambda: self.findings_wanted.emit(lane))
        return view

    @Slot()
    def _fit(self) -> None:
        self.window_chosen.emit(None)

    @Slot(str, str)
    def _choose_measure(self, tensor: str, measure: str) -> None:
        self.columns_chosen.emit(self._columns.with_measure(tensor, measure))

    @Slot(str)
    def _remove_column(self, tensor: str) -> None:
        self.columns_chosen.emit(self._columns.with_tensor(tensor, False))

    def _lay_out(self) -> None:
        pictures = QVBoxLayout()
        pictures.addWidget(self._titles)
        pictures.addWidget(self._lanes, 1)
        pictures.addWidget(self._times)
        bars = QVBoxLayout()
        for bar in self._bars.values():
            bars.addWidget(bar, 1)
        rows = QHBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(pictures, 1)
        rows.addLayout(bars)
        self._gaps = {pictures: _ROW_GAP, bars: GAP, rows: GAP}


def _gutters(lane: HeatmapsLane) -> list[int]:
    """Logical pixels that the rows' names ask for in each column; 0 where they are those of the column before."""
    if not lane.is_trained:
        return [gutter_width(()), *[0] * (len(lane.rows) - 1)]
    before = (None, *lane.rows)
    return [0 if own == last else gutter_width(own) for own, last in zip(lane.rows, before, strict=False)]


def _add_specials(frames: Iterable[HeatmapFrame]) -> Specials:
    """The special cells of all heatmaps together."""
    total = Specials()
    for frame in frames:
        names = ("zero", "below", "above", "infinite", "nan")
        total = replace(total, **{name: getattr(total, name) + getattr(frame.specials, name) for name in names})
    return total
