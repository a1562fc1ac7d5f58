"""The heatmaps: the lanes one above the other, their tensors side by side, with their colour scales."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from vgdesk.analysis.columns import Columns
from vgdesk.analysis.scales import Limits
from vgdesk.lessons.catalog import Hidden
from vgdesk.pictures.heatmaps import HEATMAPS, HeatmapsFrame, HeatmapsLane
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import ScaleKey, View
from vgdesk.session.lane import Lane
from vgdesk.ui.column_title import ColumnTitle, TitlesRow
from vgdesk.ui.lane_row import LaneRow
from vgdesk.ui.lanes_column import LanesColumn
from vgdesk.ui.panes.color_bars import ColorBars
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
        limits_chosen: the user has moved an end of a colour scale, wants what suits the values again, or has given
            a lane a scale of its own.
        readout_changed: what stands under the pointer, in words.
        findings_wanted: the ``Lane`` of which the user wants to know why it has its verdict.
        menu_made: a ``QMenu`` about a lane that is about to open, and its place on the screen.
    """

    epoch_chosen = Signal(float)
    window_chosen = Signal(object)
    columns_chosen = Signal(object)
    limits_chosen = Signal()
    readout_changed = Signal(str)
    findings_wanted = Signal(object)
    menu_made = Signal(object, QPoint)

    def __init__(self, columns: Columns, sources: Sources | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._sources = sources or Sources()
        self._columns = columns
        self._views: tuple[LaneRow, ...] = ()
        self._hidden: tuple[Hidden, ...] = ()
        self._limits: dict[ScaleKey, Limits] = {}
        self._apart: frozenset[str] = frozenset()
        self._gutters: tuple[int, ...] = ()
        self._titles, self._times = TitlesRow(), ColumnsRow[TimeAxis]()
        self._bars = ColorBars()
        self._bars.limits_chosen.connect(self._choose_limits)
        self._lanes = LanesColumn()
        self._gaps: dict[QBoxLayout, int] = {}
        self._whole = QHBoxLayout(self)
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

    @property
    def limits(self) -> dict[ScaleKey, Limits]:
        """Of the colour scales whose ends the user has moved."""
        return dict(self._limits)

    @property
    def apart(self) -> frozenset[str]:
        """Keys of the lanes that the user has given colour scales of their own."""
        return self._apart

    def stands_apart(self, lane: Lane) -> bool:
        """Whether a lane has a colour scale of its own because the user wants it."""
        return self._columns.own_scales or lane.key in self._apart

    def set_apart(self, lane: Lane, apart: bool) -> None:
        """Give a lane a colour scale of its own, or that of the others."""
        self._apart = self._apart | {lane.key} if apart else self._apart - {lane.key}
        self.limits_chosen.emit()

    @Slot()
    def reset_limits(self) -> None:
        """Give all colour scales the limits that suit the values."""
        self._limits = {}
        self.limits_chosen.emit()

    def set_columns(self, columns: Columns) -> None:
        """Show these columns from now on; moved ends hold for what was measured before."""
        if (columns.shown, columns.relative, columns.own_scales) != (
            self._columns.shown,
            self._columns.relative,
            self._columns.own_scales,
        ):
            self._limits = {}
        self._columns = columns
        titles = [ColumnTitle(column, columns.relative) for column in columns.shown]
        for title in titles:
            title.measure_chosen.connect(self._choose_measure)
            title.removed.connect(self._remove_column)
        self._titles.set_widgets(titles)
        self._times.set_widgets([TimeAxis() for _ in columns.shown])
        for view in self._views:
            view.set_columns(columns)
        self._gutters = (0,) * len(columns.shown)

    def show_lanes(self, lanes: Sequence[Lane]) -> None:
        """Make a view of each lane; those that stay keep theirs."""
        kept = {view.lane.key: view for view in self._views}
        if not any(lane.key in kept for lane in lanes):
            self._limits = {}
        self._apart &= {lane.key for lane in lanes}
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

    def look_at(self, view: View) -> None:
        """Draw the lanes at the cursor."""
        frame = self._frame_of(view)
        if frame is not None and self._fit(frame):
            frame = self._frame_of(view)  # as wide as the heatmaps are now
        for at, row in enumerate(self._views):
            row.draw(frame.lanes[at] if frame is not None else None, view.epoch)
        spans = [(row.mapTo(self, QPoint()).y(), row.mapTo(self, QPoint(0, row.height())).y()) for row in self._views]
        self._bars.draw(frame, spans)
        first = next(iter(frame.heatmaps), None) if frame is not None else None
        for axis, gutter in zip(self._times.widgets, self._gutters, strict=True):
            axis.draw(first, gutter)

    def _frame_of(self, view: View) -> HeatmapsFrame | None:
        """The frame at the width that the heatmaps have; the lanes' verdicts are asked for by their pills."""
        cells = self._views[0].cells if self._views else ()
        found = HEATMAPS.frame_of(replace(view, cells=cells, judges=False), self._sources)
        return found if isinstance(found, HeatmapsFrame) else None

    def _fit(self, frame: HeatmapsFrame) -> bool:
        """Share the width as a frame needs it; whether that was otherwise before."""
        has_other_bars = self._bars.fit(frame)
        if has_other_bars:
            self._whole.activate()
        return self._fit_gutters(frame) or has_other_bars

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

    @Slot(object, object)
    def _choose_limits(self, key: ScaleKey, limits: Limits | None) -> None:
        self._limits = {each: kept for each, kept in self._limits.items() if each != key}
        if limits is not None:
            self._limits[key] = limits
        self.limits_chosen.emit()

    def _make_view(self, lane: Lane) -> LaneRow:
        view = LaneRow(lane, self._columns)
        view.hide_controls(self._hidden)
        view.epoch_chosen.connect(self.epoch_chosen)
        view.window_chosen.connect(self.window_chosen)
        view.window_fitted.connect(self._show_whole)
        view.readout_changed.connect(self.readout_changed)
        view.findings_wanted.connect(lambda: self.findings_wanted.emit(lane))
        view.menu_wanted.connect(lambda place: self._offer(lane, place))
        return view

    def _offer(self, lane: Lane, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = menu.addAction("A colour scale of its own")
        own.setCheckable(True)
        own.setChecked(self.stands_apart(lane))
        own.setEnabled(not self._columns.own_scales)
        own.toggled.connect(lambda apart: self.set_apart(lane, apart))
        fit = menu.addAction("Fit the scales to the values", self.reset_limits)
        fit.setEnabled(bool(self._limits))
        self.menu_made.emit(menu, place)
        menu.popup(place)

    @Slot()
    def _show_whole(self) -> None:
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
        rows = self._whole
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(pictures, 1)
        rows.addWidget(self._bars)
        self._gaps = {pictures: _ROW_GAP, rows: GAP}


def _gutters(lane: HeatmapsLane) -> list[int]:
    """Logical pixels that the rows' names ask for in each column; 0 where they are those of the column before."""
    if not lane.is_trained:
        return [gutter_width(()), *[0] * (len(lane.rows) - 1)]
    before = (None, *lane.rows)
    return [0 if own == last else gutter_width(own) for own, last in zip(lane.rows, before, strict=False)]
