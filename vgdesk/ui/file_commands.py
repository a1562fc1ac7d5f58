"""Open, save and export: the dialogs that ask for a file, and what is done with it."""

import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vgdesk import paths
from vgdesk.errors import VgdeskError
from vgdesk.export.tables import write_csv
from vgdesk.runs.history import History
from vgdesk.session.job import Job
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.ui.dialogs.job_progress import JobProgressDialog
from vgdesk.ui.picture_commands import PictureCommands

_RUN_FILES = "vgdesk runs (*.vgrun)"
_TABLES = "Tables (*.csv)"
_PATIENCE_MILLISECONDS = 400
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')  # in a file name, on one system or another


class FileCommands(QObject):
    """What the File menu does. Every method raises VgdeskError where it is refused."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget):
        super().__init__(parent)
        self._session, self._settings, self._parent = session, settings, parent
        session.runs_opened.connect(self.remember_folder)

    def ask_runs(self) -> list[Path]:
        """Ask for run files; none when the user thinks better of it."""
        chosen, _ = QFileDialog.getOpenFileNames(self._parent, "Open runs", str(self._settings.folder), _RUN_FILES)
        return [Path(name) for name in chosen]

    def open_paths(self, paths: list[Path]) -> None:
        """Read run files in the background, then show them, a lane each."""
        self._session.open_runs(paths)
        self._show_progress(self._session.reading, "Open runs", f"Reading {', '.join(path.name for path in paths)}…")

    def save_run(self) -> None:
        """Ask for a place and copy the selected lane's run there."""
        target = self._ask_target("Save run as", ".vgrun", _RUN_FILES)
        if target is not None:
            self._session.save_run(target)
            self._show_progress(self._session.saving, "Save run", f"Writing {target.name}…")

    @Slot(object)
    def remember_folder(self, paths: Sequence[Path]) -> None:
        """Let the next dialog begin where these files are."""
        self._settings.folder = paths[0].absolute().parent

    def export_numbers(self) -> None:
        """Ask for a place and write every number of all lanes."""
        histories = self._histories()
        target = self._ask_target("Export numbers", ".csv", _TABLES)
        if target is not None:
            write_csv(histories, target)
            self._session.message.emit(f"wrote {target.name}", False)

    @cached_property
    def pictures(self) -> PictureCommands:
        """What is done with pictures; made when the window is whole."""
        return PictureCommands(self._session, self._parent.dashboard, self._ask_target)

    def export_picture(self) -> None:
        """Ask what to draw, where to, and write it."""
        self.pictures.export()

    def copy_picture(self) -> None:
        """Put a picture of what is under the pointer on the clipboard."""
        self.pictures.copy()

    def print_dashboard(self) -> None:
        """Ask for a printer and print all panes."""
        self.pictures.print_dashboard()

    def close(self) -> None:
        """End what is under way."""
        if "pictures" in vars(self):
            self.pictures.close()

    def recall_data_folder(self) -> None:
        """Use the data folder that was named last, unless the environment names one."""
        folder = self._settings.data_folder
        if folder is not None and not os.environ.get("VGDESK_DATA_DIR"):
            paths.use_data_folder(folder)

    def choose_data_folder(self) -> None:
        """Ask for the folder of the full data sets, use it and remember it."""
        before = paths.data_folder()
        start = before if before.is_dir() else self._settings.folder
        chosen = QFileDialog.getExistingDirectory(self._parent, "Data folder", str(start))
        if chosen:
            self._settings.data_folder = Path(chosen)
            paths.use_data_folder(Path(chosen))

    def _show_progress(self, job: Job, title: str, text: str) -> None:
        JobProgressDialog(job, title, text, self._parent, _PATIENCE_MILLISECONDS)

    def _histories(self) -> list[History]:
        histories = [lane.history for lane in self._session.lanes if lane.history is not None]
        if not histories:
            raise VgdeskError("there is nothing to export yet; train a lane first")
        return histories

    def _ask_target(self, title: str, suffix: str, files: str) -> Path | None:
        """The file to write, its suffix put behind what the user typed if it is not there."""
        name = _UNFIT.sub("-", self._session.selected.name)
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, title, str(self._settings.folder / f"{name}{suffix}"), files
        )
        if not chosen:
            return None
        target = Path(chosen)
        if target.suffix.lower() != suffix:
            target = target.with_name(f"{target.name}{suffix}")
            if target.exists():  # the dialog has not asked about this name
                raise VgdeskError(f"{target.name} exists already; choose it in the dialog to replace it")
        self._settings.folder = target.absolute().parent
        return target
