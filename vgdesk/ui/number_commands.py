"""Numbers, specs and reports of the runs on the screen, in files."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from vgdesk.errors import VgdeskError
from vgdesk.export.formats import Format
from vgdesk.session.exporting import Exporting
from vgdesk.session.session import Session
from vgdesk.ui.dialogs.job_progress import JobProgressDialog
from vgdesk.ui.file_dialogs import FileDialogs

_PATIENCE_MILLISECONDS = 400


class NumberCommands(QObject):
    """What the File menu does with numbers.

    Args:
        session: whose runs are written.
        files: asks for the file to write.
        window: the parent of what shows the progress.

    Attributes:
        exporting: writes them.
    """

    def __init__(self, session: Session, files: FileDialogs, window: QWidget):
        super().__init__(window)
        self._session, self._files, self._window = session, files, window
        self.exporting = Exporting(self)
        self.exporting.done.connect(self._report_done)
        self.exporting.failed.connect(self._report_failed)
        self.exporting.cancelled.connect(self._report_cancelled)

    def export(self, chosen: Format) -> None:
        """Ask for a file and write the runs of all lanes in a format.

        Raises:
            VgdeskError: there are none, or the format needs what is not installed.
        """
        histories = [lane.history for lane in self._session.lanes if lane.history is not None]
        if not histories:
            raise VgdeskError("there is nothing to export yet; train a lane first")
        if chosen.missing:
            raise VgdeskError(chosen.missing)
        self.exporting.refuse_second()
        target = self._files.ask_target(f"Export {chosen.name}", f".{chosen.suffix}", chosen.file_filter)
        if target is not None:
            self.exporting.start(histories, target, chosen)
            words = f"Writing {target.name}…"
            JobProgressDialog(self.exporting, "Export numbers", words, self._window, _PATIENCE_MILLISECONDS)

    def close(self) -> None:
        """End what is under way."""
        self.exporting.close()

    @Slot(object)
    def _report_done(self, result: tuple[Path, int]) -> None:
        path, size = result
        self._session.message.emit(f"wrote {path.name}, {_name_size(size)}", False)

    @Slot(str)
    def _report_failed(self, why: str) -> None:
        self._session.message.emit(why, True)

    @Slot()
    def _report_cancelled(self) -> None:
        self._session.message.emit("the export was cancelled; no file was written", False)


def _name_size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(size / 1e3, 0.1):.1f} kB"
