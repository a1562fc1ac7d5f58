import math

import numpy as np
import pytest

from vgdesk.analysis.depth_rate import DepthRate, fit_depth_rate


def test_the_line_is_that_of_numpy():
    y = np.random.default_rng(0).normal(size=30)
    slope, start = np.polyfit(np.arange(30), y, 1)
    rate = fit_depth_rate(y)
    assert (rate.slope, rate.start) == pytest.approx((slope, start))
    assert rate.r_squared == pytest.approx(np.corrcoef(np.arange(30), y)[0, 1] ** 2)


def test_rows_without_a_number_are_left_out_but_keep_their_place():
    y = np.array([-4.0, -np.inf, np.nan, -2.5, -2.0])
    assert fit_depth_rate(y).slope == pytest.approx(0.5)
    assert fit_depth_rate(y).start == pytest.approx(-4.0)


@pytest.mark.parametrize("y", [[], [1.0], [np.nan, -np.inf, 2.0]])
def test_a_line_needs_two_numbers(y):
    assert fit_depth_rate(np.array(y)) is None


def test_the_rate_in_words():
    words = "shrinks by 0.60 decades a layer towards the input, a factor 1000 in 5.0 layers (R² 0.99)"
    assert DepthRate(0.6, 0, 0.987).text == words
    assert DepthRate(-1.5, 0, 1.0, "time step").text.startswith("grows by 1.5 decades a time step back in time")
    assert DepthRate(0.01, 0, 0.5).text == "stays level: 0.010 decades a layer"
    assert fit_depth_rate(np.zeros(3)).rows_to_thousandth == math.inf
    assert fit_depth_rate(np.zeros(3)).r_squared == 1


def test_the_rate_in_few_words_is_counted_towards_the_input():
    assert DepthRate(0.55, 0, 1.0).brief == "−0.55 decades a layer · ×1000 in 5.5 layers"
    assert DepthRate(-0.29, 0, 1.0).brief == "+0.29 decades a layer"
    assert DepthRate(0.1, 0, 1.0, "time step").brief == "−0.10 decades a time step"
