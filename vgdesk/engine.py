"""The process that trains: commands come in at one end of a pipe, batches of events go out.

The window starts it with ``serve`` in a spawned process. Importing this module imports no torch.
"""

import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from pydantic import TypeAdapter

from vgdesk import paths
from vgdesk.errors import RunFileError, SpecError, VgdeskError
from vgdesk.events import (
    EngineReady,
    Event,
    RaceEnded,
    RacePaused,
    RaceResumed,
    RoundEnded,
    RunEnded,
    RunStarted,
)
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.limits import find_excess, measure_room
from vgdesk.experiment.recording import TrainingState
from vgdesk.experiment.spec import check_spec, parse_spec
from vgdesk.experiment.start import Start
from vgdesk.runs.states import KeptState, need_state
from vgdesk.runs.writer import RunWriter
from vgdesk.training.process import describe_failure, prepare_process

if TYPE_CHECKING:
    from vgdesk.training.control import TrainControl

_BATCH_SECONDS = 0.033
_BEAT_SECONDS = 0.25


@dataclass(frozen=True)
class Entry:
    """One lane of a race.

    Attributes:
        run: id of the run, unique for ever.
        spec_json: what to train.
        path: the run file to write; it must not exist, unless the run goes on.
        lane: name written into the run file.
        start: weights of another run to continue from; None for fresh ones.
        goes_on: whether the run in the file goes on from the state that it keeps.
    """

    run: str
    spec_json: str
    path: Path
    lane: str = ""
    start: Start | None = None
    goes_on: bool = False


@dataclass(frozen=True)
class StartRace:
    """Train these lanes in lock step; with ``paused``, wait after the first sample.

    It goes with the data folder of the process that makes it.
    """

    race: str
    entries: tuple[Entry, ...]
    paused: bool = False
    data_folder: Path = field(default_factory=paths.data_folder)


@dataclass(frozen=True)
class PauseRace:
    """Wait at once; RacePaused follows."""


@dataclass(frozen=True)
class ResumeRace:
    """Go on; RaceResumed follows."""


@dataclass(frozen=True)
class StepRace:
    """Train every lane on to its next sample, then wait; RacePaused follows, or the end."""


@dataclass(frozen=True)
class StopRace:
    """End the race and keep what there is."""


@dataclass(frozen=True)
class PreviewData:
    """Send the points of a data set, given as the JSON of its spec; the data folder goes with it."""

    data_json: str
    data_folder: Path = field(default_factory=paths.data_folder)


Command: TypeAlias = StartRace | PauseRace | ResumeRace | StepRace | StopRace | PreviewData


def train_recorded(entries: Sequence[Entry], control: "TrainControl | None" = None) -> Generator[Event, None, None]:
    """Train the entries of a race and record each in its run file before its events are passed on.

    Raises:
        SpecError: a spec is broken, its data are not there, or it asks for more memory or disk than there is.
        VgdeskError: a lane cannot continue from its start.
        RunFileError: a run file cannot be made or written; the samples so far stay in it.
    """
    from vgdesk.training.loop import train  # noqa: PLC0415 - opens the torch room

    specs = [parse_spec(entry.spec_json) for entry in entries]
    for spec in specs:
        check_spec(spec)
    room = measure_room(entries[0].path.parent).shared_by(len(entries))
    excess = tuple(problem for spec in specs for problem in find_excess(spec, room))
    if excess:
        raise SpecError(excess)
    kept = {entry.run: need_state(entry.path) for entry in entries if entry.goes_on}
    starts = [kept[entry.run].state if entry.goes_on else entry.start for entry in entries]
    events = train(specs, control, [entry.run for entry in entries], starts, keep_states=True)
    return record(events, {entry.run: entry for entry in entries}, control, kept)


def record(
    events: Iterable[Event],
    entries: Mapping[str, Entry],
    control: "TrainControl | None" = None,
    kept: Mapping[str, KeptState] = MappingProxyType({}),
) -> Generator[Event, None, None]:
    """Write every event of a run into its file, then pass it on; files are closed at the end, however it comes.

    Args:
        events: of a race.
        entries: its lanes, by id of their run.
        control: of the race; when it asks for a halt, the files hold everything before it comes.
        kept: what the files keep of the runs that go on, by id of the run.

    Yields:
        What concerns others than the file: its own states are not passed on, and it is said where a run has gone
        whose file was deleted, replaced or moved.

    Raises:
        RunFileError: a run file cannot be made or written.
    """
    writers: dict[str, RunWriter] = {}
    with ExitStack() as files, _recording_failure(writers):
        for event in events:
            if isinstance(event, RunStarted):
                entry = entries[event.run]
                writers[event.run] = files.enter_context(RunWriter(entry.path, entry.lane, kept.get(event.run)))
            writer = writers.get(getattr(event, "run", ""))
            if writer is not None:
                writer.write(event)
            if isinstance(event, RunEnded):
                writers.pop(event.run).close()
            elif isinstance(event, RoundEnded) and control is not None and control.holds_nothing_back:
                for each in writers.values():
                    each.commit()
            move = writer.take_move() if writer is not None else None
            if move is not None:
                yield move
            if not isinstance(event, TrainingState):
                yield event


@contextmanager
def _recording_failure(writers: Mapping[str, RunWriter]) -> Iterator[None]:
    """A training that breaks off is written into the files that are still open, as far as they take it."""
    try:
        yield
    except Exception as error:
        for run, writer in writers.items():
            with suppress(RunFileError):
                writer.write(RunEnded(run, "failed", describe_failure(error)))
        raise


def serve_with_pulse(serve: Callable[[Connection], None], connection: Connection, pulse: Connection) -> None:
    """Serve, and give signs of life at the other pipe four times a second, whatever the training does."""
    threading.Thread(target=_beat, args=(pulse,), name="vgdesk-pulse", daemon=True).start()
    serve(connection)


def _beat(pulse: Connection) -> None:
    with suppress(OSError):
        while True:
            pulse.send_bytes(b".")
            time.sleep(_BEAT_SECONDS)


def serve(connection: Connection) -> None:
    """Serve commands until the other end of the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare_process()
    import vgdesk.training.loop  # noqa: PLC0415, F401 - opens the torch room now, not at the first command

    try:
        connection.send((EngineReady(),))
        while True:
            command = connection.recv()
            if isinstance(command, StartRace):
                _Race(connection, command).run()
            elif isinstance(command, PreviewData):
                _preview(connection, command)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _preview(connection: Connection, command: PreviewData) -> None:
    from vgdesk.training.datasets import make_preview  # noqa: PLC0415 - opens the torch room

    paths.use_data_folder(command.data_folder)
    with suppress(VgdeskError, MemoryError):  # a thumbnail is worth no word; the training will say it
        spec = TypeAdapter(DataSpec).validate_json(command.data_json)
        connection.send((replace(make_preview(spec), data_json=command.data_json),))


@dataclass
class _Race:
    """One race: trains, sends what happens in batches, and minds the commands that come in."""

    connection: Connection
    command: StartRace
    batch: list[Event] = field(default_factory=list)
    sent: float = 0.0
    is_paused: bool = False
    runs_under_way: int = 0

    def __post_init__(self) -> None:
        from vgdesk.training.control import TrainControl  # noqa: PLC0415 - opens the torch room

        self.control = TrainControl(stepping=self.command.paused)

    def run(self) -> None:
        """Train to the end; whatever goes wrong is sent and ends the race, not the process."""
        message = ""
        paths.use_data_folder(self.command.data_folder)
        try:
            self._train()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # noqa: BLE001 - the worker's run: the process must live on
            message = describe_failure(error)
        self.batch.append(RaceEnded(self.command.race, message))
        self._send()

    def _train(self) -> None:
        with closing(train_recorded(self.command.entries, self.control)) as events:
            for event in events:
                if isinstance(event, RoundEnded):
                    self.is_paused = self._halts()
                else:
                    self.batch.append(event)
                    self.runs_under_way += isinstance(event, RunStarted) - isinstance(event, RunEnded)
                if self.is_paused or time.monotonic() - self.sent > _BATCH_SECONDS:
                    self._send()
                    self._handle_commands()

    def _halts(self) -> bool:
        """Whether to wait after a round; not when stopping, nor when no run is left."""
        control = self.control
        return (control.pausing or control.stepping) and not control.stop and self.runs_under_way > 0

    def _handle_commands(self) -> None:
        """Follow what came in; while paused, wait for more."""
        if self.is_paused:
            self.connection.send((RacePaused(self.command.race),))
        while self.is_paused or self.connection.poll():
            self._follow(self.connection.recv())

    def _follow(self, command: Command) -> None:
        if isinstance(command, PreviewData):
            _preview(self.connection, command)
        elif isinstance(command, PauseRace):
            self.control.pausing = True
        elif isinstance(command, StepRace):
            self.is_paused, self.control.pausing, self.control.stepping = False, False, True
        elif isinstance(command, ResumeRace):
            self.is_paused = self.control.pausing = self.control.stepping = False
            self.connection.send((RaceResumed(self.command.race),))
        elif isinstance(command, StopRace):
            self.is_paused, self.control.stop = False, True

    def _send(self) -> None:
        if self.batch:
            self.connection.send(tuple(self.batch))
            self.batch.clear()
        self.sent = time.monotonic()
