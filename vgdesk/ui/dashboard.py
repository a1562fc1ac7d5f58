"""The pictures: the heatmaps in the middle, panes around them, all at one cursor."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgdesk.analysis.columns import Columns
from vgdesk.lessons.catalog import Hidden
from vgdesk.session.lane import Lane
from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.session.time import TimeUnit
from vgdesk.ui.docks import DockArea
from vgdesk.ui.ledgers import Ledgers
from vgdesk.ui.panes.catalog import PANES, USUAL
from vgdesk.ui.panes.look import Look
from vgdesk.ui.panes.pane import Pane

_NEXT_MILLISECONDS = 25  # from one pane to the next: a burst would stall the window; four are drawn at 10 Hz


class Dashboard(QWidget):
    """All panes of a session, drawn when its runs grow or its cursor moves.

    Attributes:
        ledgers: the heatmaps.
        docks: the panes around them.

    Signals:
        readout_changed: what stands under the pointer, in words.
        columns_changed: the ``Columns`` that are shown now.
        lane_chosen: index of the lane that the user wants selected.
    """

    readout_changed = Signal(str)
    columns_changed = Signal(object)
    lane_chosen = Signal(int)

    def __init__(self, session: Session, columns: Columns | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self.ledgers = Ledgers(columns or Columns())
        self.docks = DockArea(self.ledgers, PANES)
        self._waiting: list[Pane] = []
        self._timer = QTimer(self, singleShot=True, interval=_NEXT_MILLISECONDS)
        self._timer.timeout.connect(self.draw_next)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.docks)
        self._connect()
        self.docks.arrange(USUAL)

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the panes around the heatmaps, in the order of the menu."""
        return tuple(kind.key for kind in PANES)

    def title(self, key: str) -> str:
        """Name of the pane of that key."""
        return next(kind.title for kind in PANES if kind.key == key)

    def pane(self, key: str) -> Pane:
        """The pane of that key; made now if it was never shown."""
        return self.docks.pane(key)

    def look(self) -> Look:
        """What all panes look at now."""
        session = self._session
        selected = session.selected if session.lanes else None
        longest = session.longest_lane if session.time.unit is TimeUnit.STEP else None
        per_epoch = longest.history.started.steps_per_epoch if longest is not None else None
        return Look(
            tuple(session.lanes), selected, session.time.epoch, session.time.window, session.previews, per_epoch
        )

    def set_columns(self, columns: Columns) -> None:
        """Have these heatmaps in each lane."""
        self.ledgers.set_columns(columns)
        self.refresh()
        self.columns_changed.emit(columns)

    def arrange(self, shown: Iterable[str] = USUAL) -> None:
        """Put these panes below the heatmaps, and hide the others."""
        self.docks.arrange(shown)
        self.refresh()

    def hide_controls(self, hidden: Iterable[Hidden] = ()) -> None:
        """Do without these, and have all others."""
        self.ledgers.hide_controls(hidden)

    @Slot()
    def show_lanes(self) -> None:
        """Make a view of each lane; those that stay keep theirs."""
        self.ledgers.show_lanes(self._session.lanes)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Draw the heatmaps now, the other panes soon."""
        self.ledgers.look(self.look(), self._session.state.is_busy)
        self._waiting += [pane for pane in self.docks.panes if pane.isVisible() and pane not in self._waiting]
        if self._waiting and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def draw_panes(self) -> None:
        """Draw every pane around the heatmaps now; hidden ones as soon as they are shown."""
        look = self.look()
        for pane in self.docks.panes:
            pane.look(look)

    @Slot()
    def draw_next(self) -> None:
        """Draw the pane that waited longest, and come back for the others."""
        self._waiting.pop(0).look(self.look())
        if self._waiting:
            self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as many columns as there are pixels now."""
        super().resizeEvent(event)
        self.refresh()

    @Slot()
    def restyle_lanes(self) -> None:
        """Show the lanes' names and marks anew."""
        self.ledgers.restyle_lanes()

    @Slot(object)
    def follow_state(self, state: State) -> None:
        """Begin a race with the whole of it in sight; at its end draw it as it will be drawn when it is reopened."""
        if state is State.PREPARING:
            self.ledgers.settle_limits()
        self.restyle_lanes()
        self.refresh()

    @Slot(object)
    def show_findings(self, lane: Lane) -> None:
        """Say why a lane has its verdict."""
        self.lane_chosen.emit(self._session.lanes.index(lane))
        self.docks.show_pane("findings")

    @Slot(object)
    def _connect_pane(self, pane: Pane) -> None:
        """Wire a pane that was just made, and let it show what the others show."""
        pane.epoch_chosen.connect(self._session.time.look_at)
        pane.data_wanted.connect(self._session.fetch_preview)
        pane.readout_changed.connect(self.readout_changed)
        pane.look(self.look())

    def _connect(self) -> None:
        session, ledgers = self._session, self.ledgers
        session.lanes_changed.connect(self.show_lanes)
        session.history_changed.connect(self.refresh)
        session.selection_changed.connect(self.draw_panes)
        session.spec_changed.connect(self.restyle_lanes)
        session.state_changed.connect(self.follow_state)
        session.time.moved.connect(self.refresh)
        session.preview_arrived.connect(self.refresh)
        ledgers.epoch_chosen.connect(session.time.look_at)
        ledgers.window_chosen.connect(session.time.set_window)
        ledgers.columns_chosen.connect(self.set_columns)
        ledgers.readout_changed.connect(self.readout_changed)
        ledgers.findings_wanted.connect(self.show_findings)
        self.docks.pane_made.connect(self._connect_pane)
        self.docks.pane_shown.connect(self.refresh)
