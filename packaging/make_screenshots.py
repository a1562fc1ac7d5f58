"""Takes the pictures of the README: trains real networks in the real window and photographs it.

Usage: python packaging/make_screenshots.py [--only NAME ...] [FOLDER]

Writes PNG files into FOLDER (default: resources/help); takes some minutes.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSpinBox, QToolButton

from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.lessons.catalog import find_lesson, lanes_of
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.session.states import State
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.theme import apply_theme

SIZE = QSize(1280, 720)
FOLDER = Path(__file__).parent.parent / "resources" / "help"
_LIMIT_MILLISECONDS = 300_000


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        name: of the file.
        lesson: whose lanes are trained, whose story is told.
        theme: dark or light.
        epoch: the cursor; None is the end.
        panes: shown below the heatmaps; those of the lesson where there are none.
        changes: of every spec, as ``change_spec`` takes them.
        lanes: lessons whose first specs take the place of this one's lanes.
        prepare: does the rest to the window.
    """

    name: str
    lesson: str
    theme: str = "dark"
    epoch: float | None = None
    panes: tuple[str, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)
    lanes: tuple[str, ...] = ()
    prepare: Callable[[MainWindow], object] = lambda _: None


def compare_weights(window: MainWindow) -> None:
    """Show the change of the weights from epoch 50 to 100."""
    pane = window.dashboard.pane("weights")
    press(window, "weights-change")
    for name, epoch in (("weights-since", 50), ("weights-until", 100)):
        pane.findChild(QSpinBox, name).setValue(epoch)


def press(window: MainWindow, name: str) -> None:
    """Press a button of a pane."""
    window.findChild(QToolButton, name).click()


FIFTY = {"network.hidden": [{"units": 12}] * 50, "network.initializer": "he_normal", "training.epochs": 30}
CIRCLES = ("circles-4h-sigmoid", "circles-4h-tanh", "circles-4h-relu", "circles-4h-glorot")
SHOTS = (
    Shot("window-dark", "circles-4h-sigmoid"),
    Shot("window-light", "circles-4h-tanh", "light", 40.0),
    Shot("lecture", "circles-4h-sigmoid", prepare=lambda window: window.lecture.set_on(True)),
    Shot("welcome", "circles-4h-sigmoid", "light", prepare=lambda window: window.greet()),
    Shot("four-lanes", "circles-4h-sigmoid", lanes=CIRCLES),
    Shot("fifty-layers", "circles-4h-sigmoid", panes=("depth", "findings"), changes=FIFTY),
    Shot("exploded", "fashion-explode", epoch=0.5, panes=("findings", "loss")),
    Shot("histograms", "circles-4h-sigmoid", "light", panes=("histogram", "update")),
    Shot("weights", "circles-tanh-uniform01", panes=("weights", "boundary"), prepare=compare_weights),
    Shot("network", "circles-4h-sigmoid", panes=("network",), prepare=lambda w: press(w, "network-gradient")),
    Shot("boundary", "circles-relu-he", "light", panes=("boundary", "difference")),
    Shot("guesses", "fashion-batchnorm", panes=("guesses", "accuracy"), changes={"training.epochs": 4}),
)


def main(folder: Path, only: list[str]) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    apply_theme(app, "dark")
    for shot in SHOTS:
        if not only or shot.name in only:
            take(app, shot, folder / f"{shot.name}.png")


def take(app: QApplication, shot: Shot, path: Path) -> None:
    """Take one picture of a window of its own."""
    apply_theme(app, shot.theme)
    session = Session()
    window = MainWindow(session, Settings())
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.show()
    window.resize(SIZE)
    session.open()
    window.show_lesson(find_lesson(shot.lesson))
    session.load(list_specs(shot))
    if shot.name != "welcome":
        train(session, shot.name)
    if shot.panes:
        window.dashboard.arrange(shot.panes)
    if shot.epoch is not None:
        session.time.look_at(shot.epoch)
    shot.prepare(window)
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(SIZE)
    wait(1500)
    window.grab().save(str(path))
    print(path)
    window.close()
    window.deleteLater()


def list_specs(shot: Shot) -> list[ExperimentSpec]:
    """The specs of the lanes."""
    lesson = find_lesson(shot.lesson)
    specs = [change_spec(find_lesson(id).spec, {"name": id.rpartition("-")[2]}) for id in shot.lanes]
    specs = specs or list(lanes_of(lesson))
    return [change_spec(spec, {"seed": lesson.spec.seed} | shot.changes) for spec in specs]


def train(session: Session, name: str) -> None:
    """Train the lanes to the end."""
    loop = QEventLoop()
    timer = QTimer(singleShot=True)
    timer.timeout.connect(loop.quit)
    timer.start(_LIMIT_MILLISECONDS)
    session.state_changed.connect(lambda state: None if state.is_busy else loop.quit())
    session.start()
    loop.exec()
    if session.state is not State.FINISHED:
        sys.exit(f"{name}: {session.state} after {_LIMIT_MILLISECONDS} ms at most")


def wait(milliseconds: int) -> None:
    """Let the window draw."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--only", nargs="+", default=[], choices=[shot.name for shot in SHOTS], metavar="NAME")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["VGDESK_HOME"] = home
        main(options.folder, options.only)
