"""T1: from the start of the process to the window's first paint, without torch and with it."""

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache

from tests.benchmarks.row import Row

ROUNDS = 9
_TIMEOUT_SECONDS = 60
_GOAL = 0.35

START = """
import sys, time
began = float(sys.argv[1])
if sys.argv[2] == "torch":
    import torch, sklearn.datasets
from vgdesk import app
name = app._name

def watch_too(application):
    name(application)
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, window, event):
            if event.type() == QEvent.Type.Paint and window.objectName() == "main-window":
                application.removeEventFilter(self)
                QTimer.singleShot(0, window, lambda: tell(window))
            return False

    application.watch = Watch()
    application.installEventFilter(application.watch)

def tell(window):
    print(time.monotonic() - began, flush=True)
    window.close()

app._name = watch_too
if __name__ == "__main__":
    sys.exit(app.run_window([]))
"""


def first_paint(before: str = "") -> float:
    """Seconds from the start of a fresh process until its window has painted itself for the first time.

    Modules come from bytecode, as those of an installed program do, also where the environment writes none.
    """
    command = [sys.executable, "-c", START, str(time.monotonic()), before]
    with tempfile.TemporaryDirectory() as home:
        environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ | {"VGDESK_HOME": home}
        environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _bytecode_folder()}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        done = subprocess.run(command, env=environment, text=True, timeout=_TIMEOUT_SECONDS, check=True, **pipes)
    return float(done.stdout)


@cache
def _bytecode_folder() -> str:
    folder = tempfile.mkdtemp(prefix="vgdesk-bytecode-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def measure() -> list[Row]:
    """T1 of the benchmark table, and the seconds of ours."""
    first_paint(), first_paint("torch")
    ours, ratios = [], []
    for number in range(ROUNDS):
        kinds = ("", "torch")[:: -1 if number % 2 else 1]
        seconds = {kind: first_paint(kind) for kind in kinds}
        ours.append(seconds[""])
        ratios.append(seconds[""] / seconds["torch"])
    ratio = statistics.median(ratios)
    return [
        Row("T1", "first paint / with torch and scikit-learn first", ratio, f"<= {_GOAL}", ratio <= _GOAL),
        Row("T1 s", "first paint, seconds from the start of the process", statistics.median(ours), "", None),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:52} {row.figure:8.3f} {row.goal:8} {row.met}")
