"""What a network has learned up to a sample, told from its loss alone."""

import numpy as np

from vgdesk.analysis.latch import AT_ONCE, SETTLED, SLOW, SLOWLY_OVER, STAYING, Flags, Latch
from vgdesk.analysis.losses import Losses, guessing_loss, quartiles_of
from vgdesk.analysis.readings import WINDOW, Reals
from vgdesk.analysis.states import FEW_MISTAKES, Loss, State
from vgdesk.analysis.verdicts import Learning
from vgdesk.runs.history import History

NO_BETTER, BETTER, CLEARLY_BETTER = 0.95, 0.94, 0.9  # of the loss of guessing
OFTEN_BELOW, SELDOM_BELOW, OFTEN_ABOVE = 0.72, 0.88, 1.1  # of the loss of guessing: quartiles of a loss that swings
LEARNED, UNLEARNED = 0.3, 0.4  # of the loss of guessing
MISTAKES = 0.25  # of those of the best guess
GOOD_ENOUGH, POOR = 0.4, 0.5  # of those of the best guess: where what levels off has learned what it can
FAR_ABOVE, NEAR = 3.0, 2.0  # times the loss of guessing
FALLING, LEVEL = 0.02, 0.01  # share of the loss, from the second quarter of the training to the fourth
HARDLY_FALLING = 0.05  # the same, which it must be below for all that is known
CREEPING, RESTING = 0.002, 0.001  # share of the loss of guessing, the same
_FEWEST = 2  # samples of a quarter of the training: with fewer, the loss is held against that before the training
_MANY = 6  # samples of a quarter whose median chance hardly moves
_TINY = 1e-30  # of the loss before: less is nothing


def find_progress(history: History, losses: Losses, loss: Loss, latch: Latch) -> Flags:
    """Set the states that tell of learning at the last samples of some; gives where the loss falls [sample].

    Args:
        history: of the run.
        losses: at all samples up to the last [sample of the run].
        loss: at the samples that are judged now.
        latch: sets the states.
    """
    first = len(losses.judged) - len(loss.now)
    judged, shown = losses.judged[first:], losses.shown[first:]
    few, many = loss.mistakes < FEW_MISTAKES, ~(loss.mistakes < MISTAKES)
    swings = (loss.low < OFTEN_BELOW) & (loss.high > OFTEN_ABOVE)
    with np.errstate(invalid="ignore", divide="ignore"):
        cold = (shown != judged) & (shown / guessing_loss(history) > NO_BETTER)
    latch(State.LOST, ~np.isfinite(judged), np.isfinite(judged), AT_ONCE)
    better, clearly = loss.usual < BETTER, (loss.usual < CLEARLY_BETTER) & (loss.high < 1)
    latch(State.NO_BETTER, ~(loss.usual < NO_BETTER), better, STAYING, over=clearly)
    latch(State.SWINGING, swings, ~(loss.low < SELDOM_BELOW) | (loss.high < NO_BETTER), SETTLED)
    latch(State.FAR_ABOVE, loss.usual > FAR_ABOVE, loss.usual < NEAR, SLOW)
    latch(State.LEARNED, (loss.usual < LEARNED) | few, (loss.usual > UNLEARNED) & many, SLOW)
    latch(State.GOOD_ENOUGH, loss.mistakes < GOOD_ENOUGH, ~(loss.mistakes < POOR), SLOW)
    latch(State.COLD, cold, ~cold, AT_ONCE)
    return _find_trend(history, losses.trend, first, latch)


def _find_trend(history: History, losses: Reals, first: int, latch: Latch) -> Flags:
    """Set the states that tell whether the loss falls, from the second quarter of the training to the fourth."""
    guess = guessing_loss(history)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        earlier, recent, spread, count = _quarters(history, losses, first)
        earlier = np.where(count < _FEWEST, np.minimum(losses[0], guess), earlier)
        size = np.maximum(np.abs(recent), _TINY * np.abs(earlier))
        fall, creep = (earlier - recent) / size, (np.minimum(earlier, guess) - recent) / guess
        falls, creeps = fall - spread / size > FALLING, creep - spread / guess > CREEPING
        is_known = (count >= _MANY) | (fall + spread / size < HARDLY_FALLING)
    latch(State.CREEPING, creeps, ~(creep > RESTING), SLOW)
    return latch(State.FALLING, falls, ((fall < LEVEL) & is_known) | np.isnan(fall), SLOWLY_OVER)


def learning_at(history: History, state: State, sample: int) -> Learning:
    """What the states of a sample say."""
    guess = guessing_loss(history)
    if state & State.LOST:
        return Learning.DIVERGED
    if not guess > 0 or history.steps[sample] - history.steps[0] < WINDOW:
        return Learning.NOT_JUDGED
    if state & State.SWINGING and not state & State.FAR_ABOVE:
        return Learning.STUCK
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


def _quarters(history: History, losses: Reals, first: int) -> tuple[Reals, Reals, Reals, Reals]:
    """Median of the loss over the second and the fourth quarter of the training up to each sample [sample].

    The third is a half of the larger of their interquartile ranges, the last the number of samples of the fourth.
    """
    ends = np.arange(first, len(losses))
    steps = history.steps[: len(losses)] - history.steps[0]
    done = steps[first:]
    starts = np.minimum(np.searchsorted(steps, done * 3 / 4, "right"), ends)
    middle = np.maximum(np.searchsorted(steps, done / 2, "right") - 1, 0)
    quarter = np.minimum(np.searchsorted(steps, done / 4, "right"), middle)
    low, recent, high = quartiles_of(losses, starts, ends)
    low_before, earlier, high_before = quartiles_of(losses, quarter, middle)
    spread = np.maximum(high - low, high_before - low_before) / 2
    return earlier, recent, spread, ends - starts + 1.0
