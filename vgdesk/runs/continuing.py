"""Opens a run file to write on in it from the state that it keeps."""

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.events import Histogrammed, Progressed, RunEnded, Sampled, Scored, SnapshotTaken
from vgdesk.runs.chunks import ChunkFormat, list_formats
from vgdesk.runs.history import History
from vgdesk.runs.metadata_rows import put_rows, write_row
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.saving import explain_failure
from vgdesk.runs.schema import checksum, encode_metadata
from vgdesk.runs.states import KeptState

_BUSY_SECONDS = 1.0


def is_writable(path: Path) -> bool:
    """Whether a run file can be written on in: the file, and its folder, where a log lies beside it meanwhile."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def cut_history(history: History, kept: KeptState) -> History:
    """A run in memory as it was when its state was taken, without what came after it; its plan stays open."""
    cut = History(history.started, history.lane)
    run, formats = history.run, list_formats(history.layout)
    counts = {kind: kept.entries.get(layout.table, 0) for kind, layout in formats.items()}
    part = slice(counts[Sampled])
    cut.append(Sampled(run, history.steps[part], history.batch_loss[part], history.values[part]))
    moments = slice(counts[Histogrammed])
    cut.append(Histogrammed(run, history.histograms.steps[moments], history.histograms.counts[moments]))
    for place in range(counts.get(SnapshotTaken, 0)):
        cut.append(SnapshotTaken(run, int(history.snapshots.steps[place]), history.snapshots.values(place)))
    scores = history.scores
    for place in range(counts[Scored]):
        found = (scores.loss, scores.accuracy, scores.test_loss, scores.test_accuracy)
        cut.append(Scored(run, int(scores.step[place]), *(float(each[place]) for each in found)))
    cut.append(Progressed(run, kept.state.step))
    return cut


def open_to_continue(path: Path, kept: KeptState) -> sqlite3.Connection:
    """A connection to a run file that ends where its state was taken: what came after it will be told again.

    Raises:
        RunFileError: another process has the file open, it cannot be written, or holds less than the state says.
    """
    try:
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()  # refused while anyone has it open
            connection.execute("BEGIN EXCLUSIVE")
            _cut_back(connection, path, kept)
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
    except (OSError, sqlite3.Error) as error:
        raise RunFileError(f"cannot write on in the run file {path}: {explain_failure(error)}") from error
    return connection


def write_end(path: Path, ended: RunEnded) -> None:
    """Write into the file of a run that nobody writes any more how it ended; does nothing if the file says so.

    Raises:
        RunFileError: the file is of another run, cannot be read or written, or another process has it open.
    """
    metadata = read_metadata(path)
    if metadata.started.run != ended.run:
        raise RunFileError(f"{path} holds another run now; nothing is written to it")
    if metadata.ended is not None:
        return
    write_row(path, "ended", encode_metadata(replace(metadata, ended=ended))["ended"], ends_log=True)


def _cut_back(connection: sqlite3.Connection, path: Path, kept: KeptState) -> None:
    for layout in list_formats(kept.metadata.started.layout).values():
        count = kept.entries.get(layout.table, 0)
        if _cut_table(connection, layout, count) != count:
            raise RunFileError(f"{path} cannot go on: it has lost {layout.table.replace('_', ' ')}; train it anew")
    connection.execute("DELETE FROM metadata WHERE key = 'ended'")
    put_rows(connection, {"step": str(kept.state.step)})


def _cut_table(connection: sqlite3.Connection, layout: ChunkFormat, count: int) -> int:
    """Leave so many entries in a table; how many there are now."""
    connection.execute(f"DELETE FROM {layout.table} WHERE number >= ?", (count,))  # noqa: S608
    last = f"SELECT number, entries, data FROM {layout.table} ORDER BY number DESC LIMIT 1"  # noqa: S608
    row = connection.execute(last).fetchone()
    if row is None:
        return 0
    number, entries, data = row
    left = count - number
    if entries > left:
        columns = layout.decode(data, entries)
        short = b"".join(column[:left].tobytes() for column in columns)
        change = f"UPDATE {layout.table} SET entries = ?, crc = ?, data = ? WHERE number = ?"  # noqa: S608
        connection.execute(change, (left, checksum(short), short, number))
        return count
    return int(number + entries)
