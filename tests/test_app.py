import os
import subprocess
import sys
from collections import namedtuple

import PySide6
import pytest

from tests.contracts.checkout import ROOT
from vgdesk import app
from vgdesk.app import find_refusal, run_window

Version = namedtuple("Version", "major minor micro releaselevel serial")


@pytest.fixture
def system(monkeypatch):
    """Sets what a refusal depends on: environment, and versions of PySide6 and Python."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    def set_up(*, platform="linux", qt=(6, 11, 3), python=(3, 11, 9), **environment):
        monkeypatch.setattr(sys, "platform", platform)
        monkeypatch.setattr(sys, "version_info", Version(*python, "final", 0))
        monkeypatch.setattr(PySide6, "__version_info__", (*qt, "", ""))
        monkeypatch.setattr(PySide6, "__version__", ".".join(map(str, qt)))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

    return set_up


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":0"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"QT_QPA_PLATFORM": "offscreen"},
        {"QT_QPA_PLATFORM": "minimal:x"},
        {"QT_QPA_PLATFORM": "linuxfb"},
        {"platform": "darwin"},
        {"platform": "win32"},
    ],
)
def test_a_window_can_be_opened_where_it_can_be_seen(system, environment):
    system(**environment)
    assert find_refusal() == ""


@pytest.mark.parametrize(
    "environment",
    [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland;xcb"}],
)
def test_without_a_display_the_command_that_needs_none_is_named(system, environment):
    system(**environment)
    refusal = find_refusal()
    assert "there is no display" in refusal
    assert "vgdesk train circles-4h-sigmoid" in refusal
    assert "\n" not in refusal


@pytest.mark.parametrize(
    ("qt", "python", "refused"),
    [
        ((6, 12, 0), (3, 11, 9), True),
        ((6, 12, 1), (3, 11, 9), True),
        ((7, 0, 0), (3, 11, 9), True),
        ((6, 11, 9), (3, 11, 9), False),
        ((6, 12, 0), (3, 12, 0), False),
    ],
)
def test_a_pair_that_crashes_is_refused_with_the_way_out(system, qt, python, refused):
    system(qt=qt, python=python, DISPLAY=":0")
    words = find_refusal()
    assert bool(words) == refused
    if refused:
        assert "3.11.9" in words
        assert ".".join(map(str, qt)) in words
        assert "pip install 'PySide6-Essentials>=6.10.3,<6.12'" in words
        assert "\n" not in words


def test_a_refusal_is_one_line_and_exit_2(monkeypatch, capsys):
    monkeypatch.setattr(app, "find_refusal", lambda: "vgdesk: no window here")
    assert run_window([]) == 2
    assert capsys.readouterr() == ("", "vgdesk: no window here\n")


def test_a_refusal_without_a_console_is_quiet(monkeypatch):
    monkeypatch.setattr(app, "find_refusal", lambda: "vgdesk: no window here")
    monkeypatch.setattr(sys, "stderr", None)
    assert run_window([]) == 2


DEAD = """
from vgdesk import app
app.import_rooms = lambda: None
if __name__ == "__main__":
    raise SystemExit(app.run_window([]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no display to lose")
def test_a_display_that_does_not_answer_is_one_line_and_exit_2(tmp_path):
    (tmp_path / "dead.py").write_text(DEAD)
    environment = {**os.environ, "DISPLAY": "127.0.0.1:99", "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, tmp_path / "dead.py"], env=environment, capture_output=True, check=False)
    words = ended.stderr.decode()
    assert ended.returncode == 2, words
    assert words.splitlines()[-1].startswith("vgdesk: no window can be opened here: ")
    assert words.splitlines()[-1].endswith("train without one: vgdesk train circles-4h-sigmoid")


GREET = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from vgdesk import app
from vgdesk.session.session import Session
from vgdesk.ui.main_window import MainWindow
from vgdesk.ui.welcome import Welcome

seen, greet, open_files = [], MainWindow.greet, MainWindow.open_files

def tell(window):
    greet(window)
    if window.findChild(Welcome) is not None:
        seen.append("welcomed")

def open_and_watch(window, paths):
    def note(event):
        if "painted" not in seen:
            seen.append("painted")
            close_later(window, turns=20)

    window.story.paintEvent = note

def close_later(window, turns):
    QTimer.singleShot(0, window, lambda: close_later(window, turns - 1) if turns else window.close())

Session.open = lambda session: None  # nothing is trained
MainWindow.greet, MainWindow.open_files = tell, open_and_watch
if __name__ == "__main__":
    status = app.run_window([Path(name) for name in sys.argv[1:]])
    print(*seen)
    sys.exit(status)
"""


def test_the_first_start_paints_the_window_and_then_welcomes_and_the_next_does_not(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    told = []
    for paths in (["a.vgrun"], [], []):
        command = [sys.executable, "-c", GREET, *paths]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        told.append(done.stdout.split())
    assert told == [["painted"], ["painted", "welcomed"], ["painted"]]


PREPARE = """
import os, sys
from vgdesk.app import prepare_process
prepare_process()
print("numpy" in sys.modules, os.environ["NUMPY_MADVISE_HUGEPAGE"])
"""


@pytest.mark.parametrize(("before", "after"), [({}, "0"), ({"NUMPY_MADVISE_HUGEPAGE": "1"}, "1")])
def test_the_process_is_prepared_before_numpy_is_there_unless_the_user_did(monkeypatch, before, after):
    monkeypatch.delenv("NUMPY_MADVISE_HUGEPAGE", raising=False)
    command = [sys.executable, "-c", PREPARE]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | before, capture_output=True, text=True, timeout=60)
    assert done.stdout == f"False {after}\n"


def test_most_of_the_program_is_there_before_qt():
    code = """
import sys
from vgdesk import app
app.import_rooms()
print("PySide6" in sys.modules)
before = set(sys.modules)
import vgdesk.ui.main_window
late = {name for name in set(sys.modules) - before if name.startswith("vgdesk.")}
print(*sorted({name.split(".")[1] for name in late}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["False", "session", "ui"]
