"""The files that data sets are read from, before anything in them is read."""

import stat
from collections.abc import Iterable
from pathlib import Path

from vgdesk.errors import DataError
from vgdesk.experiment.labelled_data import Fingerprint


def fingerprint_files(files: Iterable[Path]) -> Fingerprint:
    """Path, time of the last change and size of each file: another one means that it has to be read again.

    Raises:
        DataError: a file cannot be found.
    """
    return tuple(_fingerprint(path) for path in files)


def _fingerprint(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise ValueError("it is no plain file")
    except (OSError, ValueError) as error:  # a ValueError also of a name with a NUL in it
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"cannot read {path}: {reason}; check its name") from None
    return str(path), found.st_mtime_ns, found.st_size
