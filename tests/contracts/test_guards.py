"""The guards of ``tests/conftest.py`` can fail, and keep quiet about clean tests."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.contracts.checkout import ROOT

EXAMPLES = """
import logging, os, subprocess, sys, threading
from pathlib import Path
import pytest
from PySide6.QtCore import QCoreApplication, QThread, QTimer
from PySide6.QtWidgets import QComboBox, QWidget
import pyqtgraph

kept = []

@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("tests.leftovers.PATIENCE_SECONDS", 0)

def test_thread(impatient):
    stop = threading.Event()
    kept.append(stop)
    threading.Thread(target=stop.wait, name="stray", daemon=True).start()

def test_ended_thread():
    thread = threading.Thread(target=len, args=("",))
    thread.start()

def test_qthread(qapp, impatient):
    kept.append(QThread())
    kept[-1].start()

def test_ended_qthread(qapp):
    thread = QThread()
    thread.start()
    thread.quit()
    assert thread.wait(60_000)

def test_process(impatient):
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

def test_ended_process():
    subprocess.run([sys.executable, "-c", ""], check=True)

def test_timer(qapp):
    kept.append(QTimer())
    kept[-1].start(1000)

def test_stopped_timer(qapp):
    timer = QTimer()
    timer.start(1000)
    timer.stop()

def test_window(qapp):
    kept.append(QWidget())

def test_closed_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QComboBox(window).showPopup()
    window.show()

def test_closed_plot(qtbot):
    plot = pyqtgraph.PlotWidget()
    qtbot.addWidget(plot)
    plot.show()

def test_log():
    logging.getLogger("vgdesk.room").warning("the disk is full")

@pytest.mark.expect_log("disk is full")
def test_expected_log():
    logging.getLogger("vgdesk.room").error("the disk is full")

@pytest.mark.expect_log("disk is full")
def test_missing_log():
    logging.getLogger("vgdesk.room").info("the disk is full")

def test_log_file(home):
    from vgdesk import logs
    logs.start_logging()
    assert list(home.rglob("vgdesk.log"))

def test_log_file_is_closed_again():
    assert not logging.getLogger("vgdesk").handlers[:-1]

def test_home():
    assert os.environ["QT_QPA_PLATFORM"] and os.environ["OMP_NUM_THREADS"] == "1"
    assert not list(Path(os.environ["VGDESK_HOME"]).iterdir())

def test_end():
    stop, thread, process, timer, window = kept
    stop.set()
    thread.quit()
    assert thread.wait(60_000)
    process.communicate("", timeout=60)
    timer.stop()
    window.deleteLater()
"""

CAUGHT = {
    "test_thread": "thread stray",
    "test_qthread": "QThread QThread",
    "test_process": "process",
    "test_timer": "active timer QTimer '', every 1000 ms",
    "test_window": "window QWidget",
    "test_log": "unexpected in the log: WARNING vgdesk.room: the disk is full",
    "test_missing_log": "expected in the log, not found: disk is full",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pytest said of each example: the message it failed with, or an empty text."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "test_examples.py").write_text(EXAMPLES)
    (folder / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\nmarkers = expect_log\nfilterwarnings = error\n")
    environment = {name: text for name, text in os.environ.items() if name not in ("VGDESK_HOME", "OMP_NUM_THREADS")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "--junitxml=report.xml",
    ]
    subprocess.run(
        [*command, "test_examples.py"],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=600,
    )
    return read_outcomes(folder / "report.xml")


def read_outcomes(report: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        messages = [f"{child.get('message')} {child.text}" for child in case if child.tag in ("failure", "error")]
        found[case.get("name")] = found.get(case.get("name"), "") + " ".join(messages)
    return found


@pytest.mark.parametrize(("name", "words"), CAUGHT.items())
def test_a_guard_catches_what_was_left_behind(outcomes, name, words):
    assert words in outcomes[name]


def test_the_guards_let_clean_tests_pass(outcomes):
    failed = {name: message for name, message in outcomes.items() if message and name not in CAUGHT}
    assert len(outcomes) == EXAMPLES.count("def test_")
    assert not failed
