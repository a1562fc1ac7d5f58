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
    words = "shrinks by 0.60 decades a layer towards the input, 3.0 over 6 layers (R² 0.99)"
    assert DepthRate(0.6, 0, 0.987, rows=6).text == words
    assert DepthRate(-1.5, 0, 1.0, "time step").text.startswith("grows by 1.5 decades a time step back in time")
    assert fit_depth_rate(np.zeros(3)).r_squared == 1


def test_level_is_what_hardly_changes_over_all_rows_together():
    assert DepthRate(0.023, 0, 1.0, "time step", rows=400).text.startswith("shrinks by 0.023 decades a time step")
    assert DepthRate(0.023, 0, 1.0, "time step", rows=400).decades == pytest.approx(9.2, abs=0.03)
    assert DepthRate(0.4, 0, 1.0, rows=2).is_level
    assert DepthRate(0.01, 0, 0.5, rows=11).text == "stays level: 0.10 decades over 11 layers"


def test_the_rate_in_few_words_is_counted_towards_the_input():
    assert DepthRate(0.55, 0, 1.0, rows=5).brief == "−0.55 decades a layer · −2.2 in all"
    assert DepthRate(-0.29, 0, 1.0).brief == "+0.29 decades a layer · +0.3 in all"
    assert DepthRate(0.023, 0, 1.0, "time step", rows=401).brief == "−0.023 decades a time step · −9.2 in all"
    assert DepthRate(0.0, 0, 1.0).brief == "0.000 decades a layer · 0.0 in all"
