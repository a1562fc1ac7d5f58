"""The cells of a text table, however it was written: its encoding, separator and comment lines are found."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from vgdesk.budget import MEBIBYTE, Budget, Limits
from vgdesk.errors import DataError

Row: TypeAlias = tuple[int, list[str]]
"""Number of its line in the file, from 1, and its cells."""

_LIMITS = Limits(20 * MEBIBYTE, 3_000_000, "lines")
_SEPARATORS = "\t;|, "  # of equally good ones the first
_SNIFFED_ROWS = 20
_SNIFFED_LINES, _SNIFFED_CHARACTERS = 1000, 100_000
_EVEN_SHARE = 0.8
_COMMENTS = ("#", "%", "//")
_NUMBER_LIKE = re.compile(r"[+-]?[\d.,][\d.,'’\u00a0\u202f ]*(e[+-]?\d+)?|nan|na|\?|", re.IGNORECASE)
_NAMED_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_ENCODING_NAMES = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Latin-1"}


@dataclass(frozen=True)
class TableText:
    """A text, and how it is parted into cells.

    Attributes:
        lines: of the text, with their ends, neither blank ones nor comments among them.
        numbers: of those lines in the file, from 1.
        separator: of the cells; a blank for any number of blanks and tabs.
        comments: number of comment lines.
        heading: what the last comment line right above the first row says; empty without one.
        encoding: name of the encoding for people; empty for UTF-8.
    """

    lines: tuple[str, ...]
    numbers: Sequence[int]
    separator: str
    comments: int
    heading: str
    encoding: str

    def rows(self) -> Iterator[Row]:
        """Every row that is neither blank nor a comment, its cells without blanks around them."""
        return _part(self.lines, self.separator, self.numbers)

    def split(self, line: str) -> list[str]:
        """The cells of one line."""
        return next((cells for _, cells in _part((line,), self.separator, (1,))), [])


def table_budget() -> Budget:
    """What reading a table may cost."""
    return Budget(_LIMITS, lambda reason: DataError(f"{reason}; take fewer rows"))


def find_text(content: bytes, budget: Budget | None = None) -> TableText:
    """The text in the bytes of a file, and how it is parted.

    Args:
        content: of the file.
        budget: pays for the lines.

    Raises:
        DataError: it is no text, or too long.
    """
    text, encoding = _decode(content)
    (budget or table_budget()).spend(entries=max(text.count("\n"), text.count("\r")))
    lines = text.splitlines(keepends=True)
    named = _NAMED_SEPARATOR.fullmatch(lines[0]) if lines else None
    if named:
        lines[0] = "\n"
    kept, comments = _part_comments(lines)
    above = kept[0] - 1 if kept else -1
    heading = lines[above].lstrip().lstrip("#%/").strip() if above in comments else ""
    is_whole = len(kept) == len(lines)
    rows = tuple(lines) if is_whole else tuple(map(lines.__getitem__, kept))
    numbers = range(1, len(lines) + 1) if is_whole else tuple(place + 1 for place in kept)
    separator = (
        named[1] if named else _find_separator(tuple(row[:_SNIFFED_CHARACTERS] for row in rows[:_SNIFFED_LINES]))
    )
    return TableText(rows, numbers, separator, len(comments), heading, _ENCODING_NAMES.get(encoding, ""))


def _decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: by its mark, by its zeros, UTF-8, else the one of Western Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content[:2000]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, "cp1252" if encoding == "latin-1" else encoding
    raise DataError("is no text; save the table as CSV in UTF-8, or the arrays as .npz")


def _part(lines: tuple[str, ...], separator: str, numbers: Sequence[int]) -> Iterator[Row]:
    fed = (line.replace("\t", " ").strip() + "\n" for line in lines) if separator == " " else iter(lines)
    reader = csv.reader(fed, delimiter=separator, skipinitialspace=True)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield numbers[reader.line_num - 1], stripped


def _part_comments(lines: list[str]) -> tuple[list[int], list[int]]:
    """Places of the lines that hold cells, and of the comments; inside of quotes a line is neither blank nor one."""
    kept, comments, quotes = [], [], 0
    for place, line in enumerate(lines):
        if quotes % 2 == 0:
            if line.isspace():
                continue
            if line.lstrip().startswith(_COMMENTS):
                comments.append(place)
                continue
        quotes += line.count('"')
        kept.append(place)
    return kept, comments


def _find_separator(lines: tuple[str, ...]) -> str:
    """The one that parts the first rows evenly, and into the most cells that look like numbers; else the comma."""
    scores = {separator: _score(lines, separator) for separator in _SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    return best if scores[best] > 0 else ","


def _score(lines: tuple[str, ...], separator: str) -> float:
    """Share of cells like numbers, above 0, less for rows of other lengths; 0 where many are."""
    try:
        rows = [cells for _, cells in islice(_part(lines, separator, range(len(lines))), _SNIFFED_ROWS)]
    except csv.Error:  # a cell is too long: it has another separator
        return 0
    widths = Counter(map(len, rows))
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    if width < 2 or count < _EVEN_SHARE * len(rows):
        return 0
    cells = [cell for row in rows for cell in row if len(row) == width]
    share = sum(_NUMBER_LIKE.fullmatch(cell) is not None for cell in cells) / len(cells)
    return (0.01 + round(share, 2)) * (count / len(rows)) ** 2
