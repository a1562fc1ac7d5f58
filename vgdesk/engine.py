"""The process that trains: commands come in at one end of a pipe, batches of events go out.

The window starts it with ``serve`` in a spawned process. Importing this module imports no torch.
"""

import os
import signal
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from vgdesk.errors import VgdeskError
from vgdesk.events import DataPreviewed, EngineReady, Event, RaceEnded, RacePaused, RoundEnded, RunEnded, RunStarted
from vgdesk.experiment.spec import parse_spec
from vgdesk.runs.writer import RunWriter

if TYPE_CHECKING:
    from vgdesk.training.control import TrainControl

_BATCH_SECONDS = 0.033
_PREVIEW_POINTS = 1000


@dataclass(frozen=True)
class Entry:
    """One lane of a race.

    Attributes:
        run: id of the run, unique for ever.
        spec_json: what to train.
        path: the run file to write; it must not exist.
        lane: name written into the run file.
    """

    run: str
    spec_json: str
    path: Path
    lane: str = ""


@dataclass(frozen=True)
class StartRace:
    """Train these lanes in lock step; with ``paused``, wait after the first sample."""

    race: str
    entries: tuple[Entry, ...]
    paused: bool = False


@dataclass(frozen=True)
class PauseRace:
    """Wait at once."""


@dataclass(frozen=True)
class ResumeRace:
    """Go on."""


@dataclass(frozen=True)
class StepRace:
    """Train every lane on to its next sample, then wait."""


@dataclass(frozen=True)
class StopRace:
    """End the race and keep what there is."""


@dataclass(frozen=True)
class PreviewData:
    """Send the points of a data set."""

    spec_json: str


Command: TypeAlias = StartRace | PauseRace | ResumeRace | StepRace | StopRace | PreviewData


def prepare_process() -> None:
    """Set the environment that torch reads when it is imported; call it before the torch room opens.

    One thread, and idle ones that sleep: small networks run many times slower on a busy machine otherwise.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def train_recorded(entries: Sequence[Entry], control: "TrainControl | None" = None) -> Generator[Event, None, None]:
    """Train the entries of a race and record each in its run file before its events are passed on.

    Raises:
        SpecError: a spec is broken.
        RunFileError: a run file cannot be made or written; the samples so far stay in it.
    """
    from vgdesk.training.loop import train  # noqa: PLC0415 - opens the torch room

    specs = [parse_spec(entry.spec_json) for entry in entries]
    return record(train(specs, control, [entry.run for entry in entries]), {entry.run: entry for entry in entries})


def record(events: Iterable[Event], entries: Mapping[str, Entry]) -> Generator[Event, None, None]:
    """Write every event of a run into its file, then pass it on; files are closed at the end, however it comes.

    Raises:
        RunFileError: a run file cannot be made or written.
    """
    writers: dict[str, RunWriter] = {}
    try:
        for event in events:
            if isinstance(event, RunStarted):
                entry = entries[event.run]
                writers[event.run] = RunWriter(entry.path, entry.lane)
            run = getattr(event, "run", None)
            if run is not None:
                writers[run].write(event)
            if isinstance(event, RunEnded):
                writers.pop(event.run).close()
            yield event
    finally:
        for writer in writers.values():
            writer.close()


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
    from vgdesk.training.datasets import load_dataset  # noqa: PLC0415 - opens the torch room

    data = parse_spec(command.spec_json).data
    points = load_dataset(data)
    inputs, labels = points.train_inputs[:_PREVIEW_POINTS], points.train_labels[:_PREVIEW_POINTS]
    connection.send((DataPreviewed(data.model_dump_json(), inputs, labels),))


@dataclass
class _Race:
    """One race: trains, sends what happens in batches, and minds the commands that come in."""

    connection: Connection
    command: StartRace
    batch: list[Event] = field(default_factory=list)
    sent: float = 0.0
    is_paused: bool = False

    def __post_init__(self) -> None:
        from vgdesk.training.control import TrainControl  # noqa: PLC0415 - opens the torch room

        self.control = TrainControl(stepping=self.command.paused)

    def run(self) -> None:
        """Train to the end; whatever goes wrong is told and ends the race, not the process."""
        message = ""
        try:
            self._train()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except VgdeskError as error:
            message = str(error)
        except MemoryError:
            message = "not enough memory for this network; take fewer units, fewer layers or a smaller batch"
        except Exception as error:  # noqa: BLE001 - the worker's run: the process must live on
            message = f"the training failed: {type(error).__name__}: {error}"
        self.batch.append(RaceEnded(self.command.race, message))
        self._send()

    def _train(self) -> None:
        with closing(train_recorded(self.command.entries, self.control)) as events:
            for event in events:
                if not isinstance(event, RoundEnded):
                    self.batch.append(event)
                elif self.control.pausing or self.control.stepping:
                    self.is_paused = True
                if self.is_paused or time.monotonic() - self.sent > _BATCH_SECONDS:
                    self._send()
                    self._mind_commands()

    def _mind_commands(self) -> None:
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
        elif isinstance(command, StopRace):
            self.is_paused, self.control.stop = False, True

    def _send(self) -> None:
        if self.batch:
            self.connection.send(tuple(self.batch))
            self.batch.clear()
        self.sent = time.monotonic()
