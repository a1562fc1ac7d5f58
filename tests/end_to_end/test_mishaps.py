"""Engines that die or hang, folders that go, windows that close: the run so far is kept and nothing stays behind."""

import os
import shutil
import signal

import psutil
import pytest

from tests.end_to_end.conftest import endless_pair, engine_pids, samples, wait_until
from tests.session.examples import small_spec
from vgdesk import paths
from vgdesk.errors import RunFileError
from vgdesk.runs.reader import read_run
from vgdesk.session.states import State

LOST = "engine lost: the training process was ended by signal 9"


def run(session, qtbot) -> None:
    """Train until every lane has samples on the screen and in its file."""
    session.start()
    wait_until(qtbot, lambda: samples(session) > 5)
    wait_until(qtbot, lambda: all(read_run(lane.path).sample_count > 5 for lane in session.lanes))


def train_anew(session, qtbot) -> None:
    """A short training works from start to end."""
    session.load([small_spec("again")])
    session.start()
    wait_until(qtbot, lambda: not session.state.is_busy)
    assert session.state is State.FINISHED
    assert read_run(session.lanes[0].path).sample_count == 4


@pytest.mark.expect_log(LOST)
def test_a_killed_engine_is_replaced_its_run_kept_and_the_next_training_works(open_session, qtbot):
    session = open_session()
    said = []
    session.message.connect(lambda *words: said.append(words))
    run(session, qtbot)
    os.kill(engine_pids()[0], signal.SIGKILL)
    wait_until(qtbot, lambda: session.state is State.FAILED)
    assert said == [
        ("the training process was ended by signal 9; the run so far is kept, and Train starts a new one", True)
    ]
    for lane in session.lanes:
        kept = read_run(lane.path)
        common = min(kept.sample_count, lane.history.sample_count)
        assert common > 5
        assert kept.values[:common].tobytes() == lane.history.values[:common].tobytes()
        assert (kept.ended, lane.history.ended.reason) == (None, "failed")
    train_anew(session, qtbot)


@pytest.mark.expect_log(LOST)
def test_an_idle_engine_killed_and_one_that_hangs_at_the_stop_are_replaced_unseen(open_session, qtbot, monkeypatch):
    monkeypatch.setattr("vgdesk.session.training._STOP_MILLISECONDS", 100)
    session = open_session()
    said = []
    session.message.connect(lambda *words: said.append(words))
    (pid,) = engine_pids()
    os.kill(pid, signal.SIGKILL)
    wait_until(qtbot, lambda: engine_pids() not in ([], [pid]))
    run(session, qtbot)
    psutil.Process(engine_pids()[0]).suspend()
    session.stop()
    wait_until(qtbot, lambda: not session.state.is_busy)
    assert session.state is State.STOPPED
    assert {lane.history.ended.reason for lane in session.lanes} == {"stopped"}
    assert all(read_run(lane.path).sample_count for lane in session.lanes)
    train_anew(session, qtbot)
    assert said == []


@pytest.mark.parametrize("moment", ["opening", "preparing", "stopping"])
def test_closing_at_any_moment_ends_everything_and_keeps_the_run(open_session, qtbot, moment):
    session = open_session(ready=moment not in ("opening", "preparing"))
    if moment == "preparing":
        session.start()
    elif moment == "stopping":
        run(session, qtbot)
        session.stop()
    session.close()
    assert engine_pids() == []
    for path in paths.runs_folder().glob("*.vgrun"):
        assert moment == "preparing" or read_run(path).sample_count > 5


def test_a_folder_of_runs_that_goes_while_it_trains_breaks_nothing(open_session, qtbot, monkeypatch):
    session = open_session()
    for replaced in (False, True):
        session.load(endless_pair())
        run(session, qtbot)
        shutil.rmtree(paths.runs_folder())
        if replaced:
            paths.runs_folder().write_text("in the way")
        seen = samples(session)
        wait_until(qtbot, lambda seen=seen: samples(session) > seen or not session.state.is_busy)
        session.stop()
        wait_until(qtbot, lambda: not session.state.is_busy)
        assert all(lane.history.ended is not None for lane in session.lanes)
        if replaced:
            with pytest.raises(RunFileError, match="cannot keep runs in the folder"):
                session.start()
            paths.runs_folder().unlink()
        train_anew(session, qtbot)
    tell_of_a_file_that_cannot_be_made(session, qtbot, monkeypatch)
    train_anew(session, qtbot)


def tell_of_a_file_that_cannot_be_made(session, qtbot, monkeypatch) -> None:
    said = []
    session.message.connect(lambda *words: said.append(words))
    with monkeypatch.context() as patch:
        patch.setattr("vgdesk.session.race.new_run_path", lambda folder, name: folder / "none" / "run.vgrun")
        session.start_again()
        wait_until(qtbot, lambda: session.state is State.FAILED)
    assert "there is no such folder" in said[0][0]
