import pytest

from tests.runs.examples import example_history, record
from tests.session.examples import small_spec
from tests.session.opening import open_runs
from vgdesk import paths
from vgdesk.library.marks import Marks
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.schema import Shown
from vgdesk.session.lane_marks import LaneMarks


@pytest.fixture
def files(tmp_path):
    """Three recorded runs of one race."""
    made = []
    for number, name in enumerate("abc"):
        history = example_history(5, run=f"race-{number}", lane=name)
        object.__setattr__(history.started, "spec_json", small_spec(name).to_json())
        made.append(tmp_path / f"{name}.vgrun")
        record(history, made[-1])
    return made


@pytest.fixture
def marks(session):
    return LaneMarks(session.lane_list, session.training)


def looks(session) -> list[tuple[str, int]]:
    return [(lane.name, lane.color) for lane in session.lanes]


def test_a_reopened_race_looks_as_it_did_in_whatever_order_it_is_opened(session, marks, files):
    open_runs(session, *files)
    marks.write()
    session.lane_list.rename("better")
    session.lane_list.recolor()
    session.lane_list.move(2)
    marks.write()
    before = looks(session)
    assert before == [("b", 1), ("c", 2), ("better", 3)]
    session.load([small_spec()])
    open_runs(session, *reversed(files))
    assert looks(session) == before
    assert session.lanes[2].trained_spec.name == "a"
    assert not session.lanes[2].is_edited


def test_opening_and_removing_change_no_file(session, marks, files):
    before = [path.read_bytes() for path in files]
    open_runs(session, *files)
    marks.write()
    session.remove_lane(0)
    marks.write()
    session.select(1)
    marks.write()
    assert [path.read_bytes() for path in files] == before


def test_a_star_survives_a_new_name(session, marks, files):
    Marks(paths.runs_folder()).mark(files[0], "race-0", Shown(is_starred=True))
    open_runs(session, files[0])
    marks.write()
    session.lane_list.rename("better")
    marks.close()
    assert read_metadata(files[0]).shown == Shown("better", 0, 0, True)


def test_one_run_of_a_race_keeps_its_colour_and_makes_way_for_lanes_that_are_there(session, marks, files):
    for place, path in enumerate(files):
        Marks(paths.runs_folder()).mark(path, f"race-{place}", Shown(color=3 - place, place=place))
    open_runs(session, files[1])
    assert looks(session) == [("b", 2)]
    open_runs(session, files[1], files[0], beside=True)
    assert looks(session) == [("b", 2), ("a", 3), ("b 2", 0)]


def test_a_file_that_is_gone_leaves_nothing_behind(session, marks, files):
    open_runs(session, files[0])
    marks.write()
    files[0].unlink()
    session.lane_list.rename("better")
    marks.write()
    assert Marks(paths.runs_folder()).read() == {}
