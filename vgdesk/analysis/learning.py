"""What a network has learned up to a sample, told from its loss alone."""

from enum import StrEnum

import numpy as np

from vgdesk.analysis.losses import Losses, guessing_loss, median_of
from vgdesk.analysis.readings import WINDOW, Reals
from vgdesk.analysis.states import Latch, State
from vgdesk.runs.history import History

NO_BETTER, BETTER = 0.95, 0.93  # of the loss of guessing
LEARNED, UNLEARNED = 0.3, 0.4  # of the loss of guessing
FEW_MISTAKES, MISTAKES = 0.15, 0.25  # of those of the best guess
GOOD_ENOUGH, POOR = 0.4, 0.5  # of those of the best guess: where what levels off has learned what it can
FAR_ABOVE, NEAR = 3.0, 2.0  # times the loss of guessing
FALLING, LEVEL = 0.02, 0.01  # share of the loss, from the second quarter of the training to the fourth
CREEPING, RESTING = 0.002, 0.001  # share of the loss of guessing, the same


class Learning(StrEnum):
    """Whether a network learns."""

    LEARNED = "learned"
    LEARNING = "learning"
    SLOW = "slow"
    STUCK = "stuck"
    GUESSING = "guessing"
    DIVERGED = "diverged"
    NOT_JUDGED = "not judged"


def find_progress(history: History, losses: Losses, judged: Reals, first: int, latch: Latch) -> None:
    """Set the states that tell of learning at the samples from ``first`` on.

    Args:
        history: of the run.
        losses: of these samples.
        judged: the loss judged at every sample of the run up to the last one of these [sample].
        first: index of the first of these samples.
        latch: sets them.
    """
    guess, places = guessing_loss(history), losses.scores
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = losses.judged / guess
        mistakes = _mistakes(history, places)
        earlier, recent = _quarters(history, judged, first)
        fall = (earlier - recent) / np.maximum(np.abs(recent), 1e-300)
        creep = (np.minimum(earlier, guess) - recent) / guess
    latch(State.LOST, ~np.isfinite(losses.judged), np.isfinite(losses.judged))
    latch(State.NO_BETTER, ~(ratio < NO_BETTER), ratio < BETTER)
    latch(State.FAR_ABOVE, ratio > FAR_ABOVE, ratio < NEAR)
    latch(State.LEARNED, (ratio < LEARNED) | (mistakes < FEW_MISTAKES), (ratio > UNLEARNED) & ~(mistakes < MISTAKES))
    latch(State.GOOD_ENOUGH, mistakes < GOOD_ENOUGH, ~(mistakes < POOR))
    latch(State.FALLING, fall > FALLING, ~(fall > LEVEL))
    latch(State.CREEPING, creep > CREEPING, ~(creep > RESTING))


def learning_at(history: History, state: State, sample: int) -> Learning:
    """What the states of a sample say."""
    guess = guessing_loss(history)
    if state & State.LOST:
        return Learning.DIVERGED
    if not guess > 0 or history.steps[sample] - history.steps[0] < WINDOW:
        return Learning.NOT_JUDGED
    if state & State.NO_BETTER:
        return _without_success(state)
    if state & State.LEARNED:
        return Learning.LEARNED
    if state & State.FALLING:
        return Learning.LEARNING
    return Learning.LEARNED if state & State.GOOD_ENOUGH else Learning.STUCK


def _without_success(state: State) -> Learning:
    if state & State.FAR_ABOVE:
        return Learning.SLOW if state & State.FALLING else Learning.DIVERGED
    return Learning.SLOW if state & State.CREEPING else Learning.GUESSING


def _mistakes(history: History, places: np.ndarray) -> Reals:
    """Share of wrong guesses / that of the best guess [sample]; NaN where it was not measured or makes no sense."""
    accuracy, facts = history.scores.accuracy, history.started.data
    if facts is None or facts.commonest is None or not len(accuracy):
        return np.full(len(places), np.nan)
    found: Reals = np.where(places >= 0, (1 - accuracy[places]) / (1 - facts.commonest), np.nan)
    return found


def _quarters(history: History, judged: Reals, first: int) -> tuple[Reals, Reals]:
    """Median of the loss over the second and the fourth quarter of the training up to each sample [sample]."""
    begin, ends = history.steps[0], np.arange(first, len(judged))
    steps = history.steps[: len(judged)] - begin
    done = steps[first:]
    starts = np.minimum(np.searchsorted(steps, done * 3 / 4, "right"), ends)
    middle = np.maximum(np.searchsorted(steps, done / 2, "right") - 1, 0)
    quarter = np.minimum(np.searchsorted(steps, done / 4, "right"), middle)
    return median_of(judged, quarter, middle), median_of(judged, starts, ends)
