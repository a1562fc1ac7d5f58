"""The loss that a verdict is read from, at every sample."""

import json
import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.readings import WINDOW, Reals
from vgdesk.events import RunStarted
from vgdesk.runs.history import History

_SHARE = 10  # of the training so far: what is older is no longer news
_COLD = 0.7  # a batch's loss / that over all points: below it, moving statistics are not yet those of the batches
_BATCHES = 5  # whose median stands for the loss over all points
_MOST = 65  # samples that stand for a stretch


class Losses(NamedTuple):
    """The losses of some samples.

    Attributes:
        judged: that over all points, as the screen shows it, or that of the last batches [sample]: where the former
            was not measured lately, and where batch normalisation's moving statistics are not yet the batches'.
        trend: that whose fall is judged [sample]: the batches' all along, where the other one follows its moving
            statistics later.
        shown: that over all points [sample]; NaN where it was not measured lately.
        mistakes: share of wrong guesses / that of the best guess [sample]; NaN where it was not measured lately.
    """

    judged: Reals
    trend: Reals
    shown: Reals
    mistakes: Reals


def guessing_loss(history: History) -> float:
    """Loss of one who guesses; NaN where a run of an older version does not say.

    Older runs that learn classes by cross-entropy are taken to have as many points of each: ln C.
    """
    started = history.started
    if started.data is not None:
        return started.data.guessing
    if started.is_watched:
        return math.nan
    return _even_guess(started.spec_json, max(history.layout.layers[-1].units, 2))


def find_losses(history: History, first: int, last: int) -> Losses:
    """The losses of the samples ``first`` to ``last - 1``."""
    steps, scored = history.steps[:last], history.scores
    ends = np.arange(first, last)
    batches = median_of(history.batch_loss, np.maximum(recent(steps, first), ends + 1 - _BATCHES), ends)
    places = np.searchsorted(scored.step, steps[first:], "right") - 1
    nothing = np.full(last - first, np.nan)
    if not len(scored.step):
        return Losses(batches, batches, nothing, nothing)
    late = (places < 0) | (steps[first:] - scored.step[places] > _ages(steps, first))
    if history.started.is_watched:
        late |= np.isnan(scored.loss[places])  # only other scores were told
    shown = np.where(late, np.nan, scored.loss[places])
    moving = has_moving_statistics(history)
    by_batch = late | (batches < _COLD * shown) if moving else late
    mistakes = np.where(by_batch, np.nan, _mistakes(history)[places])
    judged = np.where(by_batch, batches, shown)
    return Losses(judged, batches if moving else judged, shown, mistakes)


def told_scores(history: History, sample: int) -> tuple[float, float, float] | None:
    """Loss, accuracy and test accuracy to show at a sample: the last that were scored; None before any.

    The loss of a run that was watched is that of the batch where no other was told.
    """
    scores = history.scores
    row = int(scores.step.searchsorted(int(history.steps[sample]), side="right")) - 1
    told = (math.nan, math.nan, math.nan)
    if row >= 0:
        told = (float(scores.loss[row]), float(scores.accuracy[row]), float(scores.test_accuracy[row]))
    if history.started.is_watched and math.isnan(told[0]):
        told = (float(history.batch_loss[sample]), *told[1:])
        return None if all(map(math.isnan, told)) else told
    return told if row >= 0 else None


def describe_fit(started: RunStarted, loss: float) -> str:
    """How well numbers are learned, in words: R squared, and of one column the RMSE in its unit; empty of classes.

    Args:
        started: the run.
        loss: mean squared error of the numbers that are trained on.
    """
    facts = started.data
    if facts is None or facts.commonest is not None or not facts.guessing > 0 or not math.isfinite(loss):
        return ""
    words = f"R² {format_value(round(1 - loss / facts.guessing, 3))}"
    if len(facts.targets) != 1:
        return words
    (target,) = facts.targets
    return f"{words}   RMSE {format_value(target.deviation * math.sqrt(loss), 3)}"


def recent(steps: NDArray[np.int64], first: int) -> NDArray[np.intp]:
    """Where the recent stretch begins up to each sample from ``first`` on [sample]: ``WINDOW`` updates, or a tenth.

    Args:
        steps: of all samples up to the last one.
        first: index of the first sample.
    """
    found: NDArray[np.intp] = np.searchsorted(steps, steps[first:] - _ages(steps, first), "right")
    return found


def _ages(steps: NDArray[np.int64], first: int) -> Reals:
    """Updates after which something is no longer recent, at each sample from ``first`` on."""
    found: Reals = np.maximum(WINDOW, (steps[first:] - steps[0]) / _SHARE)
    return found


def _mistakes(history: History) -> Reals:
    """Share of wrong guesses / that of the best guess [score]; NaN where numbers are learned."""
    facts = history.started.data
    if facts is None or facts.commonest is None:
        return np.full(len(history.scores.step), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Reals = (1 - history.scores.accuracy) / (1 - facts.commonest)
    return found


def median_of(values: NDArray[np.floating], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Reals:
    """Medians [stretch] of stretches of values, the ends included.

    A few values at equal distances stand for a long stretch. NaN where any of them is no number.
    """
    middle: Reals = quartiles_of(values, starts, ends)[1]
    return middle


def quartiles_of(values: NDArray[np.floating], starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Reals:
    """Lower quartile, median and upper quartile [3, stretch] of the same."""
    shares = np.linspace(0, 1, _MOST)
    places = ends[:, None] - np.round((ends - starts)[:, None] * shares).astype(np.intp)
    ranked = np.sort(values[places].astype(np.float64), axis=1)
    found = ranked[:, [_MOST // 4, _MOST // 2, -1 - _MOST // 4]]
    found[np.isnan(ranked[:, -1])] = np.nan
    quartiles: Reals = found.T
    return quartiles


def has_moving_statistics(history: History) -> bool:
    """Whether the network scores with other statistics than it trains with."""
    return any("moving" in slot.tensor for slot in history.layout.slots)


@lru_cache(maxsize=64)
def _even_guess(spec_json: str, classes: int) -> float:
    tree = json.loads(spec_json)
    training = tree.get("training") if isinstance(tree, dict) else None  # a foreign file may hold anything
    loss = training.get("loss", "cross_entropy") if isinstance(training, dict) else "cross_entropy"
    return math.log(classes) if loss == "cross_entropy" else math.nan
