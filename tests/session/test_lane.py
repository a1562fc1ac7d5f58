from dataclasses import replace

import pytest

from tests.runs.examples import example_history, example_started
from tests.session.examples import small_spec
from vgdesk.events import RunEnded
from vgdesk.experiment.spec import parse_spec
from vgdesk.runs.history import History
from vgdesk.session.lane import MAX_LANES, Lane, free_color, free_name


def lanes(*names) -> list[Lane]:
    return [Lane(small_spec(name), color) for color, name in enumerate(names)]


@pytest.fixture
def trained() -> Lane:
    """A lane whose run has ten samples, at the epochs 0 to 9."""
    spec = small_spec()
    return Lane(spec, 0, run="run-1", trained_spec=spec, history=example_history(10))


def test_another_name_is_no_edit(trained):
    trained.spec = trained.spec.model_copy(update={"name": "another"})
    assert not trained.is_edited


def test_a_lane_is_edited_once_its_spec_is_not_that_of_its_run(trained):
    assert not trained.is_edited
    trained.spec = small_spec(seed=8)
    assert trained.is_edited
    trained.spec = trained.trained_spec
    assert not trained.is_edited


def test_a_lane_without_a_run_is_never_edited():
    lane = Lane(small_spec(), 0)
    lane.spec = small_spec(seed=8)
    assert not lane.is_edited


def test_a_forgotten_run_leaves_the_spec(trained):
    spec, key = trained.spec, trained.key
    trained.forget_run()
    assert (trained.run, trained.path, trained.trained_spec, trained.history) == ("", None, None, None)
    assert (trained.spec, trained.key) == (spec, key)


@pytest.mark.parametrize(("epoch", "sample"), [(None, 9), (0.0, 0), (0.9, 0), (1.0, 1), (3.5, 3), (99.0, 9)])
def test_the_sample_at_an_epoch_is_the_last_one_before_it(trained, epoch, sample):
    assert trained.sample_at(epoch) == sample


def test_there_is_no_sample_before_the_first():
    assert Lane(small_spec(), 0).sample_at(None) == -1
    assert replace(Lane(small_spec(), 0), history=example_history(0)).sample_at(2.0) == -1


def test_lanes_are_told_apart_by_their_key():
    one, other = lanes("a", "a")
    assert one.key != other.key
    assert one != replace(one)


def test_the_first_colour_that_no_lane_has_is_free():
    three = lanes("a", "b", "c")
    del three[1]
    assert free_color(three) == 1
    assert sorted({free_color([]), *(lane.color for lane in lanes("a", "b", "c"))}) == [0, 1, 2]


@pytest.mark.parametrize(
    ("taken", "wish", "name"),
    [
        ((), "relu", "relu"),
        (("relu",), "relu", "relu 2"),
        (("relu", "relu 2"), "relu", "relu 3"),
        (("relu", "relu 2"), "relu 2", "relu 3"),
        (("7",), "7", "7 2"),
    ],
)
def test_a_name_in_use_gets_a_number(taken, wish, name):
    assert free_name(wish, lanes(*taken)) == name


def test_the_longest_names_stay_names_a_spec_can_have():
    present = lanes("x" * 80)
    while len(present) < MAX_LANES:
        spec = small_spec().model_copy(update={"name": free_name("x" * 80, present)})
        present.append(Lane(parse_spec(spec.to_json()), free_color(present)))
    assert len({lane.name for lane in present}) == MAX_LANES


@pytest.mark.parametrize(
    ("reason", "was_opened", "is_due"),
    [("finished", False, False), ("stopped", False, True), (None, False, True), ("stopped", True, False)],
)
def test_a_lane_is_due_where_its_run_was_cut_short_here_and_not_where_it_was_opened(reason, was_opened, is_due):
    history = History(example_started("a"))
    if reason is not None:
        history.append(RunEnded(history.run, reason))
    spec = small_spec()
    lane = Lane(spec, 0, run="a", trained_spec=spec, history=history, was_opened=was_opened)
    assert lane.is_due == is_due
    lane.spec = small_spec(seed=9)
    assert lane.is_due
