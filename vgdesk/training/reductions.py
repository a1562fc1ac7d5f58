"""The measures of many tensors and many steps at once, in whole-array calls.

A float32 square underflows below 1e-19, so everything is summed in float64.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.floating]
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

_BLOCK_ENTRIES = 65_536  # half a megabyte of float64: the passes over a block stay in cache
_PIECE_ENTRIES = 32_768  # a larger tensor is summed in pieces of that size
_ROUNDING = 1e-14  # relative variance below which a float64 sum of float32 entries knows nothing


def reduce_gradients(rows: Rows, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``gradient``.

    Args:
        rows: [step, entry] flat gradients.
        starts: index of the first entry of each tensor; the last tensor ends with the row.

    Returns:
        [step, measure, tensor], measures in the order of ``measures_of("gradient")``.
    """
    with np.errstate(all="ignore"):  # NaN and Inf are values here, not accidents
        found = _by_blocks(rows, starts, _gradient_sums, (np.add, np.add, np.maximum, np.add, np.add, np.add))
        sums, magnitudes, max_abs, squares, zeros, nonfinite = found
        sizes = np.diff(starts, append=rows.shape[1])
        mean, mean_square = sums / sizes, squares / sizes
        l2 = np.sqrt(squares)
        measures = (
            mean,
            _deviation(mean_square, mean),
            magnitudes / sizes,
            np.sqrt(mean_square),
            l2,
            max_abs,
            zeros / sizes,
            nonfinite,
        )
        return np.stack(measures, axis=1).astype(np.float32)


def reduce_weights(rows: Rows, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``weight``, of flat parameters; shapes as in ``reduce_gradients``."""
    with np.errstate(all="ignore"):
        found = _by_blocks(rows, starts, _weight_sums, (np.add, np.minimum, np.maximum, np.add, np.add, np.add))
        sums, smallest, largest, squares, negative, nonfinite = found
        sizes = np.diff(starts, append=rows.shape[1])
        mean, mean_square = sums / sizes, squares / sizes
        measures = (
            mean,
            _deviation(mean_square, mean),
            np.sqrt(mean_square),
            np.sqrt(squares),
            smallest,
            largest,
            negative / sizes,
            nonfinite,
        )
        return np.stack(measures, axis=1).astype(np.float32)


def reduce_signals(rows: Rows, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``signal``, of flat signals; shapes as in ``reduce_gradients``."""
    with np.errstate(all="ignore"):
        found = _by_blocks(rows, starts, _signal_sums, (np.add, np.maximum, np.add, np.add))
        magnitudes, max_abs, squares, nonfinite = found
        sizes = np.diff(starts, append=rows.shape[1])
        measures = (np.sqrt(squares / sizes), magnitudes / sizes, max_abs, nonfinite)
        return np.stack(measures, axis=1).astype(np.float32)


def reduce_updates(rows: Rows, starts: Sequence[int], weight_rms: Rows) -> NDArray[np.float32]:
    """Measures of the family ``update``.

    Args:
        rows: [step, entry] changes of the parameters.
        starts: index of the first entry of each tensor.
        weight_rms: [step, tensor] root mean square of the parameters before the change.

    Returns:
        [step, measure, tensor]; -inf without a change.
    """
    with np.errstate(all="ignore"):
        (squares,) = _by_blocks(rows, starts, _square_sums, (np.add,))
        change = np.sqrt(squares / np.diff(starts, append=rows.shape[1]))
        ratio = np.log10(change / weight_rms)
        return np.where(change == 0, -np.inf, ratio).astype(np.float32)[:, None]


@dataclass(frozen=True)
class ActivationSums:
    """What is summed of the activations of all layers, in float64.

    Attributes:
        points: number of points summed over.
        means: [step, unit] mean of each unit, the layers side by side.
        squares: [step, unit] sum of the squares of each unit without its mean.
        sizes: [step, layer] Euclidean norm of the activations.
        spreads: [step, layer] Euclidean norm of ``points`` times the covariance of the units.
        saturated: [step, layer] number of saturated entries.
    """

    points: int
    means: Floats
    squares: Floats
    sizes: Floats
    spreads: Floats
    saturated: NDArray[np.int64]


def reduce_activations(sums: ActivationSums, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``activation``.

    Args:
        sums: of all layers.
        starts: index of the first unit of each layer.

    Returns:
        [step, measure, layer], measures in the order of ``measures_of("activation")``.
    """
    units = np.diff(starts, append=sums.means.shape[1])
    entries = sums.points * units
    with np.errstate(all="ignore"):
        mean = np.add.reduceat(sums.means, starts, axis=1) / units
        between = np.add.reduceat(np.square(sums.means - np.repeat(mean, units, axis=1)), starts, axis=1) / units
        trace = np.add.reduceat(sums.squares, starts, axis=1)
        dead = np.add.reduceat((sums.means == 0) & (sums.squares == 0), starts, axis=1, dtype=np.int64)
        measures = (
            mean,
            np.sqrt(trace / entries + between),
            sums.sizes / np.sqrt(entries),
            sums.saturated / entries,
            dead / units,
            np.where(trace == 0, 0.0, np.square(trace / sums.spreads)),
        )
        return np.stack(measures, axis=1).astype(np.float32)


@dataclass(frozen=True)
class _Block:
    """Pieces that lie side by side.

    Attributes:
        columns: its entries in a row.
        pieces: its pieces among all.
        starts: first entry of each piece, counted from the first of the block.
    """

    columns: slice
    pieces: slice
    starts: Places


@lru_cache(maxsize=64)
def _split(starts: tuple[int, ...], width: int, block_entries: int) -> tuple[tuple[_Block, ...], Places]:
    """The blocks of a row of tensors, and the first piece of each tensor."""
    pieces = [
        piece
        for start, end in zip(starts, (*starts[1:], width), strict=True)
        for piece in range(start, end, _PIECE_ENTRIES)
    ]
    ends = [*pieces[1:], width]
    firsts = [0]
    for number, end in enumerate(ends):
        if end - pieces[firsts[-1]] > block_entries and number > firsts[-1]:
            firsts.append(number)
    blocks = tuple(
        _Block(slice(pieces[first], ends[last - 1]), slice(first, last), np.array(pieces[first:last]) - pieces[first])
        for first, last in zip(firsts, (*firsts[1:], len(pieces)), strict=True)
    )
    return blocks, np.searchsorted(pieces, starts)


def _by_blocks(
    rows: Rows,
    starts: Sequence[int],
    reduce_block: Callable[[Floats, Places], tuple[Floats, ...]],
    merges: tuple[np.ufunc, ...],
) -> list[Floats]:
    """What is summed of each tensor [step, tensor]; the merges say how the pieces of one tensor are put together."""
    blocks, first_pieces = _split(tuple(starts), rows.shape[1], _BLOCK_ENTRIES)
    found = np.empty((len(merges), len(rows), blocks[-1].pieces.stop))
    for block in blocks:
        height = max(1, _BLOCK_ENTRIES // (block.columns.stop - block.columns.start))
        for top in range(0, len(rows), height):
            steps = slice(top, top + height)
            sums = reduce_block(rows[steps, block.columns].astype(np.float64), block.starts)
            for place, values in enumerate(sums):
                found[place, steps, block.pieces] = values
    if found.shape[2] == len(first_pieces):
        return list(found)
    return [merge.reduceat(values, first_pieces, axis=1) for merge, values in zip(merges, found, strict=True)]


def _gradient_sums(x: Floats, starts: Places) -> tuple[Floats, ...]:
    sums = np.add.reduceat(x, starts, axis=1)
    zeros = np.add.reduceat(x == 0, starts, axis=1, dtype=np.int32)
    magnitude = np.abs(x, out=x)
    magnitudes = np.add.reduceat(magnitude, starts, axis=1)
    max_abs = np.maximum.reduceat(magnitude, starts, axis=1)
    nonfinite = _count_nonfinite(x, starts, max_abs)
    squares = np.add.reduceat(np.square(x, out=x), starts, axis=1)
    return sums, magnitudes, max_abs, squares, zeros, nonfinite


def _weight_sums(x: Floats, starts: Places) -> tuple[Floats, ...]:
    sums = np.add.reduceat(x, starts, axis=1)
    smallest = np.minimum.reduceat(x, starts, axis=1)
    largest = np.maximum.reduceat(x, starts, axis=1)
    negative = np.add.reduceat(x < 0, starts, axis=1, dtype=np.int32)
    nonfinite = _count_nonfinite(x, starts, largest - smallest)
    squares = np.add.reduceat(np.square(x, out=x), starts, axis=1)
    return sums, smallest, largest, squares, negative, nonfinite


def _signal_sums(x: Floats, starts: Places) -> tuple[Floats, ...]:
    magnitude = np.abs(x, out=x)
    magnitudes = np.add.reduceat(magnitude, starts, axis=1)
    max_abs = np.maximum.reduceat(magnitude, starts, axis=1)
    nonfinite = _count_nonfinite(x, starts, max_abs)
    return magnitudes, max_abs, np.add.reduceat(np.square(x, out=x), starts, axis=1), nonfinite


def _square_sums(x: Floats, starts: Places) -> tuple[Floats, ...]:
    return (np.add.reduceat(np.square(x, out=x), starts, axis=1),)


def _deviation(mean_square: Floats, mean: Floats) -> Floats:
    """Population standard deviation; exactly 0 where the entries are equal."""
    variance = mean_square - np.square(mean)
    return np.sqrt(np.where(variance <= _ROUNDING * mean_square, 0.0, variance))


def _count_nonfinite(x: Floats, starts: Places, witness: Floats) -> Floats:
    """Non-finite entries of each tensor; the witness, finite where there are none, saves the counting."""
    if np.isfinite(witness).all():
        return np.zeros_like(witness)
    return np.add.reduceat(~np.isfinite(x), starts, axis=1, dtype=np.int64).astype(np.float64)
