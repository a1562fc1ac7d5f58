"""The thread that measures what was copied and writes it, beside the training."""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from vgdesk.events import Event
from vgdesk.runs.writer import RunWriter

Work: TypeAlias = Callable[[], list[Event]]

_WAITING = 4
_WAIT_SECONDS = 0.1


class WritingThread:
    """Does work in its order and writes the events that come of it to one run file.

    A failure is kept and ends all further work: nothing of it reaches the training.

    Args:
        path: of the new run file.
        lane: name of the run on the screen.

    Attributes:
        failure: what went wrong; None so far.
    """

    def __init__(self, path: Path, lane: str):
        self.failure: Exception | None = None
        self._path = path
        self._lane = lane
        self._works: queue.Queue[Work | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._work, name="vgdesk-recorder", daemon=True)
        self._thread.start()

    def do(self, work: Work | None) -> None:
        """Do some work when its turn comes, None to end; waits while too much is waiting, and not after a failure."""
        while self.failure is None and self._thread.is_alive():
            with suppress(queue.Full):
                self._works.put(work, timeout=_WAIT_SECONDS)
                return

    def close(self) -> None:
        """Finish all work and the file."""
        self.do(None)
        self._thread.join()

    def _work(self) -> None:
        try:
            with RunWriter(self._path, self._lane) as writer:
                while (work := self._works.get()) is not None:
                    for event in work():
                        writer.write(event)
        except Exception as error:  # noqa: BLE001 - the training goes on whatever happens here
            self.failure = error
