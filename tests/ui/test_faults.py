import logging
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

from vgdesk import paths
from vgdesk.diagnostics import describe_installation
from vgdesk.ui.faults import Faults


def fail(text: str = "by zero") -> None:
    raise ZeroDivisionError(text)


def throw(faults: Faults, act=fail, *arguments) -> None:
    try:
        act(*arguments)
    except ArithmeticError:
        faults(*sys.exc_info())


def dialogs(window: QWidget) -> list[QDialog]:
    return window.findChildren(QDialog, "fault")


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.mark.expect_log("uncaught, time 1: Traceback", "uncaught, time 10", "uncaught, time 100")
@pytest.mark.parametrize("console", [True, False])
def test_a_fault_of_every_frame_is_one_dialog_and_a_few_lines_of_the_log(
    window, monkeypatch, capsys, caplog, console
):
    if not console:
        monkeypatch.setattr(sys, "stderr", None)
    faults = Faults(window)
    with caplog.at_level(logging.ERROR, logger="vgdesk"):
        for number in range(500):
            throw(faults, fail, f"at frame {number}")
    (dialog,) = dialogs(window)
    words = dialog.findChild(QLabel, "fault-words").text()
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "ZeroDivisionError: at frame 0" in words
    assert "499 times more" in words
    assert str(paths.logs_folder() / "vgdesk.log") in words
    assert len(caplog.records) == 3
    if console:
        assert capsys.readouterr().err.count("Traceback") == 3


@pytest.mark.expect_log("uncaught")
def test_a_fault_that_was_read_does_not_come_back_and_another_does(window):
    faults = Faults(window)
    throw(faults)
    dialogs(window)[0].close()
    QApplication.sendPostedEvents(None, 52)
    throw(faults)
    assert not dialogs(window)
    throw(faults, float.__truediv__, 1.0, 0.0)
    assert len(dialogs(window)) == 1


@pytest.mark.expect_log("uncaught")
def test_the_details_can_be_copied_and_name_nobody(window, monkeypatch, tmp_path):
    monkeypatch.setattr("pathlib.Path.home", lambda: tmp_path)
    faults = Faults(window)
    throw(faults, fail, f"cannot open {tmp_path}/thesis/secret plan/run.vgrun")
    (dialog,) = dialogs(window)
    dialog.findChild(QPushButton, "fault-copy").click()
    copied = QApplication.clipboard().text()
    assert copied.startswith(dialog.findChild(QPlainTextEdit, "fault-details").toPlainText())
    assert copied.endswith(describe_installation())
    assert "ZeroDivisionError: cannot open …/run.vgrun" in copied
    assert str(tmp_path) not in copied


@pytest.mark.expect_log("uncaught")
def test_a_fault_of_another_thread_is_shown_by_the_windows(window, qtbot):
    faults = Faults(window)
    thread = threading.Thread(target=throw, args=(faults,))
    thread.start()
    thread.join()
    assert not dialogs(window)
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)


@pytest.mark.qt_no_exception_capture
@pytest.mark.expect_log("uncaught")
def test_training_goes_on_while_something_fails_at_every_turn(desk, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", Faults(desk.window))
    failing = QTimer(desk.window, interval=0)
    failing.timeout.connect(fail)
    failing.start()
    desk.finish()
    QApplication.processEvents()
    failing.stop()
    (dialog,) = dialogs(desk.window)
    dialog.close()
    assert desk.session.lanes[0].history.ended is not None


@pytest.mark.qt_no_exception_capture
@pytest.mark.expect_log("uncaught")
def test_a_pane_that_cannot_be_drawn_keeps_no_other_from_it(desk, qtbot, monkeypatch):
    desk.finish()
    first, *others = [pane for pane in desk.window.dashboard.docks.panes if pane.isVisible()]
    drawn = []
    monkeypatch.setattr(sys, "excepthook", Faults(desk.window))
    monkeypatch.setattr(first, "look_at", lambda _: fail())
    for pane in others:
        monkeypatch.setattr(pane, "look_at", lambda _, pane=pane: drawn.append(pane))
    desk.window.dashboard.refresh()
    qtbot.waitUntil(lambda: set(drawn) == set(others))
    dialogs(desk.window)[0].close()
