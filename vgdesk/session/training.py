"""Trains lanes in the engine: the race under way, its state, and what the engine sends."""

import gc
import uuid
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vgdesk.engine import Command, PauseRace, ResumeRace, StepRace, StopRace
from vgdesk.events import DataPreviewed, EngineReady, Event, RaceEnded, RacePaused, RaceResumed, RoundEnded
from vgdesk.experiment.recording import RunMoved, TrainingState
from vgdesk.experiment.spec import check_spec
from vgdesk.experiment.start import check_start
from vgdesk.session.file_closing import FileClosing
from vgdesk.session.lane import Lane
from vgdesk.session.mailbox import Mailbox
from vgdesk.session.race import Race, make_race
from vgdesk.session.states import State, check_move
from vgdesk.session.worker import WorkerThread

_DRAIN_MILLISECONDS = 33
_STOP_MILLISECONDS = 3000
_LOOK_MILLISECONDS = 400
_SILENT_SECONDS = 1.4
_SILENT = "the training process does not answer; Stop ends it and keeps the run so far"
_ANSWERS = "the training process answers again"


class Training(QObject):
    """One race at a time.

    Args:
        worker: carries commands to the engine.
        mailbox: where the worker puts the events of the engine.
        parent: of this object.

    Attributes:
        state: what is being done.
        race: the one under way, or the last one.

    Signals:
        state_changed: the new State.
        history_changed: runs have grown, begun or been dropped.
        failed: why the race ended before its time.
        said: of a run file that is not where it was, or an engine that gives no sign of life; and whether it is bad.
        previewed: a DataPreviewed.
        engine_lost: the engine died; a new one is being started.
    """

    state_changed = Signal(object)
    history_changed = Signal()
    failed = Signal(str)
    said = Signal(str, bool)
    previewed = Signal(object)
    engine_lost = Signal()

    def __init__(self, worker: WorkerThread, mailbox: Mailbox, parent: QObject | None = None):
        super().__init__(parent)
        self.state = State.IDLE
        self.race = Race("", {})
        self._is_closed = False
        self._mailbox, self._worker = mailbox, worker
        self._worker.worker.statistics_ready.connect(self._schedule_drain)
        self._worker.worker.engine_lost.connect(self._lose_engine)
        self._drain_timer = QTimer(self, interval=_DRAIN_MILLISECONDS)
        self._drain_timer.timeout.connect(self.drain)
        self._stop_timer = QTimer(self, singleShot=True, interval=_STOP_MILLISECONDS)
        self._stop_timer.timeout.connect(self._kill_engine)
        self._look_timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._look_timer.timeout.connect(self._look)
        self._is_silent = False
        self._closing = FileClosing()

    def open(self) -> None:
        """Start the worker and its engine; until then nothing trains."""
        self._worker.start()

    def close(self) -> None:
        """End the worker, the engine and whatever they do; the runs so far stay in their files."""
        self._is_closed = True
        self._drain_timer.stop()
        self._stop_timer.stop()
        self._look_timer.stop()
        self._worker.close()
        self._closing.wait()

    def post(self, command: Command) -> None:
        """Send a command to the engine, soon."""
        self._worker.worker.post(command)

    def start(self, lanes: Sequence[Lane], *, paused: bool = False) -> None:
        """Train lanes from their start; with ``paused``, to the first sample.

        Raises:
            VgdeskError: a spec is broken, or the run files cannot be made; nothing is lost.
        """
        for lane in lanes:
            lane.refuse_watched()
            check_spec(lane.spec)
            if lane.start is not None:
                check_start(lane.spec, lane.start)
        self._begin(make_race(uuid.uuid4().hex, lanes), paused=paused)

    def go_on(self, lane: Lane) -> None:
        """Train the run of a lane on, in its own file, from the state that it keeps and where its history ends.

        Raises:
            VgdeskError: the spec cannot be trained here any more.
        """
        check_spec(lane.spec)
        self._begin(Race(uuid.uuid4().hex, {lane.run: lane}, goes_on=True))

    def _begin(self, race: Race, *, paused: bool = False) -> None:
        self.race = race
        self._move(State.PREPARING)
        self.post(race.command(paused=paused))
        self.history_changed.emit()

    def pause(self) -> None:
        """Wait after the sample under way, until ``resume``."""
        self.post(PauseRace())

    def resume(self) -> None:
        """Go on after a pause."""
        self.post(ResumeRace())

    def step(self) -> None:
        """Train every lane to its next sample, then wait."""
        self.post(StepRace())

    def stop(self) -> None:
        """End the race and keep what there is; an engine that does not answer is killed."""
        if self.state.is_busy and self.state is not State.STOPPING:
            self._move(State.STOPPING)
            self.post(StopRace())
            self._stop_timer.start(0 if self._is_silent else _STOP_MILLISECONDS)

    def reset(self) -> None:
        """Be idle again after a race that has ended; its lanes are gone."""
        if self.state is not State.IDLE:
            self._move(State.IDLE)

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
            self.previewed.emit(event)
        elif isinstance(event, RacePaused):
            self._note_pause(event)
        elif isinstance(event, RaceResumed):
            self._note_resume(event)
        elif isinstance(event, RaceEnded):
            self._note_end(event)
        elif isinstance(event, RunMoved):
            self.race.move(event)
            self.said.emit(event.message, True)
        elif not isinstance(event, EngineReady | RoundEnded | TrainingState) and self.race.take(event):
            if self.state is State.PREPARING:
                self._move(State.RUNNING)
            return True
        return False

    def _move(self, state: State) -> None:
        check_move(self.state, state)
        self.state = state
        self.state_changed.emit(state)
        self._is_silent = False
        if state is State.PREPARING:
            self._look_timer.start()
            gc.freeze()  # a search through all that was there before would stall the window for 50 ms
        elif not state.is_busy:
            self._look_timer.stop()
            gc.unfreeze()

    def _note_pause(self, event: RacePaused) -> None:
        if event.race == self.race.key and self.state in (State.RUNNING, State.PREPARING):
            self.race.pause_watch(paused=True)
            self._move(State.PAUSED)

    def _note_resume(self, event: RaceResumed) -> None:
        if event.race == self.race.key and self.state is State.PAUSED:
            self.race.pause_watch(paused=False)
            self._move(State.RUNNING)

    def _note_end(self, event: RaceEnded) -> None:
        if event.race != self.race.key or not self.state.is_busy:
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
        self.engine_lost.emit()
        if not self.state.is_busy or race != self.race.key:  # a race not begun goes to the next engine
            return
        self._stop_timer.stop()
        if self.state is State.STOPPING:
            self._closing.close(self.race.end("stopped"))
            self._move(State.STOPPED)
            self.history_changed.emit()
        else:
            words = f"{reason}; the run so far is kept, and Train starts a new one"
            self._closing.close(self.race.end("failed", words))
            self._fail(words)

    @Slot()
    def _look(self) -> None:
        """Find out whether the engine still gives signs of life."""
        is_silent = self._worker.worker.silence() > _SILENT_SECONDS
        if is_silent != self._is_silent:
            self._is_silent = is_silent
            self.said.emit(_SILENT if is_silent else _ANSWERS, is_silent)

    @Slot()
    def _kill_engine(self) -> None:
        self._worker.worker.kill_engine()

    def _fail(self, message: str) -> None:
        self.race.end("failed", message)
        self._move(State.FAILED)
        self.history_changed.emit()
        self.failed.emit(message)
