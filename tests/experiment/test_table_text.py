import random
from itertools import product

import numpy as np
import pytest

from tests.cost import count_lines
from vgdesk.errors import DataError
from vgdesk.experiment.table_file import read_table
from vgdesk.experiment.table_text import find_text

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


def write_number(number: float, decimal: str, groups: str) -> str:
    """A number with two places, its thousands parted."""
    return f"{number:,.2f}".replace(",", "g").replace(".", decimal).replace("g", groups)


@pytest.mark.parametrize(("encoding", "separator"), list(product(ENCODINGS, ",;\t| ")))
def test_a_table_in_any_dialect_gives_the_numbers_that_were_written(tmp_path, encoding, separator):
    draw = random.Random(f"{encoding}{separator}")
    for _ in range(8):
        decimal, groups = draw.choice([(".", ""), (".", ","), (",", ""), (",", "."), (".", "’"), (",", "\u00a0")])
        numbers = [[round(draw.uniform(-3000, 3000), 2) for _ in range(3)] for _ in range(14)]
        labels = [draw.choice("äöü") for _ in numbers[2:]] + ["ä", "ö"]
        header, comments, quoted, blank = (draw.random() < 0.5 for _ in range(4))
        quote = '"{}"' if quoted or separator in (decimal, groups, " ") else "{}"
        rows = [
            [*(write_number(n, decimal, groups) for n in row), label]
            for row, label in zip(numbers, labels, strict=True)
        ]
        lines = [separator.join(quote.format(cell) for cell in row) for row in rows]
        lines = ["# made by hand; 1,2"] * comments + [separator.join(("size", "b_b", "c", "kind"))] * header + lines
        lines[2:2] = [""] * blank
        path = tmp_path / "table.csv"
        path.write_bytes(draw.choice(["\n", "\r\n"]).join(lines).encode(encoding))
        table = read_table(path)
        assert np.array_equal(table.numbers, numbers), (decimal, groups, lines)
        assert [table.classes[label] for label in table.labels] == labels
        assert table.columns == (("size", "b_b", "c") if header else ("column 1", "column 2", "column 3"))


def test_blanks_and_tabs_of_any_number_part_cells():
    text = find_text(b"  1   2\tred \n 3 4   blue\n")
    assert [cells for _, cells in text.rows()] == [["1", "2", "red"], ["3", "4", "blue"]]


def test_a_first_line_can_name_the_separator():
    assert [cells for _, cells in find_text(b"sep=:\n1:2\n3:4\n").rows()] == [["1", "2"], ["3", "4"]]


def test_a_comment_sign_inside_of_quotes_is_text():
    rows = list(find_text(b'a,b\n"x\n# y",1\n# no\nz,2\n').rows())
    assert rows == [(1, ["a", "b"]), (3, ["x\n# y", "1"]), (5, ["z", "2"])]


def test_bytes_that_are_no_text_are_refused_with_a_way_out():
    with pytest.raises(DataError, match=r"is no text; save the table as CSV in UTF-8, or the arrays as .npz"):
        find_text(b"\x89PNG\0\0\0\x01\0\0\0\0")


@pytest.mark.parametrize("line", ["\n", "#\n", "\r", '"\n', "1,2\n", ",\n", "a;b,c\t1 2\n"])
def test_twice_the_lines_cost_twice_as_much(line):
    def read(count: int) -> int:
        content = ("a,b,c\n" + line * count).encode()
        return count_lines(lambda: list(find_text(content).rows()))

    read(10)
    costs = [read(count) for count in (5000, 10_000)]
    assert costs[1] < 2.1 * costs[0]
    assert costs[0] < 5000 * 16 + 20_000


def test_more_lines_than_any_table_has_are_refused_before_they_are_parted():
    with pytest.raises(DataError, match="has more than 3,000,000 lines, the most that is read; take fewer rows"):
        find_text(b"\n" * 3_000_001)


def test_a_row_longer_than_a_cell_may_be_is_parted():
    rows = list(find_text((",".join(["1"] * 100_000) + "\n").encode() * 2).rows())
    assert [len(cells) for _, cells in rows] == [100_000, 100_000]


def test_blank_lines_count():
    text = find_text(b"\n# no\n\na,b\n \n\n1,2\n")
    assert list(text.rows()) == [(4, ["a", "b"]), (7, ["1", "2"])]
    assert text.heading == ""
