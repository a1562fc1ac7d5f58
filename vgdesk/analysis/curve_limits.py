"""Where the y axis of curves begins and ends."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.scales import Limits, Tick, nice_above
from vgdesk.measures import Scale

_HEADROOM = 0.04
_USUAL_SHARE = 0.4
_USUAL_QUANTILE = 0.95
_BURST = 2.0
_FAR_OFF = 20.0  # times the middle curve: one that exploded must not flatten the others


def curve_limits(curves: Sequence[NDArray[np.float64]], scale: Scale) -> Limits:
    """Limits that suit all curves at once; a short burst on a linear scale may leave them.

    Args:
        curves: y [point] of each, above 0 on a log scale; what is not finite is left out.
        scale: of the axis.
    """
    drawn = [y[np.isfinite(y)] for y in curves]
    drawn = [y for y in drawn if len(y)]
    low = min((float(y.min()) for y in drawn), default=0.0)
    high = max((float(y.max()) for y in drawn), default=1.0)
    if scale is Scale.LOG:
        return _log_limits(low, high) if drawn else Limits(scale, -4.0, 0.0)
    if scale is Scale.FRACTION:
        return Limits(scale, min(_USUAL_SHARE, math.floor(10 * low) / 10), 1.0 + _HEADROOM / 2)
    most = sorted(float(np.quantile(y, _USUAL_QUANTILE)) for y in drawn) or [1.0]
    usual = max(each for each in most if each <= _FAR_OFF * abs(most[(len(most) - 1) // 2]) or each == most[0])
    high = min(high, max(_BURST * usual, low)) if low >= 0 else high
    room = _HEADROOM * (high - min(low, 0.0)) or 1.0
    return Limits(Scale.LINEAR, low - room if low < 0 else 0.0, high + room)


def signed_limits(curves: Sequence[NDArray[np.float64]]) -> Limits:
    """Limits that suit all curves at once, 0 in the middle; a short burst may leave them.

    Args:
        curves: y [point] of each; what is not finite is left out.
    """
    top = curve_limits([np.abs(y) for y in curves], Scale.LINEAR).high
    return Limits(Scale.LINEAR, -top, top)


def curve_ticks(limits: Limits, most: int) -> tuple[Tick, ...]:
    """Marks at plain places; on a log axis with fewer than two powers of ten at 1, 2 and 5 times them."""
    ticks = limits.ticks(most)
    if not limits.is_log or len(ticks) > 1:
        return ticks
    powers = range(math.floor(limits.low), math.ceil(limits.high) + 1)
    places = [(math.log10(factor * 10.0**power), factor * 10.0**power) for power in powers for factor in (1, 2, 5)]
    slack = 1e-9
    return tuple(
        Tick(place, format_value(value, 1))
        for place, value in places
        if limits.low - slack <= place <= limits.high + slack
    )


def _nice_below(value: float) -> float:
    """The next of 1, 2 and 5 times a power of ten, at or below a value over 0."""
    base = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next((factor * base for factor in (5, 2) if factor * base <= value * (1 + 1e-9)), base)


def _log_limits(low: float, high: float) -> Limits:
    """Whole decades; of less than one the next of 1, 2 and 5 times a power of ten."""
    if 10 * low > high and low > np.finfo(np.float32).tiny:
        bottom, top = _nice_below(low), nice_above(high)
        if bottom == top:
            bottom, top = _nice_below(0.99 * low), nice_above(1.01 * high)
        return Limits(Scale.LOG, math.log10(bottom), math.log10(top))
    bottom = math.floor(math.log10(low))
    return Limits(Scale.LOG, float(bottom), float(max(math.ceil(math.log10(high)), bottom + 1)))
