"""The states of a network at every sample, switched on by one limit and off by another, so that none flickers."""

from enum import IntFlag
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.readings import Readings, Reals

Flags = NDArray[np.bool_]

EXPLODED_LOSS, LARGE_LOSS, RAISED_LOSS, RECOVERED_LOSS = 100.0, 20.0, 10.0, 8.0  # times that of guessing
LARGE_GRADIENT = 1.0
LITTLE_PROGRESS = 0.5
DEAD_SHARE, ALIVE_SHARE = 0.8, 0.6
SMALL_UPDATE, FAIR_UPDATE = 1e-3, 3e-3
LOST_SIGNAL, ARRIVED_SIGNAL = 1.5, 1.0  # decades over the whole depth
FORGOTTEN_SIGNAL, REMEMBERED_SIGNAL = 3.0, 2.5  # decades over all time steps
GROWN_SIGNAL, EVEN_SIGNAL = -1.5, -1.0  # decades over the whole depth
BURST_SIGNAL, TAMED_SIGNAL = -3.0, -2.5  # the same where the network learns well
SATURATED_SHARE, WORKING_SHARE = 0.5, 0.4
COLLAPSED_RANK, WIDE_RANK = 1.05, 1.1
SPREAD_OF_COLLAPSED = 1.0  # decades more that must be lost where all units say the same: it swings from batch to batch
BELOW_AND_FALLING = 0.75  # of the loss of guessing: where a signal that is lost is none that is missed
WELL_BELOW, NOT_BELOW = 0.5, 0.7  # of the loss of guessing: where a network learns, whatever its gradients look like

FEW_MISTAKES = 0.15  # of those of the best guess


class State(IntFlag):
    """States that may hold side by side; those below ``WELL`` tell of the signal, the others of learning."""

    NONE = 0
    EXPLODING = 1
    DEAD = 2
    VANISHING = 4
    GROWING = 8
    COLLAPSED = 16
    SATURATED = 32
    PLATEAU = 64
    WELL = 128
    LOST = 256
    NO_BETTER = 512
    FAR_ABOVE = 1024
    LEARNED = 2048
    GOOD_ENOUGH = 4096
    FALLING = 8192
    CREEPING = 16384
    COLD = 32768
    SWINGING = 65536


class Latch:
    """Switches states on and off along the samples of a run, one stretch of samples after the other.

    What asks for a change must do so for a while, counted in updates, unless it did so from the beginning.

    Attributes:
        states: ``State`` flags of the stretch, int32 [sample].
    """

    def __init__(self) -> None:
        self.states = np.zeros(0, np.int32)
        self._steps = np.zeros(0, np.int64)
        self._earlier = np.zeros(0, np.int64)
        self._last: dict[State, tuple[bool, float, float]] = {}

    def begin(self, steps: NDArray[np.int64]) -> None:
        """Go on to the next stretch: updates done at each of its samples [sample], from the beginning of the run."""
        self._earlier = np.concatenate((self._steps[-1:] if len(self._steps) else steps[:1], steps[:-1]))
        self._steps = steps
        self.states = np.zeros(len(steps), np.int32)

    def __call__(self, state: State, on: Flags, off: Flags, pace: "Pace", over: Flags | None = None) -> Flags:
        """Switch a state on and off, off without delay where it is over; gives where it holds [sample]."""
        before, on_since, off_since = self._last.get(state, (False, -np.inf, -np.inf))
        lasting_on, on_since = self._outlast(on, on_since, pace.come)
        lasting_off, off_since = self._outlast(off, off_since, pace.go)
        held = hold(lasting_on, lasting_off if over is None else lasting_off | over, before=before)
        self.states[held] |= int(state)
        self._last[state] = (bool(held[-1]), on_since, off_since)
        return held

    def _outlast(self, wish: Flags, since: float, wait: "Wait") -> tuple[Flags, float]:
        """Where a wish [sample] has held for a while, and since which update it holds at the end.

        ``since`` is the same before the stretch; both are infinite where it does not hold.
        """
        waits = np.maximum(wait.least, self._steps * wait.share)
        starts = self._steps if wait.seen_twice else self._earlier
        begins = wish & ~np.concatenate(([since < np.inf], wish[:-1]))
        begun = np.maximum.accumulate(np.where(begins, np.arange(len(wish)), -1))
        held_since = np.where(begun < 0, since, starts[begun])
        lasting: Flags = wish & (self._steps - held_since >= waits)
        return lasting, float(held_since[-1]) if wish[-1] else np.inf


class Wait(NamedTuple):
    """For how long a change must be asked for before it comes.

    Attributes:
        least: updates.
        share: of the updates done.
        seen_twice: whether one sample is too few, however long ago the one before it was.
    """

    least: float
    share: float
    seen_twice: bool = False


class Pace(NamedTuple):
    """How long a state waits to come and to go."""

    come: Wait
    go: Wait


_NOT, _SOON, _LATER, _LATE = Wait(0, 0), Wait(2, 1 / 20), Wait(5, 1 / 8, seen_twice=True), Wait(10, 1 / 8, seen_twice=True)
_LAST = Wait(40, 1 / 8, seen_twice=True)
QUICK, STEADY, SLOW, SETTLED = (Pace(wait, wait) for wait in (_SOON, _LATER, _LATE, _LAST))
AT_ONCE, SLOWLY_OVER, STAYS = Pace(_NOT, Wait(3, 1 / 20)), Pace(_NOT, _LATE), Pace(_SOON, Wait(5, 1 / 12, seen_twice=True))


def hold(on: Flags, off: Flags, *, before: bool) -> Flags:
    """What a switch is set to at each of some moments [moment]; ``on`` wins where both are asked for."""
    moments = np.arange(1, len(on) + 1)
    last_on = np.maximum.accumulate(np.where(on, moments, 0))
    last_off = np.maximum.accumulate(np.where(off & ~on, moments, 0))
    found: Flags = np.where(last_on == last_off, before, last_on > last_off)
    return found


class Loss(NamedTuple):
    """The loss at some samples, beside which the signal is looked at.

    Attributes:
        now: loss / loss of guessing [sample]; NaN where that is not known.
        usual: the same, the median of the recent stretch [sample].
        low: the same, its lower quartile [sample].
        high: the same, its upper quartile [sample].
        fall: 1 - loss / first loss [sample]; NaN in the early steps.
        mistakes: share of wrong guesses / that of the best guess, the median of the recent stretch [sample].
    """

    now: Reals
    usual: Reals
    low: Reals
    high: Reals
    fall: Reals
    mistakes: Reals


def find_flow(readings: Readings, loss: Loss, falls: Flags, latch: Latch) -> None:
    """Set the states that tell of the signal at some samples, where the loss falls or not [sample]."""
    few = loss.mistakes < FEW_MISTAKES
    well = latch(State.WELL, (loss.usual < WELL_BELOW) | few, ~(loss.usual < NOT_BELOW) & ~few, QUICK)
    latch(State.EXPLODING, _explodes(readings, loss), ~readings.is_broken & ~(loss.now > RECOVERED_LOSS), AT_ONCE)
    latch(State.DEAD, (readings.dead >= DEAD_SHARE) & ~well, ~(readings.dead >= ALIVE_SHARE), QUICK, over=well)
    small, fair = readings.smallest_share < SMALL_UPDATE, ~(readings.smallest_share < FAIR_UPDATE)
    low, even = (FORGOTTEN_SIGNAL, REMEMBERED_SIGNAL) if readings.over_time else (LOST_SIGNAL, ARRIVED_SIGNAL)
    thrives = well | (falls & (loss.usual < BELOW_AND_FALLING))
    starved, fed = (~well, well) if readings.over_time else (small, fair)
    collapsed, wide = (readings.collapsed_rows(limit).any(axis=1) for limit in (COLLAPSED_RANK, WIDE_RANK))
    flat = latch(State.COLLAPSED, collapsed & ~well, ~wide, STEADY, over=well)
    lost = readings.decades > low + SPREAD_OF_COLLAPSED * flat
    latch(State.VANISHING, lost & starved & ~thrives, ~(readings.decades > even) | fed, STEADY, over=thrives)
    grown, tamed = np.where(well, BURST_SIGNAL, GROWN_SIGNAL), np.where(well, TAMED_SIGNAL, EVEN_SIGNAL)
    latch(State.GROWING, readings.decades < grown, ~(readings.decades < tamed), STEADY)
    latch(State.SATURATED, readings.saturated >= SATURATED_SHARE, ~(readings.saturated >= WORKING_SHARE), STEADY)
    arrives = ~(readings.decades > low)
    latch(State.PLATEAU, small & arrives & ~well, fair | ~arrives | well, QUICK)


def _explodes(readings: Readings, loss: Loss) -> Flags:
    stuck = loss.fall < LITTLE_PROGRESS
    raised = (loss.now > RAISED_LOSS) & stuck & (readings.largest_gradient > LARGE_GRADIENT)
    found: Flags = readings.is_broken | (loss.now > EXPLODED_LOSS) | ((loss.now > LARGE_LOSS) & stuck) | raised
    return found
