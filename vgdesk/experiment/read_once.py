"""What is made of files: read once, and where a thread must not wait, read in the background."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from vgdesk.errors import DataError
from vgdesk.experiment.labelled_data import Fingerprint

KEPT = 64

_Content = TypeVar("_Content")


class UnreadError(DataError):
    """A file that is being read in the background: what is asked of it will be known soon."""


@dataclass(frozen=True)
class Reading:
    """A file to be read.

    Attributes:
        shelf: keeps what comes of it.
        fingerprint: of the file.
        choices: what the reader has to know beside it.
    """

    shelf: "ReadOnce[Any]"
    fingerprint: Fingerprint
    choices: Any = None

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.fingerprint[0][0])

    @property
    def size(self) -> int:
        """Of the file in bytes."""
        return self.fingerprint[0][2]

    def read(self) -> object:
        """What comes of it, or a DataError; nobody else knows it before it is kept."""
        return self.shelf.read(self.path, self.choices)

    def keep(self, content: object) -> None:
        """Have everybody know what came of it."""
        self.shelf.keep(self, content)

    def give_up(self, reason: str) -> None:
        """Keep why it was not read; nobody asks for it again until it is forgotten."""
        self.keep(DataError(f"{self.path} {reason}"))

    def forget(self) -> None:
        """Have it read when it is asked for next."""
        self.shelf.forget(self)


class ReadOnce(Generic[_Content]):
    """Keeps what was made of the last files, as long as they do not change; used by several threads.

    Args:
        read: makes the content of a path and of choices, which can be hashed; a DataError is content too.
    """

    def __init__(self, read: Callable[[Path, Any], "_Content | DataError"]):
        self.read = read
        self._kept: OrderedDict[Reading, _Content | DataError] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, fingerprint: Fingerprint, choices: Any = None) -> "_Content | DataError":
        """The content of a file, or why there is none: an UnreadError where the thread leaves reading to another."""
        wanted = Reading(self, fingerprint, choices)
        with self._lock:
            if wanted in self._kept:
                self._kept.move_to_end(wanted)
                return self._kept[wanted]
        if _this_thread.ask is not None:
            _this_thread.ask(wanted)
            return UnreadError(f"{wanted.path} is being read; wait a moment")
        content = self.read(wanted.path, choices)
        self.keep(wanted, content)
        return content

    def keep(self, reading: Reading, content: "_Content | DataError") -> None:
        """Keep the content of a file; the one not asked for longest is dropped."""
        with self._lock:
            self._kept[reading] = content
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def forget(self, reading: Reading) -> None:
        """Drop the content of a file."""
        with self._lock:
            self._kept.pop(reading, None)


class _Thread(threading.local):
    ask: Callable[[Reading], None] | None = None
    report: Callable[[float], None] | None = None


_this_thread = _Thread()


def leave_reading_to(ask: Callable[[Reading], None] | None) -> None:
    """From now on read no file in this thread.

    Args:
        ask: is asked for each file that is not read yet, again and again until it is; None reads here again.
    """
    _this_thread.ask = ask


@contextmanager
def reporting_to(report: Callable[[float], None]) -> Iterator[None]:
    """Report how far a reading in this thread is, from 0 to 1; what ``report`` raises ends the reading."""
    _this_thread.report = report
    try:
        yield
    finally:
        _this_thread.report = None


def report_share(share: float) -> None:
    """Called by readers as often as they can: that share of the work is done."""
    if _this_thread.report is not None:
        _this_thread.report(share)
