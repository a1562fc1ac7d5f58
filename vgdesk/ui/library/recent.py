"""The newest runs: entries of a menu, and of the welcome."""

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction

from vgdesk import paths
from vgdesk.runs.library import RunListing, list_runs
from vgdesk.session.job import JobProgress, Report, ThreadJob
from vgdesk.session.session import Session
from vgdesk.session.states import State
from vgdesk.ui.library.words import format_date
from vgdesk.ui.plain_text import plain_button

MOST = 8
_AFTER_START_MILLISECONDS = 1500
_AFTER_END_MILLISECONDS = 600


class RecentReading(ThreadJob):
    """Reads the heads of the newest runs; the result is a list of ``RunListing``."""

    name = "the reading of the recent runs"

    def start(self, folder: Path) -> None:
        """Read a folder; does nothing while one is being read."""
        if not self.is_running:
            self.run(partial(_read, folder))


class RecentRuns(QObject):
    """Keeps the newest runs that can be read.

    Attributes:
        listings: the newest first.
        actions: one a run, those that are not needed hidden; they open it.

    Signals:
        changed: there are others.
        wanted: a list with the path that was chosen.
    """

    changed = Signal()
    wanted = Signal(object)

    def __init__(self, parent: QObject):
        super().__init__(parent)
        self.listings: list[RunListing] = []
        self.actions = tuple(QAction(self) for _ in range(MOST))
        for place, action in enumerate(self.actions):
            action.triggered.connect(partial(self._choose, place))
            action.setVisible(False)
        self.reading = RecentReading(self)
        self.reading.done.connect(self._take)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)

    def follow(self, session: Session) -> None:
        """Look soon, and after every training."""
        session.state_changed.connect(self._look_after)
        self._timer.start(_AFTER_START_MILLISECONDS)

    def close(self) -> None:
        """End the reading."""
        self._timer.stop()
        self.reading.close()

    @Slot()
    def look(self) -> None:
        """Read what is there now."""
        self.reading.start(paths.runs_folder())

    @Slot(object)
    def _look_after(self, state: State) -> None:
        if not state.is_busy:
            self._timer.start(_AFTER_END_MILLISECONDS)

    @Slot(object)
    def _take(self, listings: list[RunListing]) -> None:
        self.listings = [listing for listing in listings if listing.metadata is not None][:MOST]
        for place, action in enumerate(self.actions):
            action.setVisible(place < len(self.listings))
            if place < len(self.listings):
                action.setText(plain_button(describe_recent(self.listings[place])))
                action.setToolTip(f"Open {self.listings[place].path.name}")
        self.changed.emit()

    def _choose(self, place: int, checked: bool = False) -> None:  # noqa: ARG002
        self.wanted.emit([self.listings[place].path])


def describe_recent(listing: RunListing) -> str:
    """Name and date of a run that can be read: ``tanh, 14:03``."""
    metadata = listing.metadata
    if metadata is None:
        return listing.path.name
    name = (metadata.shown.name if metadata.shown else "") or metadata.lane or listing.path.stem
    return f"{name}, {format_date(metadata.started.started, datetime.now().astimezone())}"


def _read(folder: Path, report: Report) -> list[RunListing]:
    report(JobProgress(0))
    return list_runs(folder, 2 * MOST)
