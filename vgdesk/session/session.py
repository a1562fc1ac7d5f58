"""The app's one mutable object: the lanes, the race under way, and the cursor."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vgdesk.engine import Command, PauseRace, PreviewData, ResumeRace, StepRace, StopRace
from vgdesk.errors import VgdeskError
from vgdesk.events import DataPreviewed, EngineReady, Event, RaceEnded, RacePaused, RaceResumed, RoundEnded
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.spec import ExperimentSpec, change_spec, check_spec, name_change, parse_spec
from vgdesk.runs.library import copy_run
from vgdesk.runs.reader import read_run
from vgdesk.session.lane import MAX_LANES, Lane, free_color, free_name
from vgdesk.session.mailbox import Mailbox
from vgdesk.session.playback import Cursor
from vgdesk.session.race import Progress, Race, make_race
from vgdesk.session.states import State, check_move
from vgdesk.session.worker import WorkerThread

_DRAIN_MILLISECONDS = 33
_STOP_MILLISECONDS = 3000


class Session(QObject):
    """Owns the lanes and the worker; every change is told by a signal.

    Signals:
        lanes_changed: lanes came, went or changed their name or order.
        selection_changed: another lane is selected.
        spec_changed: the selected lane's spec changed.
        history_changed: runs have grown, begun or been dropped.
        state_changed: the new State.
        preview_arrived: a DataPreviewed.
        message: text, and whether it is an error.
    """

    lanes_changed = Signal()
    selection_changed = Signal()
    spec_changed = Signal()
    history_changed = Signal()
    state_changed = Signal(object)
    preview_arrived = Signal(object)
    message = Signal(str, bool)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.lanes: list[Lane] = []
        self.state = State.IDLE
        self.cursor = Cursor(self)
        self._selected = 0
        self._is_closed = False
        self._race = Race("", {})
        self._mailbox = Mailbox()
        self._worker = WorkerThread(self._mailbox)
        self._worker.worker.statistics_ready.connect(self._schedule_drain)
        self._worker.worker.engine_lost.connect(self._lose_engine)
        self._drain_timer = QTimer(self, interval=_DRAIN_MILLISECONDS)
        self._drain_timer.timeout.connect(self.drain)
        self._stop_timer = QTimer(self, singleShot=True, interval=_STOP_MILLISECONDS)
        self._stop_timer.timeout.connect(self._kill_engine)

    def open(self) -> None:
        """Start the worker and its engine; until then nothing trains."""
        self._worker.start()

    def close(self) -> None:
        """End the worker, the engine and whatever they do; the runs so far stay in their files."""
        self._is_closed = True
        self._drain_timer.stop()
        self._stop_timer.stop()
        self._worker.close()

    @property
    def selected(self) -> Lane:
        """The lane that the builder shows."""
        return self.lanes[self._selected]

    @property
    def longest_lane(self) -> Lane | None:
        """The lane with the most samples, which the timeline counts; None before any training."""
        trained = [lane for lane in self.lanes if lane.history is not None]
        return max(trained, key=lambda lane: lane.history.sample_count, default=None)  # type: ignore[union-attr]

    @property
    def progress(self) -> Progress:
        """How far the race is, or the last one was."""
        return self._race.progress()

    def load(self, specs: Sequence[ExperimentSpec]) -> None:
        """Replace all lanes by new ones of these specs."""
        self._refuse_while_busy()
        self.lanes = [Lane(spec, color) for color, spec in enumerate(specs)]
        self._selected = 0
        self._set_idle()
        self._tell_lanes()

    def add_lane(self, spec: ExperimentSpec | None = None) -> None:
        """Put a lane beside the others, with a copy of the selected one's spec if none is given.

        Raises:
            VgdeskError: there is no room, or a race is under way.
        """
        self._refuse_while_busy()
        if len(self.lanes) >= MAX_LANES:
            raise VgdeskError(f"there is room for {MAX_LANES} lanes; remove one first")
        spec = spec or self.selected.spec
        spec = spec.model_copy(update={"name": free_name(spec.name, self.lanes)})
        self.lanes.append(Lane(spec, free_color(self.lanes)))
        self._selected = len(self.lanes) - 1
        self._tell_lanes()

    def race_change(self) -> None:
        """Keep the selected run, put its changed spec into a lane beside it, and train both from the start.

        Without a change all lanes are simply trained anew.

        Raises:
            VgdeskError: as ``add_lane`` and ``start``.
        """
        lane = self.selected
        if lane.is_edited and lane.trained_spec is not None:
            changed, kept = lane.spec, lane.trained_spec
            name = name_change(kept, changed) if changed.name == kept.name else changed.name
            lane.spec = kept
            try:
                self.add_lane(changed.model_copy(update={"name": name}))
            except VgdeskError:
                lane.spec = changed
                raise
        self.start()

    def remove_lane(self, index: int) -> None:
        """Take a lane off the screen; its file stays. The last lane stays.

        Raises:
            VgdeskError: it is the only lane, or a race is under way.
        """
        self._refuse_while_busy()
        if len(self.lanes) == 1:
            raise VgdeskError("the last lane cannot be removed; load another lesson instead")
        del self.lanes[index]
        self._selected = min(self._selected, len(self.lanes) - 1)
        self._tell_lanes()

    def rename_lane(self, name: str) -> None:
        """Call the selected lane something else.

        Raises:
            VgdeskError: the name is empty or too long.
        """
        self.set_spec(change_spec(self.selected.spec, {"name": name}))

    def select(self, index: int) -> None:
        """Show another lane in the builder."""
        if index != self._selected and 0 <= index < len(self.lanes):
            self._selected = index
            self.selection_changed.emit()

    @Slot(object)
    def set_spec(self, spec: ExperimentSpec) -> None:
        """Change the selected lane's spec; the next training follows it."""
        if spec == self.selected.spec:
            return
        renamed = spec.name != self.selected.name
        self.selected.spec = spec
        self.spec_changed.emit()
        if renamed:
            self.lanes_changed.emit()

    def open_run(self, path: Path) -> None:
        """Show a recorded run in place of all lanes.

        Raises:
            RunFileError: the file cannot be read.
            SpecError: its spec is of no kind that this version knows.
            VgdeskError: a race is under way.
        """
        self._refuse_while_busy()
        history = read_run(path)
        spec = parse_spec(history.started.spec_json)
        lane = Lane(spec, 0, run=history.run, path=path, trained_spec=spec, history=history)
        self.lanes, self._selected = [lane], 0
        self._set_idle()
        self._tell_lanes()
        self.message.emit(history.note or f"opened {path.name}", bool(history.note))

    def save_run(self, path: Path) -> None:
        """Copy the selected lane's run file.

        Raises:
            VgdeskError: there is no run yet, or the file cannot be written.
        """
        if self.selected.path is None or self.selected.history is None:
            raise VgdeskError(f"lane {self.selected.name!r} has no run yet; train it first")
        copy_run(self.selected.path, path)
        self.message.emit(f"saved {path.name}", False)

    @Slot(object)
    def request_preview(self, data: DataSpec) -> None:
        """Ask for the points of a data set; ``preview_arrived`` follows."""
        self._post(PreviewData(data.model_dump_json()))

    def start(self, *, paused: bool = False) -> None:
        """Train all lanes from the start; with ``paused``, to the first sample.

        Raises:
            VgdeskError: a spec is broken, or the run files cannot be made; nothing is lost.
        """
        if self.state.is_busy:
            return
        for lane in self.lanes:
            check_spec(lane.spec)
        self._race = make_race(uuid.uuid4().hex, self.lanes)
        self._move(State.PREPARING)
        self.cursor.go_live()
        self._post(self._race.command(paused=paused))
        self.history_changed.emit()

    def toggle(self) -> None:
        """Train, pause or go on, whichever is next.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state is State.RUNNING:
            self._post(PauseRace())
        elif self.state is State.PAUSED:
            self.cursor.go_live()
            self._post(ResumeRace())
        else:
            self.start()

    def step(self) -> None:
        """Train every lane on to its next sample, then wait.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state.is_busy:
            self.cursor.go_live()
            self._post(StepRace())
        else:
            self.start(paused=True)

    def stop(self) -> None:
        """End the race and keep what there is; an engine that does not answer is killed."""
        if self.state.is_busy and self.state is not State.STOPPING:
            self._move(State.STOPPING)
            self._post(StopRace())
            self._stop_timer.start()

    @Slot()
    def drain(self) -> None:
        """Take in everything that the worker has delivered."""
        grown = False
        events = self._mailbox.take_all()
        if not events:
            self._drain_timer.stop()
        for event in events:
            grown = self._follow(event) or grown
        if grown:
            self.history_changed.emit()

    def _follow(self, event: Event) -> bool:
        """Act on one event; whether a run has grown."""
        if isinstance(event, DataPreviewed):
            self.preview_arrived.emit(event)
        elif isinstance(event, RacePaused):
            self._pause(event)
        elif isinstance(event, RaceResumed):
            self._resume(event)
        elif isinstance(event, RaceEnded):
            self._end_race(event)
        elif not isinstance(event, EngineReady | RoundEnded) and self._race.take(event):
            if self.state is State.PREPARING:
                self._move(State.RUNNING)
            return True
        return False

    def _pause(self, event: RacePaused) -> None:
        if event.race == self._race.key and self.state in (State.RUNNING, State.PREPARING):
            self._race.pause_watch(paused=True)
            self._move(State.PAUSED)

    def _resume(self, event: RaceResumed) -> None:
        if event.race == self._race.key and self.state is State.PAUSED:
            self._race.pause_watch(paused=False)
            self._move(State.RUNNING)

    def _end_race(self, event: RaceEnded) -> None:
        if event.race != self._race.key or not self.state.is_busy:
            return
        self._stop_timer.stop()
        if event.message:
            self._fail(event.message)
        else:
            self._move(State.STOPPED if self.state is State.STOPPING else State.FINISHED)

    @Slot()
    def _schedule_drain(self) -> None:
        if not (self._drain_timer.isActive() or self._is_closed):
            self._drain_timer.start()

    @Slot(str, str)
    def _lose_engine(self, reason: str, race: str) -> None:
        self.drain()
        if not self.state.is_busy or race != self._race.key:  # a race not begun goes to the next engine
            return
        self._stop_timer.stop()
        if self.state is State.STOPPING:
            self._race.end("stopped")
            self._move(State.STOPPED)
            self.history_changed.emit()
        else:
            self._fail(f"{reason}; the run so far is kept, and Train starts anew")

    @Slot()
    def _kill_engine(self) -> None:
        self._worker.worker.kill_engine()

    def _fail(self, message: str) -> None:
        self._race.end("failed", message)
        self._move(State.FAILED)
        self.history_changed.emit()
        self.message.emit(message, True)

    def _move(self, state: State) -> None:
        check_move(self.state, state)
        self.state = state
        self.state_changed.emit(state)

    def _set_idle(self) -> None:
        if self.state is not State.IDLE:
            self._move(State.IDLE)
        self.cursor.go_live()

    def _tell_lanes(self) -> None:
        self.lanes_changed.emit()
        self.selection_changed.emit()
        self.history_changed.emit()

    def _refuse_while_busy(self) -> None:
        if self.state.is_busy:
            raise VgdeskError("the lanes are training; stop them first")

    def _post(self, command: Command) -> None:
        self._worker.worker.post(command)
