"""Reads a large file in a process of its own: in a thread it would keep the window waiting for the interpreter."""

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from vgdesk.checking.workers import end_process, interrupts_held_back
from vgdesk.errors import DataError
from vgdesk.experiment.read_once import Reading, reporting_to

_SIGN_SECONDS = 0.1
_DIED = "was not read: its process died; close other programs that need memory and try again"


def read_in_process(reading: Reading, report: Callable[[float], None]) -> object:
    """What comes of a file.

    Args:
        reading: the file.
        report: is told the share that is done, at least every tenth of a second; what it raises ends the process.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    arguments = (theirs, reading.shelf.read, reading.path, reading.choices)
    process = context.Process(target=serve_reading, args=arguments, name="vgdesk-reading", daemon=True)
    try:
        with interrupts_held_back():
            process.start()
        theirs.close()  # else the death of the process would never be noticed
        return _wait(ours, report)
    except (EOFError, ConnectionResetError):
        return DataError(f"{reading.path} {_DIED}")
    finally:
        ours.close()
        end_process(process)


def _wait(connection: Connection, report: Callable[[float], None]) -> Any:
    share = 0.0
    while True:
        report(share)
        if connection.poll(_SIGN_SECONDS):
            message = connection.recv()
            if not isinstance(message, float):
                return message
            share = message


def serve_reading(connection: Connection, read: Callable[[Path, Any], object], path: Path, choices: Any) -> None:
    """Runs in the process: read the file, send shares of the work on the way and at last what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError, ConnectionResetError):
        with reporting_to(connection.send):
            content = read(path, choices)
        connection.send(content)
