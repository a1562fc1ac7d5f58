"""Limits that several lanes share, and the ticks on them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis import keys
from vgdesk.measures import Scale

LOW_SHARE = 0.01
HIGH_SHARE = 0.995
LEAST_DECADES = 1.0
MOST_DECADES = 12.0
MOST_TICKS = 7

_STEPS_PER_BIN = 16
_BINS = keys.LARGEST_STEP // _STEPS_PER_BIN + 1
_BIN_WIDTH = _STEPS_PER_BIN / keys.STEPS_PER_DECADE
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    def is_signed(self) -> bool:
        """Whether zero stands in the middle, as a diverging colour map wants it."""
        return not self.is_log and self.low < 0 < self.high

    def ticks(self, most: int = MOST_TICKS) -> tuple[Tick, ...]:
        """Marks at plain places within the limits, lowest first."""
        if self.is_log:
            return _log_ticks(self.low, self.high, most)
        return linear_ticks(self.low, self.high, most, percent=self.scale is Scale.FRACTION)


class Distribution:
    """How often each magnitude occurs, by sign, in bins of 1/24 decade; additions cost what they bring."""

    def __init__(self) -> None:
        self._counts = np.zeros((2, _BINS), np.int64)
        self._zeros = 0

    def add(self, added: NDArray[np.uint16]) -> None:
        """Count keys of any shape; the non-finite and the missing are left out."""
        flat = added.ravel()
        self._zeros += int(np.count_nonzero(flat == keys.ZERO))
        flat = flat[(flat >= keys.FIRST_FINITE) & (flat < keys.NEGATIVE_INFINITE)]
        bins = ((flat - keys.FIRST_FINITE) >> 1) // _STEPS_PER_BIN
        np.add.at(self._counts, ((flat & 1).astype(np.intp), bins), 1)

    @property
    def count(self) -> int:
        """Finite values counted, zeros among them."""
        return int(self._counts.sum()) + self._zeros

    def __add__(self, other: "Distribution") -> "Distribution":
        total = Distribution()
        total._counts = self._counts + other._counts
        total._zeros = self._zeros + other._zeros
        return total

    def exponent_range(self) -> tuple[float, float] | None:
        """log10 of the magnitudes that all but the outermost lie between; None without any but zero."""
        return _shares(self._counts.sum(axis=0), _exponents(0), _exponents(1))

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

    A log scale holds 1 to 12 decades, counted from the top; a linear one begins or ends at zero, or has it in
    the middle.
    """
    total = sum(distributions, Distribution())
    if scale is Scale.FRACTION:
        return Limits(scale, 0.0, 1.0)
    if scale is not Scale.LOG:
        return _linear_limits(scale, total.value_range())
    low, high = total.exponent_range() or (-4.0, 0.0)
    high = math.ceil(2 * high - 1e-9) / 2
    low = min(math.floor(2 * low + 1e-9) / 2, high - LEAST_DECADES)
    return Limits(scale, max(low, high - MOST_DECADES), high)


def widen_limits(current: Limits | None, wanted: Limits) -> Limits:
    """The current limits, widened where the wanted ones lie outside.

    On a log scale they jump to the next whole decade, so that colours change seldom while a run grows.
    """
    if current is None or current.scale is not wanted.scale:
        return wanted
    low, high = min(current.low, wanted.low), max(current.high, wanted.high)
    if wanted.is_log:
        low = current.low if low == current.low else float(math.floor(low))
        high = current.high if high == current.high else float(math.ceil(high))
    return Limits(wanted.scale, low, high)


def power_of_ten(exponent: int) -> str:
    """A whole power in plain text: ``10⁻³``."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


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
    step = next(step for step in (1, 2, 3, 5, 10, 20, 50) if (last - first) // step < most)
    start = -(-first // step) * step
    return tuple(Tick(float(place), power_of_ten(place)) for place in range(start, last + 1, step))


def _plain(value: float, step: float, percent: bool) -> str:
    if percent:
        return f"{round(100 * value, 6):g} %"
    if value == 0 or 1e-4 < step < 1e5:
        text = f"{round(value, 10):.10f}".rstrip("0").rstrip(".")
    else:
        mantissa, exponent = f"{value:.3e}".split("e")
        text = f"{float(mantissa):g}e{int(exponent)}"
    return "−" + text[1:] if value < 0 else text


def nice_above(value: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten, at or above a value over 0."""
    base = 10.0 ** math.floor(math.log10(value))
    return next((factor * base for factor in (1, 2, 2.5, 5) if factor * base >= value * (1 - 1e-9)), 10 * base)


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
