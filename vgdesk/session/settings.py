"""What the window remembers from one start to the next."""

from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QByteArray, QSettings

from vgdesk import paths
from vgdesk.analysis.columns import Columns, parse_columns

Mode = Literal["system", "light", "dark"]
"""Which theme the window has."""

_LARGEST_BYTES = 2**20  # an honest one has some thousand

_MODES: tuple[Mode, ...] = ("system", "light", "dark")


class Settings:
    """The settings file; everything in it is optional, and a broken file means the defaults."""

    def __init__(self) -> None:
        path = paths.settings_file()
        with suppress(OSError):
            if path.stat().st_size > _LARGEST_BYTES:  # Qt reads all of it before anything is asked
                path.replace(path.with_name(f"{path.name}.too-large"))
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Mode:
        """system, light or dark."""
        value = self._store.value("theme")
        return next((mode for mode in _MODES if mode == value), _MODES[0])

    @theme.setter
    def theme(self, mode: Mode) -> None:
        self._store.setValue("theme", mode)

    @property
    def geometry(self) -> QByteArray | None:
        """Place and size of the window, as Qt saved them."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def layout(self) -> QByteArray | None:
        """Where the panes are, as Qt saved it."""
        value = self._store.value("layout")
        return value if isinstance(value, QByteArray) else None

    @layout.setter
    def layout(self, value: QByteArray) -> None:
        self._store.setValue("layout", value)

    @property
    def is_welcomed(self) -> bool:
        """Whether the welcome has been shown."""
        return str(self._store.value("welcomed")) == "yes"

    @is_welcomed.setter
    def is_welcomed(self, value: bool) -> None:
        self._store.setValue("welcomed", "yes" if value else "no")

    @property
    def columns(self) -> Columns:
        """The heatmaps of each lane."""
        return parse_columns(str(self._store.value("columns", "")))

    @columns.setter
    def columns(self, columns: Columns) -> None:
        self._store.setValue("columns", columns.to_text())

    @property
    def data_folder(self) -> Path | None:
        """Folder of the full data sets, if the user has named one that is there."""
        return _find_folder(self._store.value("data_folder"))

    @data_folder.setter
    def data_folder(self, folder: Path) -> None:
        self._store.setValue("data_folder", str(folder))

    @property
    def folder(self) -> Path:
        """Folder that the file dialogs start in."""
        return _find_folder(self._store.value("folder")) or Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))


def _find_folder(value: Any) -> Path | None:
    """The folder of a value that was kept, if it is there; a broken one may be no path at all."""
    try:
        return Path(value) if isinstance(value, str) and value and Path(value).is_dir() else None
    except (OSError, ValueError):
        return None
