import itertools

import numpy as np
import pytest

from vgdesk.analysis.scales import Limits
from vgdesk.analysis.shared_limits import LEAST_SHARE, kept_share, share_limits
from vgdesk.measures import Scale


def log(low, high):
    return Limits(Scale.LOG, low, high)


def shared(own, are_finite):
    """Limits by lane."""
    return [share_limits(own, are_finite).of(place) for place in range(len(own))]


def linear(low, high):
    return Limits(Scale.LINEAR, low, high)


def test_lanes_of_like_size_share_limits_that_hold_both():
    assert shared([log(-5, -1), log(-3, 0)], [True, True]) == [log(-5, 0)] * 2


def test_a_lane_that_has_lost_numbers_leaves_the_limits_to_the_others():
    assert shared([log(18, 30), log(-3, 1)], [False, True]) == [log(-3, 1)] * 2
    assert shared([log(18, 30), None], [False, True]) == [log(18, 30)] * 2


def test_a_finite_lane_far_from_the_others_has_limits_of_its_own():
    assert shared([log(18, 30), log(-3, 1), log(-2, 0)], [True] * 3) == [log(18, 30), log(-3, 1), log(-3, 1)]


def test_a_narrow_lane_below_the_same_top_cuts_the_lower_end():
    assert shared([log(-12, 0), log(-1, 0)], [True, True]) == [log(-5, 0)] * 2


def test_a_lane_that_grows_a_little_out_of_the_common_limits_overflows_there_and_one_that_grows_far_does_not():
    others = [log(-1, 0), log(-6, 0)]
    assert shared([*others, log(-5, 4.5)], [True] * 3) == [log(-5, 0)] * 3
    assert shared([*others, log(-3, 9)], [True] * 3)[2] == log(-3, 9)


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ([linear(0, 1), linear(0, 5)], [linear(0, 5)] * 2),
        ([linear(0, 1), linear(0, 10)], [linear(0, 1), linear(0, 10)]),
        ([linear(-2, 0), linear(0, 1)], [linear(-2, 2)] * 2),
        ([None, linear(0, 1)], [linear(0, 1)] * 2),
        ([None, None], [None, None]),
    ],
)
def test_linear_limits_are_shared_where_all_can_be_read(own, wanted):
    assert shared(own, [True] * 2) == wanted


def test_no_finite_lane_loses_more_than_four_fifths_of_its_colours_whatever_stands_beside_it():
    random = np.random.default_rng(5)
    for _ in range(500):
        lows = np.round(2 * random.uniform(-40, 20, 4)) / 2
        own = [log(low, low + width) for low, width in zip(lows.tolist(), [1.0, 2.5, 6.0, 12.0], strict=True)]
        finite = (random.random(4) < 0.8).tolist()
        for lane, limits in enumerate(shared(own, finite)):
            assert not finite[lane] or kept_share(own[lane], limits) >= LEAST_SHARE - 1e-9, (own, finite)


def test_the_order_of_the_lanes_does_not_matter():
    own, finite = [log(-12, 0), log(-2, 0), log(5, 9), log(18, 30)], [True, True, True, False]
    for order in itertools.permutations(range(4)):
        found = shared([own[at] for at in order], [finite[at] for at in order])
        assert [found[order.index(lane)] for lane in range(4)] == shared(own, finite)
