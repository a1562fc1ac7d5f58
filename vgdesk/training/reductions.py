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


def reduce_signals(rows: Rows, starts: Sequence[int], shares: Floats) -> NDArray[np.float32]:
    """Measures of the family ``signal``.

    Args:
        rows: [step, entry] signals of all layers, those of a smaller batch filled up with zeros.
        starts: index of the first entry of each layer.
        shares: [step] share of the rows that is not filling.

    Returns:
        [step, measure, layer], measures in the order of ``measures_of("signal")``.
    """
    found = _by_blocks(rows, starts, _signal_block)
    found[:, 0] /= np.sqrt(shares)[:, None].astype(np.float32)
    found[:, 1] /= shares[:, None].astype(np.float32)
    return found


def reduce_updates(rows: Rows, starts: Sequence[int], weights: Rows) -> NDArray[np.float32]:
    """log10 of the ratio of each tensor's update to its weights, both as root mean square.

    Args:
        rows: [step, entry] changes of the parameters.
        starts: index of the first entry of each tensor.
        weights: [step, entry] the parameters before the change.

    Returns:
        [step, 1, tensor]; -inf without a change, NaN where the change is unknown.
    """
    change, size = (_by_blocks(values, starts, _square_block) for values in (rows, weights))
    with np.errstate(all="ignore"):
        ratio: NDArray[np.float32] = np.log10(change / size)
    return ratio


def _by_blocks(rows: Rows, starts: Sequence[int], reduce_block: Callable[..., list[Floats]]) -> NDArray[np.float32]:
    offsets = np.asarray(starts, np.intp)
    sizes = np.diff(offsets, append=rows.shape[1])
    height = max(1, _BLOCK_ENTRIES // rows.shape[1])
    with np.errstate(all="ignore"):  # NaN and Inf are values here, not accidents
        blocks = [
            np.stack(reduce_block(rows[top : top + height].astype(np.float64), offsets, sizes), axis=1)
            for top in range(0, len(rows), height)
        ]
        return np.concatenate(blocks).astype(np.float32)


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


def _signal_block(x: Floats, starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> list[Floats]:
    magnitude = np.abs(x, out=x)
    mean_abs = np.add.reduceat(magnitude, starts, axis=1) / sizes
    max_abs = np.maximum.reduceat(magnitude, starts, axis=1)
    nonfinite = _count_nonfinite(x, starts, max_abs)
    mean_square = np.add.reduceat(np.square(x, out=x), starts, axis=1) / sizes
    return [np.sqrt(mean_square), mean_abs, max_abs, nonfinite]


def _square_block(x: Floats, starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> list[Floats]:
    return [np.sqrt(np.add.reduceat(np.square(x, out=x), starts, axis=1) / sizes)]


def _deviation(mean_square: Floats, mean: Floats) -> Floats:
    """Population standard deviation; exactly 0 where the entries are equal."""
    variance = mean_square - np.square(mean)
    return np.sqrt(np.where(variance <= _ROUNDING * mean_square, 0.0, variance))


def _count_nonfinite(x: Floats, starts: NDArray[np.intp], witness: Floats) -> Floats:
    """Non-finite entries of each tensor; the witness, finite where there are none, saves the counting."""
    if np.isfinite(witness).all():
        return np.zeros_like(witness)
    return np.add.reduceat(~np.isfinite(x), starts, axis=1, dtype=np.int64).astype(np.float64)
