"""Checks the claims of a lesson behind the window."""

from contextlib import closing

from PySide6.QtCore import QObject, QThread, Signal, Slot

from vgdesk.checking.check import Progress, check_lessons
from vgdesk.errors import VgdeskError
from vgdesk.lessons.catalog import Lesson

_CLOSE_MILLISECONDS = 5000


class LessonCheck(QObject):
    """One check at a time; each ends with ``checked``, ``failed`` or ``cancelled``.

    Signals:
        progressed: networks trained, and how many are needed.
        checked: the ``CheckedLesson``.
        failed: why.
        cancelled: nothing of it is left.
    """

    progressed = Signal(int, int)
    checked = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._thread: _CheckThread | None = None

    @property
    def is_running(self) -> bool:
        """Whether networks are trained for a check."""
        return self._thread is not None

    def start(self, lesson: Lesson, nets: int = 5) -> None:
        """Train so many networks for each claim of a lesson; does nothing while another check is under way."""
        if self.is_running:
            return
        self._thread = _CheckThread(lesson, nets, self)
        self._thread.progressed.connect(self.progressed)
        self._thread.finished.connect(self._finish)
        self._thread.start()

    @Slot()
    def cancel(self) -> None:
        """End the check soon."""
        if self._thread is not None:
            self._thread.requestInterruption()

    def close(self) -> None:
        """End the check now, without a word."""
        self.blockSignals(True)
        if self._thread is not None:
            self._thread.requestInterruption()
            self._thread.wait(_CLOSE_MILLISECONDS)

    @Slot()
    def _finish(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if isinstance(thread.outcome, str):
            self.failed.emit(thread.outcome)
        elif thread.outcome is None:
            self.cancelled.emit()
        else:
            self.checked.emit(thread.outcome)
        thread.deleteLater()


class _CheckThread(QThread):
    """Iterates one check; the training itself is done in processes of its own.

    Attributes:
        outcome: the ``CheckedLesson``, why it failed, or None when it was cancelled.
    """

    progressed = Signal(int, int)

    def __init__(self, lesson: Lesson, nets: int, parent: QObject):
        super().__init__(parent)
        self.outcome: object = None
        self._lesson, self._nets = lesson, nets

    def run(self) -> None:
        """Check until done, failed or interrupted."""
        try:
            with closing(check_lessons([self._lesson], self._nets)) as news:
                for item in news:
                    if self.isInterruptionRequested():
                        return
                    if isinstance(item, Progress):
                        self.progressed.emit(item.done, item.total)
                    else:
                        self.outcome = item
        except VgdeskError as error:
            self.outcome = str(error)
        except Exception as error:  # noqa: BLE001 - an exception that left a thread would be lost
            self.outcome = f"the check failed: {type(error).__name__}: {error}"
