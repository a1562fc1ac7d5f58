"""Follows run files that other programs write: a thread reads what is new, the window takes it in."""

import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vgdesk.errors import RunFileError
from vgdesk.events import RunEvent
from vgdesk.runs.following import Follower
from vgdesk.session.lane import Lane

_LOOK_SECONDS = 0.15
_DRAIN_MILLISECONDS = 33


class Following(QObject):
    """Grows the runs of some lanes while their files grow.

    Signals:
        grown: runs have grown.
        lost: why a run is not followed any more.
    """

    grown = Signal()
    lost = Signal(str)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._lanes: dict[str, Lane] = {}
        self._news: SimpleQueue[RunEvent | str] = SimpleQueue()
        self._thread: _FollowThread | None = None
        self._timer = QTimer(self, interval=_DRAIN_MILLISECONDS)
        self._timer.timeout.connect(self._take_news)

    @property
    def is_following(self) -> bool:
        """Whether a run may still grow."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, lanes: Sequence[Lane]) -> None:
        """Follow the runs of these lanes that have not ended, in place of all others."""
        self.stop()
        followers = [
            Follower(lane.path, lane.history)
            for lane in lanes
            if lane.path is not None and lane.history is not None and lane.history.ended is None
        ]
        if followers:
            self._lanes = {lane.run: lane for lane in lanes}
            self._news = SimpleQueue()
            self._thread = _FollowThread(followers, self._news)
            self._thread.start()
            self._timer.start()

    def stop(self) -> None:
        """Follow nothing any more."""
        self._timer.stop()
        self._lanes = {}
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.end()

    @Slot()
    def _take_news(self) -> None:
        is_over, has_grown = not self.is_following, False
        while True:
            try:
                news = self._news.get_nowait()
            except Empty:
                break
            if isinstance(news, str):
                self.lost.emit(news)
                continue
            lane = self._lanes.get(news.run)
            if lane is not None and lane.history is not None and lane.history.run == news.run:
                lane.history.append(news)
                has_grown = True
        if has_grown:
            self.grown.emit()
        if is_over:
            self._timer.stop()


class _FollowThread(threading.Thread):
    """Looks at files in turn until all runs are over."""

    def __init__(self, followers: Sequence[Follower], news: "SimpleQueue[RunEvent | str]"):
        super().__init__(name="vgdesk-follower", daemon=True)
        self._followers = list(followers)
        self._news = news
        self._is_ended = threading.Event()

    def end(self) -> None:
        self._is_ended.set()
        self.join()

    def run(self) -> None:
        while self._followers and not self._is_ended.wait(_LOOK_SECONDS):
            for follower in list(self._followers):
                self._look(follower)
                if follower.is_over:
                    self._followers.remove(follower)

    def _look(self, follower: Follower) -> None:
        try:
            for event in follower.poll():
                self._news.put(event)
        except RunFileError as error:
            follower.is_over = True
            self._news.put(str(error))
