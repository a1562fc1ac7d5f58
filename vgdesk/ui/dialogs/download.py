"""The download of a set of images: how far it is, and the way to end it."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

from vgdesk import paths
from vgdesk.experiment.image_files import ImageKind
from vgdesk.session.fetching import Fetching
from vgdesk.session.job import JobProgress
from vgdesk.ui.formatting import format_bytes


class Download(QObject):
    """Brings a set into the data folder, one at a time.

    Args:
        parent: the window.

    Signals:
        ended: what came of it, and whether it failed.
    """

    ended = Signal(str, bool)

    def __init__(self, parent: QWidget):
        super().__init__(parent)
        self._window = parent
        self._dialog: QProgressDialog | None = None
        self._fetching = Fetching(self)
        self._fetching.progressed.connect(self._show_progress)
        self._fetching.done.connect(self._finish)
        self._fetching.failed.connect(self._fail)
        self._fetching.cancelled.connect(self._stop)

    def start(self, kind: ImageKind) -> None:
        """Download a set; does nothing while another download is under way."""
        if self._dialog is not None:
            return
        dialog = QProgressDialog("Connecting", "Cancel", 0, 0, self._window)
        dialog.setObjectName("download-dialog")
        dialog.setWindowTitle("Download")
        dialog.setMinimumDuration(0)
        dialog.setAutoClose(False)
        dialog.canceled.connect(self._fetching.cancel)
        dialog.open()
        self._dialog = dialog
        self._fetching.start(kind, paths.data_folder())

    def close(self) -> None:
        """End the download at once and emit nothing any more."""
        self._fetching.close()

    @Slot(object)
    def _show_progress(self, progress: JobProgress) -> None:
        if self._dialog is not None:
            words, size = f"{progress.stage[:1].upper()}{progress.stage[1:]}", progress.done
            self._dialog.setLabelText(f"{words}, {format_bytes(size)} so far" if size else words)

    @Slot(object)
    def _finish(self, file: str) -> None:
        self._end(f"downloaded to {file}", failed=False)

    @Slot(str)
    def _fail(self, message: str) -> None:
        self._end(message, failed=True)

    @Slot()
    def _stop(self) -> None:
        self._end("the download was cancelled; nothing of it is left", failed=False)

    def _end(self, message: str, *, failed: bool) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.canceled.disconnect(self._fetching.cancel)
            dialog.close()
            dialog.deleteLater()
        self.ended.emit(message, failed)
