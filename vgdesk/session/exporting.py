"""Writes the numbers of runs in the background."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from vgdesk.export.formats import Format
from vgdesk.runs.history import History
from vgdesk.session.job import JobProgress, Report, ThreadJob


class Exporting(ThreadJob):
    """Writes runs in a format; the result is the path and the bytes that are on the disk."""

    name = "the export"
    busy = "numbers are being written already; wait for them or cancel that"

    def start(self, histories: Sequence[History], path: Path, chosen: Format) -> None:
        """Write some runs as they are now, even growing ones; an older file is replaced only on success.

        Raises:
            VgdeskError: others are being written.
        """
        self.refuse_second()
        self.run(partial(_write, [history.kept() for history in histories], path, chosen))


def _write(histories: Sequence[History], path: Path, chosen: Format, report: Report) -> tuple[Path, int]:
    from vgdesk.export.numbers import write_numbers  # noqa: PLC0415 - the start needs none of it

    size = write_numbers(histories, path, chosen, lambda done, total: report(JobProgress(done, total)))
    return path, size
