import numpy as np
import pytest

from tests.analysis.recorded_runs import add_moments, dense_slots, recorded_history
from tests.pictures.views import frame_of
from vgdesk.analysis import codes
from vgdesk.analysis.claims import weight_change
from vgdesk.experiment.slots import Slot
from vgdesk.pictures.weights import (
    WEIGHTS,
    cell_words,
    change_frame,
    matrix_codes,
    reduce_cells,
    strongest_in,
    weight_frame,
)

SLOTS = dense_slots(2, 5, 3)
ENTRIES = sum(slot.size for slot in SLOTS)


def made(values, **more):
    history = recorded_history(SLOTS, planned=len(values), **more)
    add_moments(history, values)
    return history


def noise(moments=6, seed=3):
    return np.random.default_rng(seed).normal(0, 1, (moments, ENTRIES)).astype(np.float32)


def test_a_row_is_a_unit_and_a_column_an_input_of_the_last_snapshot_at_the_cursor():
    values = noise()
    history = made(values)
    for epoch, moment in ((0.0, 0), (2.7, 2), (None, 5), (99.0, 5)):
        frame = weight_frame(history, 0, epoch)
        assert frame.epoch == moment
        assert np.array_equal(frame.values, values[moment, :10].reshape(2, 5).T)
        assert not frame.values.flags.writeable
    assert (frame.since, frame.mean_change) == (None, None)


def test_the_layers_are_named_and_one_beyond_the_last_is_the_last():
    history = made(noise())
    assert weight_frame(history, 0).choices == ("1 input", "2 output")
    assert [weight_frame(history, chosen).label for chosen in (0, 1, 9)] == ["1 input", "2 output", "2 output"]
    assert [weight_frame(history, chosen).input_words for chosen in (0, 1)] == ["input", "unit of layer 1"]


def test_the_mean_change_is_the_mean_of_the_absolute_differences():
    values = noise(101)
    history = made(values)
    for layer, start, size in ((0, 0, 10), (1, 15, 15)):
        frame = change_frame(history, layer, 50, 100)
        differences = [abs(float(values[100, start + at]) - float(values[50, start + at])) for at in range(size)]
        assert frame.mean_change == pytest.approx(sum(differences) / size, rel=1e-6)
        assert frame.mean_change == pytest.approx(weight_change(history, layer + 1, 50, 100), rel=1e-6)
        assert (frame.since, frame.epoch) == (50.0, 100.0)
    assert np.array_equal(frame.values, (values[100, 15:30] - values[50, 15:30]).reshape(5, 3).T)


def test_there_is_nothing_before_the_first_snapshot():
    history = recorded_history(SLOTS, steps_per_epoch=2)
    assert weight_frame(history) is None
    add_moments(history, noise(2), steps=[4, 6])
    assert weight_frame(history, 0, 1.5) is None
    assert change_frame(history, 0, 1.0, 3.0) is None
    assert change_frame(history, 0, 2.0, 1.0) is None
    assert change_frame(history, 0, 2.0, None).mean_change > 0


def test_limits_are_symmetric_and_stay_while_the_cursor_moves():
    values = noise(40) * np.linspace(0.1, 3, 40)[:, None]
    history = made(values)
    for frames in (
        [weight_frame(history, 0, float(epoch)) for epoch in range(40)],
        [change_frame(history, 0, 0, float(epoch), holds_limits=True) for epoch in range(10, 40)],
    ):
        assert len({frame.limits for frame in frames}) == 1
        assert frames[0].limits.low == -frames[0].limits.high
        assert max(np.abs(frame.values).max() for frame in frames) <= frames[0].limits.high


def test_a_change_between_two_chosen_epochs_has_limits_of_its_own():
    values = noise(4)
    values[1:3] = values[0] + np.array([[0], [0.1]])
    history = made(values)
    assert change_frame(history, 0, 1, 2).limits.high == pytest.approx(0.1, abs=0.1)
    assert change_frame(history, 0, 1, 2, holds_limits=True).limits.high >= 1


def test_weights_far_smaller_than_later_ones_are_not_all_one_colour():
    values = noise(3)
    values[2] *= 1e6
    assert weight_frame(made(values), 0, 0.0).limits.high <= 5
    assert weight_frame(made(values), 0, 2.0).limits.high >= 1e6


def test_non_finite_weights_are_counted_and_leave_the_limits_finite():
    values = noise(2)
    values[1, :3] = np.nan, np.inf, -np.inf
    frame = weight_frame(made(values), 0)
    assert (frame.specials.nan, frame.specials.infinite) == (1, 2)
    assert frame.limits.high <= 5
    found = matrix_codes(frame, 5, 2)
    assert (found[0, 0], found[1, 0], found[2, 0]) == (codes.NAN, codes.INFINITE, codes.INFINITE)


@pytest.mark.parametrize("special", [np.nan, np.inf, 0.0])
def test_a_matrix_of_one_special_value_has_limits(special):
    history = made(np.full((2, ENTRIES), special))
    assert weight_frame(history).limits.high == 1.0
    change = change_frame(history, 0, 0, 1)
    assert change.limits.high == 1.0
    assert change.mean_change == 0 if special == 0 else np.isnan(change.mean_change)


def test_gates_name_the_units_of_a_recurrent_layer():
    slots = (Slot(1, "weight", (2, 12)), Slot(1, "recurrent_weight", (3, 12)), Slot(2, "weight", (3, 1)))
    history = recorded_history(slots, units=[3, 1])
    add_moments(history, np.ones((1, 63)))
    frames = [weight_frame(history, chosen) for chosen in range(3)]
    assert [frame.label for frame in frames] == ["1 input", "1 recurrent", "2 output"]
    assert [frame.gates for frame in frames] == [("input", "forget", "cell", "output")] * 2 + [()]
    assert [frames[1].unit_words(unit) for unit in (0, 5, 11)] == [
        "unit 1 (input gate)",
        "unit 3 (forget gate)",
        "unit 3 (output gate)",
    ]
    assert frames[2].unit_words(0) == "unit 1"
    assert frames[1].input_words == "unit a step before"


def slow_reduction(values, rows, columns):
    """Cell by cell, in two rounds as rows and columns are reduced one after the other."""
    count, wide = values.shape
    made = np.empty((min(rows, count), min(columns, wide)))
    for row in range(len(made)):
        ys = range(row * count // rows, (row + 1) * count // rows) if count > rows else [row]
        for column in range(made.shape[1]):
            xs = range(column * wide // columns, (column + 1) * wide // columns) if wide > columns else [column]
            block = [float(values[y, x]) for y in ys for x in xs]
            made[row, column] = np.nan if np.isnan(block).any() else max(block, key=lambda each: (abs(each), each))
    return made


@pytest.mark.parametrize("size", [(20, 30), (7, 11), (1, 1), (64, 5), (100, 100)])
def test_a_cell_stands_for_the_largest_magnitude_with_its_sign(size):
    values = np.random.default_rng(5).normal(0, 1, (64, 78)).astype(np.float32)
    values[3, 3], values[10, 60] = np.nan, -np.inf
    reduced = reduce_cells(values, *size)
    assert np.array_equal(reduced, slow_reduction(values, *size), equal_nan=True)


def test_a_single_large_weight_among_many_small_ones_is_seen_in_one_cell():
    values = np.full((784, 300), 0.01, np.float32)
    values[400, 123] = -2.0
    reduced = reduce_cells(values, 100, 100)
    assert np.count_nonzero(reduced == -2.0) == 1
    assert strongest_in(values, slice(392, 407), slice(120, 126)) == (400, 123)


def test_the_value_that_is_named_is_the_one_that_is_seen():
    values = np.random.default_rng(8).normal(0, 1, (12, 12)).astype(np.float32)
    values[5, 5] = np.nan
    reduced = reduce_cells(values, 4, 3)
    for row in range(4):
        for column in range(3):
            at = strongest_in(values, slice(3 * row, 3 * row + 3), slice(4 * column, 4 * column + 4))
            assert np.array_equal(values[at], reduced[row, column], equal_nan=True)


def test_zero_has_the_middle_shade_and_signs_stand_on_both_sides():
    values = noise(1)
    values[0, :10] = [0, 1, -1, 0.5, -0.5, 0, 0, 0, 0, 0]
    found = matrix_codes(weight_frame(made(values), 0), 5, 2)[:, 0].astype(int)
    middle = (codes.FIRST_SHADE + codes.LAST_SHADE) // 2
    assert found.tolist()[:3] == [middle, codes.LAST_SHADE, codes.FIRST_SHADE]
    assert abs((found[3] - middle) + (found[4] - middle)) <= 1
    assert found[3] > middle > found[4]


def test_a_chosen_epoch_stands_wherever_the_cursor_is():
    history = made(noise())
    ends = {until: frame_of(WEIGHTS, [history], epoch=4.0, since=1.0, until=until).epoch for until in (2.0, None)}
    assert ends == {2.0: 2.0, None: 4.0}


def test_values_are_written_with_as_many_digits_as_have_room_in_every_cell():
    values = noise()
    values[-1, :10] = [1.25, -0.5, 0.001, -2, 3, 4, 5, 6, 7, -0.0625]
    frame = weight_frame(made(values))
    assert cell_words(frame, len, 7)[0] == ["1.25", "4.00"]
    assert cell_words(frame, len, 7)[4] == ["3.00", "−0.0625"]
    assert cell_words(frame, len, 6)[1] == ["−0.50", "5.0"]
    assert cell_words(frame, len, 5) == []
    assert cell_words(frame, len, 0) == []


def test_a_large_matrix_is_not_written():
    wide = recorded_history(dense_slots(100, 7), planned=1)
    add_moments(wide, np.zeros((1, sum(slot.size for slot in dense_slots(100, 7)))))
    assert cell_words(weight_frame(wide), len, 100) == []
