from pathlib import Path

import psutil
import pytest

from tests.training.examples import small_spec, with_units
from vgdesk.experiment.estimate import estimate
from vgdesk.experiment.limits import Room, find_excess, measure_room
from vgdesk.experiment.spec import change_spec

PLENTY = Room(10**18, 10**18)


def test_what_fits_is_no_problem():
    spec = small_spec()
    cost = estimate(spec)
    assert find_excess(spec, PLENTY) == ()
    assert find_excess(spec, Room(cost.memory_bytes, cost.file_bytes)) == ()


@pytest.mark.parametrize("hidden", [(5000,), (5000, 5000, 20), (4, 8192)])
def test_the_largest_width_named_fits_and_one_more_does_not(hidden):
    spec, room = small_spec(with_units(*hidden)), Room(60_000_000, 10**9)
    (problem,) = find_excess(spec, room)
    assert problem.field == "network"
    assert "of memory" in problem.message
    assert "60 MB" in problem.message
    width = int(problem.message.rsplit(" ", 1)[1])
    assert find_excess(small_spec(with_units(*(min(width, units) for units in hidden))), room) == ()
    assert find_excess(small_spec(with_units(*(min(width + 1, units) for units in hidden))), room) != ()


def test_a_recurrent_layer_is_cut_too():
    sequences = {"data": {"kind": "adding", "length": 9}, "training.loss": "mean_squared_error", **with_units()}
    spec = small_spec({**sequences, "network.recurrence": {"kind": "lstm", "units": 4096}})
    (problem,) = find_excess(spec, Room(100_000_000, 10**9))
    width = int(problem.message.rsplit(" ", 1)[1])
    assert 10 < width < 4096
    assert find_excess(change_spec(spec, {"network.recurrence.units": width}), Room(100_000_000, 10**9)) == ()


def test_where_no_width_fits_the_way_out_is_another():
    spec = small_spec({"sampling": {"kind": "steps", "steps": 1}, "training.epochs": 1_000_000})
    messages = [problem.message for problem in find_excess(spec, Room(10_000_000, 10_000_000))]
    assert ["of memory" in messages[0], "of disk" in messages[1]] == [True, True]
    assert all(message.endswith("sample more seldom") for message in messages)


def test_lanes_share_the_room():
    assert Room(100, 40).shared_by(4) == Room(25, 10)


def test_the_room_is_less_than_what_is_free(tmp_path):
    room = measure_room(tmp_path / "not" / "there yet")
    assert 0 < room.memory_bytes < psutil.virtual_memory().total
    assert 0 < room.disk_bytes < psutil.disk_usage(str(tmp_path)).total
    assert measure_room(Path("nowhere")).disk_bytes > 0
