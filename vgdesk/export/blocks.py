"""What a run holds, as arrays with a name for every number: what tables are made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.measures import HISTOGRAM_BINS, LOWEST_EXPONENT, SCORES
from vgdesk.runs.history import History

Tail: TypeAlias = tuple[int | None, str, str]
"""Layer, counted from 1 at the input, tensor and measure; scores and told numbers have no layer."""

BIN_NAMES: tuple[str, ...] = (
    *(f"count_2^{LOWEST_EXPONENT + place}" for place in range(HISTOGRAM_BINS)),
    "count_zero",
    "count_nonfinite",
)
"""Measures of the counts of a histogram; ``count_2^-20`` counts 2^-20 <= abs(x) < 2^-19, see ``vgdesk.measures``."""

_SLICE = 256  # samples in a block
_HISTOGRAMS_SLICE = 32


@dataclass(frozen=True)
class Block:
    """Numbers of some moments in a row.

    Attributes:
        steps: int64 [moment], updates done.
        epochs: float64 [moment].
        tails: what each column is.
        values: of any type, [moment, column].
        kept: bool [moment, column], which of them there are.
    """

    steps: NDArray[np.int64]
    epochs: NDArray[np.float64]
    tails: tuple[Tail, ...]
    values: NDArray[Any]
    kept: NDArray[np.bool_]


def count_moments(history: History) -> int:
    """Moments of all blocks of a run together; 1 at least."""
    told = sum(len(each.steps) for each in history.scalars.values())
    return max(history.sample_count + len(history.scores.step) + told + len(history.histograms), 1)


def list_blocks(history: History) -> Iterator[Block]:
    """All numbers of a run: its samples, its scores, what was told, then its histograms without empty bins."""
    yield from list_samples(history)
    yield list_scores(history)
    yield from list_told(history)
    yield from _list_histograms(history)


def list_samples(history: History) -> Iterator[Block]:
    """The samples, the batch loss last; the sample after the last update has no updates."""
    channels = history.layout.channels
    tails = (*((each.layer, each.tensor, each.measure) for each in channels), (None, "score", "batch_loss"))
    is_update = np.array([tensor == "update" for _, tensor, _ in tails])
    last = history.sample_count - 1 if history.has_closing_sample else -1
    for begin in range(0, history.sample_count, _SLICE):
        part = slice(begin, begin + _SLICE)
        values = np.column_stack((history.values[part], history.batch_loss[part]))
        kept = np.ones(values.shape, bool)
        if begin <= last < begin + _SLICE:
            kept[last - begin, is_update] = False
        yield Block(history.steps[part], history.epochs[part], tails, values, kept)


def list_scores(history: History) -> Block:
    """The scores; those of test points only where there are some."""
    scores = history.scores
    values = np.column_stack([getattr(scores, name) for name in SCORES])
    kept = np.ones(values.shape, bool)
    kept[:, 2:] = ~np.isnan(values[:, 2:]).all(axis=1, keepdims=True)  # a test that went wrong has an accuracy
    return Block(scores.step, scores.epoch, tuple((None, "score", name) for name in SCORES), values, kept)


def list_told(history: History) -> Iterator[Block]:
    """The numbers that a program told, a block a name."""
    for name, told in history.scalars.items():
        values = told.values[:, None]
        yield Block(told.steps, told.epochs, ((None, "scalar", name),), values, np.ones(values.shape, bool))


def _list_histograms(history: History) -> Iterator[Block]:
    histograms = history.histograms
    keys = history.layout.histograms
    tails = tuple((layer, tensor, name) for tensor, layer in keys for name in BIN_NAMES)
    for begin in range(0, len(histograms) if keys else 0, _HISTOGRAMS_SLICE):
        part = slice(begin, begin + _HISTOGRAMS_SLICE)
        values = histograms.counts[part].reshape(-1, len(tails))
        yield Block(histograms.steps[part], histograms.epochs[part], tails, values, values > 0)
