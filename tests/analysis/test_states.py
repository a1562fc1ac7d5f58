import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis import states
from vgdesk.analysis.latch import Latch
from vgdesk.analysis.readings import Readings
from vgdesk.analysis.states import Loss, State, find_flow


def flow(values, ratio=1.0, samples=60, falls=False, **made):
    """The states of the last sample of a run that stays the same, at a share of the loss of guessing."""
    history = measured_history(values, [0.7] * samples, **made)
    same = np.full(samples, ratio)
    latch = Latch()
    latch.begin(history.steps)
    fall = np.where(np.arange(samples) < 50, np.nan, 0.0)
    loss = Loss(same, same, same, same, fall, np.full(samples, np.nan))
    find_flow(Readings(history, 0, samples), loss, np.full(samples, falls), latch)
    return State(int(latch.states[-1]))


def signal(decades):
    return {("signal", "rms"): [10.0**-decades, 1, 1, 1], ("gradient", "rms"): [9e-4] * 4}


@pytest.mark.parametrize(
    ("values", "ratio", "expected"),
    [
        (signal(1.51), 1.0, State.VANISHING),
        (signal(1.49), 1.0, State.PLATEAU),
        (signal(1.51), 0.49, State.WELL),
        (signal(1.51) | {("gradient", "rms"): [1.1e-3] * 4}, 1.0, State.NONE),
        (signal(-1.51) | {("gradient", "rms"): [0.1] * 4}, 1.0, State.GROWING),
        (signal(-1.49) | {("gradient", "rms"): [0.1] * 4}, 1.0, State.NONE),
        ({("activation", "dead_fraction"): [0, 0.8, 0, 1]}, 1.0, State.DEAD),
        ({("activation", "dead_fraction"): [0, 0.79, 0, 1]}, 1.0, State.NONE),
        ({("activation", "dead_fraction"): [0, 1.0, 0, 1]}, 0.4, State.WELL),
        ({("activation", "saturated_fraction"): [0.5, 0.5, 0.5, 0]}, 1.0, State.SATURATED),
        ({("activation", "saturated_fraction"): [0.5, 0.5, 0.4, 1]}, 1.0, State.NONE),
        ({}, 101.0, State.EXPLODING),
        ({}, 21.0, State.EXPLODING),
        ({}, 19.0, State.NONE),
        ({("gradient", "rms"): [0.1, 1.1, 0.1, 0.1]}, 11.0, State.EXPLODING),
        ({("gradient", "rms"): [0.1, 0.9, 0.1, 0.1]}, 11.0, State.NONE),
        ({("gradient", "rms"): [0.1, np.nan, 0.1, 0.1]}, 1.0, State.EXPLODING),
    ],
)
def test_every_state_begins_at_its_limit(values, ratio, expected):
    assert flow(values, ratio) == expected


def test_a_loss_that_is_large_at_first_does_not_explode_before_it_had_time_to_fall():
    assert flow({}, 21.0, samples=49) == State.NONE


@pytest.mark.parametrize(("decades", "expected"), [(3.01, State.VANISHING), (2.99, State.NONE)])
def test_over_time_the_signal_alone_decides(decades, expected):
    values = {("signal", "rms"): [10.0**-decades, *[1.0] * 9]}
    assert flow(values, time_steps=10) & ~State.PLATEAU == expected


def test_a_signal_that_is_lost_is_not_missed_where_the_loss_is_below_guessing_and_falls():
    assert flow(signal(1.51), 0.74, falls=True) == State.NONE
    assert flow(signal(1.51), 0.76, falls=True) == State.VANISHING
    assert flow(signal(1.51), 0.74) == State.VANISHING


def test_growth_is_allowed_more_where_the_network_learns_well():
    healthy = {("gradient", "rms"): [0.1] * 4}
    assert flow(signal(-2.9) | healthy, 0.4) == State.WELL
    assert flow(signal(-3.1) | healthy, 0.4) == State.WELL | State.GROWING


def test_a_rank_that_collapses_is_a_state_of_its_own():
    values = {("activation", "effective_rank"): [2, 1.04, 1.04, 1]}
    assert flow(values, samples=120) == State.COLLAPSED
    assert flow(values, samples=100) == State.NONE


def test_states_are_told_apart():
    values = [int(state) for state in State]
    assert len(set(values)) == len(values)
    assert max(values) < 2**31
    assert states.EXPLODED_LOSS > states.LARGE_LOSS > states.RAISED_LOSS > states.RECOVERED_LOSS
