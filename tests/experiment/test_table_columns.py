import pytest

from vgdesk.experiment.table_columns import gather_columns


def column(name, cells, number=1):
    names = [""] * (number - 1) + [name]
    rows = ((line, [""] * (number - 1) + [cell]) for line, cell in enumerate(cells, start=2))
    return gather_columns(names, rows, ".")[0][-1]


@pytest.mark.parametrize(
    ("name", "first", "number", "is_id"),
    [
        ("Id", 1, 1, True),
        ("PassengerId", 892, 4, True),
        ("row_id", 0, 1, True),
        ("", 0, 1, True),
        ("", 1, 2, False),
        ("", 5, 1, False),
        ("Unnamed: 0", 0, 1, True),
        ("width", 1, 1, False),
        ("humid", 1, 1, False),
        ("valid", 1, 1, False),
    ],
)
def test_a_column_is_an_id_by_its_name_or_as_a_first_one_without(name, first, number, is_id):
    assert column(name, [str(first + i) for i in range(8)], number).is_id == is_id


def test_an_id_repeats_nothing():
    assert not column("id", ["1", "2", "3", "4", "4", "5"]).is_id


def test_texts_between_numbers_are_counted_and_kept():
    cells = ["1.0"] * 1500 + ["x"] + ["2"] * 10 + ["y", "?"]
    found = column("a", cells)
    assert (found.bad, found.blanks, found.is_numeric) == (2, 1, True)
    assert [fault[0] for fault in found.faults] == [1502, 1513]
    assert found.values == ["1"] * 1500 + ["x"] + ["2"] * 10 + ["y", ""]
