"""The folder of runs for the window: its list, kept up to date while somebody looks, and what is done to runs."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QElapsedTimer, QFile, QFileSystemWatcher, QObject, QTimer, Signal, Slot

from vgdesk import paths
from vgdesk.errors import VgdeskError
from vgdesk.library.entries import RunEntry, RunState
from vgdesk.library.listing import list_entries
from vgdesk.library.marks import Marks
from vgdesk.library.tidying import offer_removal, total_bytes
from vgdesk.runs.schema import Shown
from vgdesk.session.job import JobProgress, Report, ThreadJob

_SETTLE_MILLISECONDS = 400
_RUNNING_MILLISECONDS = 2000
_REST = 10
"""Times as long as the last reading took, before a run under way is looked at again: a large one takes seconds."""
_LONGEST_NAME = 80
_PARTS = ("", "-wal", "-shm")
"""Endings of the files that a run lies in; all but the first only of one that was cut off."""

_News = SimpleQueue[list[RunEntry]]


@dataclass(frozen=True)
class _Removed:
    """A run that was moved to the trash: where each of its files lay, and where it lies now."""

    entry: RunEntry
    places: tuple[tuple[Path, Path], ...]


class LibraryReading(ThreadJob):
    """Lists the folder of runs; the result is the whole list, and ``found`` what is new on the way."""

    name = "the reading of the runs"
    busy = "the runs are being read already; wait for that"

    found = Signal(object)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._news: _News = SimpleQueue()
        self.progressed.connect(self._take_news)

    def start(self, folder: Path) -> None:
        """Read a folder.

        Raises:
            VgdeskError: one is being read.
        """
        self.refuse_second()
        self._news = SimpleQueue()
        self.run(partial(_list, folder, self._news))

    @Slot(object)
    def _take_news(self, progress: JobProgress) -> None:  # noqa: ARG002
        with suppress(Empty):
            while True:
                self.found.emit(self._news.get_nowait())


class RunLibrary(QObject):
    """The recorded runs, the newest first.

    Attributes:
        entries: of the folder; empty before the first look.
        reading: the job that lists them.
        is_read: whether the whole folder was listed at least once.

    Signals:
        changed: other entries, or what they say has changed.
        failed: why the folder cannot be listed, or something cannot be done.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.entries: list[RunEntry] = []
        self.reading = LibraryReading(self)
        self.is_read = False
        self._removed: list[list[_Removed]] = []
        self._is_followed = self._is_stale = False
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._running = QTimer(self, singleShot=True)
        self._watch = QElapsedTimer()
        self._watcher.directoryChanged.connect(self._settle.start)
        self._settle.timeout.connect(self.refresh)
        self._running.timeout.connect(self.refresh)
        self.reading.found.connect(self._take_some)
        self.reading.done.connect(self._take_all)
        self.reading.failed.connect(self.failed)
        self.reading.ended.connect(self._read_again)

    @property
    def bytes(self) -> int:
        """Of all runs together."""
        return total_bytes(self.entries)

    @property
    def can_restore(self) -> bool:
        """Whether something was moved to the trash that can be taken back."""
        return bool(self._removed)

    def close(self) -> None:
        """End the reading."""
        self.follow(False)
        self.reading.close()

    def follow(self, is_followed: bool) -> None:
        """Keep the list up to date from now on, or no longer."""
        self._is_followed = is_followed
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._running.stop()
        self._settle.stop()
        if is_followed:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List the folder again, soon."""
        folder = paths.runs_folder()
        if self._is_followed and folder.is_dir():
            self._watcher.addPath(str(folder))
        self._is_stale = self.reading.is_running
        if not self._is_stale:
            self._watch.start()
            self.reading.start(folder)

    def offer_removal(self, limit: int, kept: Sequence[Path]) -> list[RunEntry]:
        """What may be removed to bring the folder below a limit in bytes; what is kept is not among it."""
        return offer_removal(self.entries, limit, kept) if self.is_read else []

    def star(self, entries: Sequence[RunEntry]) -> None:
        """Give these runs a star; where all have one, take it from them.

        Raises:
            VgdeskError: that cannot be kept.
        """
        is_starred = not all(entry.shown.is_starred for entry in entries)
        for entry in entries:
            self._mark(entry, replace(entry.shown, is_starred=is_starred))

    def rename(self, entry: RunEntry, name: str) -> None:
        """Give a run another name; an empty one gives it the one back that it was recorded with.

        Raises:
            VgdeskError: the name is too long, or cannot be kept.
        """
        if len(name) > _LONGEST_NAME:
            raise VgdeskError(f"a name has {_LONGEST_NAME} characters at most; this one has {len(name)}")
        recorded = entry.facts.lane if entry.facts else ""
        self._mark(entry, replace(entry.shown, name="" if name == recorded else name))

    def remove(self, entries: Sequence[RunEntry]) -> None:
        """Move runs to the system's trash; ``restore`` takes them back.

        Raises:
            VgdeskError: one is under way, or there is no trash; those before it are in the trash.
        """
        running = next((entry for entry in entries if entry.state is RunState.RUNNING), None)
        if running is not None:
            raise VgdeskError(f"{running.name!r} is being recorded; stop its training first")
        removed: list[_Removed] = []
        try:
            for entry in entries:
                removed.append(_Removed(entry, _to_trash(entry.path)))
        finally:
            gone = {each.entry.path for each in removed}
            self.entries = [entry for entry in self.entries if entry.path not in gone]
            self._removed += [removed] if removed else []
            self.changed.emit()

    def restore(self) -> list[RunEntry]:
        """Take back from the trash what was moved there last; those runs.

        Raises:
            VgdeskError: it is not in the trash any more.
        """
        removed = self._removed.pop() if self._removed else []
        for each in removed:
            for before, now in each.places:
                _take_back(before, now)
        back = [each.entry for each in removed]
        self.entries = sorted([*self.entries, *back], key=lambda entry: entry.date, reverse=True)
        self.changed.emit()
        return back

    def _mark(self, entry: RunEntry, shown: Shown) -> None:
        if entry.facts is None:
            raise VgdeskError(f"{entry.path.name} cannot be read, and so it cannot be marked")
        Marks(paths.runs_folder()).mark(entry.path, entry.facts.run, shown)
        self._take_some([replace(entry, shown=shown)])

    @Slot(object)
    def _take_some(self, found: Sequence[RunEntry]) -> None:
        """Entries that are new or have changed."""
        new = {entry.path: entry for entry in found}
        known = {entry.path for entry in self.entries}
        kept = [new.get(entry.path, entry) for entry in self.entries]
        added = [entry for entry in found if entry.path not in known]
        self.entries = sorted([*kept, *added], key=lambda entry: entry.date, reverse=True)
        self.changed.emit()

    @Slot(object)
    def _take_all(self, entries: list[RunEntry]) -> None:
        is_new = entries != self.entries or not self.is_read
        self.entries, self.is_read = entries, True
        if is_new:
            self.changed.emit()
        if self._is_followed and any(entry.state is RunState.RUNNING for entry in entries):
            self._running.start(max(_RUNNING_MILLISECONDS, _REST * self._watch.elapsed()))

    @Slot()
    def _read_again(self) -> None:
        if self._is_stale:
            self.refresh()


def _list(folder: Path, news: _News, report: Report) -> list[RunEntry]:
    def tell(entries: Sequence[RunEntry], done: int, total: int) -> None:
        news.put(list(entries))
        report(JobProgress(done, total))

    return list_entries(folder, tell)


def _to_trash(path: Path) -> tuple[tuple[Path, Path], ...]:
    """Raises VgdeskError."""
    places = []
    for part in (path.with_name(path.name + ending) for ending in _PARTS):
        if part.exists():
            file = QFile(str(part))
            if not file.moveToTrash():
                raise VgdeskError(f"{part.name} cannot be moved to the trash of this system; remove it in its folder")
            places.append((part, Path(file.fileName())))
    return tuple(places)


def _take_back(before: Path, now: Path) -> None:
    """Raises VgdeskError."""
    if before.exists() or not now.exists():
        raise VgdeskError(f"{before.name} cannot be taken back: it is not in the trash any more, or was made anew")
    shutil.move(now, before)
    note = now.parent.parent / "info" / f"{now.name}.trashinfo"
    with suppress(OSError):
        note.unlink()
