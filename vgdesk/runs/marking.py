"""Writes into a run file that has ended how it was shown last: nothing else of it changes."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.runs.activity import is_written_now
from vgdesk.runs.opening import open_run
from vgdesk.runs.reader import read_metadata_of
from vgdesk.runs.saving import explain_failure
from vgdesk.runs.schema import Shown, checksum, encode_metadata

_SINCE = 3
_BUSY_SECONDS = 1.0


def can_hold_marks(path: Path) -> bool:
    """Whether ``write_shown`` may write to a run: it has ended, nobody writes it, and its format has room for it.

    Raises:
        RunFileError: it cannot be read.
    """
    with open_run(path) as run:
        metadata = read_metadata_of(run)
        return run.version >= _SINCE and metadata.ended is not None and not is_written_now(run.path)


def write_shown(path: Path, shown: Shown) -> None:
    """Keep in a run file how the run was shown.

    Raises:
        RunFileError: it cannot be read or written, has not ended, or is of a format without room for it.
    """
    if not can_hold_marks(path):
        raise RunFileError(f"the run file {path} is being written or is of an older format; nothing is written to it")
    with open_run(path) as run:
        metadata = read_metadata_of(run)
    if metadata.shown == shown:
        return
    text = encode_metadata(replace(metadata, shown=shown))["shown"]
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            statement = "REPLACE INTO metadata (key, value, crc) VALUES ('shown', ?, ?)"
            connection.execute(statement, (text, checksum(text.encode())))
    except (OSError, sqlite3.Error) as error:
        raise RunFileError(f"cannot write to the run file {path}: {explain_failure(error)}") from error
