import math

import pytest

from vgdesk.experiment.table_numbers import DecimalMarkError, describe_cell, find_decimal_mark, parse_number


@pytest.mark.parametrize(
    ("cells", "separator", "mark"),
    [
        (["1,5", "2,25"], ";", ","),
        (["1,000", "2,000"], ",", "."),
        (["1,000", "2,0"], ";", ","),
        (["0,567", "0,123"], ";", ","),
        (["1,234", "0.5"], ";", "."),
        (["1,234,567"], ";", "."),
        (["1.234.567", "12"], ";", ","),
        (["1.234,5", "2"], "\t", ","),
        (["1.5", "2"], ";", "."),
        ([], ";", "."),
    ],
)
def test_the_decimal_mark_is_the_one_under_which_all_numbers_make_sense(cells, separator, mark):
    assert find_decimal_mark(cells, separator) == mark


def test_numbers_that_mean_two_things_are_asked_about():
    with pytest.raises(DecimalMarkError, match=r"1,234, which may be 1234 or 1.234; say whether"):
        find_decimal_mark(["1,234", "5,678"], ";")
    assert [find_decimal_mark(["1,234"], ";", mark) for mark in ("point", "comma")] == [".", ","]


@pytest.mark.parametrize(
    ("cell", "decimal", "number"),
    [
        ("1,000", ".", 1000),
        ("-12,345.5", ".", -12345.5),
        ("1,00", ".", None),
        ("1.234,5", ",", 1234.5),
        ("1.5", ",", None),
        ("1 234 567,8", ",", 1234567.8),
        ("1’000", ".", 1000),
        ("1e3", ".", 1000),
        ("1e31", ".", None),
        ("inf", ".", None),
        ("red", ",", None),
    ],
)
def test_a_number_is_what_its_writer_meant_or_none(cell, decimal, number):
    assert parse_number(cell, decimal) == number


@pytest.mark.parametrize("cell", ["", "?", "NA", "n/a", "NaN", "null", "None", "-"])
def test_a_blank_is_no_number_and_no_fault(cell):
    assert math.isnan(parse_number(cell, "."))


def test_no_advice_would_make_another_number():
    assert "write it" not in describe_cell("1,00,000", ".")
    assert describe_cell("1.5", ",").endswith("the others have a decimal comma; write it with a comma")
