"""Finds the runs of a folder whose training was cut off: no end is recorded, and nobody writes them any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.runs.activity import is_written_now
from vgdesk.runs.library import SUFFIX
from vgdesk.runs.states import KeptState, read_state

_MOST_FILES = 100  # the newest; only the first page is read of those that were closed in order
_WRITE_VERSION, _HAS_LOG = 18, 2
"""Byte of the header of a database, and what it is while a write-ahead log may belong to it.

Source: SQLite, "Database File Format", section 1.3.3.
"""


@dataclass(frozen=True)
class CutOff:
    """A run that was cut off and can go on.

    Attributes:
        path: of its file.
        run: its id.
        name: of its lane.
        epoch: how far it had come, as far as its file says.
        epochs: how many were planned.
    """

    path: Path
    run: str
    name: str
    epoch: float
    epochs: float


def find_cut_off(folder: Path) -> Iterator[CutOff]:
    """The runs of a folder that were cut off and keep a state to go on from, the newest first."""
    for path in _newest(folder):
        try:
            if not _may_have_log(path) or is_written_now(path):
                continue
            kept = read_state(path)
        except (OSError, RunFileError):
            continue
        if kept is not None and kept.metadata.ended is None:
            yield _describe(path, kept)


def _describe(path: Path, kept: KeptState) -> CutOff:
    started, step = kept.metadata.started, max(kept.metadata.step, kept.state.step)
    epoch, epochs = (steps / started.steps_per_epoch for steps in (step, started.total_steps))
    return CutOff(path, started.run, kept.metadata.lane or path.stem, epoch, epochs)


def _newest(folder: Path) -> list[Path]:
    try:
        found = [(path.stat().st_mtime, path) for path in folder.iterdir() if path.suffix == SUFFIX]
    except OSError:
        return []
    return [path for _, path in sorted(found, reverse=True)[:_MOST_FILES]]


def _may_have_log(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_WRITE_VERSION + 1)[_WRITE_VERSION:] == bytes([_HAS_LOG])
