import math

import numpy as np
import pytest

from vgdesk.analysis.keys import encode
from vgdesk.analysis.scales import (
    HIGH_SHARE,
    LOW_SHARE,
    Distribution,
    Limits,
    find_limits,
    linear_ticks,
    power_of_ten,
    widen_limits,
)
from vgdesk.measures import Scale


def spread(values):
    distribution = Distribution()
    distribution.add(encode(np.asarray(values, np.float32)))
    return distribution


def lognormal(middle, width, count=20_000):
    return 10 ** np.random.default_rng(1).normal(middle, width, count)


@pytest.mark.parametrize(("middle", "width"), [(-3, 1), (-8, 0.6), (2, 1.5), (-20, 1)])
def test_log_limits_hold_the_bulk_and_little_more(middle, width):
    values = lognormal(middle, width)
    low, high = np.log10(np.quantile(values.astype(np.float32), [LOW_SHARE, HIGH_SHARE]))
    limits = find_limits(Scale.LOG, [spread(values)])
    assert low - 0.6 <= limits.low <= low
    assert high <= limits.high <= high + 0.6


def test_lanes_share_limits_that_suit_both():
    limits = find_limits(Scale.LOG, [spread(lognormal(-7, 0.2)), spread(lognormal(-1, 0.2))])
    assert limits.low <= -7.3
    assert limits.high >= -0.7


def test_one_value_still_gets_a_decade():
    limits = find_limits(Scale.LOG, [spread([0.003] * 5)])
    assert limits.high - limits.low == 1.0
    assert limits.low <= math.log10(0.003) <= limits.high


def test_limits_reach_at_most_twelve_decades_down():
    limits = find_limits(Scale.LOG, [spread(10.0 ** np.linspace(-40, 0, 500))])
    assert (limits.low, limits.high) == (-12.0, 0.0)


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [np.nan, np.inf]])
def test_nothing_to_show_still_gives_limits(values):
    limits = find_limits(Scale.LOG, [spread(values)])
    assert limits.low < limits.high
    assert limits.ticks()


def test_special_values_do_not_move_limits():
    plain = lognormal(-3, 0.5)
    odd = np.concatenate([plain, np.zeros(5000), np.full(100, np.inf), np.full(100, np.nan)])
    assert find_limits(Scale.LOG, [spread(odd)]) == find_limits(Scale.LOG, [spread(plain)])


def test_limits_only_widen_and_then_by_whole_decades():
    current = Limits(Scale.LOG, -4.5, 0.0)
    assert widen_limits(current, Limits(Scale.LOG, -3.0, -1.0)) is not None
    assert widen_limits(current, Limits(Scale.LOG, -3.0, -1.0)) == current
    assert widen_limits(current, Limits(Scale.LOG, -5.5, -1.0)) == Limits(Scale.LOG, -6.0, 0.0)
    assert widen_limits(current, Limits(Scale.LOG, -4.0, 0.5)) == Limits(Scale.LOG, -4.5, 1.0)


def test_a_growing_run_changes_its_limits_seldom():
    values = 10.0 ** (np.linspace(-1, -6, 2000)[:, None] + np.random.default_rng(0).normal(0, 0.1, (2000, 5)))
    distribution, limits, seen = Distribution(), None, set()
    for row in values:
        distribution.add(encode(row))
        limits = widen_limits(limits, find_limits(Scale.LOG, [distribution]))
        seen.add(limits)
    assert len(seen) <= 7


def test_other_scale_starts_anew():
    assert widen_limits(Limits(Scale.LOG, -9, 3), Limits(Scale.LINEAR, 0, 1)) == Limits(Scale.LINEAR, 0, 1)


@pytest.mark.parametrize(
    ("values", "ends"),
    [([0.0, 3.1, 4.2], (0.0, 5.0)), ([-0.3, 0.1], (-0.5, 0.5)), ([-7.0, -1.0], (-10.0, 0.0)), ([], (0.0, 1.0))],
)
def test_linear_limits_touch_or_centre_zero(values, ends):
    limits = find_limits(Scale.LINEAR, [spread(values)])
    assert (limits.low, limits.high) == ends


def test_fractions_always_span_their_range():
    assert find_limits(Scale.FRACTION, [spread([0.2])]) == Limits(Scale.FRACTION, 0.0, 1.0)


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (-4.5, 0.0, ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰"]),
        (-0.5, 0.5, ["10⁰"]),
        (-12.0, 0.0, ["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]),
        (-45.0, 2.0, ["10⁻⁴⁰", "10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "10⁰"]),
    ],
)
def test_log_ticks_are_plain_powers_of_ten(low, high, labels):
    assert [tick.label for tick in Limits(Scale.LOG, low, high).ticks()] == labels


@pytest.mark.parametrize(
    ("low", "high", "percent", "labels"),
    [
        (0, 101, False, ["0", "20", "40", "60", "80", "100"]),
        (-0.5, 0.5, False, ["−0.4", "−0.2", "0", "0.2", "0.4"]),
        (0, 1, True, ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (0, 3e-9, False, ["0", "5e-10", "1e-9", "1.5e-9", "2e-9", "2.5e-9", "3e-9"]),
    ],
)
def test_linear_ticks_stand_at_plain_numbers(low, high, percent, labels):
    assert [tick.label for tick in linear_ticks(low, high, percent=percent)] == labels


def test_powers_of_ten_are_written_with_superscripts():
    assert [power_of_ten(exponent) for exponent in (-45, -1, 0, 12)] == ["10⁻⁴⁵", "10⁻¹", "10⁰", "10¹²"]


def test_limits_do_not_depend_on_the_order_of_the_lanes():
    values, zeros = spread([*[1.0] * 9, 900.0]), spread([0.0] * 10_000)
    assert find_limits(Scale.LINEAR, [values, zeros]) == find_limits(Scale.LINEAR, [zeros, values])
    assert (values + zeros).count == values.count + zeros.count
