"""The log file: what happened, for the user who reports a fault."""

import logging
from logging.handlers import RotatingFileHandler

from vgdesk import paths

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MEGABYTE = 1_000_000


def start_logging() -> None:
    """Write the log of this process to a rotating file; without a writable folder, to nowhere."""
    root = logging.getLogger("vgdesk")
    root.setLevel(logging.INFO)
    folder = paths.logs_folder()
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "vgdesk.log", maxBytes=_MEGABYTE, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter(_FORMAT))
    root.addHandler(handler)
