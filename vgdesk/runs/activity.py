"""Whether a run file is being written now."""

import os
import struct
import sys
import time
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_DEAD_MAN_SWITCH = 128
"""Byte of the shared memory beside a database with a write-ahead log that everyone who has it open holds a lock on.

Source: SQLite, "WAL-mode File Format", section 2.3.
"""
_LATELY_SECONDS = 10.0  # where locks cannot be asked for; a training commits ten times a second
_LAYOUTS = {"linux": "hhqqi4x", "darwin": "qqihh"}
"""Of the system's ``struct flock``."""


def is_written_now(path: Path) -> bool:
    """Whether another process has the run open to write it; a run that was cut off and one that ended are not.

    Nothing is written. Where the system does not tell its locks, a run that grew within ten seconds counts.
    """
    log, shared = (path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
    if not log.exists():
        return False
    held = _is_held(shared)
    return _grew_lately(log) if held is None else held


def _is_held(shared: Path) -> bool | None:
    """Whether another process holds the lock; None where that cannot be known."""
    layout = next((layout for system, layout in _LAYOUTS.items() if sys.platform.startswith(system)), None)
    if sys.platform == "win32" or layout is None:
        return None
    wanted = (fcntl.F_WRLCK, os.SEEK_SET, _DEAD_MAN_SWITCH, 1, 0)
    order = (0, 1, 2, 3, 4) if layout.startswith("h") else (2, 3, 4, 0, 1)
    try:
        file = os.open(shared, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        answer = struct.unpack(layout, fcntl.fcntl(file, fcntl.F_GETLK, struct.pack(layout, *_put(wanted, order))))
    except OSError:
        return None
    finally:
        os.close(file)
    return bool(answer[order.index(0)] != fcntl.F_UNLCK)


def _put(fields: tuple[int, ...], order: tuple[int, ...]) -> list[int]:
    """Type, whence, start, length and process in the order of the system."""
    return [fields[place] for place in order]


def _grew_lately(log: Path) -> bool:
    try:
        return time.time() - log.stat().st_mtime < _LATELY_SECONDS
    except OSError:
        return False
