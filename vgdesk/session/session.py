"""The app's one mutable object: the lanes, the race under way, and the cursor."""

import gc
import uuid
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vgdesk.analysis.numbers import format_epoch
from vgdesk.engine import Command, PauseRace, PreviewData, ResumeRace, StepRace, StopRace
from vgdesk.events import DataPreviewed, EngineReady, Event, RaceEnded, RacePaused, RaceResumed, RoundEnded
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.spec import check_spec
from vgdesk.experiment.start import check_start
from vgdesk.session.lane import Lane
from vgdesk.session.lanes import Lanes
from vgdesk.session.mailbox import Mailbox
from vgdesk.session.race import Progress, Race, make_race
from vgdesk.session.states import State
from vgdesk.session.worker import WorkerThread

_DRAIN_MILLISECONDS = 33
_STOP_MILLISECONDS = 3000
_KEPT_PREVIEWS = 16


class Session(Lanes):
    """Trains the lanes behind a worker.

    Attributes:
        previews: the points last sent, by the JSON of their data spec.

    Signals:
        preview_arrived: a DataPreviewed.
    """

    preview_arrived = Signal(object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._is_closed = False
        self.previews: dict[str, DataPreviewed] = {}
        self._asked: set[str] = set()
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
    def progress(self) -> Progress:
        """How far the race is, or the last one was."""
        return self._race.progress()

    def race_change(self) -> None:
        """Keep the selected run, put its changed spec into a lane beside it, and train both from the start.

        Without a change all lanes are simply trained anew.

        Raises:
            VgdeskError: as ``add_lane`` and ``start``.
        """
        lane = self.selected
        if lane.is_edited and lane.trained_spec is not None:
            self._add_change()
        self.start()

    def branch(self) -> None:
        """Train on from the weights that the selected lane had at the cursor, in a lane beside it, with its changes.

        The lane itself keeps its run. The optimizer starts afresh; the order of the data goes on as the spec has it.

        Raises:
            VgdeskError: there are no such weights, they do not fit the changed network, nothing is left to train,
                there is no room for the lane, or a race is under way.
        """
        self._refuse_while_busy()
        lane = self.selected
        start = lane.weights_at(self.time.epoch)
        check_spec(lane.spec)
        check_start(lane.spec, start)
        self._add_change()
        self.selected.start = start
        self._train([self.selected])
        name, epoch = self.selected.name, format_epoch(start.origin.epoch)
        self.message.emit(f"{name} goes on from {lane.name} at epoch {epoch}; its optimizer starts afresh", False)

    @Slot(object)
    def request_preview(self, data: DataSpec) -> None:
        """Ask for the points of a data set; ``preview_arrived`` follows."""
        command = PreviewData(data.model_dump_json())
        self._asked.add(command.data_json)
        self._post(command)

    @Slot(object)
    def fetch_preview(self, data: DataSpec) -> None:
        """Ask for the points of a data set, unless they are here or on their way."""
        if data.model_dump_json() not in self._asked:
            self.request_preview(data)

    def start(self, *, paused: bool = False) -> None:
        """Train all lanes from the start; with ``paused``, to the first sample.

        Raises:
            VgdeskError: a spec is broken, or the run files cannot be made; nothing is lost.
        """
        if self.state.is_busy:
            return
        self._train(self.lanes, paused=paused)

    def _train(self, lanes: Sequence[Lane], *, paused: bool = False) -> None:
        for lane in lanes:
            check_spec(lane.spec)
            if lane.start is not None:
                check_start(lane.spec, lane.start)
        self._race = make_race(uuid.uuid4().hex, lanes)
        self.time.set_window(None)
        self._move(State.PREPARING)
        self.time.go_live()
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
            self.time.go_live()
            self._post(ResumeRace())
        else:
            self.start()

    def step(self) -> None:
        """Train every lane on to its next sample, then wait.

        Raises:
            VgdeskError: as ``start``.
        """
        if self.state.is_busy:
            self.time.go_live()
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
            self._keep_preview(event)
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

    def _move(self, state: State) -> None:
        super()._move(state)
        if state is State.PREPARING:
            gc.freeze()  # a search through all that was there before would stall the window for 50 ms
        elif not state.is_busy:
            gc.unfreeze()

    def _keep_preview(self, event: DataPreviewed) -> None:
        self.previews[event.data_json] = event
        self._asked.add(event.data_json)
        while len(self.previews) > _KEPT_PREVIEWS:
            oldest = next(iter(self.previews))
            del self.previews[oldest]
            self._asked.discard(oldest)
        self.preview_arrived.emit(event)

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
        self._asked = set(self.previews)
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

    def _post(self, command: Command) -> None:
        self._worker.worker.post(command)
