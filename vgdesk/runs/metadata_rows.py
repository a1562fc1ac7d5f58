"""Writes rows of a run file's metadata, each with its checksum."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.runs.saving import explain_failure
from vgdesk.runs.schema import checksum

_REPLACE = "REPLACE INTO metadata (key, value, crc) VALUES (?, ?, ?)"
_BUSY_SECONDS = 1.0


def put_rows(connection: sqlite3.Connection, rows: Mapping[str, str]) -> None:
    """Put rows by key into an open file, in place of those that have their keys."""
    connection.executemany(_REPLACE, [(key, text, checksum(text.encode())) for key, text in rows.items()])


def write_row(path: Path, key: str, text: str, *, ends_log: bool = False) -> None:
    """Put one row into a file that nobody writes.

    Args:
        path: the run file.
        key: of the row.
        text: its value.
        ends_log: whether the log beside the file is taken in and goes.

    Raises:
        RunFileError: it cannot be written, or another process has it open.
    """
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            put_rows(connection, {key: text})
            if ends_log:
                connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except (OSError, sqlite3.Error) as error:
        raise RunFileError(f"cannot write to the run file {path}: {explain_failure(error)}") from error
