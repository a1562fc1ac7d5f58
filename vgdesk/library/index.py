"""What is known of the runs in a folder, kept from one look to the next in a database beside them.

It may be deleted at any time: it holds nothing that is not in the runs.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from vgdesk import __version__
from vgdesk.library.facts import RunFacts

FILE_NAME = "library-index.sqlite"
_FORM = f"1, of vgdesk {__version__}"
_TABLE = "CREATE TABLE runs (name TEXT PRIMARY KEY, key TEXT NOT NULL, facts TEXT NOT NULL) WITHOUT ROWID"
_BUSY_SECONDS = 1.0
_LONGEST = 1 << 20  # bytes; a spec with 200 layers and its picture are a tenth of that


@dataclass(frozen=True)
class FileKey:
    """What changes when a run file does.

    Attributes:
        changed: when the file or its write-ahead log was last written, in nanoseconds since 1970.
        bytes: of both.
    """

    changed: int
    bytes: int

    def __str__(self) -> str:
        return f"{self.changed} {self.bytes}"


@checked(frozen=True, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", ser_json_inf_nan="strings"))
class Kept:
    """What is known of a run.

    Attributes:
        facts: None where it cannot be read.
        problem: why it cannot.
    """

    facts: RunFacts | None
    problem: str = ""


class Index:
    """Answers what is known of a run file as long as the file has not changed.

    A broken index is made anew; where none can be kept, everything is read each time.

    Args:
        folder: of the runs.
    """

    def __init__(self, folder: Path):
        self._path = folder / FILE_NAME
        self._rows: dict[str, tuple[str, str]] = {}
        self._new: dict[str, tuple[str, str]] = {}
        self._kept: TypeAdapter[Kept] = TypeAdapter(Kept)
        self._load()

    def find(self, name: str, key: FileKey) -> Kept | None:
        """What is known of a file of that name and key; None for nothing."""
        text = self._rows.get(name, ("", ""))
        if text[0] != str(key):
            return None
        try:
            return self._kept.validate_json(text[1])
        except ValidationError:
            return None

    def put(self, name: str, key: FileKey, kept: Kept) -> None:
        """Keep what is known of a file, from the next ``save`` on."""
        self._new[name] = self._rows[name] = (str(key), self._kept.dump_json(kept).decode())

    def save(self, names: set[str]) -> None:
        """Write what is new, and forget the files that are not among these names."""
        gone = self._rows.keys() - names
        if not self._new and not gone:
            return
        with suppress(OSError, sqlite3.Error), self._open() as connection:
            rows = ((name, *row) for name, row in self._new.items())
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("REPLACE INTO runs (name, key, facts) VALUES (?, ?, ?)", rows)
            connection.executemany("DELETE FROM runs WHERE name = ?", ((name,) for name in gone))
            connection.execute("COMMIT")
            self._new = {}
        for name in gone:
            del self._rows[name]

    def _load(self) -> None:
        if not self._path.exists():
            return
        try:
            with self._open() as connection:
                rows = connection.execute("SELECT name, key, facts FROM runs").fetchall()
                self._rows = {str(name): (str(key), str(facts)) for name, key, facts in rows}
        except (OSError, sqlite3.Error):
            self._rows = {}
            with suppress(OSError):
                self._path.unlink()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The database; of another form or none, with its tables made anew."""
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            connection.execute("PRAGMA synchronous = OFF")
            if not _has_form(connection):
                _make_tables(connection)
            yield connection


def _has_form(connection: sqlite3.Connection) -> bool:
    try:
        return connection.execute("SELECT form FROM about").fetchall() == [(_FORM,)]
    except sqlite3.OperationalError:  # no such table
        return False


def _make_tables(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        if name in ("about", "runs"):
            connection.execute(f"DROP TABLE {name}")
    connection.execute("CREATE TABLE about (form TEXT NOT NULL)")
    connection.execute("INSERT INTO about VALUES (?)", (_FORM,))
    connection.execute(_TABLE)
