"""The states of a network at every sample, switched on by one limit and off by another, so that none flickers."""

from enum import IntFlag
from typing import NamedTuple

import numpy as np

from vgdesk.analysis.latch import AT_ONCE, LASTING, QUICK, STEADY, Flags, Latch
from vgdesk.analysis.readings import Readings, Reals

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
SPREAD_OF_COLLAPSED = (
    1.0  # decades more that must be lost where all units say the same: batches swing about the limit
)
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
    latch(
        State.VANISHING,
        lost & starved & ~thrives,
        ~(readings.decades > even) | fed,
        LASTING,
        over=thrives | (readings.decades < 0),
    )
    grown, tamed = np.where(well, BURST_SIGNAL, GROWN_SIGNAL), np.where(well, TAMED_SIGNAL, EVEN_SIGNAL)
    latch(State.GROWING, readings.decades < grown, ~(readings.decades < tamed), STEADY, over=readings.decades > 0)
    latch(State.SATURATED, readings.saturated >= SATURATED_SHARE, ~(readings.saturated >= WORKING_SHARE), STEADY)
    arrives = ~(readings.decades > low)
    latch(State.PLATEAU, small & arrives & ~well, fair | ~arrives | well, QUICK)


def _explodes(readings: Readings, loss: Loss) -> Flags:
    stuck = loss.fall < LITTLE_PROGRESS
    raised = (loss.now > RAISED_LOSS) & stuck & (readings.largest_gradient > LARGE_GRADIENT)
    found: Flags = readings.is_broken | (loss.now > EXPLODED_LOSS) | ((loss.now > LARGE_LOSS) & stuck) | raised
    return found
