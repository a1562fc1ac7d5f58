"""The QThread worker: keeps the engine process alive and carries commands and events between it and the window."""

import logging
import multiprocessing
import queue
import threading
from multiprocessing.connection import Connection, wait
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from vgdesk.engine import Command, serve
from vgdesk.session.mailbox import Mailbox

_WAIT_SECONDS = 0.5
_FULL_WAIT_SECONDS = 0.02
_EXIT_SECONDS = 2.0
_THREAD_MILLISECONDS = 5000

_log = logging.getLogger(__name__)


class TrainingWorker(QObject):
    """Lives in a thread of its own; ``post``, ``kill_engine`` and ``close`` may be called from any thread.

    Signals:
        statistics_ready: the mailbox holds events; sent once until they are taken.
        engine_lost: the engine process died, with the reason; a new one is already being started.
    """

    statistics_ready = Signal()
    engine_lost = Signal(str)

    def __init__(self, mailbox: Mailbox):
        super().__init__()
        self._mailbox = mailbox
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._wake_reader, self._wake_writer = multiprocessing.Pipe(duplex=False)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._lock = threading.Lock()  # over the life of the process
        self._is_closing = False

    def post(self, command: Command) -> None:
        """Send a command to the engine, soon."""
        self._commands.put(command)
        self._wake()

    def kill_engine(self) -> None:
        """End an engine that does not answer; ``engine_lost`` follows."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Ask ``run`` to return, and the engine to end with it."""
        self._is_closing = True
        self._wake()

    @Slot()
    def run(self) -> None:
        """Serve until ``close``; start the engine anew whenever it dies."""
        while not self._is_closing:
            connection = self._start_engine()
            reason = self._serve(connection)
            connection.close()
            self._end_engine()
            if not self._is_closing:
                _log.error("engine lost: %s", reason)
                self.engine_lost.emit(reason)
        self.thread().quit()

    def _start_engine(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with self._lock:
            self._process = context.Process(target=serve, args=(theirs,), name="vgdesk-engine", daemon=True)
            self._process.start()
        theirs.close()  # else the death of the engine would never be noticed
        return ours

    def _serve(self, connection: Connection) -> str:
        """Carry messages until the engine dies or the worker closes; why it ended."""
        assert self._process is not None
        while not self._is_closing:
            has_room = self._mailbox.has_room
            sources: list[Any] = [self._wake_reader, self._process.sentinel, *([connection] if has_room else [])]
            ready = wait(sources, _WAIT_SECONDS if has_room else _FULL_WAIT_SECONDS)
            try:
                if connection in ready:
                    self._deliver(connection.recv())
                elif self._process.sentinel in ready:
                    return self._death_note()
                if self._wake_reader in ready:
                    self._send_commands(connection)
            except (EOFError, OSError):
                return self._death_note()
        return "closed"

    def _deliver(self, batch: tuple) -> None:  # type: ignore[type-arg]
        if self._mailbox.put(batch):
            self.statistics_ready.emit()

    def _send_commands(self, connection: Connection) -> None:
        while self._wake_reader.poll():
            self._wake_reader.recv_bytes()
        while not self._commands.empty():
            connection.send(self._commands.get())

    def _death_note(self) -> str:
        assert self._process is not None
        self._process.join(_EXIT_SECONDS)
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"the training process was ended by signal {-code}"
        return f"the training process ended by itself (exit status {code})"

    def _end_engine(self) -> None:
        """The closed pipe tells the engine to leave; one that does not is killed."""
        with self._lock:
            process, self._process = self._process, None
        assert process is not None
        process.join(_EXIT_SECONDS if self._is_closing else 0)
        if process.is_alive():
            process.kill()
            process.join(_EXIT_SECONDS)
        process.close()

    def _wake(self) -> None:
        self._wake_writer.send_bytes(b"!")


class WorkerThread:
    """A TrainingWorker in its QThread, started and ended as one."""

    def __init__(self, mailbox: Mailbox):
        self.worker = TrainingWorker(mailbox)
        self._thread = QThread()
        self._thread.setObjectName("vgdesk-worker")
        self.worker.moveToThread(self._thread)
        self._thread.started.connect(self.worker.run)

    def start(self) -> None:
        """Start the thread, and in it the engine."""
        self._thread.start()

    def close(self) -> bool:
        """End thread and engine; false if the thread did not end in time."""
        self.worker.close()
        if self._thread.wait(_THREAD_MILLISECONDS):
            return True
        self.worker.kill_engine()
        return self._thread.wait(_THREAD_MILLISECONDS)
