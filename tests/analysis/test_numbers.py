import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgdesk.analysis.numbers import format_count, format_percent, format_scores, format_value


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
