"""The whole program with its window, in a process of its own, ended in every way."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.contracts.checkout import ROOT
from vgdesk import paths
from vgdesk.errors import RunFileError
from vgdesk.runs.reader import read_run

_SECONDS = 90

posix = pytest.mark.skipif(os.name == "nt", reason="signals are of POSIX")

TRAIN = """
import json, signal, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from tests.session.examples import small_spec
from vgdesk import app
from vgdesk.session.states import State
from vgdesk.ui.main_window import MainWindow

show = MainWindow.show
states = []

def show_and_play(window):
    show(window)
    QTimer.singleShot(0, window, lambda: play(window))

def play(window):
    session = window.session
    session.load([small_spec("a", epochs=20), small_spec("b", epochs=20, network__activation="relu")])
    session.state_changed.connect(note)
    session.state_changed.connect(lambda state: state.is_busy or finish(window))
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_Space)

def note(state):
    states.append(str(state))

def finish(window):
    lanes = [lane.history.sample_count for lane in window.session.lanes]
    loaded = sorted({"torch", "sklearn", "matplotlib"} & set(sys.modules))
    hears_sigterm = signal.getsignal(signal.SIGTERM) not in (signal.SIG_DFL, signal.SIG_IGN)
    told = {"states": states, "samples": lanes, "loaded": loaded, "hears_sigterm": hears_sigterm}
    print(json.dumps(told), flush=True)
    window.close()

MainWindow.show = show_and_play
if __name__ == "__main__":
    sys.exit(app.run_window([]))
"""

WAIT = """
import sys
from PySide6.QtCore import QTimer
from tests.session.examples import ENDLESS, small_spec
from vgdesk import app
from vgdesk.ui.main_window import MainWindow

show = MainWindow.show

def show_and_play(window):
    show(window)
    QTimer.singleShot(0, window, lambda: play(window))

def play(window):
    window.session.load([small_spec("a", epochs=ENDLESS), small_spec("b", epochs=ENDLESS)])
    if sys.argv[1] == "close":
        window.session.state_changed.connect(lambda state: state == "running" and window.close())
    window.session.start()

MainWindow.show = show_and_play
if __name__ == "__main__":
    sys.exit(app.run_window([]))
"""


@pytest.fixture
def start(home, monkeypatch):
    """Starts a program with a window in a process; nothing of it may live on."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")  # Qt complains of any other encoding
    started = []

    def call(code, *arguments):
        command = [sys.executable, "-c", code, *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, cwd=ROOT, text=True, start_new_session=True, **pipes)
        started.append(process)
        return process

    yield call
    for process in started:
        process.kill()
        process.communicate()
        wait_for(lambda process=process: not alive_in_session(process.pid))


def end(process) -> tuple[int, str, str]:
    """Its exit status, what it printed and what it complained of, but for what the screen of tests cannot do."""
    out, err = process.communicate(timeout=_SECONDS)
    lines = [line for line in err.splitlines() if not line.startswith("This plugin does not support")]
    return process.returncode, out, "\n".join(lines)


def alive_in_session(leader: int) -> list[int]:
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
        except (ProcessLookupError, psutil.NoSuchProcess):
            continue
    return found


def wait_for(holds) -> None:
    deadline = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def recorded() -> list[int]:
    """Samples in each run file; 0 while it is being made."""
    counts = []
    for path in paths.runs_folder().glob("*.vgrun"):
        try:
            counts.append(read_run(path).sample_count)
        except RunFileError:
            counts.append(0)
    return counts


@posix
def test_space_trains_all_lanes_without_torch_in_the_process_of_the_window(start):
    process = start(TRAIN)
    status, out, err = end(process)
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert told.pop("hears_sigterm")
    assert told == {"states": ["preparing", "running", "finished"], "samples": [21, 21], "loaded": []}
    assert recorded() == [21, 21]


@posix
def test_closing_the_window_while_it_trains_ends_in_order(start):
    process = start(WAIT, "close")
    assert end(process) == (0, "", "")
    wait_for(lambda: not alive_in_session(process.pid))


@posix
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGKILL, -signal.SIGKILL)],
)
def test_a_window_ended_by_a_signal_takes_its_engine_along_and_leaves_the_runs(start, number, status):
    process = start(WAIT, "stay")
    wait_for(lambda: process.poll() is not None or (len(recorded()) == 2 and min(recorded()) > 5))
    process.send_signal(number)
    assert end(process) == (status, "", "")
    wait_for(lambda: not alive_in_session(process.pid))
    assert min(recorded()) > 5
