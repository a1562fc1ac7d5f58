"""The measures of many tensors and many steps at once, in whole-array calls.

A float32 square underflows below 1e-19, so everything is summed in float64.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.floating]
Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.intp]

_BLOCK_ENTRIES = 65_536  # half a megabyte of float64: the passes over a block stay in cache
_PIECE_ENTRIES = 10_000  # a larger tensor is summed in pieces: longer dot products may start threads
_ONES = np.ones(_PIECE_ENTRIES)
_UNRESPONSIVE = 1e-2  # of a unit's root mean square: its standard deviation over the probe where it hardly reacts
_ROUNDING = 2 * float(np.finfo(np.float64).eps)  # of the mean square, for each entry: what a variance from sums loses


def reduce_gradients(rows: Rows, starts: Sequence[int]) -> NDArray[np.float32]:
    """Measures of the family ``gradient``.

    Args:
        rows: [step, entry] flat gradients.
        starts: index of the first entry of each tensor; the last tensor ends with the row.

    Returns:
        [step, measure, tensor], measures in the order of ``measures_of("gradient")``.
    """
    with np.errstate(all="ignore"):  # NaN and Inf are values here, not accidents
        found = _by_pieces(rows, starts, _sum_gradients, (np.add, np.add, np.maximum, np.add, np.add, np.add))
        sums, magnitudes, max_abs, squares, zeros, nonfinite = found
        sizes = np.diff(starts, append=rows.shape[1])
        mean, mean_square = sums / sizes, squares / sizes
        l2 = np.sqrt(squares)
        measures = (
            mean,
            _deviation(rows, starts, mean_square, mean),
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
        merges = (np.add, np.minimum, np.maximum, np.add, np.add, np.add, np.add)
        sums, smallest, largest, negative, magnitudes, squares, nonfinite = _by_pieces(
            rows, starts, _sum_weights, merges
        )
        sizes = np.diff(starts, append=rows.shape[1])
        mean, mean_square = sums / sizes, squares / sizes
        measures = (
            mean,
            _deviation(rows, starts, mean_square, mean),
            magnitudes / sizes,
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
        found = _by_pieces(rows, starts, _sum_signals, (np.add, np.maximum, np.add, np.add))
        magnitudes, max_abs, squares, nonfinite = found
        sizes = np.diff(starts, append=rows.shape[1])
        measures = (np.sqrt(squares / sizes), magnitudes / sizes, max_abs, nonfinite)
        return np.stack(measures, axis=1).astype(np.float32)


def reduce_updates(before: Rows, after: Rows, starts: Sequence[int], weight_rms: Rows) -> NDArray[np.float32]:
    """Measures of the family ``update``.

    Args:
        before: [step, entry] flat parameters.
        after: [step, entry] the same behind the update.
        starts: index of the first entry of each tensor.
        weight_rms: [step, tensor] root mean square of the parameters before the change.

    Returns:
        [step, measure, tensor]; -inf without a change.
    """
    with np.errstate(all="ignore"):
        (squares,) = _by_pieces(after, starts, lambda x: (np.vecdot(x, x),), (np.add,), minus=before)
        change = np.sqrt(squares / np.diff(starts, append=after.shape[1]))
        ratio = np.log10(change / weight_rms)
        return np.where(change == 0, -np.inf, ratio).astype(np.float32)[:, None]


@dataclass(frozen=True)
class ActivationSums:
    """What is summed of the activations of layers of one width, in float64.

    Attributes:
        points: number of points summed over.
        means: [layer, unit] mean of each unit.
        variances: [layer, unit] sum of the squares of each unit without its mean.
        squares: [layer] sum of all squares.
        traces: [layer] sum of the squares of all without the mean of their unit.
        spreads: [layer] sum of the squares of ``points`` times the covariance of the units.
        saturated: [layer] number of saturated entries.
        dead: [layer] number of units that are 0 for every point.
        nonfinite: [layer] number of NaN and infinite entries.
    """

    points: int
    means: Floats
    variances: Floats
    squares: Floats
    traces: Floats
    spreads: Floats
    saturated: NDArray[np.floating]
    dead: NDArray[np.integer]
    nonfinite: NDArray[np.integer]


def reduce_activations(sums: ActivationSums) -> NDArray[np.float32]:
    """Measures of the family ``activation`` [layer, measure], in the order of ``measures_of("activation")``."""
    units = sums.means.shape[1]
    entries = sums.points * units
    with np.errstate(all="ignore"):
        mean = sums.means.mean(axis=1)
        between = np.square(sums.means - mean[:, None]).mean(axis=1)
        own = sums.variances / sums.points
        unresponsive = own <= _UNRESPONSIVE**2 * (own + np.square(sums.means))
        measures = (
            mean,
            np.sqrt(sums.traces / entries + between),
            np.sqrt(sums.squares / entries),
            sums.saturated / entries,
            sums.dead / units,
            np.where(sums.traces == 0, 0.0, np.square(sums.traces) / sums.spreads),
            unresponsive.mean(axis=1),
            sums.nonfinite,
        )
        return np.stack(measures, axis=1).astype(np.float32)


@dataclass(frozen=True)
class _Pieces:
    """Pieces of one size, each a tensor or a part of a long one.

    Attributes:
        numbers: which they are among all.
        columns: where each lies in a row.
        size: entries of each.
    """

    numbers: Places
    columns: tuple[slice, ...]
    size: int


@lru_cache(maxsize=64)
def _split(starts: tuple[int, ...], width: int) -> tuple[tuple[_Pieces, ...], Places]:
    """The pieces of a row by size, and the first piece of each tensor."""
    columns: list[slice] = []
    first_pieces = []
    for start, end in pairwise((*starts, width)):
        first_pieces.append(len(columns))
        cuts = np.linspace(start, end, 1 + -(-(end - start) // _PIECE_ENTRIES)).round().astype(int).tolist()
        columns += [slice(*pair) for pair in pairwise(cuts)]
    numbers = defaultdict(list)
    for number, piece in enumerate(columns):
        numbers[piece.stop - piece.start].append(number)
    alike = (_Pieces(np.array(found), tuple(columns[n] for n in found), size) for size, found in numbers.items())
    return tuple(alike), np.array(first_pieces)


def _by_pieces(
    rows: Rows,
    starts: Sequence[int],
    sum_rows: Callable[[Floats], tuple[Floats, ...]],
    merges: tuple[np.ufunc, ...],
    minus: Rows | None = None,
) -> list[Floats]:
    """What is summed of each tensor [step, tensor] of rows, perhaps minus others.

    The merges say how the pieces of one tensor are put together.
    """
    groups, first_pieces = _split(tuple(starts), rows.shape[1])
    found = np.empty((len(merges), sum(len(group.numbers) for group in groups), len(rows)))
    scratch = np.empty(max(_BLOCK_ENTRIES, *(group.size for group in groups)))
    for group in groups:
        for pieces, steps in _list_blocks(group, len(rows)):
            parts = [rows[steps, columns] for columns in group.columns[pieces]]
            if minus is not None:
                parts = [
                    part - minus[steps, columns] for part, columns in zip(parts, group.columns[pieces], strict=True)
                ]
            x = scratch[: len(parts) * parts[0].size].reshape(-1, group.size)
            np.concatenate(parts, out=x)
            for place, values in enumerate(sum_rows(x)):
                found[place][group.numbers[pieces], steps] = values.reshape(len(parts), -1)
    if found.shape[1] == len(first_pieces):
        return [values.T for values in found]
    return [merge.reduceat(values, first_pieces).T for merge, values in zip(merges, found, strict=True)]


def _list_blocks(group: _Pieces, steps: int) -> Iterator[tuple[slice, slice]]:
    """Pieces and steps that stay in cache together."""
    most = max(1, _BLOCK_ENTRIES // group.size)
    wide = max(1, most // steps)
    for piece in range(0, len(group.numbers), wide):
        for step in range(0, steps, most):
            yield slice(piece, piece + wide), slice(step, step + most)


def _sum_gradients(x: Floats) -> tuple[Floats, ...]:
    sums, zeros = _sum(x), _count(x == 0)
    magnitude = np.abs(x, out=x)
    max_abs = magnitude.max(axis=1)
    return sums, _sum(magnitude), max_abs, np.vecdot(x, x), zeros, _count_nonfinite(x, max_abs)


def _sum_weights(x: Floats) -> tuple[Floats, ...]:
    sums, smallest, largest, negative = _sum(x), x.min(axis=1), x.max(axis=1), _count(x < 0)
    nonfinite = _count_nonfinite(x, largest - smallest)
    magnitude = np.abs(x, out=x)
    return sums, smallest, largest, negative, _sum(magnitude), np.vecdot(x, x), nonfinite


def _sum_signals(x: Floats) -> tuple[Floats, ...]:
    magnitude = np.abs(x, out=x)
    max_abs = magnitude.max(axis=1)
    return _sum(magnitude), max_abs, np.vecdot(x, x), _count_nonfinite(x, max_abs)


def _sum(x: Floats) -> Floats:
    sums: Floats = np.vecdot(x, _ONES[: x.shape[1]])
    return sums


def _count(marked: NDArray[np.bool_]) -> Floats:
    counts: Floats = marked.sum(axis=1, dtype=np.int32).astype(np.float64)
    return counts


def _deviation(rows: Rows, starts: Sequence[int], mean_square: Floats, mean: Floats) -> Floats:
    """Population standard deviation [step, tensor]; exactly 0 where the entries are equal.

    Where nothing but rounding is left of the difference of the sums, the entries are taken less their first.

    Source: Chan, Golub and LeVeque (1983), shifted data.
    """
    bounds = np.array([*starts, rows.shape[1]])
    sizes = np.diff(bounds)
    variance = mean_square - np.square(mean)
    deviation: Floats = np.sqrt(np.maximum(variance, 0.0))
    is_lost = (variance <= _ROUNDING * sizes * mean_square) & (mean_square > 0) & (sizes > 1)
    for tensor in np.flatnonzero(is_lost.any(axis=0)):
        steps = np.flatnonzero(is_lost[:, tensor])
        entries = rows[steps, bounds[tensor] : bounds[tensor + 1]].astype(np.float64)
        deviation[steps, tensor] = (entries - entries[:, :1]).std(axis=1)
    return deviation


def _count_nonfinite(x: Floats, witness: Floats) -> Floats:
    """Non-finite entries of each row; the witness, finite where there are none, saves the counting."""
    return np.zeros_like(witness) if np.isfinite(witness).all() else _count(~np.isfinite(x))
