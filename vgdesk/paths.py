"""Where vgdesk finds what it ships and keeps what a user makes."""

import os
from pathlib import Path

from platformdirs import PlatformDirs

TABLE_SUFFIXES = (".csv", ".tsv", ".npz", ".npy")
"""How the names of tables end that the window opens."""

_PACKAGE = Path(__file__).resolve().parent
_DIRS = PlatformDirs("vgdesk", appauthor=False)


def resource(name: str) -> Path:
    """Path of a shipped file or folder, such as ``lessons`` or ``icons/play.svg``.

    An installed wheel holds the resources inside the package; a checkout holds them beside it.

    Raises:
        FileNotFoundError: nothing of that name is shipped.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"vgdesk ships no resource {name!r}; the installation is damaged: install it again")


def _home(kind: str, default: str) -> Path:
    root = os.environ.get("VGDESK_HOME")
    return Path(root) / kind if root else Path(default)


def runs_folder() -> Path:
    """Folder of the recorded runs; ``VGDESK_HOME`` moves it. It may not exist yet."""
    return _home("runs", str(_DIRS.user_data_path / "runs"))


def data_folder() -> Path:
    """Folder of the data sets that vgdesk does not ship; ``VGDESK_DATA_DIR`` names it, ``VGDESK_HOME`` moves it.

    It may not exist yet.
    """
    named = os.environ.get("VGDESK_DATA_DIR")
    return Path(named) if named else _home("data", str(_DIRS.user_data_path / "data"))


def use_data_folder(folder: Path) -> None:
    """Let ``data_folder`` be this one, here and in the processes that are started from now on."""
    os.environ["VGDESK_DATA_DIR"] = str(folder.absolute())


def logs_folder() -> Path:
    """Folder of the log file; ``VGDESK_HOME`` moves it. It may not exist yet."""
    return _home("logs", _DIRS.user_log_dir)


def settings_file() -> Path:
    """The window's settings file (INI); ``VGDESK_HOME`` moves it. It may not exist yet."""
    return _home("settings", _DIRS.user_config_dir) / "vgdesk.ini"
