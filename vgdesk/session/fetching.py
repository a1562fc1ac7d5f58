"""Downloads a set of images in the background."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Slot

import vgdesk
from vgdesk.experiment.image_files import ImageKind
from vgdesk.session.job import Job, JobPlace, JobProgress

_TERM_MILLISECONDS = 3000
_CLOSE_MILLISECONDS = 2000


class Fetching(Job):
    """Runs the command that downloads.

    The result is the file with the set, where ``find_image_files`` looks for it; progress counts bytes, its stages
    are connecting, downloading, unpacking and writing.
    """

    name = "the download"
    place = JobPlace.PROCESS

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._is_cancelled = False
        self._file = ""
        self._process = QProcess(self)
        self._process.setWorkingDirectory(str(Path(vgdesk.__file__).parents[1]))  # the same vgdesk as this one
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._note_error)
        self._kill_timer = QTimer(self, singleShot=True, interval=_TERM_MILLISECONDS)
        self._kill_timer.timeout.connect(self._process.kill)

    @property
    def is_running(self) -> bool:
        """Whether a download is under way."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, kind: ImageKind, folder: Path) -> None:
        """Download a set into a folder; does nothing while another download is under way."""
        if self.is_running:
            return
        self._is_cancelled, self._file = False, ""
        self._process.start(sys.executable, command(kind, folder))

    @Slot()
    def cancel(self) -> None:
        """End the download, by force if it does not react."""
        if self.is_running:
            self._is_cancelled = True
            self._process.terminate()
            self._kill_timer.start()

    def close(self) -> None:
        """End the download at once and emit nothing any more."""
        self.blockSignals(True)
        self._kill_timer.stop()
        if self.is_running:
            self._process.kill()
            self._process.waitForFinished(_CLOSE_MILLISECONDS)

    @Slot()
    def _read(self) -> None:
        while self._process.canReadLine():
            message = json.loads(bytes(self._process.readLine().data()))
            if message["state"] == "done":
                self._file = message["file"]
            else:
                self.progressed.emit(JobProgress(message["bytes"], 0, message["state"]))

    @Slot(int, QProcess.ExitStatus)
    def _finish(self, code: int, _: QProcess.ExitStatus) -> None:
        self._kill_timer.stop()
        self._read()
        errors = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if self._file:
            self.finish(self._file)
        elif self._is_cancelled:
            self.finish_cancelled()
        else:
            last = errors.rpartition("\n")[2].removeprefix("vgdesk: ")
            self.fail(last or f"the download exited unexpectedly (exit status {code})")

    @Slot(QProcess.ProcessError)
    def _note_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # the only one that no finished follows
            self.fail(f"the download cannot be started: {self._process.errorString()}")


def command(kind: ImageKind, folder: Path) -> list[str]:
    """Arguments of the Python that downloads."""
    return ["-m", "vgdesk", "fetch", kind, "--data-dir", str(folder), "--json"]
