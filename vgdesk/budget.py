"""What reading one file may cost: bytes, entries and seconds; whoever would exceed it is refused in one line."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

MEBIBYTE = 2**20
LARGEST_UNPACKED = 200 * MEBIBYTE
"""Bytes that an archive may hold once it is unpacked; the full set of MNIST has 55 million."""

_LONGEST_READ = MEBIBYTE
_SECONDS = 120.0

Refuse: TypeAlias = Callable[[str], Exception]
"""Makes the error of a reason such as ``has more than 5 rows, the most that is read``."""


@dataclass(frozen=True)
class Limits:
    """The most that reading one file may cost.

    Attributes:
        bytes: read or unpacked.
        entries: of the kind that the file has: rows, cells, members of an archive.
        word: what the entries are called.
        seconds: of the processor, so that a busy machine refuses nothing.
    """

    bytes: int
    entries: int = 10_000_000
    word: str = "entries"
    seconds: float = _SECONDS


class Budget:
    """What is left of the limits of one file; every reader of a file that a user brings spends from one.

    Args:
        limits: of the file.
        refuse: makes the error that is raised.
        clock: seconds of the processor so far.

    Attributes:
        bytes: spent so far.
        entries: spent so far.
    """

    def __init__(self, limits: Limits, refuse: Refuse, clock: Callable[[], float] = time.thread_time):
        self.bytes = self.entries = 0
        self._limits, self._refuse, self._clock = limits, refuse, clock
        self._end = clock() + limits.seconds

    def spend(self, size: int = 0, entries: int = 0) -> None:
        """Take so much of what is left; raises what ``refuse`` makes when that is too little."""
        limits = self._limits
        self.bytes += size
        self.entries += entries
        if self.bytes > limits.bytes:
            raise self._refuse(f"holds more than {_write(limits.bytes)}, the most that is read")
        if self.entries > limits.entries:
            raise self._refuse(f"has more than {limits.entries:,} {limits.word}, the most that is read")
        if self._clock() > self._end:
            raise self._refuse(f"takes more than {limits.seconds:g} s to read")

    def read(self, path: Path) -> bytes:
        """The bytes of a file, of which no more than are left are read; raises OSError too."""
        with path.open("rb") as file:
            content = file.read(self._limits.bytes - self.bytes + 1)
        self.spend(len(content))
        return content

    def meter(self, file: BinaryIO) -> "MeteredFile":
        """The same file for a library that reads it piece by piece: what it reads is spent."""
        return MeteredFile(file, self)


class MeteredFile:
    """A binary file whose reading is paid for; it serves ``zipfile``, which seeks and reads short pieces.

    Args:
        file: that is read.
        budget: that pays.
    """

    def __init__(self, file: BinaryIO, budget: Budget):
        self._file, self._budget = file, budget

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most a mebibyte at once: no directory of an honest archive is longer."""
        content = self._file.read(_LONGEST_READ if size < 0 else min(size, _LONGEST_READ))
        self._budget.spend(len(content))
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place, as in any file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place that it is at."""
        return self._file.tell()

    def seekable(self) -> bool:
        """Always."""
        return True


def _write(size: int) -> str:
    return f"{size // MEBIBYTE} MiB" if size >= MEBIBYTE else f"{size:,} bytes"
