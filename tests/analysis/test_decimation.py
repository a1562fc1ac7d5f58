import numpy as np
import pytest

from vgdesk.analysis.decimation import MOST_POINTS, decimate, points_within
from vgdesk.analysis.window import Window


@pytest.mark.parametrize("count", [1, 2, 299, 300, 301, 3000, 100_003])
def test_decimation_keeps_ends_lowest_and_highest(count):
    x, y = np.arange(count, dtype=float), np.random.default_rng(count).normal(size=count)
    found_x, found_y = decimate(x, y)
    assert len(found_x) <= MOST_POINTS
    assert np.all(np.diff(found_x) > 0)
    assert (found_x[0], found_x[-1]) == (0, count - 1)
    assert (found_y.min(), found_y.max()) == (y.min(), y.max())
    assert np.array_equal(found_y, y[found_x.astype(int)])


def test_decimation_keeps_a_gap_a_gap():
    y = np.ones(6000)
    y[2000:4000] = np.nan
    x, found = decimate(np.arange(6000.0), y)
    assert np.isnan(found[(x > 2100) & (x < 3900)]).all()
    assert np.isfinite(found[(x < 1950) | (x > 4050)]).all()


@pytest.mark.parametrize(
    ("window", "seen"),
    [((2.0, 4.0), [1, 2, 3, 4]), ((2.5, 3.5), [2, 3, 4]), ((0.0, 9.0), list(range(10))), ((12.0, 15.0), [9])],
)
def test_a_window_keeps_a_point_beyond_each_end(window, seen):
    x = np.arange(10.0)
    assert x[points_within(x, Window(*window))].tolist() == seen


def test_a_window_of_nothing_is_empty():
    assert points_within(np.empty(0), Window(0.0, 1.0)) == slice(0, 1)
