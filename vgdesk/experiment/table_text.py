"""The cells of a text table, however it was written: its encoding, separator and comment lines are found."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from vgdesk.errors import DataError

Row: TypeAlias = tuple[int, list[str]]
"""Number of its line in the file, from 1, and its cells."""

_SEPARATORS = "\t;|, "  # of equally good ones the first
_SNIFFED_ROWS = 20
_EVEN_SHARE = 0.8
_COMMENTS = ("#", "%", "//")
_NUMBER_LIKE = re.compile(r"[+-]?[\d.,][\d.,'’\u00a0\u202f ]*(e[+-]?\d+)?|nan|na|\?|", re.IGNORECASE)
_NAMED_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_ENCODING_NAMES = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Latin-1"}


@dataclass(frozen=True)
class TableText:
    """A text, and how it is parted into cells.

    Attributes:
        lines: of the text, with their ends.
        separator: of the cells; a blank for any number of blanks and tabs.
        comments: number of comment lines.
        heading: what the last comment line right above the first row says; empty without one.
        encoding: name of the encoding for people; empty for UTF-8.
    """

    lines: tuple[str, ...]
    separator: str
    comments: int
    heading: str
    encoding: str

    def rows(self) -> Iterator[Row]:
        """Every row that is neither blank nor a comment, its cells without blanks around them."""
        return _part(self.lines, self.separator)

    def split(self, line: str) -> list[str]:
        """The cells of one line."""
        return next((cells for _, cells in _part((line,), self.separator)), [])


def find_text(content: bytes) -> TableText:
    """The text in the bytes of a file, and how it is parted.

    Raises:
        DataError: it is no text.
        csv.Error: a cell is too long.
    """
    text, encoding = _decode(content)
    lines = tuple(text.splitlines(keepends=True))
    named = _NAMED_SEPARATOR.fullmatch(lines[0]) if lines else None
    if named:
        lines = ("\n", *lines[1:])
    separator = named[1] if named else _find_separator(lines)
    comments, heading = _find_comments(lines)
    return TableText(lines, separator, comments, heading, _ENCODING_NAMES.get(encoding, ""))


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


def _part(lines: tuple[str, ...], separator: str) -> Iterator[Row]:
    reader = csv.reader(_without_comments(lines, separator), delimiter=separator, skipinitialspace=True)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            yield reader.line_num, stripped


def _without_comments(lines: tuple[str, ...], separator: str) -> Iterator[str]:
    """The lines, blank ones in place of comments, which inside of quotes are none."""
    quotes = 0
    for line in lines:
        if quotes % 2 == 0 and line.lstrip().startswith(_COMMENTS):
            yield "\n"
            continue
        quotes += line.count('"')
        yield line.replace("\t", " ").strip() + "\n" if separator == " " else line


def _find_comments(lines: tuple[str, ...]) -> tuple[int, str]:
    """Number of comment lines, and the text of the one right above the first row."""
    comments = [number for number, line in enumerate(lines) if line.lstrip().startswith(_COMMENTS)]
    first = next((number for number, line in enumerate(lines) if line.strip() and number not in comments[:1000]), 0)
    heading = lines[first - 1].lstrip().lstrip("#%/").strip() if first and first - 1 in comments else ""
    return len(comments), heading


def _find_separator(lines: tuple[str, ...]) -> str:
    """The one that parts the first rows evenly, and into the most cells that look like numbers; else the comma."""
    scores = {separator: _score(lines, separator) for separator in _SEPARATORS}
    best = max(scores, key=lambda separator: scores[separator])
    return best if scores[best] > 0 else ","


def _score(lines: tuple[str, ...], separator: str) -> float:
    """Share of cells like numbers, above 0, less for rows of other lengths; 0 where many are."""
    rows = [cells for _, cells in islice(_part(lines, separator), _SNIFFED_ROWS)]
    widths = Counter(map(len, rows))
    if not widths:
        return 0
    width, count = widths.most_common(1)[0]
    if width < 2 or count < _EVEN_SHARE * len(rows):
        return 0
    cells = [cell for row in rows for cell in row if len(row) == width]
    share = sum(_NUMBER_LIKE.fullmatch(cell) is not None for cell in cells) / len(cells)
    return (0.01 + round(share, 2)) * (count / len(rows)) ** 2
