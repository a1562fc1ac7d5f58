"""The heatmaps: the lanes one above the other, their ledgers side by side, on one colour scale."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from vgdesk.analysis.codes import Specials
from vgdesk.analysis.columns import Columns
from vgdesk.analysis.heatmap_frame import HeatmapFrame, HeatmapSource
from vgdesk.analysis.scales import Limits, find_limits, widen_limits
from vgdesk.analysis.step_count import count_steps
from vgdesk.analysis.window import Window
from vgdesk.lessons.catalog import Hidden
from vgdesk.measures import Scale
from vgdesk.session.lane import Lane
from vgdesk.ui.column_title import ColumnTitle, TitlesRow
from vgdesk.ui.lane_view import Bounds, LaneView
from vgdesk.ui.lanes_column import LanesColumn
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.columns_row import ColumnsRow
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.time_axis import TimeAxis
from vgdesk.ui.theme import GAP, current_theme, themed

_ROW_GAP = 2


class Ledgers(QWidget):
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

    def __init__(self, columns: Columns, parent: QWidget | None = None):
        super().__init__(parent)
        self._columns = columns
        self._views: tuple[LaneView, ...] = ()
        self._hidden: tuple[Hidden, ...] = ()
        self._limits: dict[Scale, Limits] = {}
        self._is_widening = False
        self._titles, self._times = TitlesRow(), ColumnsRow()
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
    def views(self) -> tuple[LaneView, ...]:
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
        self._limits = {}

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Make a view of each lane; those that stay keep theirs."""
        kept = {view.lane.key: view for view in self._views}
        views = tuple(kept.pop(lane.key, None) or self._make_view(lane) for lane in lanes)
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

    def settle_limits(self) -> None:
        """Choose the colours' limits afresh: at the start of a race, and at its end as if it were reopened."""
        self._limits, self._is_widening = {}, False

    def look(self, look: Look, is_training: bool) -> None:
        """Draw the lanes at the cursor.

        Args:
            look: what to draw.
            is_training: whether limits may only widen, so that colours keep their meaning.
        """
        sources = [source for view in self._views for source in view.sources if source is not None]
        self._choose_limits(sources, is_training)
        whole = max((source.whole_window() for source in sources), key=_width, default=None)
        wanted = [view.gutters for view in self._views] or [(0,) * len(self._columns.shown)]
        gutters = [max(column) for column in zip(*wanted, strict=True)]
        for view in self._views:
            view.set_gutters(gutters)
            view.draw(Bounds(self._limits, look.window or whole, whole), look.epoch)
        self._titles.set_gutters(gutters)
        heads = [
            {word for word in column if word} for column in zip(*(view.heads for view in self._views), strict=True)
        ]
        self._titles.set_heads([words.pop() if len(words) == 1 else "" for words in heads])
        self._times.set_gutters(gutters)
        self._draw_bars()
        self._draw_times(gutters, look.steps_per_epoch)

    def _choose_limits(self, sources: Iterable[HeatmapSource], is_training: bool) -> None:
        by_scale: dict[Scale, list[HeatmapSource]] = {}
        for source in sources:
            by_scale.setdefault(source.scale, []).append(source)
        found, has_values = {}, False
        for scale, group in by_scale.items():
            distributions = [source.distribution for source in group]
            wanted, last = find_limits(scale, distributions), self._limits.get(scale)
            has_values = has_values or any(each.count for each in distributions)
            keeps = last is not None and self._is_widening and is_training
            found[scale] = widen_limits(last, wanted) if keeps else wanted
        self._limits, self._is_widening = found, has_values

    def _draw_bars(self) -> None:
        frames = _frames(self._views)
        for scale, bar in self._bars.items():
            limits = self._limits.get(scale)
            bar.setVisible(limits is not None or (scale is Scale.LOG and not self._limits))
            own = [frame for frame in frames if frame.limits.scale is scale]
            bar.draw(limits, _add_specials(own), self._columns.colormap)

    def _draw_times(self, gutters: Sequence[int], steps_per_epoch: int | None) -> None:
        frame = next(iter(_frames(self._views)), None)
        if frame is not None and steps_per_epoch is not None:
            frame = count_steps(frame, steps_per_epoch)
        for axis, gutter in zip(self._times.widgets, gutters, strict=True):
            axis.draw(frame, gutter)

    def _make_view(self, lane: Lane) -> LaneView:
        view = LaneView(lane, self._columns)
        view.hide_controls(self._hidden)
        view.cursor_moved.connect(lambda sample: self._seek(lane, sample))
        view.window_chosen.connect(self.window_chosen)
        view.window_fitted.connect(self._fit)
        view.readout_changed.connect(self.readout_changed)
        view.findings_wanted.connect(lambda: self.findings_wanted.emit(lane))
        return view

    def _seek(self, lane: Lane, sample: int) -> None:
        self.epoch_chosen.emit(float(lane.history.epochs[sample]) if lane.history is not None else 0.0)

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


def _frames(views: Iterable[LaneView]) -> list[HeatmapFrame]:
    return [pane.frame for view in views for pane in view.panes if pane.frame is not None]


def _width(window: Window) -> float:
    return window.width


def _add_specials(frames: Iterable[HeatmapFrame]) -> Specials:
    """The special cells of all heatmaps together."""
    total = Specials()
    for frame in frames:
        names = ("zero", "below", "above", "infinite", "nan")
        total = replace(total, **{name: getattr(total, name) + getattr(frame.specials, name) for name in names})
    return total
