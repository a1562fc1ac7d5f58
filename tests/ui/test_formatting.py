import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgdesk.ui.formatting import (
    format_bytes,
    format_count,
    format_duration,
    format_percent,
    format_power,
    format_scores,
    format_time_left,
    format_times,
    format_value,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.2e-5, "3.2e-5"),
        (1.4e-45, "1.4e-45"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.032, "0.032"),
        (0.693, "0.69"),
        (0.999, "1.0"),
        (1.0, "1.0"),
        (-12.34, "−12"),
        (-0.55, "−0.55"),
        (12345.0, "12345"),
        (1.5e6, "1.5e6"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_values_read_as_people_write_them(value, text):
    assert format_value(value) == text


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.floats(1.0, 9.999), st.integers(-45, 38))
def test_no_value_but_zero_reads_as_zero_and_every_text_gives_the_value_back(digits, exponent):
    value = digits * 10.0**exponent
    assert float(format_value(value, 3)) == pytest.approx(value, rel=0.005)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.964, "96.4 %"), (0.0, "0.0 %"), (1.0, "100.0 %"), (0.99999, "99.9 %"), (1e-9, "0.1 %"), (math.nan, "NaN")],
)
def test_a_share_never_claims_all_or_nothing_falsely(share, text):
    assert format_percent(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.42, "0.4 s"), (12.4, "12 s"), (59.6, "1 min"), (80, "1 min 20 s"), (3599.9, "1 h"), (7500, "2 h 5 min")],
)
def test_durations_use_two_units_at_most(seconds, text):
    assert format_duration(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(80.9, "1 min 20 s left"), (4.4, "4 s left"), (0.3, "less than 1 s left"), (12.6, "15 s left"), (math.inf, "")],
)
def test_time_left_moves_in_calm_steps(seconds, text):
    assert format_time_left(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1500, "1.5 kB"),
        (999_960, "1.0 MB"),
        (230_000_000, "230 MB"),
        (5 * 10**15, "5000 TB"),
    ],
)
def test_sizes_grow_by_thousands(count, text):
    assert format_bytes(count) == text


@pytest.mark.parametrize(("ratio", "text"), [(152.3, "×152"), (1.5, "×1.50"), (2e6, "×10⁶"), (math.inf, "×∞")])
def test_ratios_say_how_many_times(ratio, text):
    assert format_times(ratio) == text


@pytest.mark.parametrize(
    ("scores", "text"),
    [
        ((0.25, 0.5, 0.75), "loss 0.250   accuracy 50.0 %   test 75.0 %"),
        ((1e-7, 1.0), "loss 1.00e-7   accuracy 100.0 %"),
        ((0.25, math.nan, math.nan), "loss 0.250"),
        ((math.nan, 0.5), "loss NaN   accuracy 50.0 %"),
    ],
)
def test_scores_that_there_are_not_are_left_out(scores, text):
    assert format_scores(*scores) == text


def test_thousands_are_set_apart_from_five_digits_on():
    assert [format_count(count) for count in (3200, 100_000, -50)] == ["3200", "100\u2009000", "−50"]


def test_powers_have_superscripts():
    assert format_power(-3) == "10⁻³"
