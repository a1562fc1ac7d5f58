"""S1, S2, S3: what a hall sees while two lanes train: heatmap frames, and the stops at F11 and at a theme switch."""

import os
import statistics
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")  # as vgdesk.app has it

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.bench_window import EVERY_STEP, WARM_SECONDS, LiveWindow, Ticks, spin
from tests.benchmarks.row import Row
from tests.event_count import EventCount
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.ui.theme import apply_theme

STAGE = (1920, 1080)
SPAN_SECONDS = 4.0
SWITCHES = 6
TICK_MILLISECONDS = 5


def longest_stop(act) -> float:
    """The longest gap of a 5 ms timer, in ms, while something is done once; the median of several times."""
    ticks, found = Ticks(TICK_MILLISECONDS), []
    for _ in range(SWITCHES):
        QTimer.singleShot(300, act)
        found.append(max(ticks.gaps(1.0)))
    return statistics.median(found)


def measure() -> list[Row]:
    """S1, S2 and S3 of the benchmark table."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["VGDESK_HOME"] = home
        app = QApplication.instance() or QApplication([])
        apply_theme(app, "dark")
        names = ("circles-4h-sigmoid", "circles-4h-relu")
        live = LiveWindow([change_spec(find_lesson(name).spec, EVERY_STEP) for name in names], STAGE)
        live.resume()
        spin(WARM_SECONDS)
        heatmap = live.window.findChild(QWidget, f"pane-gradient-{live.session.lanes[0].key}")
        paints, ticks = EventCount(heatmap, QEvent.Type.Paint), Ticks(TICK_MILLISECONDS)
        gaps = ticks.gaps(SPAN_SECONDS)
        frames = paints.count / SPAN_SECONDS
        lecture = live.window.findChild(QAction, "action-lecture")
        f11 = longest_stop(lecture.trigger)
        modes = iter(["light", "dark"] * SWITCHES)
        theme = longest_stop(lambda: apply_theme(app, next(modes)))
        live.pause()
        live.close()
    return [
        Row("S1", "heatmap frames a second, two lanes training at 1920x1080", frames, ">= 25", frames >= 25),
        Row("S1 ms", "longest stop of a 5 ms timer meanwhile, in ms", max(gaps), "<= 60", max(gaps) <= 60),
        Row("S2", "longest stop of a 5 ms timer at F11 meanwhile, in ms", f11, "<= 150", f11 <= 150),
        Row("S3", "longest stop of a 5 ms timer at a theme switch meanwhile, in ms", theme, "<= 150", theme <= 150),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.id:6} {row.what:70} {row.figure:8.3f} {row.goal:8} {row.met}")
