"""The states that a network is in at every sample: switched on by one limit and off by another, so that none flickers."""

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.readings import Readings, Reals

Flags = NDArray[np.bool_]

EXPLODED_LOSS, LARGE_LOSS, RAISED_LOSS, RECOVERED_LOSS = 100.0, 20.0, 10.0, 5.0  # times that of guessing
LARGE_GRADIENT = 1.0
LITTLE_PROGRESS = 0.5
DEAD_SHARE, ALIVE_SHARE = 0.8, 0.6
SMALL_UPDATE, FAIR_UPDATE = 1e-3, 3e-3
LOST_SIGNAL, ARRIVED_SIGNAL = 1.5, 1.0  # decades over the whole depth
FORGOTTEN_SIGNAL, REMEMBERED_SIGNAL = 3.0, 2.5  # decades over all time steps
GROWN_SIGNAL, EVEN_SIGNAL = -1.5, -1.0  # decades over the whole depth
SATURATED_SHARE, WORKING_SHARE = 0.5, 0.4
COLLAPSED_RANK, WIDE_RANK = 1.05, 1.1
WELL_BELOW, NOT_BELOW = 0.5, 0.7  # of the loss of guessing: where a network learns, whatever its gradients look like


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


class Latch:
    """Switches states on and off along some samples.

    Args:
        count: of the samples.
        before: the states of the sample before the first one; ``State.NONE`` without any.

    Attributes:
        states: ``State`` flags, int32 [sample].
    """

    def __init__(self, count: int, before: State):
        self.states = np.zeros(count, np.int32)
        self._before = before

    def __call__(self, state: State, on: Flags, off: Flags) -> Flags:
        """Switch a state on and off; gives where it holds [sample]."""
        held = hold(on, off, before=bool(self._before & state))
        self.states[held] |= int(state)
        return held


def hold(on: Flags, off: Flags, *, before: bool) -> Flags:
    """What a switch is set to at each of some moments [moment]; ``on`` wins where both are asked for."""
    moments = np.arange(1, len(on) + 1)
    last_on = np.maximum.accumulate(np.where(on, moments, 0))
    last_off = np.maximum.accumulate(np.where(off & ~on, moments, 0))
    found: Flags = np.where(last_on == last_off, before, last_on > last_off)
    return found


def find_flow(readings: Readings, ratio: Reals, progress: Reals, latch: Latch) -> None:
    """Set the states that tell of the signal.

    Args:
        readings: of the samples.
        ratio: loss / loss of guessing at each of them [sample]; NaN where it is not known.
        progress: 1 - loss / first loss [sample]; NaN in the early steps.
        latch: sets them.
    """
    well = latch(State.WELL, ratio < WELL_BELOW, ~(ratio < NOT_BELOW))
    latch(State.EXPLODING, _explodes(readings, ratio, progress), ~readings.is_broken & ~(ratio > RECOVERED_LOSS))
    latch(State.DEAD, (readings.dead >= DEAD_SHARE) & ~well, ~(readings.dead >= ALIVE_SHARE) | well)
    small, fair = readings.smallest_share < SMALL_UPDATE, ~(readings.smallest_share < FAIR_UPDATE)
    low, even = (FORGOTTEN_SIGNAL, REMEMBERED_SIGNAL) if readings.over_time else (LOST_SIGNAL, ARRIVED_SIGNAL)
    starved, fed = (~well, well) if readings.over_time else (small & ~well, fair | well)
    latch(State.VANISHING, (readings.decades > low) & starved, ~(readings.decades > even) | fed)
    latch(State.GROWING, readings.decades < GROWN_SIGNAL, ~(readings.decades < EVEN_SIGNAL))
    collapsed, wide = (readings.collapsed_rows(limit).any(axis=1) for limit in (COLLAPSED_RANK, WIDE_RANK))
    latch(State.COLLAPSED, collapsed & ~well, ~wide | well)
    latch(State.SATURATED, readings.saturated >= SATURATED_SHARE, ~(readings.saturated >= WORKING_SHARE))
    arrives = ~(readings.decades > low)
    latch(State.PLATEAU, small & arrives & ~well, fair | ~arrives | well)


def _explodes(readings: Readings, ratio: Reals, progress: Reals) -> Flags:
    stuck = progress < LITTLE_PROGRESS
    raised = (ratio > RAISED_LOSS) & stuck & (readings.largest_gradient > LARGE_GRADIENT)
    found: Flags = readings.is_broken | (ratio > EXPLODED_LOSS) | ((ratio > LARGE_LOSS) & stuck) | raised
    return found
