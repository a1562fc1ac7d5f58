"""The measures of many tensors and many steps at once, in whole-array calls.

A float32 square underflows below 1e-19, so everything is summed in float64.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.floating]
Floats: TypeAlias = NDArray[np.float64]

_BLOCK_ENTRIES = 65_536  # half a megabyte of float64: the passes over a block stay in cache
_ROUNDING = 1e-14  # relative variance below which a float64 sum of float32 entries knows nothing


def reduce_gradients(rows: Rows, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``gradient``.

    Args:
        rows: [step, entry] flat gradients.
        starts: index of the first entry of each tensor; the last tensor ends with the row.

    Returns:
        [step, measure, tensor], measures in the order of ``measures_of("gradient")``.
    """
    return _by_blocks(rows, starts, _gradient_block)


def reduce_weights(rows: Rows, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``weight``, of flat parameters; shapes as in ``reduce_gradients``."""
    return _by_blocks(rows, starts, _weight_block)


def _by_blocks(rows: Rows, starts: Sequence[int], reduce_block: Callable[..., list[Floats]]) -> NDArray[np.float32]:
    """Reduce some whole tensors of some rows at a time, so that the passes over them stay in cache."""
    edges = np.append(np.asarray(starts, np.intp), rows.shape[1])
    found = []
    with np.errstate(all="ignore"):  # NaN and Inf are values here, not accidents
        for first, last in _group_tensors(edges):
            left, right = edges[first], edges[last]
            offsets, sizes = edges[first:last] - left, np.diff(edges[first : last + 1])
            height = max(1, _BLOCK_ENTRIES // int(right - left))
            blocks = [
                np.stack(
                    reduce_block(rows[top : top + height, left:right].astype(np.float64), offsets, sizes), axis=1
                )
                for top in range(0, len(rows), height)
            ]
            found.append(np.concatenate(blocks))
        return np.concatenate(found, axis=2).astype(np.float32)


def _group_tensors(edges: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Neighbouring tensors, first and one after the last, that fit into a block together."""
    groups, first = [], 0
    for last in range(1, len(edges)):
        if edges[last] - edges[first] > _BLOCK_ENTRIES and last - first > 1:
            groups.append((first, last - 1))
            first = last - 1
    return [*groups, (first, len(edges) - 1)]


def _gradient_block(x: Floats, starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> list[Floats]:
    mean = np.add.reduceat(x, starts, axis=1) / sizes
    zeros = np.add.reduceat(x == 0, starts, axis=1, dtype=np.int64)
    magnitude = np.abs(x, out=x)
    mean_abs = np.add.reduceat(magnitude, starts, axis=1) / sizes
    max_abs = np.maximum.reduceat(magnitude, starts, axis=1)
    nonfinite = _count_nonfinite(x, starts, max_abs)
    sum_squares = np.add.reduceat(np.square(x, out=x), starts, axis=1)
    mean_square = sum_squares / sizes
    std = _deviation(mean_square, mean)
    return [mean, std, mean_abs, np.sqrt(mean_square), np.sqrt(sum_squares), max_abs, zeros / sizes, nonfinite]


def _weight_block(x: Floats, starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> list[Floats]:
    mean = np.add.reduceat(x, starts, axis=1) / sizes
    smallest = np.minimum.reduceat(x, starts, axis=1)
    largest = np.maximum.reduceat(x, starts, axis=1)
    negative = np.add.reduceat(x < 0, starts, axis=1, dtype=np.int64)
    nonfinite = _count_nonfinite(x, starts, largest - smallest)
    sum_squares = np.add.reduceat(np.square(x, out=x), starts, axis=1)
    mean_square = sum_squares / sizes
    std = _deviation(mean_square, mean)
    return [mean, std, np.sqrt(mean_square), np.sqrt(sum_squares), smallest, largest, negative / sizes, nonfinite]


def _deviation(mean_square: Floats, mean: Floats) -> Floats:
    """Population standard deviation; exactly 0 where the entries are equal."""
    variance = mean_square - np.square(mean)
    return np.sqrt(np.where(variance <= _ROUNDING * mean_square, 0.0, variance))


def _count_nonfinite(x: Floats, starts: NDArray[np.intp], witness: Floats) -> Floats:
    """Non-finite entries of each tensor; the witness, finite where there are none, saves the counting."""
    if np.isfinite(witness).all():
        return np.zeros_like(witness)
    return np.add.reduceat(~np.isfinite(x), starts, axis=1, dtype=np.int64).astype(np.float64)
