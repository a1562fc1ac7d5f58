"""Going on with runs, in a session over an engine that a test plays."""

import pytest

from tests.runs.kept import RUN, leave_cut_off, part_of_run
from vgdesk import paths
from vgdesk.engine import Entry, StartRace
from vgdesk.errors import BusyError, VgdeskError
from vgdesk.events import RaceEnded, RunEnded
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.runs.reader import read_run
from vgdesk.session.going_on import CutOffSearch, GoingOn
from vgdesk.session.states import State


@pytest.fixture
def path(tmp_path):
    leave_cut_off(tmp_path / "run.vgrun")
    return tmp_path / "run.vgrun"


@pytest.fixture
def going_on(session):
    going_on = GoingOn(session)
    yield going_on
    going_on.close()


def go_on(session, going_on, until, *arguments):
    going_on.start(*arguments)
    until(lambda: not going_on.is_running)
    if not session.said or not session.said[-1][1]:
        until(lambda: session.state is State.PREPARING)


def asked(session) -> Entry:
    (command,) = [each for each in session.engine.posted if isinstance(each, StartRace)]
    (entry,) = command.entries
    return entry


def test_a_run_goes_on_in_a_lane_with_its_history_up_to_its_state(session, going_on, until, path):
    go_on(session, going_on, until, path)
    (lane,) = session.lanes
    assert (lane.run, lane.path, lane.history.sample_count, lane.history.ended) == (RUN, path, 10, None)
    assert session.said[-1] == ("example goes on from epoch 10", False)
    entry = asked(session)
    assert (entry.run, entry.path, entry.goes_on, entry.spec_json) == (RUN, path, True, lane.spec.to_json())
    session.engine.deliver(lane.history.started, *part_of_run(10, 5), RunEnded(RUN, "finished"))
    session.engine.deliver(RaceEnded(session.engine.race))
    session.training.drain()
    assert (lane.history.sample_count, session.state) == (15, State.FINISHED)
    assert not lane.is_due
    assert session.way_back.undone_next == "go on with example"
    assert not session.following.is_following


def test_the_other_lanes_stay_where_the_run_is_on_the_screen(session, going_on, until, path):
    lane = session.lanes[1]
    lane.run, lane.path, lane.history = RUN, path, read_run(path)
    lane.spec = lane.trained_spec = session.lanes[0].spec.model_copy(update={"name": "mine"})
    session.select(1)
    going_on.start_selected()
    until(lambda: session.state is State.PREPARING)
    assert [each.name for each in session.lanes] == ["sigmoid", "mine"]
    assert lane.history.sample_count == 10
    assert session.way_back.undone_next != "go on with example", "a run keeps what it has gained"


def test_a_run_is_trained_for_longer(session, going_on, until, path):
    go_on(session, going_on, until, path, 5)
    assert session.selected.spec.training.epochs == 5 + ExperimentSpec().training.epochs


def test_a_run_whose_file_cannot_be_written_goes_on_in_another(session, going_on, until, path, monkeypatch):
    monkeypatch.setattr("vgdesk.session.going_on.is_writable", lambda path: False)
    go_on(session, going_on, until, path)
    (copy,) = paths.runs_folder().glob("*.vgrun")
    assert session.selected.path == copy
    assert session.said[-1] == (
        f"example goes on from epoch 10 in {copy.name}, for its own file cannot be written",
        False,
    )


def test_what_cannot_go_on_is_said_and_leaves_the_screen(session, going_on, until, tmp_path):
    lanes = list(session.lanes)
    go_on(session, going_on, until, tmp_path / "gone.vgrun")
    assert session.said[-1][0].startswith("there is no run file")
    assert session.lanes == lanes


def test_going_on_is_refused_where_lanes_train_have_no_run_or_have_changed(session, going_on, path):
    with pytest.raises(VgdeskError, match="has no run yet"):
        going_on.start_selected()
    session.selected.history = read_run(path)
    with pytest.raises(VgdeskError, match="has been changed since its run"):
        going_on.start_selected()
    session.start()
    with pytest.raises(BusyError):
        going_on.start(path)


def test_the_newest_run_that_was_cut_off_is_searched_in_the_folder_of_runs(session, until):
    found = []
    search = CutOffSearch(session)
    search.done.connect(found.append)
    search.start()
    until(lambda: found == [None])
    leave_cut_off(paths.runs_folder() / "run.vgrun")
    search.start()
    until(lambda: len(found) == 2)
    assert found[1].path == paths.runs_folder() / "run.vgrun"
