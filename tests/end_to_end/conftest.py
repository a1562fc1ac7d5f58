import time

import psutil
import pytest
from PySide6.QtCore import QThread

from tests.session.examples import ENDLESS, small_spec
from vgdesk.session.session import Session
from vgdesk.session.states import State

_MILLISECONDS = 120_000


def engine_pids() -> list[int]:
    """Ids of the engines that this process started and that are alive."""
    children = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child.pid for child in children if "spawn_main" in " ".join(child.cmdline())]


def wait_until(qtbot, holds) -> None:
    """Wait until a condition holds, with time to spare for a busy machine."""
    qtbot.waitUntil(holds, timeout=_MILLISECONDS)


def endless_pair() -> list:
    """Two specs of one seed that train until they are stopped."""
    return [small_spec(name, epochs=ENDLESS, network__activation=name) for name in ("sigmoid", "relu")]


def wait_for_answer(session, qtbot) -> None:
    """Wait until the engine has done what it was told so far: it answers in order."""
    with qtbot.waitSignal(session.preview_arrived, timeout=_MILLISECONDS):
        session.request_preview(session.lanes[0].spec.data)


def samples(session) -> int:
    """Samples of the lane that has fewest."""
    counts = [lane.history.sample_count if lane.history else 0 for lane in session.lanes]
    return min(counts)


@pytest.fixture
def open_session(qtbot, home):
    """Opens sessions with an engine of their own; they must close and leave no process."""
    sessions = []

    def open_one(*, specs=None, ready: bool = True) -> Session:
        session = Session()
        sessions.append(session)
        session.load(specs or endless_pair())
        session.open()
        if ready:
            wait_for_answer(session, qtbot)
        return session

    yield open_one
    for session in sessions:
        session.close()
    assert engine_pids() == []


@pytest.fixture(scope="module")
def shared_session(qapp):
    """One session, and one engine, for the tests of a module; a busy machine makes no engine look hung."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vgdesk.session.training._STOP_MILLISECONDS", _MILLISECONDS)
        session = Session()
    session.open()
    deadline = time.monotonic() + _MILLISECONDS / 1000
    while not engine_pids() and time.monotonic() < deadline:  # the worker starts it when its thread runs
        QThread.msleep(10)
    yield session
    session.close()


@pytest.fixture
def session(shared_session, qtbot, home):
    """The module's session with two endless lanes; it must stop by itself, on the engine that it began with."""
    shared_session.load(endless_pair())
    shared_session.said = []

    def note(*words):
        shared_session.said.append(words)

    shared_session.message.connect(note)
    before = engine_pids()
    yield shared_session
    shared_session.stop()
    wait_until(qtbot, lambda: not shared_session.state.is_busy)
    shared_session.message.disconnect(note)
    assert shared_session.state is not State.FAILED
    assert engine_pids() == before
