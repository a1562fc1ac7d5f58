import numpy as np
import pytest

from tests.analysis.recorded_runs import add_moments, dense_slots, recorded_history
from vgdesk.analysis import codes
from vgdesk.analysis.window import Window
from vgdesk.experiment.slots import Slot
from vgdesk.measures import HISTOGRAM_EDGES
from vgdesk.pictures.histogram_frames import bin_span
from vgdesk.pictures.histogram_source import HistogramSource

SLOTS = dense_slots(4, 8, 6, 1)
ENTRIES = sum(slot.size for slot in SLOTS)
SIZES = [32, 48, 6]


def noise(moments, seed=1, center=-3.0):
    rng = np.random.default_rng(seed)
    return (10.0 ** rng.normal(center, 0.6, (moments, ENTRIES)) * rng.choice([-1, 1], (moments, ENTRIES))).astype(
        "f4"
    )


def made(values, planned=None, **more):
    history = recorded_history(SLOTS, planned=planned or len(values) - 1 or 1, **more)
    add_moments(history, values)
    return history


def weights_of(row, layer):
    """Entries of the weight of a layer, 0 the first, in one row of values."""
    start = sum(slot.size for slot in SLOTS[: 2 * layer])
    return row[start : start + SLOTS[2 * layer].size]


def test_every_entry_is_counted_once_in_the_bin_of_its_magnitude():
    values = noise(3)
    values[1, :5] = 0, 0, np.nan, np.inf, -np.inf
    frame = HistogramSource(made(values), "weight").ridges(1.0)
    assert frame.epoch == 1.0
    for layer, ridge in enumerate(frame.ridges):
        row = weights_of(values[1], layer)
        row = np.abs(row[np.isfinite(row) & (row != 0)].astype(np.float64))
        spans = [bin_span(frame.edges, place) for place in range(len(ridge.counts))]
        assert ridge.counts.tolist() == [np.count_nonzero((low <= row) & (row < high)) for low, high in spans]
        assert ridge.counts.sum() + ridge.zeros + ridge.nonfinite == ridge.row.size == SIZES[layer]
    assert (frame.ridges[0].zeros, frame.ridges[0].nonfinite) == (2, 3)
    assert (frame.has_zeros, frame.has_nonfinite) == (True, True)


def test_gradients_and_weights_are_told_apart():
    history = recorded_history(SLOTS)
    add_moments(history, noise(1), noise(1, center=-6.0))
    tops = [HistogramSource(history, tensor).ridges(None).limits.high for tensor in ("weight", "gradient")]
    assert tops[0] > tops[1] + 2
    titles = [HistogramSource(history, tensor).ridges(None).title for tensor in ("weight", "gradient")]
    assert titles == ["weight", "weight gradient"]


def test_rows_begin_at_the_input_and_recurrent_weights_stand_beside_their_layer():
    slots = (Slot(1, "weight", (2, 3)), Slot(1, "recurrent_weight", (3, 3)), *dense_slots(3, 1)[:1])
    slots = (*slots[:2], Slot(2, "weight", (3, 1)))
    history = recorded_history(slots)
    add_moments(history, np.ones((1, 18)))
    rows = HistogramSource(history, "gradient").rows
    assert [(row.label, row.depth, row.size) for row in rows] == [
        ("1 input", 0.0, 6),
        ("1 recurrent", 0.0, 9),
        ("2 output", 1.0, 3),
    ]


def test_the_moment_is_the_last_one_at_or_before_the_cursor():
    history = recorded_history(SLOTS, planned=9, steps_per_epoch=4)
    add_moments(history, noise(3), steps=[2, 8, 16])
    source = HistogramSource(history, "weight")
    assert source.ridges(0.25) is None
    assert [source.ridges(epoch).epoch for epoch in (0.5, 1.9, 2.0, 99.0, None)] == [0.5, 0.5, 2.0, 4.0, 4.0]


def test_a_run_without_histograms_is_refused():
    with pytest.raises(KeyError, match="no histograms of 'gradient'"):
        HistogramSource(recorded_history((Slot(1, "bias", (3,)),)), "gradient")


def test_nothing_is_drawn_before_the_first_moment():
    source = HistogramSource(recorded_history(SLOTS), "weight")
    assert source.ridges(None) is None
    assert source.over_time(0, 100, None) is None


def test_the_axis_and_the_heights_stay_while_the_cursor_moves():
    source = HistogramSource(made(noise(40)), "weight")
    frames = [source.ridges(float(epoch)) for epoch in range(40)]
    assert len({(frame.limits, tuple(ridge.peak for ridge in frame.ridges)) for frame in frames}) == 1
    peaks = np.max([[ridge.counts.max() for ridge in frame.ridges] for frame in frames], axis=0)
    assert [ridge.peak for ridge in frames[0].ridges] == peaks.tolist()


def test_a_stray_entry_far_below_does_not_stretch_the_axis_but_is_counted():
    values = noise(200)
    before = HistogramSource(made(values), "weight").ridges(7.0)
    values[7, 0] = 1e-14
    after = HistogramSource(made(values), "weight").ridges(7.0)
    assert after.limits == before.limits
    assert after.ridges[0].counts.sum() == SIZES[0]
    assert bin_span(after.edges, 0)[0] == 0
    assert after.ridges[0].counts[0] == before.ridges[0].counts[0] + 1


def test_the_edges_are_those_that_were_counted_with_and_ticks_are_whole_powers():
    frame = HistogramSource(made(noise(5)), "weight").ridges(None)
    assert set(frame.edges) <= set(HISTOGRAM_EDGES)
    assert (frame.limits.low, frame.limits.high) == (frame.edges[0], frame.edges[-1])
    assert frame.ticks
    assert all(tick.position == round(tick.position) for tick in frame.ticks)
    assert all(frame.limits.low <= tick.position <= frame.limits.high for tick in frame.ticks)


@pytest.mark.parametrize("special", [0.0, np.nan, np.inf])
def test_a_run_of_nothing_but_special_values_has_an_axis_and_no_hill(special):
    source = HistogramSource(made(np.full((4, ENTRIES), special)), "weight")
    frame = source.ridges(None)
    assert frame.limits.low < frame.limits.high
    assert not any(ridge.counts.any() for ridge in frame.ridges)
    assert source.over_time(0, 10, None).codes.max() == codes.BELOW


def slow_codes(source, history, row, window, columns):
    """Codes [bin, column] of the drawn bins, column by column."""
    frame = source.over_time(row, columns, None, window)
    epochs = history.histograms.epochs
    made = np.zeros((len(frame.edges) - 1, columns), np.uint8)
    for column in range(columns):
        low, high = (window.first + (column + end) * window.width / columns for end in (0, 1))
        inside = [m for m, epoch in enumerate(epochs) if low - 1e-9 <= epoch < high - 1e-9]
        before = [m for m, epoch in enumerate(epochs) if epoch < low - 1e-9]
        if not inside and before and low < epochs[-1] + 1 - 1e-9:
            inside = before[-1:]
        for place in range(len(made)):
            if inside:
                count = max(frame.count(moment, place) for moment in inside)
                share = np.log10(count / frame.row.size) if count else -np.inf
                at = (share - frame.shades.low) / (frame.shades.high - frame.shades.low)
                shade = min(codes.FIRST_SHADE + int(max(at, 0) * codes.SHADES), codes.LAST_SHADE)
                made[place, column] = shade if count else codes.BELOW
    return made


@pytest.mark.parametrize("columns", [7, 30, 100])
@pytest.mark.parametrize("window", [Window(0, 31), Window(4.3, 11.9), Window(25, 40)])
def test_a_cell_holds_the_largest_share_of_its_moments(columns, window):
    history = made(noise(30))
    source = HistogramSource(history, "weight")
    frame = source.over_time(1, columns, None, window)
    assert np.array_equal(frame.codes, slow_codes(source, history, 1, window, columns))


def test_one_odd_moment_among_many_stays_visible_in_few_columns():
    values = noise(1000)
    values[500, : SIZES[0]] = 0
    frame = HistogramSource(made(values), "weight").over_time(0, 20, None)
    shown = frame.zeros[0]
    assert shown[10] == codes.LAST_SHADE
    assert np.count_nonzero(shown == codes.LAST_SHADE) == 1
    assert np.count_nonzero(shown == codes.BELOW) == 19


def test_strips_stand_only_where_a_run_has_special_values():
    assert HistogramSource(made(noise(3)), "weight").over_time(2, 9, None).zeros is None
    values = noise(3)
    values[2, 0], values[2, 1] = 0, np.nan
    frame = HistogramSource(made(values), "weight").over_time(2, 9, None)
    assert frame.zeros.max() == frame.nonfinite.max() == codes.BELOW


def test_what_is_not_trained_yet_is_missing_and_the_whole_plan_is_shown():
    frame = HistogramSource(made(noise(10), planned=39), "weight").over_time(0, 40, 3.0)
    assert frame.window == Window(0.0, 40.0)
    assert (frame.codes[:, 10:] == codes.MISSING).all()
    assert (frame.codes[:, :10] != codes.MISSING).all()
    assert frame.filled == 0.25
    assert frame.cursor_position == 3.5 / 40
    assert [frame.sample_at(share) for share in (0.0, 0.06, 0.9)] == [0, 2, 9]


def test_a_source_that_grew_says_the_same_as_a_new_one():
    values = noise(60)
    history = made(values[:20], planned=60)
    source = HistogramSource(history, "weight")
    source.ridges(None), source.over_time(0, 50, None)
    add_moments(history, values[20:])
    fresh = HistogramSource(history, "weight")
    assert np.array_equal(source.over_time(0, 50, None).codes, fresh.over_time(0, 50, None).codes)
    grown, new = source.ridges(None), fresh.ridges(None)
    assert [ridge.peak for ridge in grown.ridges] == [ridge.peak for ridge in new.ridges]
    assert np.array_equal(grown.edges, new.edges)


def test_cells_are_made_anew_only_when_something_has_changed():
    source = HistogramSource(made(noise(20)), "weight")
    first = source.over_time(0, 50, 3.0)
    assert source.over_time(0, 50, 7.0).codes.base is first.codes.base
    assert source.over_time(1, 50, 7.0).codes.base is not first.codes.base


def test_frames_cannot_be_changed():
    source = HistogramSource(made(noise(4)), "weight")
    for array in (
        source.ridges(None).ridges[0].counts,
        source.ridges(None).edges,
        source.over_time(0, 5, None).codes,
    ):
        assert not array.flags.writeable


def test_before_the_first_moment_the_cursor_stands_at_its_epoch():
    source = HistogramSource(made(noise(5), planned=40), "weight")
    frame = source.over_time(0, 10, -2.0, Window(-4.0, 16.0))
    assert frame.cursor_position == pytest.approx(0.1)


def test_another_window_is_another_picture():
    history = made(noise(20))
    source = HistogramSource(history, "weight")
    for window in (None, Window(2.0, 7.0), Window(5.0, 10.0)):
        fresh = HistogramSource(history, "weight").over_time(0, 50, None, window)
        assert np.array_equal(source.over_time(0, 50, None, window).codes, fresh.codes)


def test_a_light_histogram_knows_how_long_its_moments_last():
    history = made(noise(40), planned=10, steps_per_epoch=4)
    frame = HistogramSource(history, "weight").over_time(0, 120, 3.0)
    light = frame.without_readouts().until_cursor()
    assert np.array_equal(light.codes, frame.until_cursor().codes)
