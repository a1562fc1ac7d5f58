"""One lane in the window: its name, its scores at the cursor, and its heatmaps side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vgdesk.analysis.columns import Column, Columns
from vgdesk.analysis.heatmap_frame import HeatmapSource
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.lessons.catalog import Hidden
from vgdesk.measures import Scale
from vgdesk.session.lane import Lane
from vgdesk.ui.formatting import format_scores
from vgdesk.ui.lane_tabs import dot_icon
from vgdesk.ui.panes.columns_row import ColumnsRow
from vgdesk.ui.panes.heatmap import EMPTY_TEXT, HeatmapPane, gutter_width
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme, themed
from vgdesk.ui.verdict_pill import VerdictPill

_DOT = 12
_HEADER_GAP, _ROW_GAP = 8, 2
_ABSENT_TEXT = "not recorded in this run"


@dataclass(frozen=True)
class Bounds:
    """What the heatmaps of all lanes share.

    Attributes:
        limits: of the colours, by the scale of a measure.
        window: the epochs to show.
        whole: all epochs of the longest lane, as far as the user may zoom out.
    """

    limits: dict[Scale, Limits]
    window: Window | None
    whole: Window | None


class LaneView(QWidget):
    """Shows a lane at the cursor.

    Attributes:
        lane: what is shown.
        panes: its heatmaps, from the left.

    Signals:
        cursor_moved: the sample that the user put the cursor on.
        window_chosen: the ``Window`` that the user wants to see.
        window_fitted: the user wants to see the whole again.
        readout_changed: what stands under the pointer, in words.
        findings_wanted: the user wants to know why the lane has its verdict.
    """

    cursor_moved = Signal(int)
    window_chosen = Signal(object)
    window_fitted = Signal()
    readout_changed = Signal(str)
    findings_wanted = Signal()

    def __init__(self, lane: Lane, columns: Columns, parent: QWidget | None = None):
        super().__init__(parent)
        self.lane = lane
        self.setObjectName(f"lane-{lane.key}")
        self.panes: tuple[HeatmapPane, ...] = ()
        self._columns = columns
        self._sources: tuple[HeatmapSource | None, ...] = ()
        self._made_for: object = None
        self._dot = QLabel()
        self._name = ElidedLabel("lane-name")
        self._name.setProperty("role", "name")
        self._verdict = VerdictPill(lane.key)
        self._verdict.clicked.connect(self.findings_wanted)
        self._note = QLabel(objectName="lane-note")
        self._scores = QLabel(objectName="lane-scores")
        for label in (self._note, self._scores):
            label.setProperty("role", "label")
        self._row = ColumnsRow()
        self.header, self._rows = QHBoxLayout(), QVBoxLayout(self)
        self._lay_out()
        self.set_columns(columns)
        self.restyle()
        themed.changed.connect(self.restyle)

    @property
    def sources(self) -> tuple[HeatmapSource | None, ...]:
        """What makes the frames of each column; None where the run has none, or before the lane is trained."""
        history, columns = self.lane.history, self._columns
        if self._made_for != (id(history), columns):
            self._made_for = (id(history), columns)
            self._sources = tuple(_make_source(self.lane, column, columns) for column in columns.shown)
        return self._sources

    @property
    def gutters(self) -> tuple[int, ...]:
        """Logical pixels that the rows' names ask for in each column; 0 where they are those of the column before."""
        history = self.lane.history
        if history is None:
            return (gutter_width(()), *(0,) * (len(self.panes) - 1))
        names = [tuple(row.name for row in history.layout.rows(column.tensor)) for column in self._columns.shown]
        before = (None, *names)
        return tuple(0 if own == last else gutter_width(own) for own, last in zip(names, before, strict=False))

    @property
    def heads(self) -> tuple[str, ...]:
        """What the rows of each column are: ``layer`` or ``step``; empty before the lane is trained."""
        history = self.lane.history
        if history is None:
            return ("",) * len(self.panes)
        steps = history.layout.time_steps
        rows = [history.layout.rows(column.tensor) for column in self._columns.shown]
        return tuple("step" if steps and own is steps else "layer" for own in rows)

    def set_columns(self, columns: Columns) -> None:
        """Have these heatmaps from now on."""
        self._columns = columns
        self.panes = tuple(self._make_pane(column) for column in columns.shown)
        self._row.set_widgets(self.panes)

    def hide_controls(self, hidden: Iterable[Hidden]) -> None:
        """Do without these, and have all others."""
        self._verdict.setVisible("verdicts" not in hidden)
        self._scores.setVisible("scores" not in hidden)

    def set_gutters(self, gutters: Sequence[int]) -> None:
        """Stand in line with the other lanes."""
        self._row.set_gutters(gutters)
        for pane, gutter in zip(self.panes, gutters, strict=True):
            pane.set_gutter(gutter)

    def draw(self, bounds: Bounds, cursor: float | None) -> None:
        """Show the heatmaps, and the scores, at a cursor in epochs; None is live."""
        sample = self.lane.sample_at(cursor)
        for pane, source in zip(self.panes, self.sources, strict=True):
            pane.set_empty_text(EMPTY_TEXT if self.lane.history is None else _ABSENT_TEXT)
            limits = bounds.limits.get(source.scale) if source is not None else None
            if source is None or limits is None:
                pane.draw(None)
            else:
                frame = source.frame(limits, bounds.window, pane.columns, sample if sample >= 0 else None)
                place = frame.cursor_position if sample >= 0 else None
                pane.draw(replace(frame, whole=bounds.whole, cursor_position=place))
        self._verdict.show_run(self.lane.history, sample)
        self._scores.setText(self._describe_scores(sample))

    @Slot()
    def restyle(self) -> None:
        """Take over the theme in force, and the lane's name."""
        theme = current_theme()
        side = theme.pixels(_DOT)
        self._dot.setPixmap(dot_icon(theme.lane(self.lane.color), side).pixmap(QSize(side, side)))
        self.header.setSpacing(theme.pixels(_HEADER_GAP))
        self._rows.setSpacing(theme.pixels(_ROW_GAP))
        self._name.show_text(self.lane.name)
        self._note.setText("changed since this run" if self.lane.is_edited else "")

    def _describe_scores(self, sample: int) -> str:
        history = self.lane.history
        if history is None or sample < 0:
            return ""
        scores, step = history.scores, int(history.steps[sample])
        row = int(scores.step.searchsorted(step, side="right")) - 1
        if row < 0:
            return ""
        return format_scores(scores.loss[row], scores.accuracy[row], scores.test_accuracy[row])

    def _make_pane(self, column: Column) -> HeatmapPane:
        pane = HeatmapPane(f"{column.tensor}-{self.lane.key}", column.label, has_title=False)
        pane.set_colormap(self._columns.colormap)
        pane.cursor_moved.connect(self.cursor_moved)
        pane.window_chosen.connect(self.window_chosen)
        pane.window_fitted.connect(self.window_fitted)
        pane.readout_changed.connect(self.readout_changed)
        return pane

    def _lay_out(self) -> None:
        self.header.addWidget(self._dot)
        self.header.addWidget(self._name)
        self.header.addWidget(self._verdict, 1)
        self.header.addWidget(self._note)
        self.header.addWidget(self._scores)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addLayout(self.header)
        self._rows.addWidget(self._row, 1)


def _make_source(lane: Lane, column: Column, columns: Columns) -> HeatmapSource | None:
    history = lane.history
    if history is None or not column.stands_in(history.layout):
        return None
    return HeatmapSource(history, column.tensor, column.measure, columns.relative)
