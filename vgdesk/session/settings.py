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
_MOST_PUT_OFF = 50
_USUAL_LIMIT, _MOST_LIMIT = 10 * 10**9, 10**15

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
    def put_off(self) -> tuple[str, ...]:
        """Ids of runs that were cut off and that the user does not want to go on with now, the newest last."""
        return tuple(each for each in str(self._store.value("put_off", "")).split("\n") if each)

    def put_off_run(self, run: str) -> None:
        """Remember that the user does not want to go on with a run now."""
        others = [each for each in self.put_off if each != run]
        self._store.setValue("put_off", "\n".join([*others, run][-_MOST_PUT_OFF:]))

    @property
    def columns(self) -> Columns:
        """The heatmaps of each lane."""
        return parse_columns(str(self._store.value("columns", "")))

    @columns.setter
    def columns(self, columns: Columns) -> None:
        self._store.setValue("columns", columns.to_text())

    @property
    def has_captions(self) -> bool:
        """Whether pictures in files have a caption."""
        return str(self._store.value("captions")) != "no"

    @has_captions.setter
    def has_captions(self, value: bool) -> None:
        self._store.setValue("captions", "yes" if value else "no")

    @property
    def data_folder(self) -> Path | None:
        """Folder of the full data sets, if the user has named one that is there."""
        return _find_folder(self._store.value("data_folder"))

    @data_folder.setter
    def data_folder(self, folder: Path) -> None:
        self._store.setValue("data_folder", str(folder))

    @property
    def library_limit(self) -> int:
        """Bytes that the folder of runs should not exceed."""
        text = str(self._store.value("library_limit", ""))
        return int(text) if text.isdecimal() and 0 < int(text) <= _MOST_LIMIT else _USUAL_LIMIT

    @library_limit.setter
    def library_limit(self, count: int) -> None:
        self._store.setValue("library_limit", str(count))

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
