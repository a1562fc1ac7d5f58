"""What a report of a fault should hold: versions, platform and the end of the log, without the names of folders."""

import getpass
import platform
import re
import sys
from pathlib import Path

from vgdesk import __version__, paths

_PACKAGES = ("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "scikit-learn", "matplotlib", "pydantic")
_LOG_LINES = 40
_LOG_BYTES = 64_000
_PART = r"[^\s\"':;,<>|/\\]+(?: [^\s\"':;,<>|/\\]+)*"
_FOLDERS = re.compile(rf"(?:\b[A-Za-z]:|~|(?<![\w.…]))[\\/](?:{_PART}[\\/])*")
_OUR_FOLDERS = re.compile(r"[\\/](?:site-packages|vgdesk|python3\.\d+)[\\/]")
_SHORTEST_NAME = 3


def describe_installation() -> str:
    """Versions, platform and the last lines of the log; names of folders and of the user are left out."""
    lines = [f"vgdesk {__version__}", f"Python {platform.python_version()} on {platform.platform()}"]
    lines += [f"{name} {_version_of(name)}" for name in _PACKAGES]
    log = paths.logs_folder() / "vgdesk.log"
    lines += ["", f"the end of {log.name}:", *_last_lines(log)]
    return without_folders("\n".join(lines))


def without_folders(text: str) -> str:
    """The text with ``…`` for the folders of every path, but for those inside of packages, and without the user."""
    for folder in sorted({str(Path.home()), sys.prefix}, key=len, reverse=True):
        text = text.replace(folder, "~") if len(folder) > 1 else text
    text = _FOLDERS.sub(_shorten, text)
    user = _user()
    return re.sub(rf"\b{re.escape(user)}\b", "USER", text) if len(user) >= _SHORTEST_NAME else text


def _shorten(found: re.Match[str]) -> str:
    folders = found[0]
    ours = [match.start() for match in _OUR_FOLDERS.finditer(folders)]
    if ours:
        return f"…{folders[ours[-1] :]}"
    return folders if len(folders) == 1 else "…/"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no name for the number of the user
        return ""


def _version_of(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, and a start needs it not

    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def _last_lines(log: Path) -> list[str]:
    try:
        with log.open("rb") as file:
            file.seek(max(log.stat().st_size - _LOG_BYTES, 0))
            return file.read().decode("utf-8", "replace").splitlines()[-_LOG_LINES:]
    except OSError:
        return ["nothing was logged"]
