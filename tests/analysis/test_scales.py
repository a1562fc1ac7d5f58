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
    move_end,
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


@pytest.mark.parametrize("spike", [1e12, 1e30])
def test_a_spike_does_not_blacken_all_that_was_before(spike):
    usual = lognormal(-3, 0.5, 300)
    limits = find_limits(Scale.LOG, [spread([*usual, *[spike] * 6])])
    assert limits.low < -4
    assert limits.high >= -1.5


def test_a_few_bright_rows_above_many_dark_ones_stay_the_top():
    limits = find_limits(Scale.LOG, [spread(10.0 ** np.repeat([-20.0, 0.0], [70, 30]))])
    assert 0.0 <= limits.high <= 0.5


def test_a_distribution_knows_whether_a_number_was_ever_lost():
    assert spread([1.0, 0.0]).is_finite
    assert not spread([1.0, np.nan]).is_finite
    assert not (spread([1.0]) + spread([-np.inf])).is_finite


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
    ("limits", "is_high", "share", "ends"),
    [
        (Limits(Scale.LOG, -6.0, 0.0), True, -0.5, (-6.0, -3.0)),
        (Limits(Scale.LOG, -6.0, 0.0), False, 0.25, (-4.5, 0.0)),
        (Limits(Scale.LOG, -6.0, 0.0), True, -2.0, (-6.0, -5.5)),
        (Limits(Scale.LOG, -44.0, 0.0), False, -1.0, (-45.0, 0.0)),
        (Limits(Scale.FRACTION, 0.0, 1.0), False, 0.9, (0.9, 1.0)),
        (Limits(Scale.LINEAR, -1.0, 1.0), True, -1.5, (-1.0, -0.98)),
    ],
)
def test_a_moved_end_goes_where_it_is_dragged_and_never_meets_the_other(limits, is_high, share, ends):
    moved = move_end(limits, is_high, share)
    assert (moved.low, moved.high) == pytest.approx(ends)


def test_exponents_are_drawn_as_the_powers_of_ten_that_they_are():
    limits = find_limits(Scale.EXPONENT, [spread([-4.2, -2.3])])
    assert -5.0 <= limits.low <= -4.5
    assert limits.high == -2.0
    assert [tick.label for tick in limits.ticks()][-3:] == ["10⁻⁴", "10⁻³", "10⁻²"]
    assert not limits.is_signed


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


@pytest.mark.parametrize("scale", [Scale.LOG, Scale.EXPONENT])
@pytest.mark.parametrize(("low", "high"), [(-3e38, 3e38), (0, 1e30), (-400, 300), (5, 5), (0, 0.2)])
@pytest.mark.parametrize("most", [1, 2, 8])
def test_any_range_that_a_file_may_hold_has_a_few_short_marks(scale, low, high, most):
    ticks = Limits(scale, low, high).ticks(most)
    assert 1 <= len(ticks) <= most + 1
    assert all(low <= tick.position <= high and len(tick.label) < 16 for tick in ticks)


@pytest.mark.parametrize(
    ("low", "high", "percent", "labels"),
    [
        (0, 101, False, ["0", "20", "40", "60", "80", "100"]),
        (-0.5, 0.5, False, ["−0.4", "−0.2", "0", "0.2", "0.4"]),
        (-2e-9, 0, False, ["−2·10⁻⁹", "−1.5·10⁻⁹", "−10⁻⁹", "−5·10⁻¹⁰", "0"]),
        (0, 1, True, ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (0, 3e-9, False, ["0", "5·10⁻¹⁰", "10⁻⁹", "1.5·10⁻⁹", "2·10⁻⁹", "2.5·10⁻⁹", "3·10⁻⁹"]),
    ],
)
def test_linear_ticks_stand_at_plain_numbers(low, high, percent, labels):
    assert [tick.label for tick in linear_ticks(low, high, percent=percent)] == labels


def test_limits_do_not_depend_on_the_order_of_the_lanes():
    values, zeros = spread([*[1.0] * 9, 900.0]), spread([0.0] * 10_000)
    assert find_limits(Scale.LINEAR, [values, zeros]) == find_limits(Scale.LINEAR, [zeros, values])
    assert (values + zeros).count == values.count + zeros.count
