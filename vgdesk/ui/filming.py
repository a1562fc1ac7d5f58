"""Writes a film in the background: the frames are made here, one picture at a time, and drawn in a child process."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from vgdesk.errors import VgdeskError
from vgdesk.session.job import Job, JobPlace, JobProgress

_POLL_MILLISECONDS = 15
_CLOSE_SECONDS = 3.0
_DIED = "the film's process exited unexpectedly; close other programs that need memory and try again"

MakeFrames = Callable[[float], Sequence[Any]]
"""Makes the frames of the picture of an epoch."""


class Filming(Job):
    """Makes the pictures of a film; the result is the ``Path`` of the file, progress counts pictures."""

    name = "the film"
    busy = "a film is being written already; wait for it or cancel it"
    place = JobPlace.PROCESS

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._path = Path()
        self._epochs: Sequence[float] = ()
        self._make: MakeFrames | None = None
        self._timer = QTimer(self, interval=_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._listen)

    @property
    def is_running(self) -> bool:
        """Whether a film is being made."""
        return self._process is not None

    def start(self, path: Path, film: Any, epochs: Sequence[float], make: MakeFrames) -> None:
        """Begin a film.

        Args:
            path: the file to write.
            film: the ``Film`` that it shall be.
            epochs: of its pictures.
            make: makes their frames, a few milliseconds each.

        Raises:
            VgdeskError: another film is being made.
        """
        from vgdesk.export.filming import serve_film  # noqa: PLC0415 - matplotlib would delay the start

        self.refuse_second()
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        arguments = (theirs, path, film, len(epochs))
        self._process = context.Process(target=serve_film, args=arguments, name="vgdesk-film", daemon=True)
        self._process.start()
        theirs.close()  # else the death of the process would never be noticed
        self._path, self._epochs, self._make = path, tuple(epochs), make
        self._timer.start()

    @Slot()
    def cancel(self) -> None:
        """End the film and leave no file."""
        if self.is_running:
            self._end()
            self.finish_cancelled()

    def close(self) -> None:
        """End the film, wait until nothing of it or of one before is left, and emit nothing any more."""
        self.blockSignals(True)
        if self.is_running:
            self._end()
        for reaper in self.findChildren(_Reaper):
            reaper.wait()

    @Slot()
    def _listen(self) -> None:
        from vgdesk.export.filming import FilmEnded  # noqa: PLC0415 - matplotlib would delay the start

        connection = self._connection
        assert connection is not None
        assert self._make is not None
        try:
            if not connection.poll():
                return
            message = connection.recv()
            if isinstance(message, FilmEnded):
                self._take_end(message.problem)
                return
            self.progressed.emit(JobProgress(message.place, len(self._epochs)))
            if self.is_running:  # no listener has cancelled it
                connection.send(self._make(self._epochs[message.place]))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._take_end(_DIED)
        except VgdeskError as error:
            self._take_end(str(error))

    def _take_end(self, problem: str) -> None:
        self._end()
        if problem:
            self.fail(problem)
        else:
            self.progressed.emit(JobProgress(len(self._epochs), len(self._epochs)))
            self.finish(self._path)

    def _end(self) -> None:
        """Close the pipe: the process notices, removes what it has written and exits."""
        assert self._connection is not None
        assert self._process is not None
        self._timer.stop()
        self._connection.close()
        _Reaper(self._process, self).start()
        self._process, self._connection, self._make = None, None, None


class _Reaper(QTimer):
    """Waits for a process that is about to exit, without blocking, and kills it if it does not."""

    def __init__(self, process: SpawnProcess, parent: QObject):
        super().__init__(parent, interval=_POLL_MILLISECONDS)
        self._process, self._left = process, _CLOSE_SECONDS * 1000
        self.timeout.connect(self.look)

    @Slot()
    def look(self) -> None:
        """Reap the process if it has exited or its time is over."""
        self._left -= _POLL_MILLISECONDS
        if not self._process.is_alive() or self._left <= 0:
            self._reap()

    def wait(self) -> None:
        """Reap the process now; blocks for 3 seconds at most."""
        if self.isActive():
            self._process.join(_CLOSE_SECONDS)
            self._reap()

    def _reap(self) -> None:
        self.stop()
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._process.close()
        self.deleteLater()
