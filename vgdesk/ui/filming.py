"""Writes a film behind the window: the frames are made here, one moment at a time, and drawn in another process."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from vgdesk.errors import VgdeskError

_POLL_MILLISECONDS = 15
_CLOSE_SECONDS = 3.0
_DIED = "the film's process ended by itself; close other programs that need memory and try again"

MakeFrames = Callable[[float], Sequence[Any]]
"""Makes the frames of the picture of an epoch."""


class Filming(QObject):
    """One film at a time; each ends with ``done``, ``failed`` or ``cancelled``.

    Signals:
        progressed: pictures done, and how many there are.
        done: the ``Path`` of the file.
        failed: why.
        cancelled: nothing of it is left.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

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

        if self.is_running:
            raise VgdeskError("a film is being written already; wait for it or cancel it")
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
            self.cancelled.emit()

    def close(self) -> None:
        """End the film without a word, and wait until nothing of it is left."""
        self.blockSignals(True)
        process = self._process
        if process is not None:
            self._end(is_waited_for=True)
            process.join(_CLOSE_SECONDS)
            _bury(process)

    @Slot()
    def _listen(self) -> None:
        from vgdesk.export.filming import FilmEnded  # noqa: PLC0415 - matplotlib would delay the start

        try:
            if not self._connection.poll():
                return
            told = self._connection.recv()
            if isinstance(told, FilmEnded):
                self._finish(told.problem)
                return
            self.progressed.emit(told.place, len(self._epochs))
            if self.is_running:  # nobody has cancelled it at that
                self._connection.send(self._make(self._epochs[told.place]))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._finish(_DIED)
        except VgdeskError as error:
            self._finish(str(error))

    def _finish(self, problem: str) -> None:
        self._end()
        if problem:
            self.failed.emit(problem)
        else:
            self.progressed.emit(len(self._epochs), len(self._epochs))
            self.done.emit(self._path)

    def _end(self, is_waited_for: bool = False) -> None:
        """Let go of the process; it notices that nobody listens, tidies up and goes."""
        self._timer.stop()
        self._connection.close()
        process, self._process, self._connection, self._make = self._process, None, None, None
        if not is_waited_for:
            _Farewell(process, self).start()


def _bury(process: SpawnProcess) -> None:
    """Let go of a process that should have ended by now."""
    if process.is_alive():
        process.kill()
    process.join()
    process.close()


class _Farewell(QTimer):
    """Looks after a process that is about to end, without blocking."""

    def __init__(self, process: SpawnProcess, parent: QObject):
        super().__init__(parent, interval=_POLL_MILLISECONDS)
        self._process, self._left = process, _CLOSE_SECONDS * 1000
        self.timeout.connect(self.look_after)

    @Slot()
    def look_after(self) -> None:
        """Go when the process has gone."""
        self._left -= _POLL_MILLISECONDS
        if self._process.is_alive() and self._left > 0:
            return
        self.stop()
        _bury(self._process)
        self.deleteLater()
