"""The dialogs that ask for files and folders, and remember the last folder."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vgdesk import paths
from vgdesk.errors import VgdeskError
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings

RUN_FILES = "vgdesk runs (*.vgrun)"
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')  # in a file name, on one system or another


class FileDialogs(QObject):
    """Asks for files beside a window.

    Args:
        session: the selected lane's name is offered for new files.
        settings: remembers folders.
        window: the parent of the dialogs.
    """

    def __init__(self, session: Session, settings: Settings, window: QWidget):
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        session.runs_opened.connect(self.remember_folder)

    def ask_runs(self) -> list[Path]:
        """Ask for run files; none if cancelled."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Open runs", str(self._settings.folder), RUN_FILES)
        return [Path(name) for name in chosen]

    def ask_target(self, title: str, suffix: str, files: str) -> Path | None:
        """Ask for the file to write; None if cancelled.

        Args:
            title: of the dialog.
            suffix: put behind what the user typed if it is not there, with its dot.
            files: filter of the dialog.

        Raises:
            VgdeskError: the name with its suffix is that of a file that the dialog has not asked about.
        """
        name = _UNFIT.sub("-", self._session.selected.name)
        offered = str(self._settings.folder / f"{name}{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, offered, files)
        if not chosen:
            return None
        target = Path(chosen)
        if target.suffix.lower() != suffix:
            target = target.with_name(f"{target.name}{suffix}")
            if target.exists():
                raise VgdeskError(f"{target.name} exists already; choose it in the dialog to replace it")
        self.remember_folder([target])
        return target

    @Slot(object)
    def remember_folder(self, files: Sequence[Path]) -> None:
        """Let the next dialog begin where these files are."""
        self._settings.folder = files[0].absolute().parent

    def recall_data_folder(self) -> None:
        """Use the data folder that was named last, unless the environment names one."""
        folder = self._settings.data_folder
        if folder is not None and not os.environ.get("VGDESK_DATA_DIR"):
            paths.use_data_folder(folder)

    def choose_data_folder(self) -> None:
        """Ask for the folder of the full data sets, use it and remember it."""
        before = paths.data_folder()
        start = before if before.is_dir() else self._settings.folder
        chosen = QFileDialog.getExistingDirectory(self._window, "Data folder", str(start))
        if chosen:
            self._settings.data_folder = Path(chosen)
            paths.use_data_folder(Path(chosen))
