"""Writes into a run file that has ended how it was shown last: nothing else of it changes."""

from dataclasses import replace
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.runs.activity import is_written_now
from vgdesk.runs.metadata_rows import write_row
from vgdesk.runs.opening import OpenRun, open_run
from vgdesk.runs.reader import read_metadata_of
from vgdesk.runs.schema import Metadata, Shown, encode_metadata

_SINCE = 3


def can_hold_marks(path: Path) -> bool:
    """Whether ``write_shown`` may write to a run: it has ended, nobody writes it, and its format has room for it.

    Raises:
        RunFileError: it cannot be read.
    """
    with open_run(path) as run:
        return _can_hold_marks(run, read_metadata_of(run))


def _can_hold_marks(run: OpenRun, metadata: Metadata) -> bool:
    return run.version >= _SINCE and metadata.ended is not None and not is_written_now(run.path)


def write_shown(path: Path, shown: Shown) -> None:
    """Keep in a run file how the run was shown.

    Raises:
        RunFileError: it cannot be read or written, has not ended, or is of a format without room for it.
    """
    with open_run(path) as run:
        metadata = read_metadata_of(run)
        is_free = _can_hold_marks(run, metadata)
    if not is_free:
        raise RunFileError(f"the run file {path} is being written or is of an older format; nothing is written to it")
    if metadata.shown == shown:
        return
    write_row(path, "shown", encode_metadata(replace(metadata, shown=shown))["shown"])
