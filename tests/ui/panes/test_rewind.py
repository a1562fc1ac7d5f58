import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QToolButton

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.pictures.views import frame_of
from tests.ui.panes.views import look_at, pane_of, show
from vgdesk.events import RunEnded
from vgdesk.pictures.rewind import REWIND
from vgdesk.session import rewinding
from vgdesk.ui.panes import rewind


@pytest.fixture
def pane(qtbot):
    return show(pane_of("rewind"), qtbot)


def wait_for_a_frame(pane, qtbot):
    qtbot.waitUntil(lambda: not pane.job.is_running and pane.frame is not None)


class Gate:
    """Tests that wait until they may go on, and end where they are cancelled."""

    def __init__(self):
        self.open, self.run, self.count = threading.Event(), rewinding._run, 0

    def __call__(self, tests, report):
        self.count += 1
        while not self.open.wait(0.005):
            report(rewinding.JobProgress(0, 1))
        return self.run(tests, report)


@pytest.fixture
def gate(monkeypatch):
    found = Gate()
    monkeypatch.setattr(rewinding, "_run", found)
    yield found
    found.open.set()


def test_the_window_waits_for_no_test(pane, qtbot, gate):
    history = kept_history()
    pane.look_at(look_at(history))
    assert (pane.frame, pane.reason) == (None, "Setting layers back…")
    gate.open.set()
    wait_for_a_frame(pane, qtbot)
    wanted = frame_of(REWIND, [history], points=[points_of()])
    assert pane.frame.curves[0].y.tolist() == wanted.curves[0].y.tolist()
    assert pane.frame.verdicts == wanted.verdicts


def test_a_cursor_that_moves_meanwhile_gets_its_own_test_and_the_old_one_stays_until_then(pane, qtbot, gate):
    history = kept_history()
    gate.open.set()
    pane.look_at(look_at(history))
    wait_for_a_frame(pane, qtbot)
    first = pane.frame
    gate.open.clear()
    pane.look_at(look_at(history, epoch=0.0))
    assert pane.frame is first
    pane.look_at(look_at(history, epoch=1.0))
    gate.open.set()
    qtbot.waitUntil(lambda: pane.frame.title.endswith("epoch 1"))
    assert gate.count == 3
    assert not pane.job.is_running


def test_a_hidden_pane_ends_its_test_and_runs_it_when_it_is_shown(pane, qtbot, gate):
    pane.look_at(look_at(kept_history()))
    with qtbot.waitSignal(pane.job.cancelled):
        pane.hide()
    gate.open.set()
    pane.show()
    wait_for_a_frame(pane, qtbot)


def test_a_long_test_can_be_stopped_until_the_cursor_moves(pane, qtbot, gate, monkeypatch):
    monkeypatch.setattr(rewind, "_QUICK", 0)
    history = kept_history()
    history.append(RunEnded("run", "finished"))
    view = look_at(history)
    pane.look_at(view)
    stop = pane.header.findChild(QToolButton, "rewind-stop")
    assert not stop.isHidden()
    with qtbot.waitSignal(pane.job.cancelled):
        stop.click()
    pane.look_at(view)
    assert pane.reason.startswith("Stopped")
    assert stop.isHidden()
    gate.open.set()
    pane.look_at(view.at(1.0))
    wait_for_a_frame(pane, qtbot)


def test_a_long_test_waits_for_the_end_of_the_training(pane, qtbot, monkeypatch):
    monkeypatch.setattr(rewind, "_QUICK", 0)
    history = kept_history()
    pane.look_at(look_at(history))
    assert pane.reason.startswith("This test takes long")
    add_snapshot(history, history.snapshots.values(0))
    history.append(RunEnded("run", "finished"))
    pane.look_at(look_at(history))
    wait_for_a_frame(pane, qtbot)


def test_a_test_that_fails_says_why(pane, qtbot, monkeypatch):
    def fail(tests, report):
        raise MemoryError("no room")

    monkeypatch.setattr(rewinding, "_run", fail)
    pane.look_at(look_at(kept_history()))
    qtbot.waitUntil(lambda: "no room" in pane.reason)


def test_what_follows_is_written_where_there_is_room_and_always_said(pane, qtbot):
    view = look_at(kept_history(lane="one"), kept_history(spec_of(network__activation="relu"), lane="two"))
    pane.look_at(view)
    wait_for_a_frame(pane, qtbot)
    labels = [pane.findChild(rewind.ElidedLabel, f"rewind-verdict-{number}") for number in range(3)]
    assert [label.whole for label in labels] == [*pane.frame.verdicts, ""]
    assert [label.isVisible() for label in labels] == [True, True, False]
    pane.resize(500, 140)
    assert not any(label.isVisible() for label in labels)
    assert all(words in pane.accessibleDescription() for words in pane.frame.verdicts)
    pane.look_at(replace(view, lanes=view.lanes[:1]))
    pane.resize(500, 300)
    assert [label.isVisible() for label in labels] == [True, False, False]
