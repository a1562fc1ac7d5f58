"""Limits that several lanes share, and the ticks on them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis import keys
from vgdesk.analysis.numbers import MINUS, power_of_ten, times_power
from vgdesk.measures import Scale

LOW_SHARE = 0.01
HIGH_SHARE = 0.995
LEAST_DECADES = 1.0
MOST_DECADES = 12.0
LEAST_FROM_TOP = 0.2
"""Share of the values that the uppermost decades must hold; else a spike would blacken all the others."""

MOST_TICKS = 7

LEAST_DRAGGED = 0.5
"""Decades that a viewer may narrow a scale to."""

DRAG_STEP = 0.1
"""Decades in which an end is moved."""
_LOWEST, _HIGHEST = -45.0, 39.0  # log10 of what float32 can hold
_LARGEST_EXPONENT = 10_000
_HALF = 0.5
_STEPS_PER_BIN = 16
_BINS = keys.LARGEST_STEP // _STEPS_PER_BIN + 1
_BIN_WIDTH = _STEPS_PER_BIN / keys.STEPS_PER_DECADE


@dataclass(frozen=True)
class Tick:
    """A mark on an axis.

    Attributes:
        position: in the units of the axis, see ``Limits``.
        label: the text beside it.
    """

    position: float
    label: str


@dataclass(frozen=True)
class Limits:
    """The stretch of values that is drawn.

    Attributes:
        scale: how values are laid out.
        low: lower end; log10 of the magnitude on a log scale, the value itself on any other.
        high: upper end, above ``low``.
    """

    scale: Scale
    low: float
    high: float

    @property
    def is_log(self) -> bool:
        """Whether positions are powers of ten."""
        return self.scale is Scale.LOG

    @property
    def counts_decades(self) -> bool:
        """Whether a step of 1 is a factor of ten, of the values or of what they are the logarithms of."""
        return self.scale in (Scale.LOG, Scale.EXPONENT)

    @property
    def is_signed(self) -> bool:
        """Whether zero stands in the middle, as a diverging colour map wants it."""
        return not self.counts_decades and self.low < 0 < self.high

    def ticks(self, most: int = MOST_TICKS) -> tuple[Tick, ...]:
        """Marks at plain places within the limits, lowest first."""
        if self.counts_decades:
            return _log_ticks(self.low, self.high, most)
        return linear_ticks(self.low, self.high, most, percent=self.scale is Scale.FRACTION)


class Distribution:
    """How often each magnitude occurs, by sign, in bins of 1/24 decade; additions cost what they bring."""

    def __init__(self) -> None:
        self._counts = np.zeros((2, _BINS), np.int64)
        self._zeros = 0
        self._lost = 0

    def add(self, added: NDArray[np.uint16]) -> None:
        """Count keys of any shape; the missing are left out."""
        flat = added.ravel()
        self._lost += int(np.count_nonzero(flat >= keys.NEGATIVE_INFINITE))
        self._zeros += int(np.count_nonzero(flat == keys.ZERO))
        flat = flat[(flat >= keys.FIRST_FINITE) & (flat < keys.NEGATIVE_INFINITE)]
        bins = ((flat - keys.FIRST_FINITE) >> 1) // _STEPS_PER_BIN
        np.add.at(self._counts, ((flat & 1).astype(np.intp), bins), 1)

    @property
    def count(self) -> int:
        """Finite values counted, zeros among them."""
        return int(self._counts.sum()) + self._zeros

    @property
    def is_finite(self) -> bool:
        """Whether NaN and infinities have never occurred."""
        return not self._lost

    def __add__(self, other: "Distribution") -> "Distribution":
        total = Distribution()
        total._counts = self._counts + other._counts
        total._zeros = self._zeros + other._zeros
        total._lost = self._lost + other._lost
        return total

    def exponent_range(self) -> tuple[float, float] | None:
        """log10 of the magnitudes that all but the outermost lie between; None without any but zero."""
        return _shares(self._counts.sum(axis=0), _exponents(0), _exponents(1))

    def fullest_stretch(self, low: float, high: float, width: float) -> tuple[float, float]:
        """The stretch of so many decades to draw, low <= log10 <= high: the top, or what holds the most values.

        The top is where a network's output stands, so it is left only for a spike above nearly everything.
        """
        counts, starts = self._counts.sum(axis=0), _exponents(0)
        places = np.append(np.arange(low, high - width, _HALF), high - width)
        sums = np.concatenate([[0], np.cumsum(counts)])
        ends = [np.searchsorted(starts, places + edge - _BIN_WIDTH / 2) for edge in (0.0, width)]
        held = sums[ends[1]] - sums[ends[0]]
        if held[-1] >= LEAST_FROM_TOP * (sums[np.searchsorted(starts, high)] - sums[np.searchsorted(starts, low)]):
            return high - width, high
        bottom = float(places[len(held) - 1 - int(held[::-1].argmax())])
        return bottom, bottom + width

    def value_range(self) -> tuple[float, float] | None:
        """Values that all but the outermost lie between; None without any but zero."""
        positive, negative = self._counts
        counts = np.concatenate([negative[::-1], [self._zeros], positive])
        with np.errstate(over="ignore"):
            near, far = 10.0 ** _exponents(0), 10.0 ** _exponents(1)
        lows = np.concatenate([-far[::-1], [0.0], near])
        highs = np.concatenate([-near[::-1], [0.0], far])
        return _shares(counts, lows, highs) if negative.any() or positive.any() else None


def find_limits(scale: Scale, distributions: Iterable[Distribution]) -> Limits:
    """Limits that suit all distributions at once: robust, rounded outwards, fit to be shared by lanes.

    A log scale holds 1 to 12 decades, counted from the top unless nearly all values lie below them; a linear one
    begins or ends at zero, or has it in the middle. They depend on the values alone, in whatever order they came.
    """
    total = sum(distributions, Distribution())
    if scale is Scale.FRACTION:
        return Limits(scale, 0.0, 1.0)
    if scale is Scale.EXPONENT:
        return _decades(scale, total.value_range() or (-4.0, 0.0))
    if scale is not Scale.LOG:
        return _linear_limits(scale, total.value_range())
    found = _decades(scale, total.exponent_range() or (-4.0, 0.0), math.inf)
    if found.high - found.low > MOST_DECADES:
        found = Limits(scale, *total.fullest_stretch(found.low, found.high, MOST_DECADES))
    return found


def move_end(limits: Limits, is_high: bool, share: float) -> Limits:
    """Limits with one end moved by a share of their stretch; the ends never meet.

    Args:
        limits: as they are.
        is_high: whether the upper end is moved.
        share: above 0 moves it up.
    """
    span = limits.high - limits.low
    step = DRAG_STEP if limits.counts_decades else nice_above(span / 100)
    least = LEAST_DRAGGED if limits.counts_decades else step
    end = (limits.high if is_high else limits.low) + share * span
    end = round(min(max(end, _LOWEST), _HIGHEST) / step) * step if limits.counts_decades else round(end / step) * step
    if is_high:
        return replace(limits, high=max(end, limits.low + least))
    return replace(limits, low=min(end, limits.high - least))


def linear_ticks(low: float, high: float, most: int = MOST_TICKS, percent: bool = False) -> tuple[Tick, ...]:
    """Marks at multiples of 1, 2, 2.5 or 5 times a power of ten."""
    step = nice_above((high - low) / most)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    places = [index * step for index in range(first, last + 1)]
    return tuple(Tick(place, _plain(place, step, percent)) for place in places)


def whole_ticks(low: float, high: float, most: int = MOST_TICKS) -> tuple[Tick, ...]:
    """Those of ``linear_ticks`` at whole numbers."""
    return tuple(tick for tick in linear_ticks(low, high, most) if tick.position == round(tick.position))


def _log_ticks(low: float, high: float, most: int) -> tuple[Tick, ...]:
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    wide = math.ceil(nice_above(max(last - first + 1, 1) / most))  # the range may come from any file
    step = next((step for step in (1, 2, 3, 5, 10, 20, 50) if (last - first) // step < most), wide)
    start = -(-first // step) * step
    return tuple(Tick(float(place), _power_label(place, step)) for place in range(start, last + 1, step))


def _power_label(place: int, step: int) -> str:
    """A power of ten; of one that no number has, which a file may hold, the exponent in short."""
    return power_of_ten(place) if abs(place) < _LARGEST_EXPONENT else f"10^{_plain(place, step, percent=False)}"


def _plain(value: float, step: float, percent: bool) -> str:
    if percent:
        return f"{round(100 * value, 6):g} %"
    size = abs(value)
    if value == 0 or 1e-4 < step < 1e5:
        text = f"{round(size, 10):.10f}".rstrip("0").rstrip(".")
    else:
        mantissa, exponent = f"{size:.3e}".split("e")
        text = times_power(f"{float(mantissa):g}", int(exponent))
    return MINUS + text if value < 0 else text


def nice_above(value: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten, at or above a value over 0."""
    base = 10.0 ** math.floor(math.log10(value))
    return next((factor * base for factor in (1, 2, 2.5, 5) if factor * base >= value * (1 - 1e-9)), 10 * base)


def _decades(scale: Scale, found: tuple[float, float], most: float = MOST_DECADES) -> Limits:
    """Rounded outwards to halves of a decade."""
    high = math.ceil(found[1] / _HALF - 1e-9) * _HALF
    low = min(math.floor(found[0] / _HALF + 1e-9) * _HALF, high - LEAST_DECADES)
    return Limits(scale, max(low, high - most), high)


def _linear_limits(scale: Scale, found: tuple[float, float] | None) -> Limits:
    low, high = found or (0.0, 1.0)
    top = nice_above(max(abs(low), abs(high), 1e-300))
    if scale is Scale.COUNT:
        top = max(top, 1.0)
    return Limits(scale, -top if low < 0 else 0.0, top if high > 0 else 0.0)


def _exponents(edge: int) -> NDArray[np.float64]:
    return keys.LOWEST_EXPONENT + (np.arange(_BINS, dtype=np.float64) + edge) * _BIN_WIDTH


def _shares(
    counts: NDArray[np.int64], lows: NDArray[np.float64], highs: NDArray[np.float64]
) -> tuple[float, float] | None:
    heaped = np.cumsum(counts)
    if not heaped[-1]:
        return None
    first, last = np.searchsorted(heaped, [LOW_SHARE * heaped[-1], HIGH_SHARE * heaped[-1]])
    while not counts[first]:
        first += 1
    return float(lows[first]), float(highs[last])
