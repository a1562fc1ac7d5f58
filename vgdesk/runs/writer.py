"""Records a run to its file while it trains, so that a killed process loses a tenth of a second at most."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from vgdesk.errors import RunFileError
from vgdesk.events import Event, Progressed, RunEnded, RunStarted
from vgdesk.experiment.recording import RunMoved, TrainingState
from vgdesk.runs.buffer import ChunkBuffer
from vgdesk.runs.chunks import Recorded, list_formats, to_columns
from vgdesk.runs.continuing import open_to_continue
from vgdesk.runs.metadata_rows import put_rows
from vgdesk.runs.place import FilePlace
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.saving import explain_failure
from vgdesk.runs.schema import APPLICATION_ID, FORMAT_VERSION, TABLES, Metadata, encode_metadata
from vgdesk.runs.states import KeptState, write_state

_COMMIT_SECONDS = 0.1
_LOOK_SECONDS = 1.0
_BUSY_SECONDS = 1.0


class RunWriter:
    """Writes one run to one file.

    Events are kept back and committed together, at most ten times a second; ``commit`` brings what is kept back to
    the file at once, as before a pause. After a failure the writer refuses everything with the same words. Once a
    second and at the end the writer looks whether its file is still there; where it is not, it puts all that was
    recorded into another one beside it and goes on there.

    Args:
        path: of the new file; its folder must be there.
        lane: name of the lane the run trains in.
        kept: what the file keeps to go on from, where it is an old one that is written on in.

    Attributes:
        path: of the file that the run is in.

    Raises:
        RunFileError: the new file exists already, or cannot be made; the old one cannot be written, or is being.
    """

    def __init__(self, path: Path, lane: str = "", kept: KeptState | None = None):
        self.path = Path(path)
        self._lane = lane
        self._metadata: Metadata | None = None
        self._metadata_rows: dict[str, str] = {}
        self._buffers: dict[type[Recorded], ChunkBuffer] = {}
        self._kept = kept
        self._state: tuple[TrainingState, dict[str, int]] | None = None
        self._step = 0
        self._connection: sqlite3.Connection | None = None
        self._failure: RunFileError | None = None
        self._commit_due = 0.0
        self._look_due = time.monotonic() + _LOOK_SECONDS
        self._move: RunMoved | None = None
        if kept is None:
            self._create()
        else:
            self._connection = open_to_continue(self.path, kept)
        with self._failing():
            self._place = FilePlace(self.path)

    def _create(self) -> None:
        with self._failing():
            os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            with self._failing():
                self._connection = _create_database(self.path)
        except RunFileError:
            self.path.unlink(missing_ok=True)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, event: Event) -> None:
        """Record what happened.

        Raises:
            RunFileError: the file cannot be written; the event and those since the last commit are not in it.
            ValueError: the first event is no ``RunStarted``, a later one is or is of another run or no run.
        """
        if self._connection is None:
            raise RunFileError(f"cannot write to the run file {self.path}: it is closed; record to a new one")
        if self._metadata is None:
            self._start(event)
        elif not isinstance(event, Recorded | Progressed | RunEnded | TrainingState):
            raise ValueError(f"a run file holds no second {type(event).__name__}")
        elif event.run != self._metadata.started.run:
            raise ValueError(f"an event of run {event.run} came to the file of run {self._metadata.started.run}")
        else:
            self._record(event)
        if time.monotonic() >= self._commit_due:
            self.commit()

    def commit(self) -> None:
        """Bring everything written so far to the file.

        Raises:
            RunFileError: the file cannot be written, or is closed.
        """
        connection = self._connection
        if connection is None:
            raise RunFileError(f"cannot write to the run file {self.path}: it is closed; record to a new one")
        with self._failing():
            if time.monotonic() >= self._look_due:
                connection = self._look(connection)
            connection.execute("BEGIN IMMEDIATE")
            put_rows(connection, self._metadata_rows)
            for buffer in self._buffers.values():
                connection.executemany(buffer.upsert, buffer.take())
            if self._state is not None:
                write_state(connection, *self._state)
            connection.execute("COMMIT")
            self._metadata_rows, self._state = {}, None
            self._commit_due = time.monotonic() + _COMMIT_SECONDS

    def close(self) -> None:
        """Commit, and fold everything into the one file; safe to call twice.

        After a failure it only closes the file. A file without a run is removed.

        Raises:
            RunFileError: the file cannot be written.
        """
        if self._connection is None:
            return
        is_whole = self._metadata is not None and self._failure is None
        try:
            if is_whole:
                self._look_due = 0.0
                self.commit()
                _fold(self._connection)
        finally:
            self._connection.close()
            self._connection = None
            if self._metadata is None and self._kept is None:
                self.path.unlink(missing_ok=True)
        if is_whole:
            self._check()

    def take_move(self) -> RunMoved | None:
        """Where the run is now, once after its file was found deleted, replaced or moved."""
        move, self._move = self._move, None
        return move

    def _look(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """Find out whether the file is still there, and put the run into another where it is not."""
        self._look_due = time.monotonic() + _LOOK_SECONDS
        loss = self._place.find_loss()
        if not loss:
            return connection
        lost, found = self.path, self._place.free_path()
        try:
            fresh = _copy_database(connection, found)
        except sqlite3.DatabaseError as error:
            raise OSError(f"it {loss} while it was recorded, and cannot be saved ({error})") from error
        _fold(connection)
        connection.close()
        self._place.tidy()
        self._connection, self.path, self._place = fresh, found, FilePlace(found)
        words = f"the run file {lost} {loss} while it was recorded; all of the run is in {found}"
        run = self._metadata.started.run if self._metadata is not None else ""
        self._move = RunMoved(run, found, words)
        return fresh

    def _check(self) -> None:
        """Read the file again by its name: only what is in it may be called recorded."""
        read, metadata = read_metadata(self.path), self._metadata
        assert metadata is not None
        ends = [each.ended and each.ended.reason for each in (read, metadata)]
        if (read.started.run, read.step, ends[0]) != (metadata.started.run, self._step, ends[1]):
            raise RunFileError(f"the run file {self.path} does not hold what was recorded; train again, elsewhere")

    def _start(self, event: Event) -> None:
        if not isinstance(event, RunStarted):
            raise ValueError(f"a run file begins with RunStarted, not {type(event).__name__}")
        self._metadata = Metadata(event, self._lane) if self._kept is None else _take_over(self._kept, event)
        self._step = self._metadata.step
        self._metadata_rows = encode_metadata(self._metadata)
        had = self._kept.entries if self._kept is not None else {}
        self._buffers = {
            kind: ChunkBuffer(layout, had.get(layout.table, 0)) for kind, layout in list_formats(event.layout).items()
        }

    def _record(self, event: Recorded | Progressed | RunEnded | TrainingState) -> None:
        if isinstance(event, RunEnded):
            self._end(event)
        elif isinstance(event, TrainingState):
            self._state = event, {each.table: each.count for each in self._buffers.values()}
            self._commit_due = 0.0  # whoever takes states sees what they cost
        elif isinstance(event, Progressed):
            self._reach(event.step)
        else:
            columns = to_columns(event)
            steps = columns[0].tolist()
            self._buffers[type(event)].add(columns, len(steps))
            self._reach(max(steps, default=0))

    def _reach(self, step: int) -> None:
        if step > self._step:
            self._step = step
            self._metadata_rows["step"] = str(step)

    def _end(self, event: RunEnded) -> None:
        assert self._metadata is not None
        self._metadata = replace(self._metadata, ended=event)
        self._metadata_rows["ended"] = encode_metadata(self._metadata)["ended"]
        self._commit_due = 0.0

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """Turn what the disk refuses into the writer's failure, once and for all."""
        if self._failure is not None:
            raise self._failure
        try:
            yield
        except (OSError, ValueError, sqlite3.Error) as error:
            self._failure = RunFileError(f"cannot write the run file {self.path}: {explain_failure(error)}")
            raise self._failure from error


def _take_over(kept: KeptState, event: RunStarted) -> Metadata:
    """The metadata of a run that goes on, with a new plan; raises ValueError for another run or other columns."""
    before = kept.metadata.started
    if event.run != before.run or event.layout != before.layout:
        raise ValueError(f"run {event.run} does not go on in the file of run {before.run}")
    started = replace(event, started=before.started, origin=before.origin)
    return replace(kept.metadata, started=started, step=kept.state.step, ended=None)


def _create_database(path: Path) -> sqlite3.Connection:
    """An empty run file; its first page says what it is before the write-ahead log begins."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
        for statement in TABLES.values():
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _copy_database(source: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """A connection to a new run file with all that is in another, whose name may be gone."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        source.backup(connection)
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("its pages are damaged")
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        path.unlink(missing_ok=True)
        raise
    return connection


def _fold(connection: sqlite3.Connection) -> None:
    """Bring the write-ahead log into the file and do without it; a reader in the way may keep it where it is."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
