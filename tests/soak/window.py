"""Whatever hands can do to the window, in any order, while an engine that the storm plays trains or does not."""

import random
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from tests.soak.changes import odd_float
from tests.ui.desk import Desk, make_played_desk
from vgdesk import paths
from vgdesk.engine import StartRace
from vgdesk.ui.command import Command

_NEVER = {"quit", "print", "check", "check_lesson", "check_claims", "try_remedies", "try_all", "copy_diagnostics"}
_KEYS = ("Space", "S", "R", "Shift+R", "Left", "Right", "Home", "End", "Tab", "Esc", "M", "L", "1", "2", "Return")
_ACTIONS = 60
_LOOK_MILLISECONDS = 40


def use_window(draw: random.Random) -> str:
    """Open a window, do random things in it, and train in it once more."""
    desk = make_played_desk()
    desk.open()
    try:
        with guarded() as faults, answered(draw):
            act_at_random(desk, draw, _ACTIONS)
            end_training(desk)
        assert not faults, "\n".join(faults)
    finally:
        desk.close()
    return "windows used"


@contextmanager
def guarded() -> Iterator[list[str]]:
    """What nobody caught in slots, as the window's last line of defence would hear of it."""
    faults: list[str] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, error, trace: faults.append(_describe(kind, error, trace))
    try:
        yield faults
    finally:
        sys.excepthook = before


@contextmanager
def answered(draw: random.Random) -> Iterator[None]:
    """Files that are asked for are named at random, and whatever waits for an answer is closed."""
    closing = QTimer(interval=_LOOK_MILLISECONDS)
    closing.timeout.connect(_close_what_waits)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (_choose_files(draw, Path(folder)), ""))
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (_name_file(draw, Path(folder)), ""))
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
        patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: draw.choice(("", folder, "/nowhere")))
        patch.setattr(QDialog, "exec", lambda *_: 0)
        patch.setattr(QMenu, "exec", lambda *_: None)
        closing.start()
        yield
        closing.stop()


def act_at_random(desk: Desk, draw: random.Random, count: int) -> None:
    """Do so many random things."""
    ways = (_choose, _choose, _choose, _press, _click, _turn_wheel, _train, _train, _open, _drop_dialogs)
    for _ in range(count):
        draw.choice(ways)(desk, draw)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, 52)


def end_training(desk: Desk) -> None:
    """Stop what trains; a new training must run to its end."""
    _close_what_waits()
    if desk.session.state.is_busy and _race(desk):
        desk.engine.finish("stopped")
        desk.settle()
    assert not desk.session.state.is_busy, desk.session.state
    desk.choose("action-new")
    desk.session.start()
    desk.engine.train(2)
    desk.engine.finish()
    desk.settle()
    assert desk.session.lanes[0].history.sample_count >= 2


def _describe(kind: type[BaseException], error: BaseException, trace: object) -> str:
    return "".join(traceback.format_exception(kind, error, trace))  # type: ignore[arg-type]


def _close_what_waits() -> None:
    for waiting in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
        if waiting is not None:
            waiting.close()


def _choose(desk: Desk, draw: random.Random) -> None:
    actions = [action for action in desk.window.findChildren(QAction) if _is_harmless(action)]
    draw.choice(actions).trigger()


def _is_harmless(action: QAction) -> bool:
    command = action.data()
    is_one = isinstance(command, Command) and command.key not in _NEVER and not command.key.startswith("try")
    return is_one and action.isEnabled()


def _press(desk: Desk, draw: random.Random) -> None:
    QTest.keySequence(QApplication.focusWidget() or desk.window, draw.choice(_KEYS))


def _click(desk: Desk, draw: random.Random) -> None:
    names = ("pane-", "heatmap", "timeline", "lane-", "builder", "tab", "verdict", "ribbon")
    widgets = [each for each in desk.window.findChildren(QWidget) if each.objectName().startswith(names)]
    widget = draw.choice([each for each in widgets if each.isVisible()] or [desk.window])
    place = QPoint(draw.randrange(max(widget.width(), 1)), draw.randrange(max(widget.height(), 1)))
    if draw.random() < 0.3:
        QTest.mouseMove(widget, place)
        return
    click = draw.choice((QTest.mouseClick, QTest.mouseDClick))
    click(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def _turn_wheel(desk: Desk, draw: random.Random) -> None:
    place = QPoint(draw.randrange(desk.window.width()), draw.randrange(desk.window.height()))
    target = desk.window.childAt(place) or desk.window
    local = QPointF(target.mapFrom(desk.window, place))
    modifiers = draw.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier))
    turned = QPoint(0, draw.choice((-1200, -120, 120, 1200)))
    phase, buttons = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
    QApplication.sendEvent(
        target, QWheelEvent(local, QPointF(place), QPoint(), turned, buttons, modifiers, phase, False)
    )


def _train(desk: Desk, draw: random.Random) -> None:
    """Let the engine train or end; nothing where none does."""
    if not _race(desk) or not desk.session.state.is_busy:
        return
    layers = {len(layout.layers) for layout in desk.engine._layouts.values()}
    values = None
    if len(layers) == 1 and draw.random() < 0.3:
        values = [[odd_float(draw) for _ in range(*layers)] for _ in range(3)]
    if draw.random() < 0.8:
        desk.engine.train(3, values)
    else:
        desk.engine.finish()
    desk.settle()


def _race(desk: Desk) -> bool:
    return any(isinstance(command, StartRace) for command in desk.engine.posted)


def _open(desk: Desk, draw: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk.window.open_files([Path(name) for name in _choose_files(draw, Path(folder))])
        QApplication.processEvents()


def _choose_files(draw: random.Random, folder: Path) -> list[str]:
    """Recorded runs, a file that is none, a table, or nothing."""
    recorded = sorted(paths.runs_folder().glob("*.vgrun"))[-5:]
    (folder / "broken.vgrun").write_bytes(draw.randbytes(200))
    (folder / "table.csv").write_text("a,b,c\n" + "1,2,x\n3,4,y\n" * 20)
    known = [*map(str, recorded), str(folder / "broken.vgrun"), str(folder / "table.csv"), str(folder / "gone.vgrun")]
    return draw.sample(known, draw.randrange(min(4, len(known))))


def _name_file(draw: random.Random, folder: Path) -> str:
    return draw.choice(("", str(folder / "new"), str(folder / "gone" / "new"), "/dev/full", str(folder)))


def _drop_dialogs(desk: Desk, draw: random.Random) -> None:
    for dialog in desk.window.findChildren(QDialog):
        if draw.random() < 0.7:
            dialog.close()
