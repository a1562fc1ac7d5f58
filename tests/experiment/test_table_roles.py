import pytest

from tests.experiment.test_table_columns import column
from vgdesk.experiment.table_roles import describe_values, find_learned, find_role

WHOLE, FRACTIONS, FEW = [str(i * 7 % 131) for i in range(130)], [f"{i / 7}" for i in range(130)], ["1", "2", "3"] * 44


@pytest.mark.parametrize(
    ("columns", "place", "why"),
    [
        ([("a", FRACTIONS), ("b", FEW[:130])], 1, "the last column"),
        ([("class", FEW[:130]), ("a", FRACTIONS), ("b", FEW[:130])], 0, "by its name"),
        ([("", FEW[:130]), ("", FRACTIONS), ("", WHOLE)], 0, "it has few different values"),
        ([("a", FEW[:130]), ("b", FRACTIONS), ("c", FRACTIONS)], 2, "the last column"),
    ],
)
def test_what_is_learned_is_guessed_with_its_reason(columns, place, why):
    made = [column(name, cells, number) for number, (name, cells) in enumerate(columns, start=1)]
    assert find_learned(made, "", {}) == ([place], why)


def test_a_column_alone_is_learned_from_though_it_counts():
    counting = column("id", [str(i) for i in range(9)])
    assert find_role(counting, None, others=False)[0] == "number"
    assert find_role(counting, None, others=True) == ("leave_out", "it numbers the rows")
    assert find_role(column("a", ["", "?", ""]), None, others=True) == ("leave_out", "it is blank")


def test_values_are_told_as_range_or_list():
    assert describe_values(column("a", ["1", "", "-2.5"])) == "-2.5 … 1"
    assert describe_values(column("a", ["x", "y", "x"])) == "x, y"
