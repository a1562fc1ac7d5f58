"""Reads the files that data sets and weights come from in the background of the window."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from vgdesk.experiment.read_once import Reading, leave_reading_to, reporting_to
from vgdesk.session.job import JobProgress, Report, ThreadJob
from vgdesk.session.reading_process import read_in_process

_PARTS = 1000
"""Of a file, for its progress."""
_LARGE_BYTES = 2**18
_CANCELLED = "was not read: that was cancelled"


class FileReading(ThreadJob):
    """Reads every file that is asked for in the thread of the window, one after the other, the last one first.

    The result is what comes of the file. It is known to all from then on and not before: what an edit asks of a
    table does not change under it. A file whose reading was cancelled is not read again before ``retry``.
    """

    name = "the reading"

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._waiting: list[Reading] = []
        self._current: Reading | None = None
        self._given_up: list[Reading] = []
        self.done.connect(self._keep)
        self.ended.connect(self._go_on)
        self.cancelled.connect(self._give_up_all)
        self.failed.connect(self._give_up)

    def take_over(self) -> None:
        """From now on the thread that calls this reads no such file itself, until ``close``."""
        leave_reading_to(self._want)

    def close(self) -> None:
        """End the reading and leave files to the thread that asks for them."""
        leave_reading_to(None)
        self._waiting.clear()
        for reading in self._given_up:
            reading.forget()
        super().close()

    @property
    def was_cancelled(self) -> bool:
        """Whether there are files that were not read because that was cancelled."""
        return bool(self._given_up)

    @Slot()
    def retry(self) -> None:
        """Read the files whose reading was cancelled after all."""
        given_up, self._given_up = self._given_up, []
        for reading in given_up:
            reading.forget()
            self._want(reading)

    def _want(self, reading: Reading) -> None:
        if reading == self._current or reading in self._waiting:
            return
        self._waiting.append(reading)
        if self._current is None:
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        self._current = self._waiting.pop() if self._waiting else None
        if self._current is not None:
            self.run(partial(_read, self._current))

    @Slot(object)
    def _keep(self, content: object) -> None:
        if self._current is not None:
            self._current.keep(content)

    @Slot()
    def _give_up_all(self) -> None:
        for reading in (self._current, *self._waiting):
            if reading is not None:
                reading.give_up(_CANCELLED)
                self._given_up.append(reading)
        self._waiting.clear()

    @Slot(str)
    def _give_up(self, reason: str) -> None:
        if self._current is not None:
            self._current.give_up(f"was not read: {reason}")


def _read(reading: Reading, report: Report) -> object:
    def report_share(share: float) -> None:
        report(JobProgress(round(_PARTS * share), _PARTS, reading.path.name))

    if reading.size > _LARGE_BYTES:
        return read_in_process(reading, report_share)
    with reporting_to(report_share):
        return reading.read()
