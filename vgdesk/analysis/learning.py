"""What a network has learned up to a sample, told from its loss alone."""

import numpy as np

from vgdesk.analysis.losses import guessing_loss, median_of, quartiles_of
from vgdesk.analysis.readings import WINDOW, Reals
from vgdesk.analysis.states import AT_ONCE, FEW_MISTAKES, QUICK, SLOW, Latch, Loss, State
from vgdesk.analysis.verdicts import Learning
from vgdesk.runs.history import History

NO_BETTER, BETTER = 0.95, 0.9  # of the loss of guessing
LEARNED, UNLEARNED = 0.3, 0.4  # of the loss of guessing
MISTAKES = 0.25  # of those of the best guess
GOOD_ENOUGH, POOR = 0.4, 0.5  # of those of the best guess: where what levels off has learned what it can
FAR_ABOVE, NEAR = 3.0, 2.0  # times the loss of guessing
FALLING, LEVEL = 0.02, 0.01  # share of the loss, from the second quarter of the training to the fourth
CREEPING, RESTING = 0.002, 0.001  # share of the loss of guessing, the same
_TINY = 1e-300


def find_progress(history: History, losses: tuple[Reals, Reals], loss: Loss, latch: Latch) -> None:
    """Set the states that tell of learning at the last samples of some.

    Args:
        history: of the run.
        losses: the loss judged and the loss shown at all samples up to the last [sample of the run].
        loss: at the samples that are judged now.
        latch: sets the states.
    """
    (judged, shown), guess = losses, guessing_loss(history)
    first = len(judged) - len(loss.now)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        earlier, recent, spread = _quarters(history, judged, first)
        fall = (earlier - recent - spread) / np.maximum(np.abs(recent), _TINY)
        creep = (np.minimum(earlier, guess) - recent - spread) / guess
        cold = (shown[first:] != judged[first:]) & (shown[first:] / guess > NO_BETTER)
    lost = ~np.isfinite(judged[first:])
    few, many = loss.mistakes < FEW_MISTAKES, ~(loss.mistakes < MISTAKES)
    latch(State.LOST, lost, ~lost, AT_ONCE)
    latch(State.NO_BETTER, ~(loss.usual < NO_BETTER), loss.usual < BETTER, QUICK)
    latch(State.FAR_ABOVE, loss.usual > FAR_ABOVE, loss.usual < NEAR, SLOW)
    latch(State.LEARNED, (loss.usual < LEARNED) | few, (loss.usual > UNLEARNED) & many, SLOW)
    latch(State.GOOD_ENOUGH, loss.mistakes < GOOD_ENOUGH, ~(loss.mistakes < POOR), SLOW)
    latch(State.FALLING, fall > FALLING, ~(fall > LEVEL), SLOW)
    latch(State.CREEPING, creep > CREEPING, ~(creep > RESTING), SLOW)
    latch(State.COLD, cold, ~cold, AT_ONCE)


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


def _quarters(history: History, judged: Reals, first: int) -> tuple[Reals, Reals, Reals]:
    """Median of the loss over the second and the fourth quarter of the training up to each sample [sample].

    The third is how far the median of a fourth quarter may be off by chance: a half of its interquartile range.
    """
    ends = np.arange(first, len(judged))
    steps = history.steps[: len(judged)] - history.steps[0]
    done = steps[first:]
    starts = np.minimum(np.searchsorted(steps, done * 3 / 4, "right"), ends)
    middle = np.maximum(np.searchsorted(steps, done / 2, "right") - 1, 0)
    quarter = np.minimum(np.searchsorted(steps, done / 4, "right"), middle)
    low, recent, high = quartiles_of(judged, starts, ends)
    return median_of(judged, quarter, middle), recent, (high - low) / 2
