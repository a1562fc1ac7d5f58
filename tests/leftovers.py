"""What a test may leave behind without being asked: threads, processes, timers, windows."""

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from multiprocessing import resource_tracker
from pathlib import Path

import psutil
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

PATIENCE_SECONDS = 30.0
"""How long what is on its way out may take: only a test that leaves something for good waits so long."""

_POLL_SECONDS = 0.01
_SHARED_WINDOWS = ("QTipLabel",)  # Qt keeps its one tooltip
_outliving: set[int] = set()


@dataclass(frozen=True)
class Leftover:
    """One thing that is there.

    Attributes:
        identity: of the thing, the same as long as it lives.
        description: for the one who reads of it.
        fades: whether it may be on its way out already; a timer or a window is not.
    """

    identity: tuple[str, int]
    description: str
    fades: bool = True


def let_outlive(before: list[Leftover], *roots: QObject) -> Callable[[], None]:
    """Let these objects outlive the test that makes them; the result takes that back.

    Args:
        before: what was there before they were made; what has come since belongs to them.
        roots: what has one of them as an ancestor belongs to them as well.
    """
    known = {_address(root) for root in roots} | {item.identity[1] for item in leftovers()}
    known -= {item.identity[1] for item in before}
    _outliving.update(known)
    return lambda: _outliving.difference_update(known)


def leftovers() -> list[Leftover]:
    """Every thread, child process, running QThread, active QTimer and top-level widget, but for what may outlive."""
    found = [*_threads(), *_processes(), *_qt_objects(), *_windows()]
    return [item for item in found if item.identity[1] not in _outliving]


def wait_for_leftovers(before: list[Leftover]) -> list[str]:
    """Describe what is there now and was not before, once all that is on its way out has gone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    found = _new(before)
    if found:
        gc.collect()
        found = _new(before)
    while any(item.fades for item in found) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        found = _new(before)
    return [item.description for item in found]


def _new(before: list[Leftover]) -> list[Leftover]:
    if QCoreApplication.instance() is not None:
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    known = {item.identity for item in before}
    return [item for item in leftovers() if item.identity not in known]


def _threads() -> list[Leftover]:
    """Python's own; of a QThread that has logged it keeps a dummy for ever, and ``_qt_objects`` sees the thread."""
    threads = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
    return [Leftover(("thread", thread.ident or 0), f"thread {thread.name}") for thread in threads]


def _processes() -> list[Leftover]:
    tracker = getattr(resource_tracker._resource_tracker, "_pid", None)  # one for the whole test run
    if _own_children() <= {tracker}:
        return []
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if child.pid != tracker and child.status() != psutil.STATUS_ZOMBIE:
                found.append(Leftover(("process", child.pid), f"process {child.pid} ({child.name()})"))
        except psutil.NoSuchProcess:
            continue
    return found


def _own_children() -> set[int | None]:
    """Ids of the processes that this one has started, where the system tells; -1 where nobody knows."""
    try:
        told = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
    except OSError:  # a thread has ended meanwhile
        told = []
    return {int(word) for text in told for word in text.split()} if told else {-1}


def _qt_objects() -> list[Leftover]:
    found = []
    for item in shiboken6.getAllValidWrappers():
        if not _is_watched(type(item)) or _may_outlive(item):
            continue
        if isinstance(item, QThread) and item.isRunning() and item is not QThread.currentThread():
            found.append(Leftover(("QThread", _address(item)), f"QThread {_describe(item)}"))
        elif isinstance(item, QTimer) and item.isActive():
            text = f"active timer {_describe(item)}, every {item.interval()} ms"
            found.append(Leftover(("timer", _address(item)), text, fades=False))
    return found


@cache
def _is_watched(kind: type) -> bool:
    return issubclass(kind, QThread | QTimer)


def _windows() -> list[Leftover]:
    return [
        Leftover(("window", _address(widget)), f"window {_describe(widget)}", fades=False)
        for widget in QApplication.topLevelWidgets()
        if widget.metaObject().className() not in _SHARED_WINDOWS and not _may_outlive(widget)
    ]


def _may_outlive(item: QObject | None) -> bool:
    while item is not None and _address(item) not in _outliving:
        item = item.parent()
    return item is not None


def _describe(item: QObject) -> str:
    return f"{item.metaObject().className()} {item.objectName()!r}"


def _address(item: QObject) -> int:
    return shiboken6.getCppPointer(item)[0]
