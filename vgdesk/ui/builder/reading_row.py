"""Says that a file is being read, how far it is, and lets the user cancel that or have it read after all."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QVBoxLayout, QWidget

from vgdesk.session.file_reading import FileReading
from vgdesk.session.job import JobProgress
from vgdesk.ui.layouts import fill
from vgdesk.ui.named import named

_GAP = 4


class ReadingRow(QWidget):
    """Shown while a file is being read, and after that was cancelled."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("reading")
        self._job: FileReading | None = None
        self._said = named(QLabel(wordWrap=True), "reading_said", "label")
        self._bar = named(QProgressBar(textVisible=False), "reading_progress")
        self._bar.setAccessibleName("Share of the file that is read")
        self._cancel, self._retry = named(QToolButton(), "cancel_reading"), named(QToolButton(), "retry_reading")
        self._cancel.setText("Cancel")
        self._cancel.setToolTip("Do not read this file")
        self._retry.setText("Read it")
        self._retry.setToolTip("Read the file after all")
        below = fill(QHBoxLayout(), self._bar, 100, self._cancel, self._retry, None, gap=_GAP)
        fill(QVBoxLayout(self), self._said, below, gap=_GAP)
        self.hide()

    def follow(self, job: FileReading) -> None:
        """Show what a job reads."""
        self._job = job
        job.progressed.connect(self._show_progress)
        job.ended.connect(self._show_end)
        self._cancel.clicked.connect(job.cancel)
        self._retry.clicked.connect(job.retry)

    @Slot(object)
    def _show_progress(self, progress: JobProgress) -> None:
        self._said.setText(f"{progress.stage} is being read")
        self._bar.setMaximum(progress.total)
        self._bar.setValue(progress.done)
        self._show_parts(is_reading=True)

    @Slot()
    def _show_end(self) -> None:
        self._show_parts(is_reading=False)

    def _show_parts(self, *, is_reading: bool) -> None:
        was_cancelled = self._job is not None and self._job.was_cancelled
        self._said.setVisible(is_reading)
        self._bar.setVisible(is_reading)
        self._cancel.setVisible(is_reading)
        self._retry.setVisible(was_cancelled and not is_reading)
        self.setVisible(is_reading or was_cancelled)
