import os
import signal
import threading

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QObject, QThread, Slot

from tests.session import engines
from vgdesk.engine import PauseRace, PreviewData, ResumeRace, StartRace, StopRace
from vgdesk.events import EngineReady, Progressed
from vgdesk.session.mailbox import Mailbox
from vgdesk.session.worker import WorkerThread

LOST = "engine lost"


class HeldMailbox(Mailbox):
    """Makes the worker wait with a delivery while it is held."""

    def __init__(self, capacity: int):
        super().__init__(capacity)
        self.gate = threading.Event()
        self.gate.set()
        self.is_waiting = False

    def put(self, batch) -> bool:
        self.is_waiting = not self.gate.is_set()
        assert self.gate.wait(60)
        return super().put(batch)


class Window(QObject):
    """What stands at the other side of a worker: takes the mail, and notes which engines were lost."""

    def __init__(self, capacity: int):
        super().__init__()
        self.mailbox = HeldMailbox(capacity)
        self.thread = WorkerThread(self.mailbox)
        self.worker = self.thread.worker
        self.events: list = []
        self.lost: list[tuple[str, str]] = []
        self.strangers: list = []
        self.worker.statistics_ready.connect(self.take)
        self.worker.engine_lost.connect(self.note_loss)

    @Slot()
    def take(self) -> None:
        self.events += self.mailbox.take_all()
        self.strangers += [thread for thread in [QThread.currentThread()] if thread is not QObject.thread(self)]

    @Slot(str, str)
    def note_loss(self, reason: str, race: str) -> None:
        self.lost.append((reason, race))

    @property
    def told(self) -> list[str]:
        """Names of the commands that the engine has told of."""
        return [event.run for event in self.events if isinstance(event, Progressed)]


@pytest.fixture
def open_window(monkeypatch, until):
    """Opens a window on an engine of ``tests.session.engines``; it must close and leave no process."""
    windows = []

    def open_on(engine, *, capacity: int = 64, ready: bool = True) -> Window:
        monkeypatch.setattr("vgdesk.session.worker.serve", engine)
        window = Window(capacity)
        windows.append(window)
        window.thread.start()
        if ready:
            until(lambda: EngineReady() in window.events)
        return window

    yield open_on
    for window in windows:
        assert window.thread.close()
        until(lambda: engine_pids() == [])


def engine_pids() -> list[int]:
    """Ids of the engines that are alive."""
    return [child.pid for child in psutil.Process().children() if is_engine(child)]


def is_engine(child: psutil.Process) -> bool:
    try:
        return child.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(child.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def test_commands_arrive_in_their_order_even_those_before_the_engine(open_window, until):
    window = open_window(engines.tell_commands, ready=False)
    for command in (PreviewData("{}"), StartRace("race", ()), PauseRace(), ResumeRace(), StopRace()):
        window.worker.post(command)
    expected = ["PreviewData", "StartRace", "PauseRace", "ResumeRace", "StopRace"]
    until(lambda: window.told == expected)


def test_events_are_taken_in_the_thread_of_the_window(open_window, until):
    window = open_window(engines.tell_commands)
    window.worker.post(PauseRace())
    until(lambda: window.told == ["PauseRace"])
    assert window.strangers == []


def test_arrays_that_crossed_the_pipe_are_read_only_again(open_window):
    window = open_window(engines.send_arrays)
    arrays = [value for event in window.events for value in vars(event).values() if isinstance(value, np.ndarray)]
    assert len(arrays) == 10
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.expect_log(LOST)
@pytest.mark.parametrize(
    ("engine", "words"),
    [
        (engines.die_of_a_command, "the training process was ended by signal 9"),
        (engines.leave_at_a_command, "the training process exited unexpectedly (exit status 0)"),
        (engines.tear_a_message_and_die, "the training process exited unexpectedly (exit status 0)"),
    ],
)
def test_a_lost_engine_is_told_with_its_race_and_replaced(open_window, until, engine, words):
    window = open_window(engine)
    (pid,) = engine_pids()
    window.events.clear()
    window.worker.post(StartRace("race 7", ()))
    until(lambda: window.lost == [(words, "race 7")])
    until(lambda: EngineReady() in window.events)
    assert engine_pids() != [pid]


@pytest.mark.expect_log(LOST)
def test_a_killed_engine_is_noticed_by_its_end_alone(open_window, until, monkeypatch):
    monkeypatch.setattr("vgdesk.session.worker._WAIT_SECONDS", 600)
    window = open_window(engines.tell_commands)
    os.kill(engine_pids()[0], signal.SIGKILL)
    until(lambda: bool(window.lost))
    assert window.lost == [("the training process was ended by signal 9", "")]


@pytest.mark.expect_log(LOST)
def test_commands_that_a_lost_engine_did_not_get_go_to_the_next(open_window, until):
    window = open_window(engines.tell_commands)
    (pid,) = engine_pids()
    psutil.Process(pid).suspend()
    os.kill(pid, signal.SIGKILL)
    for _ in range(50):
        window.worker.post(StartRace("race", ()))
    until(lambda: bool(window.lost))
    window.worker.post(StopRace())
    until(lambda: window.told[-1:] == ["StopRace"])
    assert len(window.lost) == 1


@pytest.mark.expect_log(LOST)
def test_a_command_left_over_from_a_broken_pipe_needs_no_other_to_be_sent(open_window, until):
    window = open_window(engines.die_of_a_long_message)
    window.mailbox.gate.clear()
    window.worker.post(PauseRace())
    until(lambda: window.mailbox.is_waiting)
    window.worker.post(PreviewData("x" * 20_000_000))  # more than a pipe holds: the engine ends meanwhile
    window.worker.post(StopRace())
    window.mailbox.gate.set()
    until(lambda: window.told == ["PauseRace", "StopRace"])


@pytest.mark.expect_log(LOST)
def test_nothing_that_a_dead_engine_has_sent_is_lost_even_in_a_full_mailbox(open_window, until):
    window = open_window(engines.flood_and_die, capacity=4)
    window.worker.statistics_ready.disconnect(window.take)
    window.worker.post(StartRace("race", ()))
    until(lambda: not window.mailbox.has_room)
    assert window.lost == []
    window.worker.statistics_ready.connect(window.take)
    window.take()
    until(lambda: bool(window.lost))
    steps = [event.step for event in window.events if isinstance(event, Progressed)]
    assert steps == list(range(engines.FLOOD))


@pytest.mark.expect_log(LOST)
def test_an_engine_that_cannot_start_is_started_again_at_the_next_command_only(open_window, qtbot, until):
    window = open_window(engines.die_at_once, ready=False)
    dead = ("the training process exited unexpectedly (exit status 3)", "")
    until(lambda: window.lost == [dead])
    qtbot.wait(700)
    assert window.lost == [dead]
    window.worker.post(StartRace("race", ()))
    until(lambda: len(window.lost) == 2)
    assert window.lost[1] == (dead[0], "race")


@pytest.mark.expect_log(LOST)
@pytest.mark.parametrize("engine", [engines.ignore_everything, engines.tear_a_message])
def test_a_hanging_engine_can_be_killed(open_window, until, engine):
    window = open_window(engine)
    window.worker.post(StartRace("race", ()))
    window.worker.kill_engine()
    until(lambda: [reason for reason, _ in window.lost] == ["the training process was ended by signal 9"])


@pytest.mark.parametrize("engine", [engines.tell_commands, engines.ignore_everything])
def test_closing_ends_whatever_the_engine_does(open_window, patient, engine):
    window = open_window(engine)
    assert patient(window).close()


def test_closing_does_not_wait_for_an_engine_that_is_still_starting(open_window, until, patient, monkeypatch):
    monkeypatch.setattr("vgdesk.session.worker._EXIT_SECONDS", 600)
    window = open_window(engines.take_long_to_start, ready=False)
    until(lambda: bool(engine_pids()))
    assert patient(window).close()


def test_closing_a_suspended_engine_ends(open_window, patient):
    window = open_window(engines.tell_commands)
    psutil.Process(engine_pids()[0]).suspend()
    assert patient(window).close()


@pytest.fixture
def patient(monkeypatch):
    """The thread of a window that has a minute to end by itself, as nobody kills its engine for it."""

    def wait(window: Window) -> WorkerThread:
        monkeypatch.setattr("vgdesk.session.worker._THREAD_MILLISECONDS", 30_000)
        monkeypatch.setattr(window.worker, "kill_engine", lambda: None)
        return window.thread

    return wait


def test_closing_in_the_middle_of_a_message_kills_the_engine(open_window, qtbot):
    window = open_window(engines.tear_a_message)
    window.worker.post(StartRace("race", ()))
    qtbot.wait(300)
    assert window.thread.close()


def test_closing_at_once_twice_or_unopened_leaves_nothing(open_window):
    window = open_window(engines.tell_commands, ready=False)
    assert window.thread.close()
    assert window.thread.close()
    window.worker.post(StopRace())
    window.worker.kill_engine()
    unopened = WorkerThread(Mailbox())
    assert unopened.close()


def test_an_engine_that_is_suspended_is_silent_until_it_is_resumed(open_window, until):
    window = open_window(engines.tell_commands)
    until(lambda: window.worker.silence() > 0)
    engine = psutil.Process(engine_pids()[0])
    engine.suspend()
    until(lambda: window.worker.silence() > 1)
    engine.resume()
    until(lambda: window.worker.silence() < 1)


@pytest.mark.parametrize("engine", [engines.tell_commands, engines.tear_a_message])
def test_closing_does_not_wait_for_an_engine_that_is_silent(open_window, until, monkeypatch, engine):
    window = open_window(engine)
    window.worker.post(StartRace("race", ()))
    psutil.Process(engine_pids()[0]).suspend()
    until(lambda: window.worker.silence() > 1)
    monkeypatch.setattr("vgdesk.session.worker._EXIT_SECONDS", 600)
    monkeypatch.setattr("vgdesk.session.worker._THREAD_MILLISECONDS", 30_000)
    assert window.thread.close()
