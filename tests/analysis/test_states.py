import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis import states
from vgdesk.analysis.readings import Readings
from vgdesk.analysis.states import AT_ONCE, QUICK, SLOW, Latch, Loss, State, find_flow, hold


def flow(values, ratio=1.0, samples=60, **made):
    """The states of the last sample of a run that stays the same, at a share of the loss of guessing."""
    history = measured_history(values, [0.7] * samples, **made)
    same = np.full(samples, ratio)
    latch = Latch()
    latch.begin(history.steps)
    fall = np.where(np.arange(samples) < 50, np.nan, 0.0)
    find_flow(Readings(history, 0, samples), Loss(same, same, fall, np.full(samples, np.nan)), latch)
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


def test_a_rank_that_collapses_is_a_state_of_its_own():
    values = {("activation", "effective_rank"): [2, 1.04, 1.04, 1]}
    assert flow(values, samples=120) == State.COLLAPSED
    assert flow(values, samples=100) == State.NONE


def test_a_state_stays_between_its_limits():
    on, off = np.array([0, 1, 0, 0, 0, 1], bool), np.array([0, 0, 0, 1, 0, 1], bool)
    assert hold(on, off, before=False).tolist() == [False, True, True, False, False, True]
    assert hold(on, off, before=True).tolist() == [True, True, True, False, False, True]


def asked(steps, wish, pace, cuts=()):
    """Where a state holds that is asked for, or else asked away, in one stretch or several."""
    latch, found = Latch(), []
    for part in np.split(np.arange(len(steps)), cuts):
        latch.begin(steps[part])
        found += latch(State.DEAD, wish[part], ~wish[part], pace).tolist()
    return found


def test_a_wish_of_a_moment_changes_nothing_and_one_from_the_beginning_counts_at_once():
    steps, wish = np.arange(100), np.zeros(100, bool)
    wish[[0, 1, 60]] = True
    wish[70:] = True
    found = asked(steps, wish, QUICK)
    assert found[0]
    assert not any(found[10:70])
    assert found[-1]


@pytest.mark.parametrize("pace", [QUICK, SLOW, AT_ONCE])
def test_stretches_come_to_the_same_as_the_whole(pace):
    random = np.random.default_rng(5)
    wish = np.repeat(random.random(40) < 0.5, 7)
    steps = np.cumsum(random.integers(1, 4, len(wish)))
    assert asked(steps, wish, pace, cuts=[1, 3, 50, 51, 200]) == asked(steps, wish, pace)


def test_what_comes_at_once_goes_with_a_delay():
    steps, wish = np.arange(200), np.zeros(200, bool)
    wish[100] = True
    found = asked(steps, wish, AT_ONCE)
    assert found.index(True) == 100
    assert 100 + 200 * AT_ONCE.share / 2 < len([each for each in found if each]) + 100 < 115


def test_states_are_told_apart():
    values = [int(state) for state in State]
    assert len(set(values)) == len(values)
    assert max(values) < 2**31
    assert states.EXPLODED_LOSS > states.LARGE_LOSS > states.RAISED_LOSS > states.RECOVERED_LOSS
