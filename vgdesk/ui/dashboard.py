"""The pictures: the heatmaps in the middle, panes around them, all at one cursor."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from vgdesk.analysis.columns import Columns
from vgdesk.checking.treatment import explain_trial
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import Hidden
from vgdesk.pictures.catalog import AROUND, USUAL, find_picture
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import Choices, LaneView, View, view_lane
from vgdesk.session.lane import Lane
from vgdesk.session.session import Session
from vgdesk.session.time import TimeUnit
from vgdesk.ui.docks import DockArea
from vgdesk.ui.heatmaps import Heatmaps
from vgdesk.ui.panes.catalog import make_pane
from vgdesk.ui.panes.pane import Pane

_NEXT_MILLISECONDS = 25  # from one pane to the next: a burst would stall the window; four are drawn at 10 Hz


class Dashboard(QWidget):
    """All panes of a session, drawn when its runs grow or its cursor moves.

    Attributes:
        sources: what frames were made of before.
        heatmaps: in the middle.
        docks: the panes around them.
        pointed: the place on the screen that the user means while a menu is open there; None where the pointer is.

    Signals:
        readout_changed: what is under the pointer, in words.
        columns_changed: the ``Columns`` that are shown now.
        limits_changed: the ends of a colour scale were moved.
        lane_chosen: index of the lane that the user wants selected.
        remedy_chosen: key of the remedy that the user wants tried; empty for all.
        menu_made: the ``QMenu`` of a picture that is about to open, and its place on the screen.
        edits_wanted: changes of the selected lane's spec, by dotted path.
    """

    readout_changed = Signal(str)
    columns_changed = Signal(object)
    limits_changed = Signal()
    lane_chosen = Signal(int)
    remedy_chosen = Signal(str)
    menu_made = Signal(object, QPoint)
    edits_wanted = Signal(object)

    def __init__(self, session: Session, columns: Columns | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self.sources = Sources()
        self.heatmaps = Heatmaps(columns or Columns(), self.sources)
        self.docks = DockArea(self.heatmaps, AROUND, partial(make_pane, sources=self.sources))
        self._waiting: list[Pane] = []
        self.pointed: QPoint | None = None
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
        return tuple(picture.key for picture in AROUND)

    def title(self, key: str) -> str:
        """Name of the pane of that key."""
        return find_picture(key)[0].title

    def pane(self, key: str) -> Pane:
        """The pane of that key; made now if it was never shown."""
        return self.docks.pane(key)

    def view(self) -> View:
        """What all panes look at now, with what their controls say."""
        session = self._session
        longest = session.longest_lane if session.time.unit is TimeUnit.STEP else None
        history = longest.history if longest is not None else None
        return View(
            lanes=tuple(self._view_lane(lane) for lane in session.lanes),
            selected=session.lanes.index(session.selected) if session.lanes else 0,
            epoch=session.time.epoch,
            window=session.time.window,
            steps_per_epoch=history.started.steps_per_epoch if history is not None else None,
            columns=self.heatmaps.columns,
            limits=self.heatmaps.limits,
            apart=self.heatmaps.apart,
            choices={pane.key: pane.choices for pane in self.docks.panes},
        )

    def _view_lane(self, lane: Lane) -> LaneView:
        previews, trained = self._session.previews, lane.trained_spec
        points = previews.get(trained.data.model_dump_json()) if trained is not None else None
        known = view_lane(lane.name, lane.color, lane.history, points, lane.key)
        edited = previews.get(lane.spec.data.model_dump_json())
        note = (
            explain_trial(lane.treatment, lane.trial) if lane.treatment is not None and lane.trial is not None else ""
        )
        return replace(known, spec=lane.spec, spec_points=edited, is_edited=lane.is_edited, note=note)

    def set_columns(self, columns: Columns) -> None:
        """Have these heatmaps in each lane."""
        self.heatmaps.set_columns(columns)
        self.refresh()
        self.columns_changed.emit(columns)

    def arrange(self, shown: Iterable[str] = USUAL) -> None:
        """Put these panes below the heatmaps, each as its name says, and hide the others.

        Args:
            shown: names such as ``loss`` or ``gradient:std``; without an option a pane has its usual one.
        """
        found = [find_picture(name) for name in shown]
        self.docks.arrange([picture.key for picture, _ in found])
        for picture, option in found:
            options = self.pane(picture.key).options
            if options is not None:
                options.choose(option or picture.option_keys[0])
        self.refresh()

    def put_choices(self, choices: Mapping[str, Choices]) -> None:
        """Have the controls of panes say again what they said."""
        for pane in self.docks.panes:
            if pane.key in choices:
                pane.put_choices(choices[pane.key])
        self.refresh()

    def end_jobs(self) -> None:
        """End what panes do in the background, before the window goes."""
        for pane in self.docks.panes:
            pane.end_jobs()

    def hide_controls(self, hidden: Iterable[Hidden] = ()) -> None:
        """Hide these, and show all others."""
        self.heatmaps.hide_controls(hidden)

    @Slot()
    def show_lanes(self) -> None:
        """Make a row for each lane; those that stay keep theirs."""
        self.heatmaps.show_lanes(self._session.lanes)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Draw the heatmaps now, the other panes soon, whichever of them fail."""
        view = self.view()
        self._waiting += [pane for pane in self.docks.panes if pane.isVisible() and pane not in self._waiting]
        if self._waiting and not self._timer.isActive():
            self._timer.start()
        self.heatmaps.look_at(view)

    @Slot()
    def draw_panes(self) -> None:
        """Draw every pane around the heatmaps now; hidden ones as soon as they are shown."""
        view = self.view()
        for pane in self.docks.panes:
            self._show(pane, view)

    @Slot()
    def draw_next(self) -> None:
        """Draw the pane that waited longest, and come back for the others."""
        pane = self._waiting.pop(0)
        if self._waiting:
            self._timer.start()
        self._show(pane, self.view())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as many columns as there are pixels now."""
        super().resizeEvent(event)
        self.refresh()

    @Slot()
    def restyle_lanes(self) -> None:
        """Show the lanes' names and marks as they are now."""
        self.heatmaps.restyle_lanes()

    @Slot()
    def follow_spec(self) -> None:
        """Draw now what shows the specs as they are edited."""
        view = self.view()
        for pane in self.docks.panes:
            if pane.picture.follows_spec:
                self._show(pane, view)

    @Slot()
    def follow_state(self) -> None:
        """Draw what a race begins or ends with."""
        self.restyle_lanes()
        self.refresh()

    def edit_selected(self, edits: dict[str, object]) -> None:
        """Change the selected lane's spec as its builder would, and say so.

        An initialiser for the whole network takes the place of those that layers have of their own.

        Raises:
            BusyError: a race is under way.
        """
        session, lane = self._session, self._session.selected
        rows = range(len(lane.spec.network.hidden) if "network.initializer" in edits else 0)
        own = {f"network.hidden.{row}.initializer": None for row in rows}
        session.set_spec(change_spec(lane.spec, {**own, **edits}))
        changed = [path.removeprefix("network.") for path in edits]
        session.message.emit(f"{lane.name}: {' and '.join(changed)} set; Undo takes it back, R trains it", False)

    @Slot(object)
    def show_findings(self, lane: Lane) -> None:
        """Say why a lane has its verdict."""
        self.lane_chosen.emit(self._session.lanes.index(lane))
        self.docks.show_pane("findings")

    @Slot(object)
    def _connect_pane(self, pane: Pane) -> None:
        """Wire a pane that was just made, and let it show what the others show."""
        pane.epoch_chosen.connect(self._session.time.look_at)
        pane.readout_changed.connect(self.readout_changed)
        pane.menu_wanted.connect(self.offer)
        pane.edits_wanted.connect(self.edits_wanted)
        pane.remedy_chosen.connect(self.remedy_chosen)
        self._show(pane, self.view())

    @Slot(QPoint)
    def offer(self, place: QPoint) -> None:
        """Open the menu of a pane at a place on the screen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_made.emit(menu, place)
        menu.popup(place)

    def _show(self, pane: Pane, view: View) -> None:
        """Let a pane look at a view; the points that it needs are asked for while they are not here."""
        pane.look_at(view)
        if not pane.isVisible():
            return
        for lane in self._session.lanes:
            if (pane.picture.needs_points or pane.picture.follows_spec) and lane.trained_spec is not None:
                self._session.fetch_preview(lane.trained_spec.data)
            if pane.picture.follows_spec:
                self._session.fetch_preview(lane.spec.data)

    def _connect(self) -> None:
        session, heatmaps = self._session, self.heatmaps
        session.lanes_changed.connect(self.show_lanes)
        session.history_changed.connect(self.refresh)
        session.selection_changed.connect(self.draw_panes)
        session.spec_changed.connect(self.restyle_lanes)
        session.spec_changed.connect(self.follow_spec)
        session.state_changed.connect(self.follow_state)
        session.time.moved.connect(self.refresh)
        session.preview_arrived.connect(self.refresh)
        heatmaps.epoch_chosen.connect(session.time.look_at)
        heatmaps.window_chosen.connect(session.time.set_window)
        heatmaps.columns_chosen.connect(self.set_columns)
        heatmaps.limits_chosen.connect(self.refresh)
        heatmaps.limits_chosen.connect(self.limits_changed)
        heatmaps.readout_changed.connect(self.readout_changed)
        heatmaps.findings_wanted.connect(self.show_findings)
        heatmaps.menu_made.connect(self.menu_made)
        self.docks.pane_made.connect(self._connect_pane)
        self.docks.pane_shown.connect(self.refresh)
