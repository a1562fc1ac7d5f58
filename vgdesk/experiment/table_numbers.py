"""Numbers as people write them: decimal points and commas, thousands in groups, blanks."""

import math
import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from vgdesk.errors import DataError

DecimalMark: TypeAlias = Literal["guess", "point", "comma"]

LARGEST_NUMBER = 1e30  # float32 ends at 3.4e38, and sums need room
MISSING_TEXTS = frozenset({"", "?", "nan", "na", "n/a", "#n/a", "null"})
_MISSING_NUMBERS = MISSING_TEXTS | {"none", "-", "."}
_SHOWN_CHARACTERS = 40
_GROUPED_BY_COMMA = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_GROUPED_BY_POINT = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")
_GROUPED_BY_SPACE = re.compile(r"[+-]?\d{1,3}([ '’\u00a0\u202f]\d{3})+([.,]\d*)?")
_SPACES = re.compile("[ '’\u00a0\u202f]")
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE)
_WITH_POINT = re.compile(r"[+-]?\d*\.\d+(e[+-]?\d+)?", re.IGNORECASE)


class DecimalMarkError(DataError):
    """The numbers of a file can be read in two ways."""


def find_decimal_mark(cells: Iterable[str], separator: str, chosen: DecimalMark = "guess") -> str:
    """The decimal mark, a point or a comma, from some cells of the file; the other one parts thousands.

    Raises:
        DecimalMarkError: they may mean one or the other.
    """
    if chosen != "guess":
        return "." if chosen == "point" else ","
    marked = [cell for cell in cells if "," in cell or "." in cell]
    by_comma = [cell for cell in marked if _GROUPED_BY_COMMA.fullmatch(cell)]
    by_point = [cell for cell in marked if _GROUPED_BY_POINT.fullmatch(cell) and ("," in cell or cell.count(".") > 1)]
    commas = [cell for cell in marked if _WITH_COMMA.fullmatch(cell) and cell not in by_comma]
    points = [cell for cell in marked if _WITH_POINT.fullmatch(cell)]
    if len(commas) > len(points) or (by_point and not points):
        return ","
    sure = points or any(cell.count(",") > 1 or "." in cell for cell in by_comma) or separator != ";"
    if by_comma and not sure:
        shown = by_comma[0]
        raise DecimalMarkError(
            f"has numbers such as {shown}, which may be {shown.replace(',', '')} or {shown.replace(',', '.')}; "
            "say whether the decimal mark is a point or a comma"
        )
    return "."


def describe_thousands(cells: Iterable[str], decimal: str) -> tuple[str, ...]:
    """Says how the first number with parted thousands is read; nothing without one."""
    form = _GROUPED_BY_COMMA if decimal == "." else _GROUPED_BY_POINT
    found = next((cell for cell in cells if form.fullmatch(cell) or _GROUPED_BY_SPACE.fullmatch(cell)), None)
    return () if found is None else (f"{found} is read as {parse_number(found, decimal):.15g}",)


def is_number(cell: str) -> bool:
    """Whether it is one with a decimal point."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def parse_number(cell: str, decimal: str) -> float | None:
    """The number in a cell, NaN where it is missing, None where it is none that can be used."""
    if cell.lower() in _MISSING_NUMBERS:
        return math.nan
    try:
        number = float(_with_point(cell, decimal))
    except ValueError:
        return None
    return number if abs(number) <= LARGEST_NUMBER or math.isnan(number) else None


def describe_cell(cell: str, decimal: str) -> str:
    """Why a cell is no number, and the way out."""
    shown = cell if len(cell) <= _SHOWN_CHARACTERS else f"{cell[:_SHOWN_CHARACTERS]}..."
    if is_number(_with_point(cell, decimal)):
        return f"is {shown}; numbers should be finite, {LARGEST_NUMBER:g} at most"
    other, name = (".", "comma") if decimal == "," else (",", "point")
    if is_number(cell.replace(",", ".")) and cell.count(other) == 1:
        return f"is {shown!r}, and the others have a decimal {name}; write it with a {name}"
    return f"is {shown!r}, which is no number; correct it, or leave the column out"


def _with_point(cell: str, decimal: str) -> str:
    """A cell as Python writes numbers; without change where thousands are parted wrongly."""
    if _GROUPED_BY_SPACE.fullmatch(cell):
        cell = _SPACES.sub("", cell)
    if decimal == ".":
        return cell.replace(",", "") if _GROUPED_BY_COMMA.fullmatch(cell) else cell
    if "." in cell and not _GROUPED_BY_POINT.fullmatch(cell):
        return ""
    return cell.replace(".", "").replace(",", ".")
