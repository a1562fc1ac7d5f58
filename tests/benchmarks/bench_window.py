"""U1, U2, U3: training live in the window against the textbook's loop without one, and how smooth the window stays.

The window and the textbook train in turns, each alone for some seconds.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")  # as vgdesk.app has it

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.benchmarks.row import Row
from tests.benchmarks.textbook import Textbook
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.session.states import State
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.theme import apply_theme

WINDOW = (1280, 800)
ROUNDS = 6
SPAN_SECONDS = 2.0
WARM_SECONDS = 0.5
FRAME_MILLISECONDS = 33
TICK_MILLISECONDS = 4
_WAIT_SECONDS = 60
EVERY_STEP = {"sampling": {"kind": "steps", "steps": 1}, "training.epochs": 1_000_000, "training.steps": 400_000}


class LiveWindow:
    """The real window, training a lane for each spec."""

    def __init__(self, specs: Sequence[ExperimentSpec], size: tuple[int, int] = WINDOW):
        self.session = Session()
        self.window = MainWindow(self.session, Settings())
        self.session.load(specs)
        self.window.resize(*size)
        self.window.show()
        self.session.open()
        self.session.start()
        self._wait_for(State.RUNNING)
        self.pause()

    def speed(self, seconds: float) -> float:
        """Steps a second over so many seconds; it is paused before and after."""
        self.resume()
        spin(WARM_SECONDS)
        history, began = self.session.lanes[0].history, time.perf_counter()
        before = history.step
        spin(seconds)
        found = (history.step - before) / (time.perf_counter() - began)
        self.pause()
        return found

    def resume(self) -> None:
        """Go on, and wait until it does."""
        self.session.toggle()
        self._wait_for(State.RUNNING)

    def pause(self) -> None:
        """Halt, and wait until it does."""
        self.session.toggle()
        self._wait_for(State.PAUSED)

    def close(self) -> None:
        """End the training and the window."""
        self.window.close()

    def _wait_for(self, state: State) -> None:
        deadline = time.perf_counter() + _WAIT_SECONDS
        while self.session.state is not state:
            spin(0.01)
            if time.perf_counter() > deadline:
                raise TimeoutError(f"the session is {self.session.state}, not {state}")


class Ticks:
    """A precise timer, and when it was heard."""

    def __init__(self, milliseconds: int):
        self._times: list[float] = []
        self._timer = QTimer(interval=milliseconds, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(lambda: self._times.append(time.perf_counter()))

    def gaps(self, seconds: float) -> list[float]:
        """Milliseconds from tick to tick, listened to for so long."""
        self._times.clear()
        self._timer.start()
        spin(seconds)
        self._timer.stop()
        return [1000 * (b - a) for a, b in zip(self._times, self._times[1:], strict=False)]


def spin(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def speed_ratio(live: LiveWindow, spec: ExperimentSpec) -> float:
    """Steps a second live / textbook, the median of pairs."""
    textbook = Textbook(spec)
    ratios = []
    for number in range(ROUNDS):
        asked: list[Callable[[float], float]] = [live.speed, textbook.speed]
        first, second = asked[:: -1 if number % 2 else 1]
        speeds = {first: first(SPAN_SECONDS), second: second(SPAN_SECONDS)}
        ratios.append(speeds[live.speed] / speeds[textbook.speed])
    textbook.close()
    return statistics.median(ratios)


def smoothness(live: LiveWindow) -> tuple[float, float]:
    """p95 of a 4 ms timer's lateness, training / idle, both drawn at 30 Hz; the longest gap of a 33 ms timer."""
    fast, slow = Ticks(TICK_MILLISECONDS), Ticks(FRAME_MILLISECONDS)
    redraw = QTimer(interval=FRAME_MILLISECONDS)
    redraw.timeout.connect(live.session.history_changed)
    ratios, longest = [], 0.0
    for _ in range(ROUNDS):
        redraw.start()
        spin(WARM_SECONDS)
        idle = fast.gaps(SPAN_SECONDS)
        redraw.stop()
        live.resume()
        spin(WARM_SECONDS)
        training = fast.gaps(SPAN_SECONDS)
        longest = max(longest, *slow.gaps(SPAN_SECONDS))
        live.pause()
        ratios.append(lateness(training) / lateness(idle))
    return statistics.median(ratios), longest


def lateness(gaps: list[float]) -> float:
    """95th percentile of what the gaps are longer than asked for."""
    return max(statistics.quantiles(gaps, n=20)[-1] - TICK_MILLISECONDS, 0.01)


def workloads() -> tuple[ExperimentSpec, ExperimentSpec]:
    """W1, and W3 on circles."""
    w1 = change_spec(find_lesson("circles-4h-sigmoid").spec, EVERY_STEP)
    deep = {"network.hidden": [{"units": 100}] * 50, "network.activation": "relu", "network.initializer": "he_normal"}
    return w1, change_spec(w1, {**deep, "training.batch_size": 128, "training.optimizer": "adam"})


def measure() -> list[Row]:
    """U1, U2 and U3 of the benchmark table."""
    rows = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["VGDESK_HOME"] = home
        app = QApplication.instance() or QApplication([])
        apply_theme(app, "dark")
        for id, words, spec, goal in zip(
            ("U1", "U2"), ("W1", "W3: 50 x 100, batch 128"), workloads(), (1.5, 0.9), strict=True
        ):
            live = LiveWindow([spec])
            ratio = speed_ratio(live, spec)
            rows.append(Row(id, f"speed live / textbook without window, {words}", ratio, f">= {goal}", ratio >= goal))
            if id == "U1":
                late, longest = smoothness(live)
            live.close()
    if "torch" in sys.modules:
        raise AssertionError("torch came into the process of the window")
    return [
        *rows,
        Row("U3", "p95 lateness of a 4 ms timer, training / idle, both at 30 Hz", late, "<= 2", late <= 2),
        Row("U3 ms", "longest gap of a 33 ms timer while training, in ms", longest, "<= 100", longest <= 100),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:62} {row.figure:8.3f} {row.goal:8} {row.met}")
