"""The bounds explain rounding and nothing else."""

import math

import numpy as np
import pytest

from tests.oracle.tolerance import assert_close, assert_measured, bound

TERMS = np.random.default_rng(0).normal(size=1000)
SCALE = np.abs(TERMS).sum()


def test_a_sum_in_any_order_and_type_is_explained():
    exact = math.fsum(TERMS)
    for dtype in (np.float32, np.float64):
        for order in (TERMS, TERMS[::-1], np.sort(TERMS), np.sort(TERMS)[::-1]):
            one_by_one = np.cumsum(order.astype(dtype))[-1]
            assert_close(one_by_one, exact, steps=len(TERMS), scale=SCALE)
            assert_close(order.astype(dtype).sum(), exact, steps=len(TERMS), scale=SCALE)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_wrong_sign_a_hundredth_and_a_dropped_term_are_not(dtype):
    exact = math.fsum(TERMS)
    for wrong in (-exact, 1.01 * exact, exact - TERMS[0], exact * 999 / 1000):
        with pytest.raises(AssertionError, match="rounding explains"):
            assert_close(dtype(wrong), exact, steps=len(TERMS) ** 0.5, scale=SCALE)
    with pytest.raises(AssertionError, match="rounding explains"):
        assert_measured(dtype(exact * (1 + 1e-6)), exact, terms=len(TERMS), size=SCALE)


def test_the_scale_is_that_of_the_terms_where_they_cancel():
    terms = np.concatenate([TERMS, -TERMS])
    assert_close(np.cumsum(terms)[-1], 0.0, steps=len(terms), scale=2 * SCALE)
    assert bound(2 * SCALE, len(terms)) < 1e-9
    with pytest.raises(AssertionError):
        assert_close(1e-9, 0.0, steps=len(terms), scale=2 * SCALE)


@pytest.mark.parametrize(
    ("ours", "wanted"),
    [
        ([1.0, math.nan], [1.0, 2.0]),
        ([1.0, 2.0], [1.0, math.nan]),
        ([math.inf], [-math.inf]),
        ([math.inf], [1e300]),
        ([1.0], [1.0, 1.0]),
        ([[1.0, 1.0]], [1.0, 1.0]),
    ],
)
def test_what_is_not_finite_or_of_another_shape_is_never_explained(ours, wanted):
    with pytest.raises(AssertionError):
        assert_close(np.array(ours), np.array(wanted), steps=1e9)


def test_the_smallest_numbers_are_off_by_no_more_than_the_smallest():
    smallest = np.finfo(np.float32).smallest_subnormal
    assert_close(smallest, 0.0, steps=1)
    with pytest.raises(AssertionError):
        assert_close(2 * smallest, 0.0, steps=1)
