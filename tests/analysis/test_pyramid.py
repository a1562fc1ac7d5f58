import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgdesk.analysis.keys import MISSING, NAN, encode
from vgdesk.analysis.pyramid import BLOCKS_PER_COLUMN, MaxPyramid


def filled(values, batches):
    pyramid = MaxPyramid(values.shape[1])
    for part in np.array_split(encode(values), batches):
        pyramid.append(part)
    return pyramid


def even_ranges(samples, columns):
    edges = np.arange(columns + 1) * samples // columns
    return edges[:-1], edges[1:]


def noise(samples, layers=3):
    return 10.0 ** np.random.default_rng(samples).normal(-3, 2, (samples, layers))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.integers(1, 40), st.integers(1, 30))
def test_narrow_columns_equal_the_slow_maximum(samples, batches, columns):
    values = noise(samples)
    columns = max(columns, -(-samples // (2 * BLOCKS_PER_COLUMN - 1)))
    starts, ends = even_ranges(samples, min(columns, samples))
    slow = [encode(values)[start:end].max(axis=0) for start, end in zip(starts, ends, strict=True)]
    assert np.array_equal(filled(values, batches).maxima(starts, ends, samples / len(starts)), slow)


@pytest.mark.parametrize("columns", [1, 7, 50, 333])
def test_wide_columns_equal_the_slow_maximum_of_bounds_rounded_to_an_eighth(columns):
    samples = 20_011
    values, (starts, ends) = noise(samples), even_ranges(samples, columns)
    found = filled(values, 100).maxima(starts, ends, samples / columns)
    slack = -(-(samples // columns) // BLOCKS_PER_COLUMN)
    for column, (start, end) in enumerate(zip(starts, ends, strict=True)):
        inner = encode(values)[start + slack : end - slack].max(axis=0)
        outer = encode(values)[max(start - slack, 0) : end + slack].max(axis=0)
        assert np.all(inner <= found[column])
        assert np.all(found[column] <= outer)


@pytest.mark.parametrize("place", [0, 1, 2499, 4999])
@pytest.mark.parametrize("burst", [1e9, np.nan])
def test_one_odd_sample_stays_visible_at_every_zoom(place, burst):
    values = noise(5000)
    values[place, 1] = burst
    pyramid = filled(values, 9)
    for columns in (1, 3, 64, 1000, 5000):
        found = pyramid.maxima(*even_ranges(5000, columns), 5000 / columns)
        assert np.count_nonzero(found[:, 1] == encode(np.array([burst]))[0]) == 1, columns


def test_growing_by_single_samples_gives_what_one_append_gives():
    values = noise(1000)
    ranges = even_ranges(1000, 13)
    assert np.array_equal(filled(values, 1000).maxima(*ranges, 77), filled(values, 1).maxima(*ranges, 77))


def test_nan_outweighs_infinity():
    values = np.array([[np.inf], [np.nan], [1.0]])
    assert filled(values, 3).maxima(np.array([0]), np.array([3]), 3)[0, 0] == NAN


def test_an_empty_range_is_missing():
    pyramid = filled(noise(5), 1)
    assert pyramid.maxima(np.array([0, 2]), np.array([2, 2]), 2)[1].tolist() == [MISSING] * 3
    assert MaxPyramid(2).maxima(np.array([0]), np.array([0]), 1).tolist() == [[MISSING] * 2]
