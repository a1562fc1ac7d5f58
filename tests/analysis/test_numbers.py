import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vgdesk.analysis.numbers import (
    format_count,
    format_percent,
    format_scores,
    format_value,
    power_of_ten,
    write_powers,
)

PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.2e-5, "3.2·10⁻⁵"),
        (1.4e-45, "1.4·10⁻⁴⁵"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.032, "0.032"),
        (0.693, "0.69"),
        (0.999, "1.0"),
        (1.0, "1.0"),
        (-12.34, "−12"),
        (-0.55, "−0.55"),
        (12345.0, "12345"),
        (1.5e6, "1.5·10⁶"),
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
    mantissa, _, power = format_value(value, 3).partition("·10")
    read = float(mantissa) * 10.0 ** int(power.translate(PLAIN) or "0")
    assert read == pytest.approx(value, rel=0.005)


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
        ((1e-7, 1.0), "loss 1.00·10⁻⁷   accuracy 100.0 %"),
        ((0.25, math.nan, math.nan), "loss 0.250"),
        ((math.nan, 0.5), "loss NaN   accuracy 50.0 %"),
    ],
)
def test_scores_that_there_are_not_are_left_out(scores, text):
    assert format_scores(*scores) == text


def test_powers_of_ten_are_written_with_superscripts():
    assert [power_of_ten(exponent) for exponent in (-45, -1, 0, 12)] == ["10⁻⁴⁵", "10⁻¹", "10⁰", "10¹²"]
    assert format_value(-1e-5, 1) == "−10⁻⁵"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("at most 1e-13 of it", "at most 10⁻¹³ of it"),
        ("2.5e+6 or 3E7", "2.5·10⁶ or 3·10⁷"),
        ("circles-1e2 and 0x1e5 and 1.5", "circles-10² and 0x1e5 and 1.5"),
    ],
)
def test_numbers_typed_with_an_exponent_are_written_as_all_others(typed, written):
    assert write_powers(typed) == written


def test_thousands_are_set_apart_from_five_digits_on():
    assert [format_count(count) for count in (3200, 100_000, -50)] == ["3200", "100\u2009000", "−50"]
