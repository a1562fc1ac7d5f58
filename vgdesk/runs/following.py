"""Reads what is new in a run file while another program writes it."""

from collections.abc import Iterator
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.events import Histogrammed, Logged, Progressed, RunEvent, Sampled, Scored, SnapshotTaken
from vgdesk.runs.chunks import ChunkFormat, Columns, Recorded, list_formats, to_events
from vgdesk.runs.history import History
from vgdesk.runs.opening import OpenRun, open_run
from vgdesk.runs.reader import DamageError, decode_chunk, read_metadata_of
from vgdesk.runs.schema import NUMBERED_BY_ENTRY


class Follower:
    """Gives the events that came to a run since it was read.

    Args:
        path: of the run file.
        history: of the run as it was read; it is not changed.

    Attributes:
        run: id of the run.
        is_over: whether the run has ended, or cannot be followed.
    """

    def __init__(self, path: Path, history: History):
        self.run = history.run
        self.is_over = history.ended is not None
        self._path = path
        self._formats = list_formats(history.layout)
        self._step = history.step
        self._taken: dict[type[Recorded], int] = {
            Sampled: history.sample_count,
            Scored: len(history.scores.step),
            Histogrammed: len(history.histograms),
            SnapshotTaken: len(history.snapshots),
            Logged: sum(len(scalar.steps) for scalar in history.scalars.values()),
        }

    def poll(self) -> list[RunEvent]:
        """What is new, in an order that a history takes; nothing while the file is busy.

        Raises:
            RunFileError: the file is gone, is another run's now, or is damaged where it is new.
        """
        if self.is_over:
            return []
        with open_run(self._path) as run:
            metadata = read_metadata_of(run)
            if metadata.started.run != self.run:
                raise RunFileError(f"{self._path} holds another run now; open it anew")
            if run.version < NUMBERED_BY_ENTRY:
                self.is_over = True
                return []
            try:
                found: list[RunEvent] = [event for kind in self._formats for event in self._read_new(run, kind)]
            except DamageError as error:
                raise RunFileError(f"{self._path} is damaged where it grew ({error}); open a copy of it") from None
        if metadata.step > self._step:
            self._step = metadata.step
            found.append(Progressed(self.run, metadata.step))
        if metadata.ended is not None:
            self.is_over = True
            found.append(metadata.ended)
        return found

    def _read_new(self, run: OpenRun, kind: type[Recorded]) -> Iterator[RunEvent]:
        layout = self._formats[kind]
        for columns in self._new_columns(run, layout, self._taken[kind]):
            self._taken[kind] += len(columns[0])
            yield from to_events(kind, self.run, columns)

    def _new_columns(self, run: OpenRun, layout: ChunkFormat, taken: int) -> Iterator[Columns]:
        new = "WHERE number + entries > ? ORDER BY number"
        statement = f"SELECT number, entries, crc, data FROM {layout.table} {new}"  # noqa: S608
        for row in run.rows(statement, (taken,)):
            number, entries, *_ = row
            columns = decode_chunk(layout, number, row)
            yield tuple(column[max(taken - number, 0) :] for column in columns)
            taken = number + entries
