"""What a report of a fault should hold: versions, platform and the end of the log, without the names of folders."""

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from vgdesk import __version__, paths

_PACKAGES = ("torch", "numpy", "PySide6-Essentials", "pyqtgraph", "scikit-learn", "matplotlib", "pydantic")
_LOG_LINES = 40
_LOG_BYTES = 64_000


def describe_installation() -> str:
    """Versions, platform and the last lines of the log; the user's folder is written ``~``."""
    lines = [f"vgdesk {__version__}", f"Python {platform.python_version()} on {platform.platform()}"]
    lines += [f"{name} {_version_of(name)}" for name in _PACKAGES]
    log = paths.logs_folder() / "vgdesk.log"
    lines += ["", f"the end of {log.name}:", *_last_lines(log)]
    return _without_home("\n".join(lines))


def _version_of(name: str) -> str:
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


def _without_home(text: str) -> str:
    homes = {str(Path.home()), sys.prefix}
    for home in sorted(homes, key=len, reverse=True):
        text = text.replace(home, "~") if len(home) > 1 else text
    return text
