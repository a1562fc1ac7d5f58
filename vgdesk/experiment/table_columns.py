"""The columns of a table as they were read: numbers, texts, and what is missing in them."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.table_numbers import LARGEST_NUMBER, MISSING_TEXTS, describe_cell, parse_number
from vgdesk.experiment.table_text import Row

MOST_VALUES = 10
"""Different texts of a column that becomes one column of 0 and 1 for each."""

_PARSED_ROWS = 1000  # at a time: as text they take many times the memory of their numbers
_KEPT_FAULTS = 10
_KEPT_UNEVEN = 10_000  # rows of another length; a file with more is no table
_ID_NAME = re.compile(r"(?i:(.*[_ .-])?(id|ids|index|idx|nr|no|row|rownames|#)|unnamed.*|)|[A-Za-z]*[a-z](Id|ID)")
_FEWEST_IDS = 5


@dataclass(frozen=True)
class RawColumn:
    """One column.

    Attributes:
        name: of the column; empty for one that the file does not name.
        number: its place in the file, from 1.
        numbers: float64 [row], NaN where there is none.
        texts: the cells, of a column with other cells than numbers; else empty.
        faults: cells that are no numbers, some of them, as line and text.
        bad: number of cells that are no numbers.
        blanks: number of cells that are missing, if it is taken as numbers.
    """

    name: str
    number: int
    numbers: NDArray[np.float64]
    texts: tuple[str, ...] = ()
    faults: tuple[tuple[int, str], ...] = ()
    bad: int = 0
    blanks: int = 0

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or f"column {self.number}"

    @property
    def is_empty(self) -> bool:
        """Whether every cell is missing."""
        return self.blanks == len(self.numbers)

    @property
    def is_numeric(self) -> bool:
        """Whether more of its cells are numbers than are not."""
        return self.bad * 2 < len(self.numbers) - self.blanks

    @property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers alone, and at least one."""
        found = self.numbers[~np.isnan(self.numbers)]
        return not self.bad and len(found) > 0 and bool((found == np.round(found)).all())

    @property
    def is_id(self) -> bool:
        """Whether it only tells the rows apart: by its name all of them different, or without a name 0 or 1 .. n."""
        if len(self.numbers) < _FEWEST_IDS or self.blanks or not _ID_NAME.fullmatch(self.name):
            return False
        if not self.bad and self.is_whole:
            counts = bool((np.diff(self.numbers) == 1).all())
            return (counts and self.number == 1 and self.numbers[0] in (0, 1)) or (bool(self.name) and self._differs)
        return bool(self.name) and not self.is_numeric and self._differs

    @property
    def _differs(self) -> bool:
        values = self.numbers if not self.bad else self.values
        return len(set(values)) == len(self.numbers)

    @property
    def values(self) -> list[str]:
        """The cells as text, empty where they are missing; 1 for 1.0."""
        if self.texts:
            return ["" if cell.lower() in MISSING_TEXTS else _plain(cell) for cell in self.texts]
        return ["" if math.isnan(number) else f"{number:.15g}" for number in self.numbers.tolist()]

    def describe_faults(self, decimal: str) -> list[str]:
        """What is wrong with its cells as numbers, a sentence each; the last one counts those left."""
        said = [f"row {line}, column {self.title!r} {describe_cell(cell, decimal)}" for line, cell in self.faults]
        left = self.bad - len(said)
        return [*said, f"column {self.title!r} has {left} more such cells"] if left else said


@dataclass
class _Growing:
    """A column while it is read."""

    numbers: list[NDArray[np.float64]] = field(default_factory=list)
    texts: list[list[str] | None] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    bad: int = 0

    def add(self, lines: Sequence[int], cells: list[str], decimal: str) -> None:
        try:
            numbers = np.array(list(map(float, cells)))
        except ValueError:
            self._add_mixed(lines, cells, decimal)
            return
        if decimal != "." or not (np.abs(numbers) <= LARGEST_NUMBER).all():
            self._add_mixed(lines, cells, decimal)
            return
        self.numbers.append(numbers)
        self.texts.append(None)

    def _add_mixed(self, lines: Sequence[int], cells: list[str], decimal: str) -> None:
        known = {cell: cell for cell in cells}  # one object for the same text
        parsed = {cell: parse_number(cell, decimal) for cell in known}
        for line, cell in zip(lines, cells, strict=True):
            if parsed[cell] is None:
                self.bad += 1
                if len(self.faults) < _KEPT_FAULTS:
                    self.faults.append((line, cell))
        found = [parsed[cell] for cell in cells]
        self.numbers.append(np.array([math.nan if number is None else number for number in found]))
        self.texts.append([known[cell] for cell in cells] if self.bad or None in found else None)

    def finish(self, name: str, number: int) -> RawColumn:
        numbers = np.concatenate(self.numbers) if self.numbers else np.empty(0)
        texts: list[str] = []
        if self.bad:
            for part, cells in zip(self.numbers, self.texts, strict=True):
                texts += cells or ["" if math.isnan(one) else f"{one:.15g}" for one in part.tolist()]
        blanks = int(np.isnan(numbers).sum()) - self.bad
        return RawColumn(name, number, numbers, tuple(texts), tuple(self.faults), self.bad, blanks)


def gather_columns(
    names: Sequence[str], rows: Iterator[Row], decimal: str
) -> tuple[tuple[RawColumn, ...], list[str]]:
    """The columns of some rows, and what is wrong with the rows' lengths, a sentence each.

    Args:
        names: of the columns, empty for those without one.
        rows: as long as there are names.
        decimal: the decimal mark.
    """
    growing = [_Growing() for _ in names]
    uneven: list[str] = []
    while (part := list(islice(rows, _PARSED_ROWS))) and len(uneven) < _KEPT_UNEVEN:
        whole = [(line, cells) for line, cells in part if len(cells) == len(names)]
        uneven += [
            f"row {line} has {len(cells)} cells, and the first row has {len(names)}; correct it"
            for line, cells in part
            if len(cells) != len(names)
        ]
        lines = [line for line, _ in whole]
        for column, cells in zip(growing, zip(*(cells for _, cells in whole), strict=True), strict=bool(whole)):
            column.add(lines, list(cells), decimal)
    return tuple(
        column.finish(name, i) for i, (name, column) in enumerate(zip(names, growing, strict=True), 1)
    ), uneven


def _plain(cell: str) -> str:
    """A whole number written in one way: 1 for 1.0; anything else as it is."""
    try:
        number = float(cell)
    except ValueError:
        return cell
    return str(int(number)) if number.is_integer() else cell
