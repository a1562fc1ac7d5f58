"""Makes inputs and labels of a table that a user brings, and says what became of each column."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import DataError
from vgdesk.experiment.table_columns import RawColumn
from vgdesk.experiment.table_numbers import DecimalMark
from vgdesk.experiment.table_roles import (
    MOST_CLASSES,
    ColumnFacts,
    Learned,
    Role,
    can_be_classes,
    describe_values,
    find_learned,
    find_role,
)
from vgdesk.experiment.table_source import RawTable, read_source

Missing: TypeAlias = Literal["leave_out", "median"]

FEWEST_ROWS = 2
_SAID_FAULTS = 12
_PREVIEW_ROWS = 20


class TableError(DataError):
    """A table with faults, all of them at once.

    Attributes:
        found: a sentence each.
        faults: the first of them, and how many are left.
        described: every column of the file.
        preview: first rows of the file as they were read.
    """

    def __init__(
        self,
        faults: Sequence[str],
        described: tuple[ColumnFacts, ...] = (),
        preview: tuple[tuple[str, ...], ...] = (),
    ):
        self.described, self.preview = described, preview
        self.found = tuple(faults)
        left = len(faults) - _SAID_FAULTS
        self.faults = (
            *faults[:_SAID_FAULTS],
            *([f"and there are {left} more faults of this kind"] if left > 0 else []),
        )
        super().__init__("; ".join(self.faults))

    def __reduce__(self) -> tuple[type["TableError"], tuple[object, ...]]:
        """Made again of all its parts in another process."""
        return TableError, (self.found, self.described, self.preview)


@dataclass(frozen=True)
class TableChoices:
    """What a user can say about a table.

    Attributes:
        label: column that is learned, by name or by number from 1; empty for a guess.
        roles: what columns are for, by name; those not named are guessed.
        learned: whether classes or numbers are learned.
        missing: what is done with rows that have blanks.
        decimal: the decimal mark.
    """

    label: str = ""
    roles: tuple[tuple[str, Role], ...] = ()
    learned: Learned = "guess"
    missing: Missing = "leave_out"
    decimal: DecimalMark = "guess"


@dataclass(frozen=True)
class TableFacts:
    """What has to be known of a table before it is trained on.

    Attributes:
        rows: of which something is learned.
        columns: of numbers that come of it.
        classes: their names; none where numbers are learned.
        targets: names of the columns of numbers that are learned; none where classes are.
        notes: what was done, a sentence each.
        described: every column of the file.
        preview: first rows of the file as they were read.
    """

    rows: int
    columns: int
    classes: tuple[str, ...]
    targets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    described: tuple[ColumnFacts, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Table:
    """The content of a file.

    Attributes:
        numbers: float64 [row, column], the inputs.
        labels: int64 [row], the position of each row's label among the classes, or float64 [row, target].
        columns: names of the inputs.
        facts: its sizes, and what became of each column.
    """

    numbers: NDArray[np.float64]
    labels: NDArray[np.int64] | NDArray[np.float64]
    columns: tuple[str, ...]
    facts: TableFacts

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, whole numbers by size, texts by alphabet; none where numbers are learned."""
        return self.facts.classes


def read_table(path: Path, choices: TableChoices = TableChoices()) -> Table:
    """Read a table, however it was written, and make numbers of it.

    Args:
        path: of the file.
        choices: what the user says about it.

    Raises:
        LabelColumnError: there is no such column.
        TableError: cells are wrong; names row, column and value of each.
        DataError: the file cannot be read, or is no such table.
    """
    try:
        return _Treatment(read_source(path, choices.decimal), choices).table()
    except csv.Error as error:
        raise DataError(f"{path} is no CSV: {error}") from None
    except TableError as error:
        faults = [f"{path} {error.found[0]}", *error.found[1:]]
        raise TableError(faults, error.described, error.preview) from None
    except DataError as error:
        raise type(error)(f"{path} {error}") from None


class _Treatment:
    """What is done to the columns of one file."""

    def __init__(self, raw: RawTable, choices: TableChoices):
        self._raw, self._choices = raw, choices
        self._notes = list(raw.notes)
        self._faults = list(raw.faults)
        self._columns = raw.columns
        chosen = dict(choices.roles)
        learned, self._why = find_learned(raw.columns, choices.label, chosen)
        self._learned = [raw.columns[place] for place in learned]
        inputs = [column for place, column in enumerate(raw.columns) if place not in learned]
        self._roles: dict[int, tuple[Role, str]] = {}
        for column in inputs:
            others = any(one.is_numeric and not one.is_id for one in inputs if one is not column)
            self._roles[column.number] = find_role(column, chosen.get(column.title), others=others)
        self._by_numbers = self._learns_numbers(chosen)
        unknown = sorted(set(chosen) - {column.title for column in raw.columns})
        self._faults += [f"has no column {name!r}; correct the name in columns" for name in unknown]

    def table(self) -> Table:
        """The numbers; all faults of the file at once."""
        for column in self._columns:
            role = self._roles.get(column.number, ("", ""))[0]
            if role == "number" or (self._by_numbers and column in self._learned):
                self._faults += self._find_faults(column)
        if self._faults:
            raise TableError(self._faults, self._describe(), self._rows())
        kept = self._kept_rows()
        if kept.sum() < FEWEST_ROWS:
            raise DataError(self._describe_lack(int(kept.sum())))
        numbers, names = self._make_inputs(kept)
        if not names:
            raise DataError("has no column of numbers beside its labels; there is nothing to learn from")
        labels, classes = self._make_labels(kept)
        targets = tuple(column.title for column in self._learned) if self._by_numbers else ()
        self._note_learned()
        facts = TableFacts(
            len(numbers), len(names), classes, targets, tuple(self._notes), self._describe(), self._rows()
        )
        return Table(numbers, labels, names, facts)

    def _find_faults(self, column: RawColumn) -> list[str]:
        if column.is_numeric or column.is_empty:
            return column.describe_faults(self._raw.decimal)
        way_out = "learn its classes" if column in self._learned else "take it as one_hot, or leave it out"
        return [f"column {column.title!r} holds texts such as {column.faults[0][1]!r}, no numbers; {way_out}"]

    def _learns_numbers(self, chosen: dict[str, Role]) -> bool:
        if self._choices.learned != "guess":
            return self._choices.learned == "numbers"
        first = self._learned[0]
        if len(self._learned) > 1 or chosen.get(first.title) == "target":
            return True
        return first.is_numeric and not first.bad and not can_be_classes(first)

    def _kept_rows(self) -> NDArray[np.bool_]:
        """Rows that are learned from; says how many are not, and why."""
        kept = np.ones(len(self._columns[0].numbers), bool)
        for column in self._learned:
            self._leave_out(kept, _missing(column, as_text=not self._by_numbers), column)
        for column in self._columns:
            role = self._roles.get(column.number, ("leave_out", ""))[0]
            missing = _missing(column, as_text=role == "one_hot")
            if role == "leave_out" or not missing.any():
                continue
            if self._choices.missing == "leave_out":
                self._leave_out(kept, missing, column)
        return kept

    def _leave_out(self, kept: NDArray[np.bool_], missing: NDArray[np.bool_], column: RawColumn) -> None:
        count = int((missing & kept).sum())
        if count:
            self._notes.append(f"{_count(count, 'row')} left out, where {column.title} is blank")
        kept &= ~missing

    def _describe_lack(self, rows: int) -> str:
        blanks = [column.title for column in self._columns if column.blanks]
        way_out = ""
        if blanks and self._choices.missing == "leave_out":
            way_out = f"; blanks in {', '.join(blanks[:5])} leave rows out, fill them with the median instead"
        return f"has {_count_plain(rows, 'row')} to learn from; it needs at least {FEWEST_ROWS}{way_out}"

    def _make_inputs(self, kept: NDArray[np.bool_]) -> tuple[NDArray[np.float64], tuple[str, ...]]:
        parts: list[NDArray[np.float64]] = []
        names: list[str] = []
        for column in self._columns:
            role, reason = self._roles.get(column.number, ("", ""))
            if role == "number":
                parts.append(self._fill(column)[kept])
                names.append(column.title)
            elif role == "one_hot":
                made = self._one_hot(column, kept)
                parts += made.values()
                names += [f"{column.title} = {value}" for value in made]
            elif role == "leave_out":
                self._notes.append(f"{column.title} is left out{f': {reason}' if reason else ''}")
        return np.stack(parts, axis=1) if parts else np.empty((int(kept.sum()), 0)), tuple(names)

    def _fill(self, column: RawColumn) -> NDArray[np.float64]:
        missing = np.isnan(column.numbers)
        if self._choices.missing != "median" or not missing.any():
            return column.numbers
        if missing.all():
            raise DataError(f"has nothing but blanks in {column.title!r}; leave the column out")
        median = float(np.median(column.numbers[~missing]))
        self._notes.append(
            f"{_count_plain(int(missing.sum()), 'blank')} of {column.title} are filled with the median, {median:g}"
        )
        return np.where(missing, median, column.numbers)

    def _one_hot(self, column: RawColumn, kept: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
        values = np.array(column.values)
        blanks = int((values == "").sum())
        if self._choices.missing == "median" and blanks:
            common = Counter(value for value in column.values if value).most_common(1)[0][0]
            values[values == ""] = common
            self._notes.append(
                f"{_count_plain(blanks, 'blank')} of {column.title} are filled with the commonest text, {common}"
            )
        found = sorted(set(values[kept].tolist()))
        if len(found) > MOST_CLASSES:
            raise DataError(f"has {len(found)} different texts in {column.title!r}; leave the column out")
        self._notes.append(f"{column.title} becomes {_count_plain(len(found), 'column')} of 0 and 1")
        return {value: (values[kept] == value).astype(np.float64) for value in found}

    def _make_labels(
        self, kept: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64] | NDArray[np.float64], tuple[str, ...]]:
        if self._by_numbers:
            return np.stack([column.numbers[kept] for column in self._learned], axis=1), ()
        column = self._learned[0]
        whole = column.is_whole
        if column.is_numeric and not column.bad and not whole:
            raise DataError(_describe_fraction(column))
        cells = [cell for cell, keep in zip(column.values, kept, strict=True) if keep]
        classes = sorted(set(cells), key=(lambda cell: int(float(cell))) if whole else None)
        if len(classes) == 1:
            raise DataError(f"has one class only, {classes[0]!r}; there is nothing to classify")
        if len(classes) > MOST_CLASSES:
            raise DataError(
                f"has {len(classes)} different labels, and {MOST_CLASSES} are the most; name another column"
            )
        places = {label: index for index, label in enumerate(classes)}
        return np.array([places[cell] for cell in cells], dtype=np.int64), self._name_classes(classes)

    def _name_classes(self, classes: list[str]) -> tuple[str, ...]:
        listed = self._raw.class_names
        return listed if classes == [str(place) for place in range(len(listed))] else tuple(classes)

    def _note_learned(self) -> None:
        names = ", ".join(column.title for column in self._learned)
        what = "its numbers" if self._by_numbers else "its classes"
        if self._choices.label == "" and self._why != "the last column":
            self._notes.insert(0, f"{names} is learned, {what}: {self._why}")
        elif self._by_numbers:
            self._notes.insert(0, f"{names}: numbers are learned")

    def _describe(self) -> tuple[ColumnFacts, ...]:
        said = []
        for column in self._columns:
            role, reason = self._roles.get(column.number, ("target" if self._by_numbers else "label", self._why))
            said.append(ColumnFacts(column.title, role, reason, describe_values(column), column.blanks))
        return tuple(said)

    def _rows(self) -> tuple[tuple[str, ...], ...]:
        shown = [
            column.texts or tuple(_shown(one) for one in column.numbers[:_PREVIEW_ROWS]) for column in self._columns
        ]
        return tuple(zip(*(cells[:_PREVIEW_ROWS] for cells in shown), strict=True))


def _shown(number: float) -> str:
    return "" if np.isnan(number) else f"{number:.6g}"


def _missing(column: RawColumn, *, as_text: bool) -> NDArray[np.bool_]:
    return np.array([not cell for cell in column.values], bool) if as_text else np.isnan(column.numbers)


def _describe_fraction(column: RawColumn) -> str:
    found = next(number for number in column.numbers.tolist() if number == number and number != round(number))
    return f"has the label {found:g} in {column.title!r}; classes are whole numbers or text, or learn numbers"


def _count(count: int, noun: str) -> str:
    return f"{_count_plain(count, noun)} {'is' if count == 1 else 'are'}"


def _count_plain(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
