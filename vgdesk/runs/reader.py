"""Reads a run file back to a history: everything that is whole, and a note on what is not."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import RunFileError
from vgdesk.events import Progressed
from vgdesk.runs.chunks import WORDS, ChunkFormat, Recorded, list_formats, to_events
from vgdesk.runs.history import History
from vgdesk.runs.opening import DAMAGED, OpenRun, one_line, open_run
from vgdesk.runs.schema import NUMBERED_BY_ENTRY, Metadata, checksum, decode_metadata

_METADATA_ROWS = 32  # more than any version wrote; a foreign file may hold millions


Watch = Callable[[float], None]
"""Called with the share of a file read so far, 0..1; what it raises ends the reading."""


def read_run(
    path: Path, watch: Watch = lambda share: None, kinds: Collection[type[Recorded]] | None = None
) -> History:
    """The run in a file.

    A chunk that fails its checksum ends the reading of its kind; what comes before it is kept, and the history's
    ``note`` says how much that is and why. A run that was cut off has no ``ended``.

    Args:
        path: of the file.
        watch: told how far it is.
        kinds: what is read of it; None for everything.

    Raises:
        RunFileError: there is no such file, it is no run, or so damaged that nothing of it can be read.
    """
    with open_run(path) as run:
        metadata = read_metadata_of(run)
        history = History(metadata.started, metadata.lane)
        history.append(Progressed(history.run, metadata.step))
        there = (item for item in list_formats(history.layout).items() if item[1].table in run.tables)
        formats = [item for item in there if kinds is None or item[0] in kinds]
        notes = []
        for place, item in enumerate(formats):
            part = partial(_watch_part, watch, place, len(formats), max(metadata.step, 1))
            notes.append(_read_recorded(run, history, item, part))
        watch(1.0)
        history.note = "; ".join(note for note in notes if note)
        if metadata.ended:
            history.append(metadata.ended)
        return history


def read_metadata(path: Path) -> Metadata:
    """What a run file says about its run, without its samples.

    Raises:
        RunFileError: there is no such file, it is no run, or its metadata are damaged.
    """
    with open_run(path) as run:
        return read_metadata_of(run)


class DamageError(Exception):
    """A chunk that cannot be read; the message says why."""


def read_metadata_of(run: OpenRun) -> Metadata:
    """What an open run file says about its run; raises RunFileError where that is damaged."""
    statement = f"SELECT key, value, crc FROM metadata LIMIT {_METADATA_ROWS}"  # noqa: S608
    rows = run.connection.execute(statement).fetchall()
    try:
        torn = [key for key, value, crc in rows if not isinstance(value, bytes) or checksum(value) != crc]
        if torn:
            raise ValueError(f"the checksum of {bytes(torn[0]).decode()} is wrong")
        return decode_metadata({bytes(key).decode(): value.decode() for key, value, _ in rows})
    except (ValueError, TypeError) as error:
        raise RunFileError(f"the run file {run.path} is damaged ({one_line(error)}); {DAMAGED}") from error


def _watch_part(watch: Watch, place: int, parts: int, steps: int, step: int) -> None:
    watch((place + min(step / steps, 1.0)) / parts)


def _read_recorded(
    run: OpenRun, history: History, item: tuple[type[Recorded], ChunkFormat], watch: Callable[[int], None]
) -> str:
    """Fill in all of one kind and watch the steps; what had to be left out, or an empty text."""
    (kind, layout), count, last_step = item, 0, 0
    try:
        for columns in _read_chunks(run, layout):
            steps = columns[0]
            if steps[0] < last_step or np.any(np.diff(steps) < 0):
                raise DamageError("their steps do not rise")
            last_step = int(steps[-1])
            for event in to_events(kind, history.run, columns):
                history.append(event)
            count += len(steps)
            watch(last_step)
    except DamageError as damage:
        return f"the file is damaged: its first {count} {WORDS[kind]} are kept, the rest is lost ({damage})"
    return ""


def _read_chunks(run: OpenRun, layout: ChunkFormat) -> Iterator[tuple[NDArray[Any], ...]]:
    """The columns of one chunk after the other, until the end or the first damage."""
    statement = f"SELECT number, entries, crc, data FROM {layout.table} ORDER BY number"  # noqa: S608
    expected = 0
    try:
        for row in run.connection.execute(statement):
            columns = decode_chunk(layout, expected, row)
            expected += len(columns[0]) if run.version >= NUMBERED_BY_ENTRY else 1
            run.patience.restart()
            yield columns
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise DamageError(one_line(error)) from error


def decode_chunk(layout: ChunkFormat, expected: int, row: tuple[Any, Any, Any, Any]) -> tuple[NDArray[Any], ...]:
    """The columns in a row of a table of chunks.

    Args:
        layout: of the table.
        expected: the number that the row should have.
        row: number, entries, checksum and blob.

    Raises:
        DamageError: it is another row, or damaged.
    """
    number, entries, crc, data = row
    if number != expected:
        raise DamageError(f"chunk {expected} is missing")
    if not isinstance(data, bytes) or not isinstance(entries, int) or checksum(data) != crc:
        raise DamageError(f"the checksum of chunk {number} is wrong")
    try:
        return layout.decode(data, entries)
    except ValueError as error:
        raise DamageError(one_line(error)) from error
