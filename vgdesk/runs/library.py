"""The folder of recorded runs: names for new ones, copies, and what is in it."""

import os
import re
import sqlite3
import sys
import tempfile
import unicodedata
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vgdesk.errors import RunFileError
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


def list_runs(folder: Path, most: int = sys.maxsize) -> list[RunListing]:
    """The run files in a folder, newest first, the unreadable ones with their problem; empty without a folder.

    Args:
        folder: where they are.
        most: how many are looked at, the newest.

    Raises:
        RunFileError: the folder is there but cannot be read.
    """
    try:
        paths = [path for path in Path(folder).iterdir() if path.suffix == SUFFIX]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RunFileError(f"cannot read the folder of runs {folder}: {explain_failure(error)}") from error
    found = [(stat.st_mtime, path.name, path, stat.st_size) for path in paths if (stat := _stat(path)) is not None]
    newest = sorted(found, reverse=True)[:most]
    return [_list_run(path, size, changed) for changed, _, path, size in newest]


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:  # deleted meanwhile
        return None


def _list_run(path: Path, size: int, changed: float) -> RunListing:
    try:
        return RunListing(path, size, changed, read_metadata(path))
    except RunFileError as error:
        return RunListing(path, size, changed, None, str(error))


def _copy_pages(source: sqlite3.Connection, draft: Path) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_CHARACTERS].strip("-") or "run"
