"""Reads run files again whose runs were on the screen before."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.session.job import JobProgress, Report, ThreadJob

_PARTS = 1000

Reopened = dict[str, History | str]
"""By the id of a run: what its file holds, or why it cannot be had."""


class Reopening(ThreadJob):
    """Reads run files; the result is a ``Reopened``, progress counts thousandths of a file."""

    name = "the way back"
    busy = "the runs of the screen before are being read; wait for them"

    def start(self, paths: Mapping[str, Path]) -> None:
        """Read the files of these runs.

        Args:
            paths: by the id of the run that the file should hold.

        Raises:
            VgdeskError: others are being read.
        """
        self.refuse_second()
        self.run(partial(_read, dict(paths)))


def _read(paths: dict[str, Path], report: Report) -> Reopened:
    found: Reopened = {}
    for done, (run, path) in enumerate(paths.items()):
        try:
            history = read_run(path, partial(_report_share, report, done, len(paths), path.name))
            found[run] = history if history.run == run else f"{path.name} holds another run now"
        except RunFileError as error:
            found[run] = str(error)
    return found


def _report_share(report: Report, done: int, files: int, name: str, share: float) -> None:
    report(JobProgress(round(_PARTS * (done + share)), _PARTS * files, name))
