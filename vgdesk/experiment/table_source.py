"""Opens a file with a table, text or arrays, and gives its columns as they are."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from vgdesk.budget import LARGEST_UNPACKED, Budget, Limits
from vgdesk.errors import DataError
from vgdesk.experiment.arrays import read_arrays
from vgdesk.experiment.read_once import report_share
from vgdesk.experiment.table_columns import RawColumn, gather_columns
from vgdesk.experiment.table_numbers import DecimalMark, describe_thousands, find_decimal_mark, parse_number
from vgdesk.experiment.table_text import Row, TableText, find_text, table_budget

_SNIFFED_ROWS, _FEWEST_SNIFFED, _SNIFFED_CELLS = 1000, 3, 200_000
_MOST_COLUMNS, _MOST_NUMBERS = 50_000, 5_000_000
_REPORTED_ROWS = 500
_SAID_CHARACTERS = 200
_ARRAYS = (".npz", ".npy")
_PARQUET = ".parquet"
_PARQUET_ROWS = 4096  # at a time
_INPUT_NAMES = ("x", "inputs", "data", "features", "x_train")
_TARGET_NAMES = ("y", "labels", "label", "targets", "target", "y_train")


@dataclass(frozen=True)
class RawTable:
    """A file's columns before anything is done to them.

    Attributes:
        columns: from left to right.
        notes: how the file was read where that does not go without saying, a sentence each.
        faults: rows of another length, a sentence each.
        decimal: the decimal mark.
        class_names: that the file lists for the labels 0, 1, ...; empty without such a list.
    """

    columns: tuple[RawColumn, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    decimal: str = "."
    class_names: tuple[str, ...] = ()


def read_source(path: Path, decimal: DecimalMark) -> RawTable:
    """The columns of a file.

    Raises:
        DecimalMarkError: its numbers can be read in two ways.
        DataError: the file cannot be read, or is no table.
    """
    budget = table_budget()
    content = _read_bytes(path, budget)
    if path.suffix.lower() in _ARRAYS:
        return _read_arrays(content)
    if path.suffix.lower() == _PARQUET:
        return _read_parquet(content)
    return _read_text(content, decimal, budget)


def _unpacking_budget() -> Budget:
    limits = Limits(LARGEST_UNPACKED, _MOST_NUMBERS, "numbers")
    return Budget(limits, lambda reason: DataError(f"{reason}; take fewer rows"))


def list_columns(path: Path) -> tuple[str, ...]:
    """Names of the columns of a file, from left to right, that of the labels included.

    Raises:
        DataError: the file cannot be read, or is no table.
    """
    try:
        budget = table_budget()
        content = _read_bytes(path, budget)
        if path.suffix.lower() in _ARRAYS:
            return tuple(column.title for column in _read_arrays(content).columns)
        if path.suffix.lower() == _PARQUET:
            return tuple(column.title for column in _read_parquet(content).columns)
        names = _Header(find_text(content, budget)).names
    except csv.Error as error:
        raise DataError(f"{path} is no CSV: {error}") from None
    return tuple(name or f"column {number}" for number, name in enumerate(names, start=1))


def _read_bytes(path: Path, budget: Budget) -> bytes:
    try:
        return budget.read(path)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}; check its name") from None


def _read_text(content: bytes, chosen: DecimalMark, budget: Budget) -> RawTable:
    text = find_text(content, budget)
    header = _Header(text)
    cells = list(chain.from_iterable(_sniff(header.rows())))
    decimal = find_decimal_mark(cells, text.separator, chosen)
    columns, faults = gather_columns(header.names, _reported(header.rows(), len(text.lines)), decimal)
    notes = (*_describe_text(text, header, decimal), *describe_thousands(cells, decimal))
    return RawTable(columns, notes, tuple(faults), decimal, header.class_names)


def _sniff(rows: Iterator[Row]) -> list[list[str]]:
    """The cells of the first rows: enough to know the table, and no more of a wide one than of another."""
    found: list[list[str]] = []
    left = _SNIFFED_CELLS
    for _, cells in islice(rows, _SNIFFED_ROWS):
        found.append(cells)
        left -= len(cells)
        if left < 0 and len(found) > _FEWEST_SNIFFED:
            break
    return found


def _reported(rows: Iterator[Row], lines: int) -> Iterator[Row]:
    """The rows as they are; says on the way how far they are."""
    for count, row in enumerate(rows):
        if count % _REPORTED_ROWS == 0:
            report_share(row[0] / lines)
        yield row


class _Header:
    """What the first row of a text says.

    Attributes:
        names: of the columns, empty for those without one.
        class_names: that scikit-learn's first row lists.
        in_comment: whether the names stand in a comment.
    """

    def __init__(self, text: TableText):
        self._text = text
        self._skipped = 0
        self.class_names: tuple[str, ...] = ()
        self.in_comment = False
        first, *below = _sniff(text.rows()) or [[]]
        if not first:
            raise DataError("is empty; it needs rows of numbers with a label each")
        if len(first) > _MOST_COLUMNS:
            raise DataError(f"has {len(first):,} columns, and {_MOST_COLUMNS:,} are the most; take fewer")
        self.names = [""] * len(first)
        heading = text.split(text.heading) if text.heading else []
        if _counts_the_rows(first, below, text):
            self._skipped, self.class_names = 1, tuple(first[2:])
            self.names = [""] * len(below[0])
        elif _names_columns(first, below):
            self._skipped, self.names = 1, first
        elif len(heading) == len(first) > 1 and not any(map(_is_number, heading)):
            self.names, self.in_comment = heading, True
        if len(self.names) < 2:
            raise DataError("has one column; it needs numbers and labels, separated by commas, semicolons or tabs")

    def rows(self) -> Iterator[Row]:
        """The rows below."""
        return islice(self._text.rows(), self._skipped, None)


def _counts_the_rows(first: Sequence[str], below: Sequence[Sequence[str]], text: TableText) -> bool:
    """Whether the first row is that of scikit-learn's files: number of rows, of columns, names of the classes."""
    if len(first) < 3 or not below or not all(cell.isdecimal() for cell in first[:2]):
        return False
    if int(first[1]) != len(below[0]) - 1 or any(_is_number(cell) for cell in first[2:]):
        return False
    return int(first[0]) == sum(1 for _ in text.rows()) - 1


def _names_columns(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a first row names the columns: it holds no number, or text above a column of numbers."""
    if not any(_is_number(cell) for cell in first):
        return True
    even = [cells for cells in below if len(cells) == len(first)]
    above = [place for place, cell in enumerate(first) if not _is_number(cell)]
    return len(even) > 1 and any(all(_is_number(cells[place]) for cells in even) for place in above)


def _is_number(cell: str) -> bool:
    """Whether it is one with either decimal mark."""
    numbers = (parse_number(cell, mark) for mark in ".,")
    return any(number is not None and not math.isnan(number) for number in numbers)


def _describe_text(text: TableText, header: _Header, decimal: str) -> Iterator[str]:
    if text.encoding:
        yield f"its text is {text.encoding}"
    if text.comments:
        lines = "1 comment line is" if text.comments == 1 else f"{text.comments} comment lines are"
        yield f"{lines} skipped" + (", the last one names the columns" if header.in_comment else "")
    if header.class_names:
        yield "the first row counts rows and columns and names the classes"
    if decimal == ",":
        yield "the comma is the decimal mark"


def _read_parquet(content: bytes) -> RawTable:
    try:
        import pyarrow as pa  # noqa: PLC0415 - heavy, and not everybody has it
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        raise DataError('is Parquet, which needs pyarrow; run: pip install "vgdesk[parquet]"') from None
    try:
        texts = _read_parquet_texts(parquet.ParquetFile(io.BytesIO(content)), _unpacking_budget())
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"is no Parquet file: {' '.join(str(error).split())[:_SAID_CHARACTERS]}") from None
    columns = []
    for number, (name, cells) in enumerate(texts, start=1):
        (column,), _ = gather_columns([name], enumerate(([cell] for cell in cells), start=1), ".")
        columns.append(RawColumn(**{**vars(column), "number": number}))
        report_share(number / len(texts))
    return _as_table(columns)


def _read_parquet_texts(file: Any, budget: Budget) -> list[tuple[str, list[str]]]:
    """Names and cells of the columns, unpacked some rows at a time: what the file says of its size may be a lie."""
    names = file.schema_arrow.names
    _unpacking_budget().spend(entries=file.metadata.num_rows * len(names))
    texts: list[list[str]] = [[] for _ in names]
    for batch in file.iter_batches(_PARQUET_ROWS, use_threads=False):
        budget.spend(batch.nbytes, entries=batch.num_rows * len(names))
        for cells, column in zip(texts, batch.columns, strict=True):
            cells += ["" if cell is None else str(cell) for cell in column.to_pylist()]
    return list(zip(names, texts, strict=True))


def _read_arrays(content: bytes) -> RawTable:
    try:
        arrays = read_arrays(io.BytesIO(content), _unpacking_budget())
    except ValueError:
        raise DataError("holds no plain arrays; save it with numpy.savez(file, x=inputs, y=labels)") from None
    if "" in arrays:
        if arrays[""].ndim != 2:
            raise DataError(f"has {arrays[''].ndim} dimensions; a table has two, rows and columns")
        return _as_table(_array_columns(arrays[""], "", 1))
    lower = {name.lower(): array for name, array in arrays.items()}
    inputs = next((lower[name] for name in _INPUT_NAMES if name in lower), None)
    targets = next(((name, lower[name]) for name in _TARGET_NAMES if name in lower), None)
    if inputs is None or targets is None:
        raise DataError(f"holds the arrays {', '.join(arrays)}; name the inputs x and the labels y")
    if inputs.ndim == 0 or targets[1].ndim == 0 or len(inputs) != len(targets[1]):
        raise DataError(f"has {inputs.shape} inputs and {targets[1].shape} labels; both need a row for each point")
    columns = _array_columns(inputs, "", 1)
    return _as_table([*columns, *_array_columns(targets[1], targets[0], len(columns) + 1)])


def _as_table(columns: list[RawColumn]) -> RawTable:
    if len(columns) < 2:
        raise DataError("has one column; it needs numbers and labels")
    return RawTable(tuple(columns))


def _array_columns(array: Any, name: str, first: int) -> list[RawColumn]:
    table = array.reshape(len(array), math.prod(array.shape[1:]))
    columns = []
    for place, cells in enumerate(table.T):
        title = f"{name} {place + 1}" if name and table.shape[1] > 1 else name
        texts = (
            [str(cell) for cell in cells] if cells.dtype.kind not in "biuf" else [f"{cell:.17g}" for cell in cells]
        )
        rows = ((line, [text]) for line, text in enumerate(texts, start=1))
        (column,), _ = gather_columns([title], rows, ".")
        columns.append(RawColumn(**{**vars(column), "number": first + place}))
        report_share(len(columns) / table.shape[1])
    return columns
