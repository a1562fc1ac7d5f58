"""The QThread worker: keeps the engine process alive and carries commands and events between it and the window."""

import logging
import multiprocessing
import queue
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from vgdesk.engine import Command, StartRace, serve, serve_with_pulse
from vgdesk.events import EngineReady, Event, freeze
from vgdesk.session.mailbox import Mailbox

_WAIT_SECONDS = 0.5
_FULL_WAIT_SECONDS = 0.02
_EXIT_SECONDS = 2.0
_THREAD_MILLISECONDS = 5000
_LOOK_MILLISECONDS = 100
_QUIET_SECONDS = 1.0  # four signs of life that did not come

_log = logging.getLogger(__name__)


class TrainingWorker(QObject):
    """Lives in a thread of its own; what is public, but for ``run``, may be called from any thread.

    Signals:
        statistics_ready: the mailbox holds events; sent once until they are taken.
        engine_lost: the engine process died: the reason, and the last race it was given, empty for none. A new
            engine is already being started, or, if this one did not come so far as to serve, at the next command.
    """

    statistics_ready = Signal()
    engine_lost = Signal(str, str)

    def __init__(self, mailbox: Mailbox):
        super().__init__()
        self._mailbox = mailbox
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._wake_reader, self._wake_writer = multiprocessing.Pipe(duplex=False)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._lock = threading.Lock()  # over the life of the process
        self._pulse: Connection | None = None
        self._pulse_lock = threading.Lock()
        self._heard = 0.0
        self._is_closing = False
        self._is_ready = False
        self._race = ""

    def post(self, command: Command) -> None:
        """Send a command to the engine, soon."""
        self._commands.put(command)
        self._wake()

    def kill_engine(self) -> None:
        """End an engine that does not answer; ``engine_lost`` follows."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def silence(self) -> float:
        """Seconds since the engine that serves gave a sign of life; 0 while none does."""
        with self._pulse_lock:
            now = time.monotonic()
            if self._pulse is None or not self._is_ready:
                self._heard = now
                return 0.0
            try:
                while self._pulse.poll():
                    self._pulse.recv_bytes()
                    self._heard = now
            except (EOFError, OSError):  # it has ended, which is noticed elsewhere
                self._heard = now
            return now - self._heard

    def close(self) -> None:
        """Ask ``run`` to return, and the engine to end with it."""
        self._is_closing = True
        self._wake()

    @Slot()
    def run(self) -> None:
        """Serve until ``close``; start the engine again whenever it exits."""
        while not self._is_closing:
            connection = self._start_engine()
            reason = self._serve(connection)
            connection.close()
            self._end_engine()
            if not self._is_closing:
                _log.error("engine lost: %s", reason)
                self.engine_lost.emit(reason, self._race)
            while not (self._is_closing or self._is_ready) and self._commands.empty():
                wait([self._wake_reader], _WAIT_SECONDS)  # an engine that cannot start is not started for nothing
        self.thread().quit()

    def _start_engine(self) -> Connection:
        self._is_ready, self._race = False, ""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        pulse, beating = context.Pipe(duplex=False)
        arguments = (serve, theirs, beating)
        with self._lock:
            self._process = context.Process(
                target=serve_with_pulse, args=arguments, name="vgdesk-engine", daemon=True
            )
            self._process.start()
        for end in (theirs, beating):  # else the death of the engine would never be noticed
            end.close()
        with self._pulse_lock:
            self._pulse = pulse
        return ours

    def _serve(self, connection: Connection) -> str:
        """Carry messages until the engine dies or the worker closes; why it ended."""
        assert self._process is not None
        try:
            self._send_commands(connection)  # those that the engine before did not get
            while not self._is_closing:
                has_room = self._mailbox.has_room
                sources: list[Any] = [self._wake_reader]
                if has_room:  # else the engine waits, and what a dead one has sent stays in the pipe
                    sources += [connection, self._process.sentinel]
                ready = wait(sources, _WAIT_SECONDS if has_room else _FULL_WAIT_SECONDS)
                if connection in ready:
                    self._deliver(connection.recv())
                elif self._process.sentinel in ready:
                    return self._describe_exit()
                if self._wake_reader in ready:
                    self._send_commands(connection)
        except (EOFError, OSError):
            return self._describe_exit()
        return "closed"

    def _deliver(self, batch: tuple[Event, ...]) -> None:
        self._is_ready = self._is_ready or EngineReady() in batch
        _freeze_arrays(batch)
        if self._mailbox.put(batch):
            self.statistics_ready.emit()

    def _send_commands(self, connection: Connection) -> None:
        while self._wake_reader.poll():
            self._wake_reader.recv_bytes()
        while not self._commands.empty():
            command = self._commands.get()
            if isinstance(command, StartRace):
                self._race = command.race
            connection.send(command)

    def _describe_exit(self) -> str:
        assert self._process is not None
        self._process.join(_EXIT_SECONDS)
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"the training process was ended by signal {-code}"
        return f"the training process exited unexpectedly (exit status {code})"

    def _end_engine(self) -> None:
        """The closed pipe makes the engine exit; one that does not, or gives no sign of life, is killed."""
        with self._lock:
            process, self._process = self._process, None
        assert process is not None
        deadline = time.monotonic() + (_EXIT_SECONDS if self._is_closing and self._is_ready else 0)
        while process.is_alive() and time.monotonic() < deadline and self.silence() < _QUIET_SECONDS:
            process.join(_LOOK_MILLISECONDS / 1000)
        with self._pulse_lock:
            if self._pulse is not None:
                self._pulse.close()
            self._pulse = None
        if process.is_alive():
            process.kill()
            process.join(_EXIT_SECONDS)
        if not process.is_alive():  # a killed process may take its time to give back its memory
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
        for _ in range(_THREAD_MILLISECONDS // _LOOK_MILLISECONDS):
            if self._thread.wait(_LOOK_MILLISECONDS):
                return True
            if self.worker.silence() > _QUIET_SECONDS:
                break
        self.worker.kill_engine()
        return self._thread.wait(_THREAD_MILLISECONDS)


def _freeze_arrays(batch: tuple[Event, ...]) -> None:
    """Make the arrays of events read-only again: pickling forgets that they were."""
    for event in batch:
        for value in vars(event).values():
            if isinstance(value, np.ndarray):
                freeze(value)
