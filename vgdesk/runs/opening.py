"""Opens a run file to read it, trusting nothing in it: it may be foreign, torn, tampered with or in use."""

import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from vgdesk.budget import Budget, Limits
from vgdesk.errors import RunFileError
from vgdesk.runs.schema import APPLICATION_ID, FORMAT_VERSION, LONGEST_VALUE, tables_of

_PATIENCE_SECONDS = 2.0
_BUSY_SECONDS = 2.0
_SECONDS, _BYTES_PER_SECOND = 10.0, 2e6  # ten times what an honest run takes
_GROWTH = LONGEST_VALUE  # of a run that is written meanwhile
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_WAL_VERSION = 2
_SHOWN_CHARACTERS = 200
DAMAGED = "open a copy of it, or delete it"  # the way out

# A run cut off lies in two files; where the folder is read-only SQLite cannot join them in place.
_NEEDS_COPY = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True)
class OpenRun:
    """A run file open for reading.

    Attributes:
        path: of the file.
        version: of its format.
        tables: statement that made each table of its format, by name.
        connection: texts come as bytes, for SQLite does not check that they are UTF-8.
        patience: what ends a statement that gives no row for two seconds.
        budget: what may be read: no more than the file is large, for what lies in it lies in it once.
    """

    path: Path
    version: int
    tables: dict[str, str]
    connection: sqlite3.Connection
    patience: "Patience"
    budget: Budget

    def rows(self, statement: str, values: tuple[int, ...] = ()) -> Iterator[Row]:
        """The rows of a statement one after the other, each paid for.

        Raises:
            RunFileError: they hold more than the file.
            sqlite3.Error: it is damaged.
        """
        for row in self.connection.execute(statement, values):
            self.budget.spend(sum(len(cell) for cell in row if isinstance(cell, bytes)), entries=1)
            yield row


class Patience:
    """Ends the statements of a connection two seconds after the last sign of success."""

    def __init__(self) -> None:
        self._deadline = 0.0
        self.restart()

    def restart(self) -> None:
        """Wait another two seconds from now."""
        self._deadline = time.monotonic() + _PATIENCE_SECONDS

    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self._deadline


@contextmanager
def open_run(path: Path) -> Iterator[OpenRun]:
    """Open a run file to read; errors of SQLite inside the block are said in the user's words.

    Nothing is written to the file or, if SQLite can help it, beside it. A run that was cut off is read with its
    write-ahead log, through a copy in a temporary folder where its own folder is read-only.

    Raises:
        RunFileError: there is no such file, it is no run file, a newer one, or damaged.
    """
    try:
        found = Path(path).resolve()
        version = _check_header(found)
        with _connect(found, version) as run:
            _check_schema(run)
            yield run
    except sqlite3.Error as error:
        raise RunFileError(_explain(path, error)) from error
    except UnicodeDecodeError as error:
        raise RunFileError(f"the run file {path} is damaged: a text in it is no UTF-8; {DAMAGED}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RunFileError(f"cannot read the run file {path}: {reason}; check its name and permissions") from error


def one_line(error: Exception) -> str:
    """What an error says, short and printable: it may quote the file."""
    text = "".join(character if character.isprintable() else " " for character in str(error))
    return " ".join(text.split())[:_SHOWN_CHARACTERS]


def _check_header(path: Path) -> int:
    """The write version of the database (2 has a write-ahead log), once the first page says it is a run."""
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        raise RunFileError(f"there is no run file {path}; check its name, or whether it was moved") from None
    if not stat.S_ISREG(kind):
        raise RunFileError(f"{path} is no file; choose a file that ends in .vgrun")
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        raise RunFileError(f"the run file {path} is empty: it was cut off before its training began; delete it")
    if len(header) < _HEADER_BYTES and _MAGIC.startswith(header[: len(_MAGIC)]):
        raise RunFileError(f"the run file {path} is cut short after {len(header)} bytes; {DAMAGED}")
    if not header.startswith(_MAGIC) or int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise RunFileError(f"{path} is no vgdesk run; choose a file that vgdesk recorded")
    version = int.from_bytes(header[60:64])
    if version > FORMAT_VERSION:
        raise RunFileError(
            f"the run file {path} has format {version} and this vgdesk reads {FORMAT_VERSION}; install a newer vgdesk"
        )
    return header[18]


@contextmanager
def _connect(path: Path, version: int) -> Iterator[OpenRun]:
    try:
        connection = _try_to_connect(f"{path.as_uri()}?mode=ro")
    except sqlite3.OperationalError as error:
        if version != _WAL_VERSION or error.sqlite_errorcode & 0xFF not in _NEEDS_COPY:
            raise
    else:
        with closing(connection):
            yield _guard(path, connection)
        return
    with tempfile.TemporaryDirectory(prefix="vgdesk-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "run.vgrun"
        shutil.copyfile(path, copy)
        log = path.with_name(path.name + "-wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        with closing(_try_to_connect(copy.as_uri())) as connection:
            yield _guard(path, connection)


def _try_to_connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _guard(path: Path, connection: sqlite3.Connection) -> OpenRun:
    patience = Patience()
    connection.set_progress_handler(patience.is_over, 1000)
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = bytes
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return OpenRun(path, version, tables_of(version), connection, patience, _budget_of(path))


def _budget_of(path: Path) -> Budget:
    """As many bytes as the file has, and its log: pages that are read again and again are no run's."""
    size = 0
    for part in (path, path.with_name(path.name + "-wal")):
        with suppress(OSError):
            size += part.stat().st_size
    limits = Limits(size + _GROWTH, word="rows", seconds=_SECONDS + size / _BYTES_PER_SECOND)
    return Budget(limits, lambda reason: RunFileError(f"the run file {path} is damaged: it {reason}; {DAMAGED}"))


def _check_schema(run: OpenRun) -> None:
    """Refuse every table, index, view and trigger that is not the writer's own."""
    wanted = {(b"table", name.encode(), name.encode(), sql.encode()) for name, sql in run.tables.items()}
    statement = f"SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT {len(run.tables) + 1}"  # noqa: S608
    rows = run.connection.execute(statement).fetchall()
    if len(rows) != len(wanted) or set(rows) != wanted:
        raise RunFileError(f"the run file {run.path} lacks the tables of a run: it is damaged or foreign; {DAMAGED}")


def _explain(path: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return f"the run file {path} takes too long to read: it is damaged or foreign; {DAMAGED}"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return f"the run file {path} is in use by another program; close it there and try again"
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"cannot open the run file {path}; check that you may read it and its folder"
    return f"the run file {path} is damaged ({one_line(error)}); {DAMAGED}"
