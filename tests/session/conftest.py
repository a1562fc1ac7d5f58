import pytest
from PySide6.QtCore import QObject, Signal

from tests.session.examples import small_spec
from tests.session.finishing import finish
from vgdesk.engine import StartRace
from vgdesk.session.session import Session


@pytest.fixture
def until(qtbot):
    """Waits until a condition holds, with time to spare for a busy machine."""
    return lambda holds: qtbot.waitUntil(holds, timeout=30_000)


@pytest.fixture
def sick(session):
    """A lane of sigmoid units whose run is over."""
    session.load([small_spec("sigmoid", epochs=8)])
    session.start()
    finish(session)
    return session.selected


class StandInWorker(QObject):
    """A worker without thread and engine: keeps what is posted, and delivers what a test says."""

    statistics_ready = Signal()
    engine_lost = Signal(str, str)

    def __init__(self, mailbox):
        super().__init__()
        self.mailbox = mailbox
        self.posted: list = []
        self.seconds_silent = 0.0
        self.calls: list[str] = []
        self.race = ""  # the key of the last one that it was asked to start
        self.kills = 0

    def post(self, command) -> None:
        self.posted.append(command)
        if isinstance(command, StartRace):
            self.race = command.race

    def silence(self) -> float:
        return self.seconds_silent

    def kill_engine(self) -> None:
        self.kills += 1

    def deliver(self, *events) -> None:
        if self.mailbox.put(events):
            self.statistics_ready.emit()


class StandInThread:
    """Takes the place of WorkerThread."""

    def __init__(self, worker):
        self.worker = worker

    def start(self) -> None:
        self.worker.calls.append("start")

    def close(self) -> bool:
        self.worker.calls.append("close")
        return True


@pytest.fixture
def session(qapp, monkeypatch) -> Session:
    """Two lanes and a worker that a test plays: ``session.engine`` delivers and keeps what was posted."""
    workers = []

    def make_thread(mailbox):
        workers.append(StandInWorker(mailbox))
        return StandInThread(workers[-1])

    monkeypatch.setattr("vgdesk.session.session.WorkerThread", make_thread)
    session = Session()
    (session.engine,) = workers
    session.said = []
    session.message.connect(lambda *words: session.said.append(words))
    session.load([small_spec("sigmoid"), small_spec("relu", network__activation="relu")])
    yield session
    session.close()
