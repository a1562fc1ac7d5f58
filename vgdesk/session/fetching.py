"""Downloads a set of images behind the window, in a process of its own."""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

import vgdesk
from vgdesk.experiment.image_files import ImageKind

_TERM_MILLISECONDS = 3000
_CLOSE_MILLISECONDS = 2000


class Fetching(QObject):
    """One download at a time; each ends with ``done``, ``failed`` or ``cancelled``.

    Signals:
        progressed: what it is at, and the bytes downloaded so far: connecting, downloading, unpacking, writing.
        done: the file with the set; it is where ``find_image_files`` looks for it.
        failed: why, and the way out.
        cancelled: nothing of it is left.
    """

    progressed = Signal(str, object)
    done = Signal(str)
    failed = Signal(str)
    cancelled = Signal()

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

    def cancel(self) -> None:
        """End the download, by force if it does not go."""
        if self.is_running:
            self._is_cancelled = True
            self._process.terminate()
            self._kill_timer.start()

    def close(self) -> None:
        """End the download at once, without a word."""
        self.blockSignals(True)
        self._kill_timer.stop()
        if self.is_running:
            self._process.kill()
            self._process.waitForFinished(_CLOSE_MILLISECONDS)

    @Slot()
    def _read(self) -> None:
        while self._process.canReadLine():
            told = json.loads(bytes(self._process.readLine().data()))
            if told["state"] == "done":
                self._file = told["file"]
            else:
                self.progressed.emit(told["state"], told["bytes"])

    @Slot(int, QProcess.ExitStatus)
    def _finish(self, code: int, _: QProcess.ExitStatus) -> None:
        self._kill_timer.stop()
        self._read()
        said = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if self._file:
            self.done.emit(self._file)
        elif self._is_cancelled:
            self.cancelled.emit()
        else:
            last = said.rpartition("\n")[2].removeprefix("vgdesk: ")
            self.failed.emit(last or f"the download ended by itself (exit status {code})")

    @Slot(QProcess.ProcessError)
    def _note_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # the only one that no finished follows
            self.failed.emit(f"the download cannot be started: {self._process.errorString()}")


def command(kind: ImageKind, folder: Path) -> list[str]:
    """Arguments of the Python that downloads."""
    return ["-m", "vgdesk", "fetch", kind, "--data-dir", str(folder), "--json"]
