"""The folder of recorded runs: names for new ones, copies, and what is in it."""

import re
import sqlite3
import tempfile
import unicodedata
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.experiment.clock import to_date_range
from vgdesk.runs.opening import open_run
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.saving import explain_failure, replacing
from vgdesk.runs.schema import Metadata

SUFFIX = ".vgrun"
_SLUG_CHARACTERS = 40


@dataclass(frozen=True)
class RunListing:
    """One file in the folder of runs.

    Attributes:
        path: of the file.
        bytes: its size.
        changed: when it was last written, seconds since 1970.
        metadata: of its run; None when it cannot be read.
        problem: why it cannot be read, for the user; else empty.
    """

    path: Path
    bytes: int
    changed: float
    metadata: Metadata | None
    problem: str = ""


def new_run_path(folder: Path, name: str) -> Path:
    """A path for a new run: local date and time, the name as plain ASCII, eight unique digits; makes the folder.

    Raises:
        RunFileError: the folder cannot be made or written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        raise RunFileError(f"cannot keep runs in the folder {folder}: {explain_failure(error)}") from error
    now = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    return folder / f"{now}-{_slug(name)}-{uuid.uuid4().hex[:8]}{SUFFIX}"


def copy_run(source: Path, target: Path) -> None:
    """Copy a run, even one being recorded, to one whole file; an older file at the target goes only when all is well.

    Raises:
        RunFileError: the source is no run or damaged, or the target cannot be written.
    """
    source, target = Path(source), Path(target)
    if target.exists() and source.exists() and target.samefile(source):
        raise RunFileError(f"{target} is the run itself; choose another name for the copy")
    with open_run(source) as run:
        try:
            with replacing(target) as draft:
                _copy_pages(run.connection, draft)
        except (OSError, ValueError, sqlite3.Error) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT:  # of the source
                raise
            raise RunFileError(f"cannot write the copy {target}: {explain_failure(error)}") from error


def list_runs(folder: Path) -> list[RunListing]:
    """Every run file in a folder, newest first, the unreadable ones with their problem; empty without a folder.

    Raises:
        RunFileError: the folder is there but cannot be read.
    """
    try:
        paths = [path for path in Path(folder).iterdir() if path.suffix == SUFFIX]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RunFileError(f"cannot read the folder of runs {folder}: {explain_failure(error)}") from error
    listings = [listing for path in paths if (listing := _list_run(path)) is not None]
    return sorted(listings, key=lambda listing: (listing.changed, listing.path.name), reverse=True)


def _list_run(path: Path) -> RunListing | None:
    try:
        found = path.stat()
    except OSError:  # deleted meanwhile
        return None
    changed = to_date_range(found.st_mtime)
    try:
        return RunListing(path, found.st_size, changed, read_metadata(path))
    except RunFileError as error:
        return RunListing(path, found.st_size, changed, None, str(error))


def _copy_pages(source: sqlite3.Connection, draft: Path) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_CHARACTERS].strip("-") or "run"
