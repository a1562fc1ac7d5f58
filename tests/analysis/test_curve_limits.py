import numpy as np
import pytest

from vgdesk.analysis.curve_limits import curve_limits, curve_ticks
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale


def ends(*curves):
    limits = curve_limits([np.array(curve) for curve in curves], Scale.LOG)
    return limits.low, limits.high


def test_curves_of_less_than_a_decade_fill_their_axis():
    assert ends([0.8, 0.9], [1.1, 1.9]) == pytest.approx((np.log10(0.5), np.log10(2)))


def test_curves_of_more_than_a_decade_have_whole_ones():
    assert ends([0.02, 0.9]) == (-2.0, 0.0)
    assert ends([1.4e-45, 1e-3]) == (-45.0, -3.0)


@pytest.mark.parametrize("level", [0.2, 0.3, 1.0, 3e-45])
def test_a_level_curve_has_room(level):
    low, high = ends([level, level])
    assert low <= np.log10(level) <= high
    assert high - low > 0.2


def test_nothing_finite_has_limits_too():
    assert curve_limits([np.array([np.nan])], Scale.LOG).low < 0
    assert curve_limits([], Scale.LINEAR).high > 0


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (-0.5, 0.5, ["0.5", "1", "2"]),
        (np.log10(0.05), np.log10(0.5), ["0.05", "0.1", "0.2", "0.5"]),
        (np.log10(2e-6), np.log10(5e-6), ["2·10⁻⁶", "5·10⁻⁶"]),
        (-3.0, -2.0, ["10⁻³", "10⁻²"]),
    ],
)
def test_where_hardly_a_power_of_ten_lies_within_there_are_ticks_between(low, high, labels):
    assert [tick.label for tick in curve_ticks(Limits(Scale.LOG, low, high), 5)] == labels


@pytest.mark.parametrize("level", [0.0, 0.7, -3.0])
def test_a_level_curve_has_room_on_a_linear_axis(level):
    limits = curve_limits([np.full(5, level)], Scale.LINEAR)
    assert limits.low <= level <= limits.high
    assert limits.low < limits.high
