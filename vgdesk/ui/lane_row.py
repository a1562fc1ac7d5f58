"""One lane in the window: its name, its scores at the cursor, and its heatmaps side by side."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from vgdesk.analysis.columns import Column, Columns
from vgdesk.lessons.catalog import Hidden
from vgdesk.pictures.heatmaps import HeatmapsLane
from vgdesk.pictures.view import NOT_RECORDED, NOT_TRAINED
from vgdesk.session.lane import Lane
from vgdesk.ui.lane_tabs import dot_icon
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named
from vgdesk.ui.panes.columns_row import ColumnsRow
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.plain_text import ElidedLabel
from vgdesk.ui.theme import current_theme, themed
from vgdesk.ui.verdict_pill import VerdictPill
from vgdesk.ui.verdict_ribbon import VerdictRibbon

_DOT = 12
_HEADER_GAP, _ROW_GAP = 8, 1


class LaneRow(QWidget):
    """Shows a lane at the cursor.

    Attributes:
        lane: what is shown.
        panes: its heatmaps, from the left.

    Signals:
        epoch_chosen: the epoch that the user put the cursor on.
        window_chosen: the ``Window`` that the user wants to see.
        window_fitted: the user wants to see the whole again.
        readout_changed: what is under the pointer, in words.
        findings_wanted: the user wants to know why the lane has its verdict.
        menu_wanted: the user asks at a place of the screen what can be done with the heatmaps.
    """

    epoch_chosen = Signal(float)
    window_chosen = Signal(object)
    window_fitted = Signal()
    readout_changed = Signal(str)
    findings_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, lane: Lane, columns: Columns):
        super().__init__()
        self.lane = lane
        self.setObjectName(f"lane-{lane.key}")
        self.panes: tuple[Heatmap, ...] = ()
        self._columns = columns
        self._dot = QLabel()
        self._name = ElidedLabel("lane-name", "name")
        self._verdict = VerdictPill(lane.key)
        self._verdict.clicked.connect(self.findings_wanted)
        self._ribbon = VerdictRibbon(lane.key)
        self._ribbon.epoch_chosen.connect(self.epoch_chosen)
        self._note = named(QLabel(), "lane-note", "label")
        self._scores = named(QLabel(), "lane-scores", "label")
        self._row = ColumnsRow[Heatmap]()
        self.header, self._rows = QHBoxLayout(), QVBoxLayout(self)
        self._lay_out()
        self.set_columns(columns)
        self.restyle()
        themed.changed.connect(self.restyle)

    def set_columns(self, columns: Columns) -> None:
        """Have these heatmaps from now on."""
        self._columns = columns
        self.panes = tuple(self._make_pane(column) for column in columns.shown)
        self._row.set_widgets(self.panes)

    def hide_controls(self, hidden: Iterable[Hidden]) -> None:
        """Hide these, and show all others."""
        self._verdict.setVisible("verdicts" not in hidden)
        self._ribbon.setVisible("verdicts" not in hidden)
        self._scores.setVisible("scores" not in hidden)

    def set_gutters(self, gutters: Sequence[int]) -> None:
        """Align with the other lanes."""
        self._row.set_gutters(gutters)
        for pane, gutter in zip(self.panes, gutters, strict=True):
            pane.set_gutter(gutter)

    @property
    def cells(self) -> tuple[int, ...]:
        """Cells side by side that each heatmap has room for."""
        return tuple(pane.columns for pane in self.panes)

    def draw(self, lane: HeatmapsLane | None, epoch: float | None) -> None:
        """Show the heatmaps and the scores; None where there is nothing yet. The verdict is at a cursor in epochs."""
        heatmaps = lane.heatmaps if lane is not None else (None,) * len(self.panes)
        for pane, heatmap in zip(self.panes, heatmaps, strict=True):
            pane.set_empty_text(NOT_RECORDED if lane is not None and lane.is_trained else NOT_TRAINED)
            pane.draw(heatmap)
        self._verdict.show_run(self.lane.history, self.lane.sample_at(epoch))
        self._ribbon.show_run(self.lane.history, next((each.window for each in heatmaps if each is not None), None))
        self._scores.setText(lane.scores if lane is not None else "")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu."""
        self.menu_wanted.emit(event.globalPos())

    @Slot()
    def restyle(self) -> None:
        """Apply the current theme, and the lane's name."""
        theme = current_theme()
        side = theme.pixels(_DOT)
        self._dot.setPixmap(dot_icon(theme.lane(self.lane.color), side).pixmap(QSize(side, side)))
        self.header.setSpacing(theme.pixels(_HEADER_GAP))
        self._rows.setSpacing(theme.pixels(_ROW_GAP))
        self._name.show_text(self.lane.name)
        self._note.setText("changed since this run" if self.lane.is_edited else "")

    def _make_pane(self, column: Column) -> Heatmap:
        pane = Heatmap(f"{column.tensor}-{self.lane.key}", column.label)
        pane.set_colormap(self._columns.colormap)
        pane.epoch_chosen.connect(self.epoch_chosen)
        pane.window_chosen.connect(self.window_chosen)
        pane.window_fitted.connect(self.window_fitted)
        pane.readout_changed.connect(self.readout_changed)
        return pane

    def _lay_out(self) -> None:
        fill(self.header, self._dot, self._name, self._verdict, 1, self._note, self._scores)
        fill(self._rows, self.header, self._ribbon, self._row, 1)
