"""What a run records again and again, and how it lies in the blobs of its tables, written and read in one place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Histogrammed, Layout, Sampled, Scored, SnapshotTaken
from vgdesk.measures import HISTOGRAM_COLUMNS

CHUNK_ENTRIES = 64  # at most
LONGEST_CHUNK = 1 << 26  # bytes; the largest network that keeps its weights has snapshots of 60 MB
_CHUNK_BYTES = 65_536  # of wide entries, so that little of an open chunk is written again

Recorded: TypeAlias = Sampled | Scored | Histogrammed | SnapshotTaken
Columns: TypeAlias = tuple[NDArray[Any], ...]

WORDS: dict[type[Recorded], str] = {
    Sampled: "samples",
    Scored: "scores",
    Histogrammed: "histograms",
    SnapshotTaken: "snapshots",
}


@dataclass(frozen=True)
class ChunkFormat:
    """How one kind of entry is laid out in the blobs of its table.

    Attributes:
        table: name of the table.
        columns: numpy dtype, little endian, and shape of one entry, column after column.
        entries: of a full chunk.
    """

    table: str
    columns: tuple[tuple[str, tuple[int, ...]], ...]
    entries: int = CHUNK_ENTRIES

    @property
    def entry_bytes(self) -> int:
        """Size of one entry."""
        return sum(np.dtype(dtype).itemsize * int(np.prod(shape)) for dtype, shape in self.columns)

    @property
    def chunk_bytes(self) -> int:
        """Size of a full chunk."""
        return self.entries * self.entry_bytes

    def allocate(self) -> Columns:
        """Empty arrays for one full chunk, a column each."""
        return tuple(np.empty((self.entries, *shape), dtype) for dtype, shape in self.columns)

    def decode(self, data: bytes, entries: int) -> Columns:
        """The columns in a blob, read-only, without a copy.

        Raises:
            ValueError: the blob does not have the length of that many entries, or no chunk holds that many.
        """
        if not 1 <= entries <= self.entries or len(data) != entries * self.entry_bytes:
            raise ValueError(f"{len(data)} bytes do not hold {entries} entries")
        arrays, offset = [], 0
        for dtype, shape in self.columns:
            array = np.frombuffer(data, dtype, entries * int(np.prod(shape)), offset)
            arrays.append(array.reshape(entries, *shape))
            offset += array.nbytes
        return tuple(arrays)


def list_formats(layout: Layout) -> dict[type[Recorded], ChunkFormat]:
    """The format of everything that a run of that layout can record, each with its step first.

    A network too large for snapshots has none.
    """
    count_type = layout.count_type.newbyteorder("<").str
    histogram = (count_type, (len(layout.histograms), HISTOGRAM_COLUMNS))
    sample = ("<f4", (len(layout.channels),))
    snapshot = ("<f4", (sum(slot.size for slot in layout.slots),))
    formats: dict[type[Recorded], ChunkFormat] = {
        Sampled: _cut_small(ChunkFormat("sample_chunks", (("<i8", ()), ("<f4", ()), sample))),
        Scored: ChunkFormat("score_chunks", (("<i8", ()), ("<f8", (4,)))),
        Histogrammed: _cut_small(ChunkFormat("histogram_chunks", (("<i8", ()), histogram))),
        SnapshotTaken: _cut_small(ChunkFormat("snapshot_chunks", (("<i8", ()), snapshot))),
    }
    if formats[SnapshotTaken].chunk_bytes > LONGEST_CHUNK:
        del formats[SnapshotTaken]
    return formats


def to_columns(event: Recorded) -> Columns:
    """An event's entries as columns of its format; an absent score is NaN."""
    if isinstance(event, Sampled):
        return event.steps, event.batch_loss, event.values
    if isinstance(event, Histogrammed):
        return event.steps, event.counts
    if isinstance(event, SnapshotTaken):
        return np.array([event.step]), event.values[None]
    values = (event.loss, event.accuracy, event.test_loss, event.test_accuracy)
    return np.array([event.step]), np.array([values], np.float64)


def to_events(kind: type[Recorded], run: str, columns: Columns) -> Iterator[Recorded]:
    """The events that those columns hold."""
    if kind is Sampled:
        yield Sampled(run, *columns)
    elif kind is Histogrammed:
        yield Histogrammed(run, *columns)
    elif kind is SnapshotTaken:
        for step, values in zip(columns[0].tolist(), columns[1], strict=True):
            yield SnapshotTaken(run, step, values)
    else:
        for step, score in zip(*(column.tolist() for column in columns), strict=True):
            yield Scored(run, step, *score)


def _cut_small(large: ChunkFormat) -> ChunkFormat:
    entries = min(CHUNK_ENTRIES, max(1, _CHUNK_BYTES // large.entry_bytes))
    return ChunkFormat(large.table, large.columns, entries)
