import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgdesk.form.numbers import format_number, parse_number, step_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.001, "0.001"),
        (3.2e-5, "3.2e-5"),
        (1e-7, "1e-7"),
        (0.1, "0.1"),
        (1.0, "1"),
        (-0.5, "-0.5"),
        (1000, "1000"),
        (4294967295, "4294967295"),
        (1e20, "1e20"),
        (0.0, "0"),
    ],
)
def test_a_number_reads_as_people_write_it(value, text):
    assert format_number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_reads_back_as_the_same(value):
    assert parse_number(format_number(value), whole=False) == value


@pytest.mark.parametrize("text", ["abc", "", "nan", "inf", "1e999", "1,5", "1_000", "2.5.1", "0x10"])
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_no_number_stays_text(text, whole):
    assert parse_number(text, whole) == text


@pytest.mark.parametrize(("text", "number"), [("12", 12), (" 7 ", 7), ("1e3", 1000), ("-3", -3), ("2.0", 2)])
def test_whole_numbers_are_read_as_such(text, number):
    found = parse_number(text, whole=True)
    assert (found, type(found)) == (number, int)


def test_a_fraction_is_no_whole_number():
    assert parse_number("2.5", whole=True) == "2.5"


@pytest.mark.parametrize(
    ("value", "steps", "after"),
    [
        (0.001, 1, 0.0011),
        (0.001, -1, 0.0009),
        (0.1, 1, 0.11),
        (0.3, -1, 0.29),
        (0.0, 1, 0.01),
        (0.0, -1, -0.01),
        (1.0, 10, 2.0),
        (99.0, 1, 100.0),
        (-1.0, 1, -0.9),
    ],
)
def test_a_step_is_a_unit_of_the_second_digit(value, steps, after):
    assert step_number(value, steps, whole=False) == after


@given(st.floats(1e-12, 1e12), st.integers(-50, 50))
def test_steps_go_the_right_way_and_never_cross_zero(value, steps):
    after = step_number(value, steps, whole=False)
    assert after >= 0
    assert math.copysign(1, after - value) == math.copysign(1, steps) or steps == 0


def test_a_whole_number_steps_by_one():
    assert step_number(5, -3, whole=True) == 2
