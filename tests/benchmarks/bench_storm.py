"""P0: references to None and True lost over a storm of actions in the window."""

import gc
import os
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.benchmarks.bench_window import spin
from tests.benchmarks.row import Row
from tests.contracts.test_references import TOLERANCE
from tests.session.examples import make_entry
from vgdesk.engine import train_recorded
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.training.control import TrainControl
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.theme import apply_theme

ACTIONS = 250
_WAIT_SECONDS = 30


def measure() -> list[Row]:
    """P0 of the benchmark table, of the window."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["VGDESK_HOME"] = home
        app = QApplication.instance() or QApplication([])
        apply_theme(app, "dark")
        window = open_window(home)
        storm(window, ACTIONS)  # panes are made, and what is kept from now on is there
        storm(window, ACTIONS)
        before = _count()
        storm(window, ACTIONS)
        lost = {name: before[name] - count for name, count in _count().items()}
        window.close()
        spin(0.2)
    return [
        Row(
            "P0",
            f"references to {name} lost over a storm of {ACTIONS} window actions",
            float(max(change, 0)),
            f"0 (noise {TOLERANCE})",
            change <= TOLERANCE,
        )
        for name, change in lost.items()
    ]


def open_window(home: str) -> MainWindow:
    """The window with two trained runs beside each other."""
    entries = [make_entry(Path(home), name, network__activation=name) for name in ("sigmoid", "relu")]
    for _ in train_recorded(entries, TrainControl()):
        pass
    session = Session()
    window = MainWindow(session, Settings())
    window.resize(1280, 800)
    window.show()
    arrived = []
    session.runs_opened.connect(arrived.append)
    window.open_files([entry.path for entry in entries])
    for _ in range(10 * _WAIT_SECONDS):
        if arrived:
            return window
        spin(0.1)
    raise TimeoutError("the runs were not opened")


def storm(window: MainWindow, count: int) -> None:
    """So many acts in turn: of keys and menus, panes, lanes, cursor, size and theme."""
    app, time, docks = QApplication.instance(), window.session.time, window.dashboard.docks
    sizes, modes, spots = cycle([(900, 640), (1280, 800)]), cycle(["light", "dark"]), cycle([0.0, 0.5, 1.0, 1.5])
    keys = ("lecture", "count_steps", "relative-columns", "mask")
    acts = [
        *(lambda key=key: window.commands[key].trigger() for key in keys for _ in range(2)),
        *(lambda at=at: docks.toggles[at].trigger() for at in range(len(docks.toggles)) for _ in range(2)),
        *(lambda at=at: window.session.select(at) for at in (1, 0)),
        *(lambda: time.look_at(next(spots)) for _ in range(4)),
        time.go_live,
        *(lambda: window.resize(*next(sizes)) for _ in range(2)),
        *(lambda: apply_theme(app, next(modes)) for _ in range(2)),
        window.repaint,
    ]
    for act in islice(cycle(acts), count):
        act()
        spin(0)  # in a loop of its own, where what is to be deleted later is


def _count() -> dict[str, int]:
    gc.collect()
    return {"None": sys.getrefcount(None), "True": sys.getrefcount(True)}


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:62} {row.figure:8.3f} {row.goal:8} {row.met}")
