"""Switches: what changes them, and after how long."""

import numpy as np
import pytest

from vgdesk.analysis.latch import AT_ONCE, QUICK, SLOW, SLOWLY_OVER, Latch, hold


def test_a_state_stays_between_its_limits():
    on, off = np.array([0, 1, 0, 0, 0, 1], bool), np.array([0, 0, 0, 1, 0, 1], bool)
    assert hold(on, off, before=False).tolist() == [False, True, True, False, False, True]
    assert hold(on, off, before=True).tolist() == [True, True, True, False, False, True]


def asked(steps, wish, pace, cuts=()):
    """Where a state holds that is asked for, or else asked away, in one stretch or several."""
    latch, found = Latch(), []
    for part in np.split(np.arange(len(steps)), cuts):
        latch.begin(steps[part])
        found += latch(1, wish[part], ~wish[part], pace).tolist()
    return found


def test_a_wish_of_a_moment_changes_nothing_and_one_from_the_beginning_counts_at_once():
    steps, wish = np.arange(100), np.zeros(100, bool)
    wish[[0, 1, 60]] = True
    wish[70:] = True
    found = asked(steps, wish, QUICK)
    assert found[0]
    assert not any(found[10:70])
    assert found[-1]


@pytest.mark.parametrize("pace", [QUICK, SLOW, AT_ONCE, SLOWLY_OVER])
def test_stretches_come_to_the_same_as_the_whole(pace):
    random = np.random.default_rng(5)
    wish = np.repeat(random.random(40) < 0.5, 7)
    steps = np.cumsum(random.integers(1, 4, len(wish)))
    assert asked(steps, wish, pace, cuts=[1, 3, 50, 51, 200]) == asked(steps, wish, pace)


def test_one_sample_is_too_few_for_what_must_be_seen_twice():
    steps, wish = np.arange(0, 1000, 100), np.arange(10) == 5
    assert any(asked(steps, wish, QUICK))
    assert not any(asked(steps, wish, SLOW))
    wish[6:] = True
    assert asked(steps, wish, SLOW) == [False] * 6 + [True] * 4


def test_what_is_over_ends_without_delay():
    latch = Latch()
    latch.begin(np.arange(100))
    moments = np.arange(100)
    assert latch(1, moments < 50, moments >= 50, SLOW)[55]
    latch.begin(np.arange(100, 200))
    assert not latch(1, moments < 0, moments < 0, SLOW, over=moments == 1)[1:].any()


def test_what_comes_at_once_goes_with_a_delay():
    steps, wish = np.arange(200), np.zeros(200, bool)
    wish[100] = True
    found = asked(steps, wish, AT_ONCE)
    assert found.index(True) == 100
    assert 5 < sum(found) < 15
