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
from vgdesk.runs.buffer import ChunkBuffer
from vgdesk.runs.chunks import Recorded, list_formats, to_columns
from vgdesk.runs.saving import explain_failure
from vgdesk.runs.schema import APPLICATION_ID, FORMAT_VERSION, TABLES, Metadata, checksum, encode_metadata

_COMMIT_SECONDS = 0.1
_BUSY_SECONDS = 1.0
_UPSERT_METADATA = "REPLACE INTO metadata (key, value, crc) VALUES (?, ?, ?)"


class RunWriter:
    """Writes one run to one new file.

    Events are kept back and committed together, at most ten times a second; ``commit`` brings what is kept back to
    the file at once, as before a pause. After a failure the writer refuses everything with the same words.

    Args:
        path: of the new file; its folder must be there.
        lane: name of the lane the run trains in.

    Raises:
        RunFileError: the file exists already, or cannot be made.
    """

    def __init__(self, path: Path, lane: str = ""):
        self._path = Path(path)
        self._lane = lane
        self._metadata: Metadata | None = None
        self._metadata_rows: dict[str, str] = {}
        self._buffers: dict[type[Recorded], ChunkBuffer] = {}
        self._step = 0
        self._connection: sqlite3.Connection | None = None
        self._failure: RunFileError | None = None
        self._commit_due = 0.0
        with self._failing():
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        try:
            with self._failing():
                self._connection = _create_database(self._path)
        except RunFileError:
            self._path.unlink(missing_ok=True)
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
            raise RunFileError(f"cannot write to the run file {self._path}: it is closed; record to a new one")
        if self._metadata is None:
            self._start(event)
        elif not isinstance(event, Recorded | Progressed | RunEnded):
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
            raise RunFileError(f"cannot write to the run file {self._path}: it is closed; record to a new one")
        with self._failing():
            connection.execute("BEGIN IMMEDIATE")
            rows = ((key, text, checksum(text.encode())) for key, text in self._metadata_rows.items())
            connection.executemany(_UPSERT_METADATA, rows)
            for buffer in self._buffers.values():
                connection.executemany(buffer.upsert, buffer.take())
            connection.execute("COMMIT")
            self._metadata_rows = {}
            self._commit_due = time.monotonic() + _COMMIT_SECONDS

    def close(self) -> None:
        """Commit, and fold everything into the one file; safe to call twice.

        After a failure it only closes the file. A file without a run is removed.

        Raises:
            RunFileError: the file cannot be written.
        """
        connection, started = self._connection, self._metadata is not None
        if connection is None:
            return
        try:
            if started and self._failure is None:
                self.commit()
                _fold(connection)
        finally:
            connection.close()
            self._connection = None
            if not started:
                self._path.unlink(missing_ok=True)

    def _start(self, event: Event) -> None:
        if not isinstance(event, RunStarted):
            raise ValueError(f"a run file begins with RunStarted, not {type(event).__name__}")
        self._metadata = Metadata(event, self._lane)
        self._metadata_rows = encode_metadata(self._metadata)
        self._buffers = {kind: ChunkBuffer(layout) for kind, layout in list_formats(event.layout).items()}

    def _record(self, event: Recorded | Progressed | RunEnded) -> None:
        if isinstance(event, RunEnded):
            self._end(event)
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
            self._failure = RunFileError(f"cannot write the run file {self._path}: {explain_failure(error)}")
            raise self._failure from error


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


def _fold(connection: sqlite3.Connection) -> None:
    """Bring the write-ahead log into the file and do without it; a reader in the way may keep it where it is."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
