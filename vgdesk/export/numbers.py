"""Runs as files for people: their numbers, their specs, a report; whole or not at all."""

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from vgdesk.errors import ExportError
from vgdesk.export.folders import folder_size, replacing_folder
from vgdesk.export.formats import Format
from vgdesk.runs.history import History
from vgdesk.runs.saving import explain_failure, replacing

Report = Callable[[int, int], None]
"""Called with what is done and what is wanted, in a unit of the work's own; may raise to end the work."""


Advance = Callable[[float], None]
"""Called with the share of a run that was written since the last call; those of a run add up to 1."""

_PARTS = 1000  # of a run, that are reported


def _unreported(done: int, wanted: int) -> None:
    """For work that nobody follows."""


def write_numbers(histories: Sequence[History], path: Path, chosen: Format, report: Report = _unreported) -> int:
    """Write some runs in a format of the kinds in ``WRITTEN``.

    Args:
        histories: the runs, in their order.
        path: the file, or the folder; an older one goes only when all is well.
        chosen: the format.
        report: called after every part; what it raises ends the work and leaves nothing.

    Returns:
        Bytes that are on the disk now.

    Raises:
        ExportError: what the format needs is not installed, or it cannot be written.
    """
    path = Path(path)
    if chosen.missing:
        raise ExportError(chosen.missing)
    fill = import_module(f"vgdesk.export.{chosen.writer}").fill
    try:
        with (replacing_folder if chosen.is_folder else replacing)(path) as draft:
            fill(histories, draft, _Progress(len(histories), report).advance)
        return folder_size(path) if chosen.is_folder else path.stat().st_size
    except (OSError, ValueError) as error:
        raise ExportError(f"cannot write the {chosen.kind} {path}: {explain_failure(error)}") from error


class _Progress:
    def __init__(self, runs: int, report: Report):
        self._runs, self._report, self._done = runs, report, 0.0

    def advance(self, share: float) -> None:
        self._done = min(self._done + share, self._runs)
        self._report(round(_PARTS * self._done), _PARTS * self._runs)
