import numpy as np
import pytest

from tests.analysis.made_runs import add_samples, made_history
from vgdesk.analysis import codes
from vgdesk.analysis.codes import code_table
from vgdesk.analysis.keys import encode
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.measures import Scale
from vgdesk.pictures.heatmap import HeatmapSource

LOG = Limits(Scale.LOG, -6.0, 0.0)


def noise(samples, layers=3):
    return (10.0 ** np.random.default_rng(samples).normal(-3, 1, (samples, layers))).astype(np.float32)


def source_of(values, measure="mean_abs", **given):
    return HeatmapSource(made_history(values, **given), "gradient", measure)


def test_a_column_a_sample_is_the_plain_lookup():
    values = noise(40)
    frame = source_of(values).frame(LOG, None, 40, None)
    assert np.array_equal(frame.codes, code_table(LOG)[encode(values)].T)


def test_many_columns_repeat_each_sample_without_a_gap():
    values = noise(40)
    frame = source_of(values).frame(LOG, None, 400, None)
    assert np.array_equal(frame.codes, np.repeat(code_table(LOG)[encode(values)].T, 10, axis=1))


def test_few_columns_show_the_largest_of_their_samples():
    values = noise(400)
    frame = source_of(values).frame(LOG, None, 50, None)
    largest = encode(values).reshape(50, 8, 3).max(axis=1)
    assert np.array_equal(frame.codes, code_table(LOG)[largest].T)


@pytest.mark.parametrize("columns", [7, 60, 100, 777])
def test_growing_sample_by_sample_ends_at_the_picture_of_the_whole(columns):
    values = noise(100)
    history = made_history(values[:1], planned=99)
    source = HeatmapSource(history, "gradient", "mean_abs")
    for sample in range(1, 100):
        source.frame(LOG, None, columns, None)
        add_samples(history, values[sample : sample + 1])
    whole = source_of(values, planned=99).frame(LOG, None, columns, None)
    assert np.array_equal(source.frame(LOG, None, columns, None).codes, whole.codes)


def test_growing_in_uneven_batches_ends_at_the_picture_of_the_whole():
    values, random = noise(20_000, 2), np.random.default_rng(5)
    history = made_history(values[:1], planned=20_012)
    source = HeatmapSource(history, "gradient", "mean_abs")
    while history.sample_count < 20_000:
        source.frame(LOG, None, 613, None)
        first = history.sample_count
        add_samples(history, values[first : first + random.integers(1, 90)])
    whole = source_of(values, planned=20_012).frame(LOG, None, 613, None)
    assert np.array_equal(source.frame(LOG, None, 613, None).codes, whole.codes)


def test_a_live_run_fills_from_the_left_over_the_planned_total():
    frame = source_of(noise(25), planned=99).frame(LOG, None, 100, None)
    assert frame.window == frame.whole == Window(0.0, 100.0)
    assert np.all(frame.codes[:, :25] != codes.MISSING)
    assert np.all(frame.codes[:, 25:] == codes.MISSING)


def test_a_window_shows_its_stretch():
    values = noise(100)
    frame = source_of(values).frame(LOG, Window(20.0, 30.0), 10, None)
    assert np.array_equal(frame.codes, code_table(LOG)[encode(values[20:30])].T)


@pytest.mark.parametrize("columns", [1, 10, 300])
@pytest.mark.parametrize(("burst", "code"), [(np.nan, codes.NAN), (np.inf, codes.INFINITE), (1e9, codes.ABOVE)])
def test_one_odd_sample_among_thousands_is_on_the_picture(columns, burst, code):
    values = noise(3000)
    values[1234, 1] = burst
    frame = source_of(values).frame(Limits(Scale.LOG, -9.0, 3.0), None, columns, None)
    assert np.count_nonzero(frame.codes == code) == 1
    assert frame.specials.nan + frame.specials.infinite + frame.specials.above == 1


def test_the_cursor_stands_in_the_middle_of_its_cell_and_is_found_there():
    frame = source_of(noise(100)).frame(LOG, None, 500, 63)
    assert frame.cursor == 63
    assert frame.cursor_position == pytest.approx(0.635)
    assert frame.sample_at(frame.cursor_position) == 63


def test_without_a_cursor_the_newest_sample_is_looked_at():
    assert source_of(noise(30), planned=99).frame(LOG, None, 50, None).cursor == 29


def test_every_place_leads_to_the_sample_drawn_there():
    values = noise(50)
    frame = source_of(values).frame(LOG, None, 500, None)
    table = code_table(LOG)
    for column in range(500):
        sample = frame.sample_at((column + 0.5) / 500)
        assert frame.codes[1, column] == table[encode(values[sample : sample + 1, 1])][0]


def test_a_readout_is_the_exact_signed_value():
    values = -noise(10)
    frame = source_of(values, "mean").frame(LOG, None, 10, None)
    assert frame.value(2, 4) == float(values[4, 2])


def test_a_layer_without_the_measure_stays_empty():
    frame = source_of(noise(10), bare_layers=(1,)).frame(LOG, None, 10, None)
    assert np.all(frame.codes[1] == codes.MISSING)
    assert frame.value(1, 0) is None
    assert np.all(frame.codes[[0, 2]] != codes.MISSING)


def test_signed_means_are_drawn_on_a_linear_scale():
    values = np.array([[-1.0, 1.0], [0.5, -0.5]])
    source = source_of(values, "mean")
    limits = source.limits()
    frame = source.frame(limits, None, 2, None)
    assert limits.is_signed
    assert frame.codes[0, 0] < frame.codes[1, 1] < frame.codes[0, 1] < frame.codes[1, 0]


def test_an_empty_run_gives_an_empty_picture():
    frame = source_of(np.empty((0, 3)), planned=10).frame(LOG, None, 20, None)
    assert np.all(frame.codes == codes.MISSING)
    assert frame.cursor is None
    assert frame.sample_at(0.5) is None


def test_time_ticks_stand_under_the_middle_of_their_cells():
    frame = source_of(noise(101)).frame(LOG, None, 505, None)
    assert [tick.label for tick in frame.time_ticks] == ["0", "20", "40", "60", "80", "100"]
    assert frame.time_ticks[1].position == pytest.approx(20.5 / 101)


def test_frames_are_read_only_and_keep_what_they_showed():
    history = made_history(noise(5), planned=9)
    source = HeatmapSource(history, "gradient", "mean_abs")
    first = source.frame(LOG, None, 10, None)
    kept = first.codes.copy()
    add_samples(history, noise(3))
    source.frame(LOG, None, 10, None)
    assert np.array_equal(first.codes, kept)
    assert not first.codes.flags.writeable


def test_unknown_measures_are_refused():
    with pytest.raises(KeyError):
        source_of(noise(3), "median")


def test_other_limits_give_other_shades():
    values, wide = noise(40), Limits(Scale.LOG, -12.0, 0.0)
    source = source_of(values)
    for limits in (LOG, wide, LOG):
        assert np.array_equal(source.frame(limits, None, 40, None).codes, code_table(limits)[encode(values)].T)
