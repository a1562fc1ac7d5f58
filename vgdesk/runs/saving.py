"""How a file is saved whole or not at all, and what to say when it cannot be."""

import errno
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FULL = "the disk is full; free some space or choose another folder"
_READ_ONLY = "vgdesk may not write there; choose another folder or change its permissions"
_NO_FOLDER = "there is no such folder; create it or choose another"
_REASONS_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your disk quota is used up; free some space or choose another folder",
    errno.EFBIG: "the file grew over a size limit; choose another folder or raise the limit",
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EROFS: _READ_ONLY,
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EISDIR: "that is a folder; choose a file name",
    errno.EEXIST: "a file of that name exists already; choose another name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}
_REASONS_BY_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _READ_ONLY,
    sqlite3.SQLITE_BUSY: "another program holds the file; close it there and try again",
    sqlite3.SQLITE_LOCKED: "another program holds the file; close it there and try again",
}


def explain_failure(error: Exception) -> str:
    """Why a file could not be written, and the way out, as the end of a sentence.

    Args:
        error: what was raised: an OSError, a sqlite3.Error or a ValueError of a path.
    """
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code, without its extension
        known = _REASONS_BY_SQLITE.get(code)
    else:
        known = _REASONS_BY_ERRNO.get(getattr(error, "errno", None) or 0)
    reason = getattr(error, "strerror", None) or str(error)
    return known or f"{reason}; check the disk or choose another folder"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path to write to, beside the target; it takes the target's place when the block ends well.

    The bytes are on the disk before the old file goes; when the block fails, the old file stays as it was.

    Raises:
        OSError: the target is there and no plain file, the folder cannot be written, or the disk is full.
    """
    target = target.resolve()
    if target.exists() and not target.is_file():
        raise OSError(errno.EISDIR if target.is_dir() else errno.EINVAL, "that is no plain file")
    draft = target.with_name(f".vgdesk-{uuid.uuid4().hex[:12]}.tmp")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
