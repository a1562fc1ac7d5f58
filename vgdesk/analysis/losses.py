"""The loss that a verdict is read from, at every sample."""

import json
import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.readings import WINDOW, Reals
from vgdesk.runs.history import History

_SHARE = 10  # of the training so far: what is older is no longer news
_COLD = 0.7  # a batch's loss / that over all points: below it, moving statistics are not yet those of the batches
_MOST = 9  # samples that stand for a stretch


class Losses(NamedTuple):
    """The losses of some samples.

    Attributes:
        judged: that over all points, as the screen shows it; that of the last batches where ``by_batch``.
        by_batch: where the loss over all points was not measured lately, and where batch normalisation has moving
            statistics that are not yet those of the batches.
        scores: place of the loss over all points in the scores of the run; -1 where none was measured lately.
    """

    judged: Reals
    by_batch: NDArray[np.bool_]
    scores: NDArray[np.intp]


def guessing_loss(history: History) -> float:
    """Loss of one who guesses; NaN where a run of an older version does not say.

    Older runs that learn classes by cross-entropy are taken to have as many points of each: ln C.
    """
    started = history.started
    if started.data is not None:
        return started.data.guessing
    return _even_guess(started.spec_json, max(history.layout.layers[-1].units, 2))


def find_losses(history: History, first: int, last: int) -> Losses:
    """The losses of the samples ``first`` to ``last - 1``."""
    steps, scored = history.steps, history.scores
    ages = np.maximum(WINDOW, (steps[first:last] - steps[0]) / _SHARE)
    batches = medians(history.batch_loss, np.searchsorted(steps, steps[first:last] - ages, "right"), first)
    places = np.searchsorted(scored.step, steps[first:last], "right") - 1
    if len(scored.step):
        places[steps[first:last] - scored.step[places] > ages] = -1
    shown = np.where(places >= 0, scored.loss[places], np.nan) if len(scored.step) else np.full(last - first, np.nan)
    by_batch = places < 0
    if has_moving_statistics(history):
        by_batch |= batches < _COLD * shown
    return Losses(np.where(by_batch, batches, shown), by_batch, places)


def medians(values: NDArray[np.floating], starts: NDArray[np.intp], first: int) -> Reals:
    """Medians of stretches of values that begin at ``starts`` and end with ``first``, ``first + 1`` and so on.

    A few values at equal distances stand for a long stretch. NaN where any of them is no number.
    """
    ends = np.arange(first, first + len(starts))
    return median_of(values, starts, ends)


def median_of(values: NDArray[np.floating], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Reals:
    """Medians [stretch] of stretches of values, the ends included; see ``medians``."""
    shares = np.linspace(0, 1, _MOST)
    places = ends[:, None] - np.round((ends - starts)[:, None] * shares).astype(np.intp)
    found: Reals = np.median(values[places].astype(np.float64), axis=1)
    return found


def has_moving_statistics(history: History) -> bool:
    """Whether the network scores with other statistics than it trains with."""
    return any("moving" in slot.tensor for slot in history.layout.slots)


@lru_cache(maxsize=64)
def _even_guess(spec_json: str, classes: int) -> float:
    training = json.loads(spec_json).get("training", {})
    return math.log(classes) if training.get("loss", "cross_entropy") == "cross_entropy" else math.nan
