"""Long work in the background of the window: one interface, whatever it is and wherever it runs."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from vgdesk.errors import VgdeskError

_CLOSE_MILLISECONDS = 5000


class JobPlace(StrEnum):
    """Where the work of a job is done."""

    THREAD = "thread"
    PROCESS = "child process"


@dataclass(frozen=True)
class JobProgress:
    """How far a job is.

    Attributes:
        done: of ``total``, in a unit of the job's own: networks, pictures, files, bytes.
        total: 0 while it is unknown.
        stage: what is being done, in words; may be empty.
    """

    done: int
    total: int = 0
    stage: str = ""


class JobCancelledError(Exception):
    """Raised inside work that reports its progress after it was cancelled."""


Report = Callable[[JobProgress], None]
"""Reports how far the work is; raises JobCancelledError when it should end."""


class Job(QObject):
    """One piece of work at a time; each ends with exactly one of ``done``, ``failed`` and ``cancelled``.

    Attributes:
        name: what it is, as the subject of a sentence.
        busy: what a second start is refused with.
        place: where the work is done.

    Signals:
        progressed: a JobProgress.
        done: the result.
        failed: why, and the way out.
        cancelled: nothing of it is left.
        ended: after each of the three.
    """

    name: ClassVar[str]
    busy: ClassVar[str] = "one is under way already; wait for it or cancel it"
    place: ClassVar[JobPlace]

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    @property
    def is_running(self) -> bool:
        """Whether there is work under way."""
        raise NotImplementedError

    @Slot()
    def cancel(self) -> None:
        """End the work soon; ``cancelled`` follows. Does nothing without any."""
        raise NotImplementedError

    def close(self) -> None:
        """End the work now, within a few seconds, and emit nothing any more."""
        raise NotImplementedError

    def refuse_second(self) -> None:
        """Raise VgdeskError while there is work under way."""
        if self.is_running:
            raise VgdeskError(self.busy)

    def finish(self, result: object) -> None:
        """Emit that the work is done."""
        self.done.emit(result)
        self.ended.emit()

    def fail(self, message: str) -> None:
        """Emit that the work failed."""
        self.failed.emit(message)
        self.ended.emit()

    def finish_cancelled(self) -> None:
        """Emit that the work was cancelled."""
        self.cancelled.emit()
        self.ended.emit()


class ThreadJob(Job):
    """A job whose work is a function, called in a thread of its own."""

    place = JobPlace.THREAD

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._thread: _WorkThread | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is work under way."""
        return self._thread is not None

    @Slot()
    def cancel(self) -> None:
        """Have the work end at its next report."""
        if self._thread is not None:
            self._thread.requestInterruption()

    def close(self) -> None:
        """Have the work end at its next report and wait for it, 5 seconds at most."""
        self.blockSignals(True)
        if self._thread is not None:
            self._thread.requestInterruption()
            self._thread.wait(_CLOSE_MILLISECONDS)

    def run(self, work: Callable[[Report], Any]) -> None:
        """Begin the work.

        Args:
            work: called in the thread; must touch no widget and nothing that the window changes. It reports its
                progress often, and its result goes to ``done``.
        """
        self._thread = _WorkThread(work, self.name, self)
        self._thread.progressed.connect(self.progressed)
        self._thread.finished.connect(self._take_outcome)
        self._thread.start()

    @Slot()
    def _take_outcome(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if thread.is_cancelled:
            self.finish_cancelled()
        elif thread.problem:
            self.fail(thread.problem)
        else:
            self.finish(thread.result)
        thread.deleteLater()


class _WorkThread(QThread):
    """Calls the work once.

    Attributes:
        result: what it returned.
        problem: why it failed; empty if it did not.
        is_cancelled: whether it was ended before its time.
    """

    progressed = Signal(object)

    def __init__(self, work: Callable[[Report], Any], name: str, parent: QObject):
        super().__init__(parent)
        self.result: object = None
        self.problem = ""
        self.is_cancelled = False
        self._work, self._name = work, name

    def run(self) -> None:
        """Work until done, failed or cancelled."""
        try:
            self.result = self._work(self._report)
        except JobCancelledError:
            self.is_cancelled = True
        except VgdeskError as error:
            self.problem = str(error)
        except Exception as error:  # noqa: BLE001 - an exception that left a thread would be lost
            self.problem = f"{self._name} failed: {type(error).__name__}: {error}"

    def _report(self, progress: JobProgress) -> None:
        if self.isInterruptionRequested():
            raise JobCancelledError
        self.progressed.emit(progress)
