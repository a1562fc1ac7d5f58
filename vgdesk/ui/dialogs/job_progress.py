"""Shows how far a job is, and cancels it when the user wants that."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

from vgdesk.session.job import Job, JobProgress


class JobProgressDialog(QProgressDialog):
    """Shown beside the window, which stays usable, until the job has ended.

    Args:
        job: just started.
        title: of the dialog.
        text: what the job does, in words.
        parent: the window.
        wait_milliseconds: a job that takes less is not shown.
    """

    def __init__(self, job: Job, title: str, text: str, parent: QWidget, wait_milliseconds: int = 0):
        super().__init__(text, "Cancel", 0, 0, parent)
        self.setObjectName("job-progress")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setMinimumDuration(wait_milliseconds)  # from the constructor on
        self.canceled.connect(job.cancel)
        job.progressed.connect(self.show_progress)
        job.ended.connect(self.end)
        if not wait_milliseconds:
            self.show()

    @Slot(object)
    def show_progress(self, progress: JobProgress) -> None:
        """Show the share that is done."""
        self.setMaximum(progress.total)
        self.setValue(progress.done)

    @Slot()
    def end(self) -> None:
        """Close."""
        self.blockSignals(True)
        self.close()
