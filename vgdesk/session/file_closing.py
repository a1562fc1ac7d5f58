"""Writes the ends of runs into files that their engine has left."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from vgdesk.errors import RunFileError
from vgdesk.events import RunEnded
from vgdesk.runs.continuing import write_end

_WAIT_SECONDS = 5.0

_log = logging.getLogger(__name__)


class FileClosing:
    """Writes in a thread of its own, for a disk may take its time."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def close(self, ends: Sequence[tuple[Path, RunEnded]]) -> None:
        """Write how runs ended into their files, soon; the log says what could not be written."""
        self.wait()
        if ends:
            self._thread = threading.Thread(target=_write_all, args=(ends,), name="vgdesk-closing")
            self._thread.start()

    def wait(self) -> None:
        """Wait until all is written, five seconds at most."""
        if self._thread is not None:
            self._thread.join(_WAIT_SECONDS)


def _write_all(ends: Sequence[tuple[Path, RunEnded]]) -> None:
    for path, ended in ends:
        try:
            write_end(path, ended)
        except RunFileError as error:
            _log.info("the end of a run is not in its file: %s", error)
