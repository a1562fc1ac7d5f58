"""Reads a CSV file of numbers with a column of labels."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import DataError

Row: TypeAlias = tuple[int, list[str]]
"""Number of its line in the file, from 1, and its cells."""

LARGEST_BYTES = 20 * 2**20
FEWEST_ROWS = 10
MOST_CLASSES = 100
LARGEST_NUMBER = 1e30  # float32 ends at 3.4e38, and sums need room

_SEPARATORS = "\t;,"
_SNIFFED_ROWS = 20
_PARSED_ROWS = 1000  # at a time: as text they take many times the memory of their numbers
_NAMED = 10
_SHOWN_CHARACTERS = 40


class LabelColumnError(DataError):
    """The column of the labels that was named is not there."""


@dataclass(frozen=True)
class TableFacts:
    """What has to be known of a table before it is trained on.

    Attributes:
        rows: without the row of names.
        columns: of numbers.
        classes: number of different labels.
    """

    rows: int
    columns: int
    classes: int


@dataclass(frozen=True)
class Table:
    """The content of a file.

    Attributes:
        numbers: float64 [row, column], without the column of labels.
        labels: int64 [row], the position of each row's label among the classes.
        classes: the labels, whole numbers by size, texts by alphabet.
        columns: names of the columns of numbers.
    """

    numbers: NDArray[np.float64]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def facts(self) -> TableFacts:
        """Its sizes."""
        rows, columns = self.numbers.shape
        return TableFacts(rows, columns, len(self.classes))


def read_table(path: Path, label: str = "") -> Table:
    """Read a CSV file, separated by commas, semicolons or tabs, whichever parts its first rows evenly.

    Args:
        path: of the file.
        label: column of the labels, by name or by number from 1; empty for the last one.

    Raises:
        LabelColumnError: there is no such column.
        DataError: the file cannot be read, or is no such table; names the row that is wrong.
    """
    try:
        return _read_content(_read_bytes(path), label)
    except csv.Error as error:
        raise DataError(f"{path} is no CSV: {error}") from None
    except DataError as error:
        raise type(error)(f"{path} {error}") from None


def list_columns(path: Path) -> tuple[str, ...]:
    """Names of the columns of a CSV file, from left to right, that of the labels included.

    Raises:
        DataError: the file cannot be read, or is no table.
    """
    try:
        content = _read_bytes(path)
        return tuple(_name_columns(_parse(content, _find_separator(content)))[0])
    except csv.Error as error:
        raise DataError(f"{path} is no CSV: {error}") from None


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}; check its name") from None
    if len(content) > LARGEST_BYTES:
        raise DataError(f"is larger than {LARGEST_BYTES // 2**20} MiB, the most that is read; take fewer rows")
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(f"row {line} is not UTF-8 text; save the file as CSV in UTF-8") from None
    return content


def _read_content(content: bytes, label: str) -> Table:
    names, rows = _name_columns(_parse(content, _find_separator(content)))
    place = _find_column(names, label)
    del names[place]
    cells: list[tuple[int, str]] = []
    parts = [np.empty((0, len(names)))]
    while part := list(islice(rows, _PARSED_ROWS)):
        _refuse_ragged(part, len(names) + 1)
        cells += [(line, row.pop(place).strip()) for line, row in part]
        parts.append(_read_numbers(part, names))
    if len(cells) < FEWEST_ROWS:
        raise DataError(f"has {len(cells)} rows of numbers; it needs at least {FEWEST_ROWS}")
    labels, classes = _read_labels(cells)
    return Table(np.concatenate(parts), labels, classes, tuple(names))


def _parse(content: bytes, separator: str) -> Iterator[Row]:
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=separator, skipinitialspace=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _find_separator(content: bytes) -> str:
    """The one that parts the first rows into the most cells, all into as many; else the comma."""
    rows = {separator: islice(_parse(content, separator), _SNIFFED_ROWS) for separator in _SEPARATORS}
    widths = {separator: {len(cells) for _, cells in parsed} for separator, parsed in rows.items()}
    even = [separator for separator, found in widths.items() if len(found) == 1 and found != {1}]
    return max(even, key=lambda separator: max(widths[separator]), default=",")


def _name_columns(rows: Iterator[Row]) -> tuple[list[str], Iterator[Row]]:
    """Names of the columns, from a first row without numbers, and the rows below them."""
    first = next(rows, None)
    if first is None:
        raise DataError("is empty; it needs rows of numbers with a label each")
    cells = first[1]
    if len(cells) < 2:
        raise DataError("has one column; it needs numbers and labels, separated by commas, semicolons or tabs")
    numbered = [f"column {number}" for number in range(1, len(cells) + 1)]
    if any(_is_number(cell) for cell in cells):
        return numbered, chain((first,), rows)
    return [cell.strip() or number for cell, number in zip(cells, numbered, strict=True)], rows


def _refuse_ragged(rows: Sequence[Row], width: int) -> None:
    for line, cells in rows:
        if len(cells) != width:
            raise DataError(f"row {line} has {len(cells)} cells, and the first row has {width}; correct it")


def _find_column(names: Sequence[str], label: str) -> int:
    if not label:
        return len(names) - 1
    if names.count(label) == 1:
        return names.index(label)
    if label in names:
        raise LabelColumnError(f"has more than one column {label!r}; give its number instead, from 1 to {len(names)}")
    if label.isdecimal() and 1 <= int(label) <= len(names):
        return int(label) - 1
    known = ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else "")
    raise LabelColumnError(f"has no column {label!r}; take one of {known}, or a number from 1 to {len(names)}")


def _read_numbers(rows: Sequence[Row], names: Sequence[str]) -> NDArray[np.float64]:
    try:
        numbers = np.array([cells for _, cells in rows], dtype=np.float64)
    except ValueError:
        raise next(_describe_faults(rows, names)) from None
    if not (np.abs(numbers) <= LARGEST_NUMBER).all():  # of NaN too
        raise next(_describe_faults(rows, names))
    return numbers


def _describe_faults(rows: Sequence[Row], names: Sequence[str]) -> Iterator[DataError]:
    """What is wrong with each cell that holds no usable number."""
    for line, cells in rows:
        for name, cell in zip(names, cells, strict=True):
            if not _is_usable(cell):
                yield DataError(f"row {line}, column {name!r} {_describe_cell(cell.strip())}")


def _describe_cell(cell: str) -> str:
    if not cell:
        return "is blank; fill it, or remove the row"
    shown = cell if len(cell) <= _SHOWN_CHARACTERS else f"{cell[:_SHOWN_CHARACTERS]}..."
    if _is_number(cell):
        return f"is {shown}; numbers should be finite, {LARGEST_NUMBER:g} at most"
    with_point = _is_number(cell.replace(",", "."))
    way_out = "write it with a point" if with_point else "correct it, or name its column as that of the labels"
    return f"is {shown!r}, which is no number; {way_out}"


def _read_labels(cells: Sequence[tuple[int, str]]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """The labels as positions among the classes, from the cells with the numbers of their rows."""
    blank = next((line for line, cell in cells if not cell), None)
    if blank is not None:
        raise DataError(f"row {blank} has no label; fill it, or remove the row")
    if all(_is_number(cell) for _, cell in cells):
        cells = [(line, _whole(line, cell)) for line, cell in cells]
        classes = sorted({cell for _, cell in cells}, key=int)
    else:
        classes = sorted({cell for _, cell in cells})
    if len(classes) == 1:
        raise DataError(f"has one class only, {classes[0]!r}; there is nothing to classify")
    if len(classes) > MOST_CLASSES:
        raise DataError(f"has {len(classes)} different labels, and {MOST_CLASSES} are the most; name another column")
    places = {label: index for index, label in enumerate(classes)}
    return np.array([places[cell] for _, cell in cells], dtype=np.int64), tuple(classes)


def _whole(line: int, cell: str) -> str:
    """A label that is a number, written in one way: 1 for 1.0."""
    number = float(cell)
    if not number.is_integer():
        raise DataError(f"row {line} has the label {cell}; labels are whole numbers or text")
    return str(int(number))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _is_usable(cell: str) -> bool:
    return _is_number(cell) and abs(float(cell)) <= LARGEST_NUMBER
