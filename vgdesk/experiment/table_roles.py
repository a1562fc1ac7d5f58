"""What each column of a table is for: learned, read as numbers, taken apart into 0 and 1, or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from vgdesk.errors import DataError
from vgdesk.experiment.table_columns import MOST_VALUES, RawColumn

Role: TypeAlias = Literal["number", "one_hot", "leave_out", "target"]
Learned: TypeAlias = Literal["guess", "classes", "numbers"]

MOST_CLASSES = 100
_NAMED = 10
_LABEL_NAMES = (
    *("label", "labels", "class", "classes", "target", "targets", "y", "output", "outcome"),
    *("species", "survived", "diagnosis", "variety", "category"),
)


class LabelColumnError(DataError):
    """The column of the labels that was named is not there."""


@dataclass(frozen=True)
class ColumnFacts:
    """What a column holds and what becomes of it.

    Attributes:
        name: of the column.
        role: what it is for; ``label`` for classes that are learned, ``target`` for numbers.
        reason: why, in a few words; empty where it goes without saying.
        values: its range, or its most frequent values.
        blanks: number of cells that are missing.
    """

    name: str
    role: str
    reason: str
    values: str
    blanks: int


def find_learned(columns: Sequence[RawColumn], label: str, chosen: Mapping[str, Role]) -> tuple[list[int], str]:
    """The places of the columns that are learned, and why these.

    Args:
        columns: of the file.
        label: name or number from 1 of the column; empty for a guess.
        chosen: what the user says columns are for, by name.

    Raises:
        LabelColumnError: there is no such column.
    """
    targets = [place for place, column in enumerate(columns) if chosen.get(column.title) == "target"]
    if targets:
        return targets, "as chosen"
    if label:
        return [_find_column([column.title for column in columns], label)], "as chosen"
    free = [place for place, column in enumerate(columns) if column.title not in chosen] or [len(columns) - 1]
    return _guess_learned(columns, free)


def _guess_learned(columns: Sequence[RawColumn], free: Sequence[int]) -> tuple[list[int], str]:
    named = [place for place in free if columns[place].name.lower() in _LABEL_NAMES]
    if named:
        return [named[-1]], "by its name"
    few = [place for place in free if _has_few(columns[place])]
    if not can_be_classes(columns[free[-1]]) and few and not any(column.name for column in columns):
        return [few[0]], "it has few different values"
    return [free[-1]], "the last column"


def can_be_classes(column: RawColumn) -> bool:
    """Whether its cells are texts or whole numbers, not too many different ones."""
    return (not column.is_numeric or column.is_whole) and _count_values(column) <= MOST_CLASSES


def find_role(column: RawColumn, chosen: Role | None, *, others: bool) -> tuple[Role, str]:
    """What a column that is not learned is for, and why.

    Args:
        column: of the file.
        chosen: what the user says.
        others: whether there are other columns to learn from.
    """
    if chosen is not None:
        return chosen, "as chosen"
    if column.is_empty:
        return "leave_out", "it is blank"
    if column.is_id and others:
        return "leave_out", "it numbers the rows"
    if column.is_numeric:
        return "number", ""
    values = _count_values(column)
    if values <= MOST_VALUES:
        return "one_hot", f"{values} different texts"
    return "leave_out", f"{values} different texts"


def describe_values(column: RawColumn) -> str:
    """Its range, or its first values."""
    if column.is_numeric and not column.is_empty:
        return f"{np.nanmin(column.numbers):.6g} … {np.nanmax(column.numbers):.6g}"
    values = sorted(set(column.values) - {""})
    return ", ".join(values[:_NAMED]) + (" …" if len(values) > _NAMED else "")


def _has_few(column: RawColumn) -> bool:
    return can_be_classes(column) and 1 < _count_values(column) <= MOST_VALUES


def _count_values(column: RawColumn) -> int:
    if column.bad:
        return len(set(column.values) - {""})
    return len(np.unique(column.numbers[~np.isnan(column.numbers)]))


def _find_column(names: Sequence[str], label: str) -> int:
    if names.count(label) == 1:
        return names.index(label)
    if label in names:
        raise LabelColumnError(f"has more than one column {label!r}; give its number instead, from 1 to {len(names)}")
    if label.isdecimal() and 1 <= int(label) <= len(names):
        return int(label) - 1
    known = ", ".join(names[:_NAMED]) + (" ..." if len(names) > _NAMED else "")
    raise LabelColumnError(f"has no column {label!r}; take one of {known}, or a number from 1 to {len(names)}")
