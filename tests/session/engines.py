"""Engines that stand in for ``vgdesk.engine.serve``: spawned like it, without torch, with faults of their own."""

import os
import signal
import time
from multiprocessing.connection import Connection

import numpy as np

from vgdesk.events import DataPreviewed, EngineReady, Progressed, Sampled

FLOOD = 300
_FOR_EVER = 600


def tell_commands(connection: Connection) -> None:
    """Sends back the name of every command."""
    connection.send((EngineReady(),))
    _tell(connection)


def die_at_once(connection: Connection) -> None:
    """Never comes so far as to serve."""
    os._exit(3)


def take_long_to_start(connection: Connection) -> None:
    """Imports something large."""
    time.sleep(_FOR_EVER)


def die_of_a_command(connection: Connection) -> None:
    """Killed by the first command that it gets."""
    connection.send((EngineReady(),))
    _wait_for_command(connection)
    os.kill(os.getpid(), signal.SIGKILL)


def leave_at_a_command(connection: Connection) -> None:
    """Hangs up, in good order, at the first command."""
    connection.send((EngineReady(),))
    _wait_for_command(connection)


def flood_and_die(connection: Connection) -> None:
    """Sends more batches than a mailbox holds, then is killed."""
    connection.send((EngineReady(),))
    _wait_for_command(connection)
    for step in range(FLOOD):
        connection.send((Progressed("run", step),))
    os.kill(os.getpid(), signal.SIGKILL)


def tear_a_message(connection: Connection) -> None:
    """Begins a message and falls silent."""
    connection.send((EngineReady(),))
    _wait_for_command(connection)
    os.write(connection.fileno(), b"\x00\x00\x10\x00torn")
    time.sleep(_FOR_EVER)


def tear_a_message_and_die(connection: Connection) -> None:
    """Is killed in the middle of a message."""
    connection.send((EngineReady(),))
    _wait_for_command(connection)
    os.write(connection.fileno(), b"\x00\x00\x10\x00torn")
    os._exit(0)


def die_of_a_long_message(connection: Connection) -> None:
    """Answers one command, and ends when the next one has begun to arrive."""
    connection.send((EngineReady(),))
    command = _wait_for_command(connection)
    connection.send((Progressed(type(command).__name__, os.getpid()),))
    os.read(connection.fileno(), 1)
    os._exit(0)


def ignore_everything(connection: Connection) -> None:
    """Serves, then hangs for ever, whatever becomes of its pipe."""
    connection.send((EngineReady(),))
    time.sleep(_FOR_EVER)


def send_arrays(connection: Connection) -> None:
    """Sends one event of each kind that holds arrays."""
    values = np.ones((2, 3), np.float32)
    preview = DataPreviewed("{}", values, np.zeros(2, np.int64))
    connection.send((EngineReady(), Sampled("run", np.arange(2), values[:, 0].copy(), values), preview))
    _tell(connection)


def _wait_for_command(connection: Connection) -> object:
    try:
        return connection.recv()
    except EOFError:
        os._exit(0)


def _tell(connection: Connection) -> None:
    try:
        while True:
            connection.send((Progressed(type(connection.recv()).__name__, os.getpid()),))
    except (EOFError, OSError):
        return
