from dataclasses import replace
from functools import partial

import pytest

from tests.runs.examples import example_samples, example_started
from vgdesk.errors import VgdeskError
from vgdesk.events import RunEnded
from vgdesk.experiment.watched import Watched, WatchedRow
from vgdesk.runs.writer import RunWriter
from vgdesk.session.beside import branch, race_change
from vgdesk.session.session import Session
from vgdesk.session.time import TimeUnit


@pytest.fixture
def session():
    made = Session()
    yield made
    made.close()


@pytest.fixture
def writer(qtbot, session, tmp_path):
    """Writes a run of two samples that is opened already."""
    started = example_started()
    with RunWriter(tmp_path / "run.vgrun") as made:
        made.write(started)
        made.write(example_samples(started, 2))
        made.commit()
        with qtbot.waitSignal(session.runs_opened):
            session.open_runs([tmp_path / "run.vgrun"])
        yield made


def test_an_opened_run_grows_with_its_file_until_it_ends(qtbot, session, writer):
    history = session.selected.history
    assert history.sample_count == 2
    writer.write(example_samples(history.started, 3, first=2))
    writer.commit()
    qtbot.waitUntil(lambda: history.sample_count == 5)
    writer.write(RunEnded(history.run, "finished"))
    writer.commit()
    qtbot.waitUntil(lambda: history.ended is not None)
    qtbot.waitUntil(lambda: not session.following.is_following)


def test_a_run_that_vanishes_is_told_and_kept(qtbot, session, writer, tmp_path):
    with qtbot.waitSignal(session.message, check_params_cb=lambda text, bad: bad and "run.vgrun" in text):
        (tmp_path / "run.vgrun").unlink()
    assert session.selected.history.sample_count == 2


def test_new_lanes_end_the_following(session, writer):
    assert session.following.is_following
    session.load([session.selected.spec])
    assert not session.following.is_following


def test_a_run_that_was_watched_is_shown_in_steps_and_not_trained(qtbot, session, tmp_path):
    path, started = tmp_path / "run.vgrun", example_started()
    rows = tuple(WatchedRow(layer.name, "linear") for layer in started.layout.layers)
    started = replace(started, spec_json="", steps_per_epoch=1, total_steps=0, watched=Watched("Net", "Adam", rows))
    with RunWriter(path, "my net") as writer:
        writer.write(started)
        writer.write(example_samples(started, 2))
    with qtbot.waitSignal(session.runs_opened):
        session.open_runs([path])
    assert session.selected.name == "my net"
    assert session.time.unit is TimeUnit.STEP
    for act in (session.start, partial(branch, session), partial(race_change, session)):
        with pytest.raises(VgdeskError, match="recorded from your own program: it is trained there"):
            act()
    session.toggle()
    assert session.time.is_playing
    session.step()
    assert (session.time.is_live, session.selected.history.sample_count) == (True, 2)
