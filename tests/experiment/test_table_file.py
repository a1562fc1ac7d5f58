import numpy as np
import pytest

from tests.pairwise import cover_pairs
from vgdesk.budget import Limits
from vgdesk.errors import DataError
from vgdesk.experiment import table_columns, table_text
from vgdesk.experiment.table_file import TableChoices, TableError, read_table
from vgdesk.experiment.table_roles import LabelColumnError

ROWS = [(i / 2, -i, ("red", "green", "blue")[i % 3]) for i in range(12)]


def write(folder, lines, *, encoding="utf-8", end="\n"):
    path = folder / "table.csv"
    path.write_bytes(end.join(lines).encode(encoding))
    return path


def lines_of(rows, separator=",", header=("a", "b", "colour")):
    return [separator.join(map(str, row)) for row in ([header] if header else []) + list(rows)]


def assert_is_the_table(table):
    assert np.array_equal(table.numbers, [row[:2] for row in ROWS])
    assert table.classes == ("blue", "green", "red")
    assert [table.classes[label] for label in table.labels] == [row[2] for row in ROWS]
    assert (table.facts.rows, table.facts.columns) == (12, 2)
    assert (table.numbers.dtype, table.labels.dtype) == (np.float64, np.int64)


@pytest.mark.parametrize(
    ("separator", "end", "encoding"),
    [case.values() for case in cover_pairs(a=[",", ";", "\t", ", "], b=["\n", "\r\n"], c=["utf-8", "utf-8-sig"])],
)
def test_a_table_is_read_however_it_was_written(tmp_path, separator, end, encoding):
    table = read_table(write(tmp_path, lines_of(ROWS, separator), encoding=encoding, end=end))
    assert_is_the_table(table)
    assert table.columns == ("a", "b")


def test_a_table_without_names_numbers_its_columns(tmp_path):
    table = read_table(write(tmp_path, lines_of(ROWS, header=None)))
    assert_is_the_table(table)
    assert table.columns == ("column 1", "column 2")


@pytest.mark.parametrize("label", ["colour", "1"])
def test_the_labels_stand_in_the_column_named(tmp_path, label):
    rows = [(colour, one, other) for one, other, colour in ROWS]
    table = read_table(write(tmp_path, lines_of(rows, header=("colour", "a", "b"))), TableChoices(label))
    assert_is_the_table(table)


def test_quotes_blank_lines_and_spaces_are_no_trouble(tmp_path):
    lines = ['"a, in m";"b";"colour of ""it"""', *lines_of(ROWS, " ; ", header=None), "", " ; ; ", ""]
    lines[3] = '"1.0";-2;"blue"'
    table = read_table(write(tmp_path, lines))
    assert_is_the_table(table)
    assert table.columns == ("a, in m", "b")


def test_whole_numbers_are_labels_in_their_order(tmp_path):
    labels = ["10", "9", "-1", "9.0"] * 3
    table = read_table(write(tmp_path, [f"{i},{label}" for i, label in enumerate(labels)]))
    assert table.classes == ("-1", "9", "10")
    assert table.labels.tolist() == [2, 1, 0, 1] * 3


def test_a_long_file_is_read_in_parts_as_in_one(tmp_path, monkeypatch):
    path = write(tmp_path, lines_of(ROWS))
    monkeypatch.setattr(table_columns, "_PARSED_ROWS", 5)
    assert_is_the_table(read_table(path))


def replaced(row, text):
    """The table with the text in place of a row; row 1 is the header."""
    lines = lines_of(ROWS)
    lines[row - 1] = text
    return lines


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "is empty"),
        (["", " "], "is empty"),
        (["a"] * 20, "has one column"),
        (["1", "2"] * 10, "has one column"),
        (lines_of([]), "has 0 rows to learn from; it needs at least 2"),
        (replaced(5, "1,2"), "row 5 has 2 cells, and the first row has 3; correct it"),
        (replaced(13, "1,2,red,4"), "row 13 has 4 cells"),
        (replaced(4, "1,two,red"), "row 4, column 'b' is 'two', which is no number"),
        (replaced(9, "-inf,2,red"), "row 9, column 'a' is -inf"),
        (replaced(9, "1e31,2,red"), "row 9, column 'a' is 1e31; numbers should be finite, 1e+30 at most"),
        (
            replaced(9, '"1,5",2,red'),
            "row 9, column 'a' is '1,5', and the others have a decimal point; write it with a point",
        ),
        (replaced(9, f"{'x' * 500},2,red"), "x" * 40 + "...', which is no number"),
        ([f"{i},yes" for i in range(20)], "has one class only, 'yes'"),
        ([f"{i},no{i}" for i in range(200)], "has 200 different labels"),
        (['"a,b', *lines_of(ROWS)], "has one column"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_broken_table_is_refused_by_its_row(tmp_path, lines, words):
    path = write(tmp_path, lines)
    with pytest.raises(DataError) as caught:
        read_table(path)
    assert str(caught.value).startswith(f"{path} ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rows_are_counted_as_an_editor_counts_them(tmp_path):
    lines = ['"a\nb",c,d', "", *lines_of(ROWS, header=None), "x,1,red"]
    with pytest.raises(DataError, match="row 16, column"):
        read_table(write(tmp_path, lines))


@pytest.mark.parametrize("label", ["weight", "0", "4", "-1", "1.0", "COLOUR"])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path, label):
    with pytest.raises(
        LabelColumnError, match=f"no column '{label}'; take one of a, b, colour, or a number from 1 to 3"
    ):
        read_table(write(tmp_path, lines_of(ROWS)), TableChoices(label))


def test_a_name_of_two_columns_is_refused(tmp_path):
    with pytest.raises(LabelColumnError, match="more than one column 'a'; give its number instead, from 1 to 3"):
        read_table(write(tmp_path, lines_of(ROWS, header=("a", "a", "b"))), TableChoices("a"))


def test_of_many_columns_some_are_named(tmp_path):
    names = [f"c{i}" for i in range(50)]
    with pytest.raises(LabelColumnError, match=r"c8, c9 \.\.\., or a number from 1 to 50"):
        read_table(write(tmp_path, [",".join(names), *[",".join(["1"] * 50)] * 20]), TableChoices("none"))


def test_a_file_that_is_too_large_is_refused_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(table_text, "_LIMITS", Limits(2**20))
    path = write(tmp_path, ["1,2"] * 300_000)
    with pytest.raises(DataError, match="holds more than 1 MiB, the most that is read; take fewer rows"):
        read_table(path)


def test_a_cell_too_long_for_a_csv_is_refused(tmp_path):
    with pytest.raises(DataError, match="is no CSV: field larger"):
        read_table(write(tmp_path, ['"' + "x" * 200_000 + '",1']))


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path, name):
    with pytest.raises(DataError, match="cannot be read"):
        read_table(tmp_path / name)


def test_the_last_column_can_be_named_by_its_number(tmp_path):
    file = write(tmp_path, lines_of(ROWS))
    assert read_table(file, TableChoices("3")).columns == read_table(file).columns


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    lines = lines_of(ROWS)
    lines[2], lines[4], lines[6] = "1,two,red", "1,2", "inf,2,red"
    with pytest.raises(TableError) as caught:
        read_table(write(tmp_path, lines))
    assert [fault.split(" ", 1)[1][:5] if "csv" in fault else fault[:5] for fault in caught.value.faults] == [
        "row 5",
        "row 7",
        "row 3",
    ]


def test_of_many_faults_some_are_told_and_the_others_counted(tmp_path):
    lines = [f"{i},{i},red" for i in range(100)] + ["1,2"] * 40 + ["1,2,blue"]
    with pytest.raises(TableError, match="and there are 28 more faults of this kind") as caught:
        read_table(write(tmp_path, lines))
    assert len(caught.value.faults) == 13


@pytest.mark.parametrize(
    ("missing", "rows", "note"),
    [
        ("leave_out", 10, "2 rows are left out, where b is blank"),
        ("median", 12, "2 blanks of b are filled with the median, -6.5"),
    ],
)
def test_blanks_leave_rows_out_or_are_filled_as_the_user_says(tmp_path, missing, rows, note):
    lines = lines_of(ROWS)
    lines[3], lines[5] = "1,?,red", "2,NaN,blue"
    table = read_table(write(tmp_path, lines), TableChoices(missing=missing))
    assert len(table.numbers) == len(table.labels) == rows
    assert note in table.facts.notes
    if missing == "median":
        assert table.numbers[2, 1] == np.median([row[1] for i, row in enumerate(ROWS) if i not in (2, 4)])


def test_texts_become_columns_of_0_and_1_and_many_texts_are_left_out(tmp_path):
    lines = ["a,town,name,y"] + [f"{i / 3},{('x', 'y')[i % 2]},person {i},{i % 3}" for i in range(12)]
    table = read_table(write(tmp_path, lines))
    assert table.columns == ("a", "town = x", "town = y")
    assert np.array_equal(table.numbers[:, 1], [1, 0] * 6)
    assert "name is left out: 12 different texts" in table.facts.notes
    assert [column.role for column in table.facts.described] == ["number", "one_hot", "leave_out", "label"]


def test_a_column_that_numbers_the_rows_is_left_out_and_can_be_put_back(tmp_path):
    path = write(tmp_path, ["Id,a,y", *[f"{i + 1},{i % 5 / 2},{i % 2}" for i in range(12)]])
    assert read_table(path).columns == ("a",)
    assert read_table(path, TableChoices(roles=(("Id", "number"),))).columns == ("Id", "a")


def test_several_columns_of_numbers_can_be_learned(tmp_path):
    path = write(tmp_path, ["a,u,v", *[f"{i % 5 / 2},{i / 2},{-i}" for i in range(12)]])
    table = read_table(path, TableChoices(roles=(("u", "target"), ("v", "target"))))
    assert (table.columns, table.classes, table.facts.targets) == (("a",), (), ("u", "v"))
    assert np.array_equal(table.labels, [(i / 2, -i) for i in range(12)])


@pytest.mark.parametrize(
    ("last", "learned", "classes"),
    [("{i} / 4", "guess", 0), ("{i} % 3", "guess", 3), ("{i} % 3", "numbers", 0), ("{i} * 7", "guess", 0)],
)
def test_fractions_and_many_whole_numbers_are_learned_as_numbers(tmp_path, last, learned, classes):
    rows = [f"{i % 5 / 2},{eval(last.format(i=i))}" for i in range(120)]
    assert len(read_table(write(tmp_path, rows), TableChoices(learned=learned)).classes) == classes


def test_fractions_are_no_classes(tmp_path):
    with pytest.raises(DataError, match=r"has the label 0.25 in 'column 2'; classes are whole numbers or text"):
        read_table(write(tmp_path, [f"1,{i / 4}" for i in range(20)]), TableChoices(learned="classes"))


def test_the_four_rows_of_a_truth_table_are_a_data_set(tmp_path):
    assert len(read_table(write(tmp_path, ["x1,x2,y", "0,0,0", "0,1,1", "1,0,1", "1,1,0"])).labels) == 4


def test_too_few_rows_without_blanks_say_the_way_out(tmp_path):
    lines = ["a,b,y", *[f"{i},,{i % 2}" for i in range(9)], "2,3,1"]
    with pytest.raises(DataError, match=r"has 1 row to learn from.*fill them with the median"):
        read_table(write(tmp_path, lines))
