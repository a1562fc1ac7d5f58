"""The whole window over an engine that a test plays, and hands to work it with."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from tests.session.examples import small_spec
from tests.ui.played_engine import PlayedEngine
from vgdesk.session.job import Job
from vgdesk.session.session import Session
from vgdesk.session.settings import Settings
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.theme import apply_theme

SIZE = (1280, 696)
_ACTIVE_MILLISECONDS = 30_000


def usual_specs() -> list:
    """Two lanes of two hidden layers, planned for three epochs."""
    return [small_spec("sigmoid"), small_spec("relu", network__activation="relu")]


def make_played_desk() -> "Desk":
    """A desk over an engine that a test plays."""
    engines: list[PlayedEngine] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "vgdesk.session.session.WorkerThread",
            lambda mailbox: engines.append(PlayedEngine(mailbox)) or engines[0],
        )
        session = Session()
    return Desk(session, *engines)


def make_real_desk() -> "Desk":
    """A desk over a real engine."""
    return Desk(Session())


def delete_what_waits_for_it() -> None:
    """Delete what has been told to go."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Desk:
    """A window at work.

    Attributes:
        window: the whole window.
        session: what it shows.
        engine: the played engine; None over a real one.
    """

    def __init__(self, session: Session, engine: PlayedEngine | None = None):
        self.session, self.engine = session, engine
        apply_theme(QApplication.instance(), "dark")
        self.window = MainWindow(session, Settings())
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self.window.resize(*SIZE)

    def open(self) -> None:
        """Show the usual lanes and start the engine."""
        self.session.load(usual_specs())
        self.window.show()
        self.activate()
        self.session.open()

    def activate(self) -> None:
        """Have the keys."""
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window, _ACTIVE_MILLISECONDS)

    def close(self) -> None:
        """Close the window and delete it."""
        self.window.close()
        for each in (self.window, self.session):
            each.deleteLater()
        vars(self).clear()
        delete_what_waits_for_it()

    @property
    def said(self) -> str:
        """What the status line says at the left."""
        return self.find("status-message").whole

    @property
    def is_error(self) -> bool:
        """Whether it says so in red."""
        return self.find("status-message").property("role") == "bad"

    @property
    def layout(self) -> bytes:
        """Where the panes are."""
        return self.window.dashboard.docks.save().data()

    @property
    def places(self) -> dict[str, tuple]:
        """The panes around the heatmaps that are in sight, and where they are."""
        docks = (dock for dock in self.window.dashboard.docks.findChildren(QDockWidget) if dock.isVisible())
        return {dock.objectName(): dock.geometry().getRect() for dock in docks}

    @property
    def rows(self) -> list[QWidget]:
        """The lanes' rows, from above."""
        found = [self.find(f"lane-{lane.key}") for lane in self.session.lanes]
        return sorted(found, key=lambda row: row.mapTo(self.window, QPoint()).y())

    def find(self, name: str, within: QWidget | None = None) -> QWidget:
        found = (within or self.window).findChildren(QWidget, name)
        assert len(found) == 1, f"{len(found)} widgets named {name}"
        return found[0]

    def press(self, keys: str) -> None:
        """Press keys where the focus is."""
        QTest.keySequence(QApplication.focusWidget() or self.window, keys)
        self.settle()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)
        self.settle()

    def wait(self, job: Job) -> None:
        """Wait until a job in the background has ended."""
        deadline = QDeadlineTimer(60_000)
        while job.is_running and not deadline.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
        assert not job.is_running
        self.settle()

    def open_runs(self, *paths: Path) -> None:
        """Have the window open run files, and wait for them."""
        self.window.open_files(list(paths))
        self.wait(self.session.reading)

    def choose(self, name: str) -> None:
        """Choose the entry of a menu by the name of its action."""
        self.action(name).trigger()
        self.settle()

    def action(self, name: str) -> QAction:
        found = [action for action in self.window.findChildren(QAction, name) if action.associatedObjects()]
        assert len(found) == 1, f"{len(found)} actions named {name} stand anywhere"
        return found[0]

    def train(self, epochs: int = 4, values=None) -> None:
        """Press Space and train so far."""
        self.press("Space")
        self.engine.train(epochs, values)
        self.settle()

    def finish(self, epochs: int = 4) -> None:
        """Train to the end."""
        self.train(epochs)
        self.engine.finish()
        self.settle()

    def settle(self) -> None:
        """Take in what the engine told and lay out what changed."""
        if self.engine is not None:
            self.session.training.drain()
        self.window.dashboard.draw_panes()
        QApplication.sendPostedEvents()
