import pytest

from tests.runs.examples import assert_same_run, example_history, example_samples, example_started, record
from tests.session.examples import small_spec
from tests.session.opening import open_runs
from vgdesk.errors import SpecError, VgdeskError
from vgdesk.events import RaceEnded
from vgdesk.runs.reader import read_run
from vgdesk.session.lane import MAX_LANES
from vgdesk.session.session import Session
from vgdesk.session.states import State


@pytest.fixture
def told(session) -> list[str]:
    """Names of the signals since the last look; cleared by the test."""
    names: list[str] = []
    for name in ("lanes_changed", "selection_changed", "spec_changed", "history_changed"):
        getattr(session, name).connect(lambda name=name: names.append(name))
    return names


def names(session) -> list[str]:
    return [lane.name for lane in session.lanes]


def train(session) -> None:
    """Two samples in every lane, and the end."""
    session.start()
    for lane in session.lanes:
        started = example_started(lane.run)
        session.engine.deliver(started, example_samples(started, 2))
    session.engine.deliver(RaceEnded(session.engine.race))
    session.training.drain()
    assert session.state is State.FINISHED


@pytest.fixture
def run_file(tmp_path):
    """A recorded run, its history, and the spec it was trained from."""
    spec = small_spec("recorded")
    history = example_history(5)
    object.__setattr__(history.started, "spec_json", spec.to_json())
    record(history, tmp_path / "kept.vgrun")
    return tmp_path / "kept.vgrun", history, spec


def test_a_new_session_is_idle_and_empty(qapp):
    session = Session()
    assert (session.lanes, session.state, session.longest_lane) == ([], State.IDLE, None)
    assert (session.progress.done, session.time.is_live) == (0.0, True)
    session.close()


def test_loading_replaces_the_lanes_and_what_they_showed(session, told):
    train(session)
    session.add_lane()
    session.time.look_at(1.0)
    told.clear()
    session.load([small_spec("tanh")])
    assert (names(session), session.state, session.time.is_live) == (["tanh"], State.IDLE, True)
    assert session.selected is session.lanes[0]
    assert {"lanes_changed", "selection_changed", "history_changed"} <= set(told)


def test_a_new_lane_copies_the_selected_spec_under_a_name_and_colour_of_its_own(session):
    session.select(1)
    session.add_lane()
    assert names(session) == ["sigmoid", "relu", "relu 2"]
    assert session.selected is session.lanes[2]
    assert session.selected.spec == session.lanes[1].spec.model_copy(update={"name": "relu 2"})
    assert len({lane.color for lane in session.lanes}) == 3


def test_there_is_room_for_so_many_lanes_and_no_more(session):
    while len(session.lanes) < MAX_LANES:
        session.add_lane()
    with pytest.raises(VgdeskError, match=f"room for {MAX_LANES} lanes"):
        session.add_lane()
    assert sorted(lane.color for lane in session.lanes) == list(range(MAX_LANES))


def test_the_last_lane_stays(session):
    session.select(1)
    session.remove_lane(1)
    assert (names(session), session.selected) == (["sigmoid"], session.lanes[0])
    with pytest.raises(VgdeskError, match="last lane cannot be removed"):
        session.remove_lane(0)


def test_removing_another_lane_keeps_the_place_in_the_list(session):
    session.add_lane(small_spec("tanh"))
    session.select(2)
    session.remove_lane(0)
    assert session.selected.name == "tanh"


def test_selecting_tells_only_a_change(session, told):
    for index in (0, 1, 1, 2, -1):
        session.select(index)
    assert told == ["selection_changed"]
    assert session.selected is session.lanes[1]


def test_a_spec_is_told_when_it_changes_and_the_lanes_when_its_name_does(session, told):
    session.set_spec(session.selected.spec)
    assert told == []
    session.set_spec(small_spec("sigmoid", seed=8))
    assert told == ["spec_changed"]
    session.lane_list.rename("new")
    assert told == ["spec_changed", "spec_changed", "lanes_changed"]
    assert names(session) == ["new", "relu"]


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_lane_needs_a_name_that_fits(session, name):
    with pytest.raises(SpecError, match="name"):
        session.lane_list.rename(name)
    assert names(session) == ["sigmoid", "relu"]


@pytest.mark.parametrize(
    "act",
    [
        lambda session, path: session.load([small_spec()]),
        lambda session, path: session.add_lane(),
        lambda session, path: session.remove_lane(0),
        lambda session, path: session.open_runs([path]),
    ],
)
def test_the_lanes_are_locked_while_they_train(session, run_file, act):
    session.start()
    lanes = list(session.lanes)
    with pytest.raises(VgdeskError, match="stop them first"):
        act(session, run_file[0])
    assert session.lanes == lanes


def test_the_longest_lane_has_the_most_samples(session):
    session.lanes[1].history = example_history(3)
    assert session.longest_lane is session.lanes[1]
    session.lanes[0].history = example_history(4)
    assert session.longest_lane is session.lanes[0]


def test_an_opened_run_takes_the_place_of_all_lanes(session, run_file):
    path, history, spec = run_file
    train(session)
    open_runs(session, path)
    (lane,) = session.lanes
    assert (lane.spec, lane.path, lane.is_edited, session.state) == (spec, path, False, State.IDLE)
    assert_same_run(lane.history, history)
    assert session.said[-1] == ("opened kept.vgrun", False)


def test_what_a_damaged_file_lacks_is_said(session, monkeypatch, tmp_path):
    history = example_history(5)
    object.__setattr__(history.started, "spec_json", small_spec().to_json())
    history.note = "its last chunk is torn"
    monkeypatch.setattr("vgdesk.session.run_files.read_run", lambda path, watch: history)
    open_runs(session, tmp_path / "torn.vgrun")
    assert session.said[-1] == ("its last chunk is torn", True)


def test_a_file_that_is_no_run_leaves_everything_as_it_was(session, run_file, tmp_path):
    tmp_path.joinpath("no.vgrun").write_bytes(b"no run at all")
    train(session)
    lanes = list(session.lanes)
    for name, words in (("no.vgrun", "is no vgdesk run"), ("none.vgrun", "there is no run file")):
        open_runs(session, run_file[0], tmp_path / name)
        assert words in session.said[-1][0]
        assert session.said[-1][1]
    assert (session.lanes, session.state) == (lanes, State.FINISHED)


def test_a_saved_run_is_the_run(session, run_file, tmp_path, qtbot):
    path, history, _ = run_file
    open_runs(session, path)
    with qtbot.waitSignal(session.saving.ended):
        session.save_run(tmp_path / "copy.vgrun")
    assert_same_run(read_run(tmp_path / "copy.vgrun"), history)
    assert session.said[-1] == ("saved copy.vgrun", False)


def test_there_is_nothing_to_save_before_a_training(session, tmp_path):
    with pytest.raises(VgdeskError, match="has no run yet"):
        session.save_run(tmp_path / "copy.vgrun")


def test_a_run_whose_file_is_gone_cannot_be_saved(session, run_file, tmp_path, qtbot):
    open_runs(session, run_file[0])
    run_file[0].unlink()
    with qtbot.waitSignal(session.saving.ended):
        session.save_run(tmp_path / "copy.vgrun")
    assert session.said[-1][1]
    assert "there is no run file" in session.said[-1][0]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("selected", "places", "order"),
    [(0, 1, "bac"), (0, 2, "bca"), (2, -1, "acb"), (2, -9, "cab"), (1, 9, "acb"), (0, -1, "abc"), (2, 1, "abc")],
)
def test_a_lane_moves_among_the_others_and_stays_selected(session, told, selected, places, order):
    session.load([small_spec(name) for name in "abc"])
    session.select(selected)
    lane, colors = session.selected, {each.name: each.color for each in session.lanes}
    told.clear()
    session.lane_list.move(places)
    assert "".join(names(session)) == order
    assert session.selected is lane
    assert {each.name: each.color for each in session.lanes} == colors
    assert told == ([] if order == "abc" else ["lanes_changed"])


def test_lanes_move_and_change_colour_while_they_train(session):
    session.start()
    session.lane_list.move(1)
    session.lane_list.recolor()
    assert names(session) == ["relu", "sigmoid"]
    assert session.selected.color == 2


@pytest.mark.parametrize(("count", "colors"), [(1, [[1], [2], [3], [0]]), (2, [[2, 1], [3, 1], [0, 1]])])
def test_a_lane_takes_one_free_colour_after_the_other(session, told, count, colors):
    session.load([small_spec(name) for name in "abcd"[:count]])
    told.clear()
    for wanted in colors:
        session.lane_list.recolor()
        assert [lane.color for lane in session.lanes] == wanted
    assert told == ["lanes_changed"] * len(colors)


def test_where_no_colour_is_free_two_lanes_change_theirs(session):
    session.load([small_spec(name) for name in "abcd"])
    session.select(3)
    session.lane_list.recolor()
    assert [lane.color for lane in session.lanes] == [3, 1, 2, 0]


def test_the_span_reaches_over_all_lanes(session):
    assert session.time.span is None
    session.time.go_start()
    assert session.time.is_live
    session.lanes[0].history = example_history(3)
    session.lanes[1].history = example_history(0)
    assert session.time.span == (0.0, 2.0)
    late = example_history(0)
    late.append(example_samples(late.started, 4, first=5))
    session.lanes[1].history = late
    assert session.time.span == (0.0, 8.0)
    session.lanes[0].history = None
    session.time.go_start()
    assert (session.time.span, session.time.epoch) == ((5.0, 8.0), 5.0)


def test_several_runs_are_opened_a_lane_each(session, run_file, told):
    path = run_file[0]
    open_runs(session, path, path)
    assert [lane.color for lane in session.lanes] == [0, 1]
    assert all(lane.history.sample_count for lane in session.lanes)
    with pytest.raises(VgdeskError, match="room for 4 lanes"):
        session.open_runs([path] * 5)
    assert len(session.lanes) == 2


def test_as_many_runs_are_opened_as_there_is_room_for_lanes(session, run_file):
    open_runs(session, *[run_file[0]] * 4)
    assert len(session.lanes) == 4
