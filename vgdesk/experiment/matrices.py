"""Matrices that people give: as a text, and as a file of several."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vgdesk.budget import MEBIBYTE, Budget, Limits
from vgdesk.errors import DataError
from vgdesk.experiment.arrays import read_arrays
from vgdesk.experiment.read_once import ReadOnce
from vgdesk.experiment.reading import fingerprint_files

_LIMITS = Limits(50 * MEBIBYTE, 5_000_000, "numbers")

Numbers = NDArray[np.float64]


class Matrices(NamedTuple):
    """What a layer is given.

    Attributes:
        weights: [row, column].
        biases: [unit]; None where none are given.
    """

    weights: Numbers
    biases: Numbers | None


def write_matrix(value: Any) -> Any:
    """A list of numbers, or of rows of them, as the text ``1 2; 3 4``; a text in that form; anything else as it is.

    Raises:
        ValueError: a text that is no matrix of numbers.
    """
    if isinstance(value, str):
        return _write(parse_matrix(value)) if value.strip() else ""
    if isinstance(value, list | tuple) and value:
        rows = value if isinstance(value[0], list | tuple) else [value]
        if all(isinstance(number, int | float) for row in rows for number in row):
            return _write(_as_matrix([list(map(float, row)) for row in rows]))
    return value


def parse_matrix(text: str) -> Numbers:
    """The numbers [row, column] of a text: rows apart by semicolons or lines, numbers by spaces or commas.

    Raises:
        ValueError: it is no matrix of numbers.
    """
    lines = [line for line in text.replace("\n", ";").split(";") if line.strip()]
    try:
        return _as_matrix([[float(word) for word in line.replace(",", " ").split()] for line in lines])
    except ValueError as error:
        raise ValueError(f"{error}; write rows apart by semicolons, numbers by spaces: 1 2; 3 4") from None


def read_matrices(path: str) -> tuple[Matrices, ...]:
    """The matrices of a JSON or npz file in their order, each with the vector that follows it.

    A JSON file holds a list of them or a table by name, such as a state_dict written with ``tolist``.

    Raises:
        DataError: the file cannot be read, or holds something else.
    """
    found = _MATRICES.find(fingerprint_files((Path(path).expanduser(),)))
    if isinstance(found, DataError):
        raise found
    return found


def _read(path: Path, _: None) -> tuple[Matrices, ...] | DataError:
    load = _load_npz if path.suffix.lower() == ".npz" else _load_json
    try:
        return _pair_up(load(path, Budget(_LIMITS, ValueError)))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, KeyError) as error:
        return DataError(
            f"cannot read {path}: {error}; it has to be a JSON or npz file of matrices, input side first"
        )


_MATRICES: ReadOnce[tuple[Matrices, ...]] = ReadOnce(_read)


def _load_npz(path: Path, budget: Budget) -> list[Numbers]:
    with path.open("rb") as file:
        return [np.asarray(array, np.float64) for array in read_arrays(file, budget).values()]


def _load_json(path: Path, budget: Budget) -> list[Numbers]:
    held = json.loads(budget.read(path))
    items = list(held.values()) if isinstance(held, dict) else held
    if not isinstance(items, list):
        raise ValueError("it is neither a list nor a table")
    flat = [part for item in items for part in (item.values() if isinstance(item, dict) else [item])]
    return [np.array(item, np.float64) for item in flat]


def _pair_up(arrays: list[Numbers]) -> tuple[Matrices, ...]:
    found: list[Matrices] = []
    for number, array in enumerate(arrays, start=1):
        if not np.isfinite(array).all():
            raise ValueError(f"array {number} has an entry that is no number")
        if array.ndim == 2:
            found.append(Matrices(array, None))
        elif array.ndim == 1 and found and found[-1].biases is None:
            found[-1] = Matrices(found[-1].weights, array)
        else:
            raise ValueError(f"array {number} of {array.ndim} axes is neither a matrix nor the vector behind one")
    if not found:
        raise ValueError("there is no matrix in it")
    return tuple(found)


def _as_matrix(rows: list[list[float]]) -> Numbers:
    lengths = {len(row) for row in rows}
    if len(lengths) != 1 or not min(lengths):
        raise ValueError(f"rows of {', '.join(map(str, sorted(lengths)))} numbers make no matrix")
    found = np.array(rows)
    if not np.isfinite(found).all():
        raise ValueError("an entry is no number")
    return found


def _write(matrix: Numbers) -> str:
    return "; ".join(" ".join(f"{number!r}".removesuffix(".0") for number in row) for row in matrix.tolist())
