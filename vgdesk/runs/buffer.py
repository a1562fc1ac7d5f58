"""Entries of a run on their way into a table of its file."""

from vgdesk.runs.chunks import ChunkFormat, Columns
from vgdesk.runs.schema import checksum

_REWRITES = 7  # of an open chunk: each entry is then written four times at most, on average


class ChunkBuffer:
    """Entries on their way to one table: closed chunks, and the open one that a few later commits write again.

    Args:
        layout: of the table.
        number: of the first entry that comes: how many the table has.

    Attributes:
        upsert: statement that writes a row.
    """

    def __init__(self, layout: ChunkFormat, number: int = 0):
        self.upsert = f"REPLACE INTO {layout.table} (number, entries, crc, data) VALUES (?, ?, ?, ?)"  # noqa: S608
        self._columns = layout.allocate()
        self._full_entries = layout.entries
        self._number = number
        self._filled = 0
        self._written = 0
        self._changed = False
        self._full: list[tuple[int, int, int, bytes]] = []

    @property
    def count(self) -> int:
        """Entries of the table so far, those that wait included."""
        return self._number + self._filled

    def add(self, columns: Columns, count: int) -> None:
        """Take in so many entries; raises ValueError where the columns do not fit the table."""
        for own, new in zip(self._columns, columns, strict=True):
            if new.shape != (count, *own.shape[1:]):
                raise ValueError(f"{count} entries of shape {own.shape[1:]} cannot hold values {new.shape}")
        begin = 0
        while begin < count:
            taken = min(count - begin, self._full_entries - self._filled)
            end = self._filled + taken
            for own, new in zip(self._columns, columns, strict=True):
                own[self._filled : end] = new[begin : begin + taken]
            self._filled, begin, self._changed = end, begin + taken, True
            if end == self._full_entries:
                self._full.append(self._row())
                self._open_next()

    def take(self) -> list[tuple[int, int, int, bytes]]:
        """The rows that changed since the last call: number, entries, checksum, blob."""
        rows, self._full = self._full, []
        if self._changed:
            rows.append(self._row())
            self._changed = False
            self._written += 1
            if self._written == _REWRITES:
                self._open_next()
        return rows

    def _open_next(self) -> None:
        self._number += self._filled
        self._filled, self._written, self._changed = 0, 0, False

    def _row(self) -> tuple[int, int, int, bytes]:
        data = b"".join(column[: self._filled].tobytes() for column in self._columns)
        return self._number, self._filled, checksum(data), data
