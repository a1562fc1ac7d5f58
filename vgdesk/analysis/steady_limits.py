"""Limits of a run that grows: settled by its samples alone, and so calm that colours keep their meaning."""

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.scales import MOST_DECADES, Distribution, Limits, find_limits
from vgdesk.measures import Scale

_EACH = 64
"""Samples up to which every one is looked at; later the limits are settled each time the run has grown by 1/64."""

_LOOSE_DECADES = 1.0  # an end that lies further out than this comes in again
_LOOSE_FACTOR = 4.0


class SteadyLimits:
    """Limits after each sample; they depend on the samples alone, however many of them came at once.

    Their ends go out as soon as the values ask for it, and come in only when they are far out: a border that values
    waver about would else make all colours waver.

    Args:
        scale: of the measure.
    """

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._distribution = Distribution()
        self._samples = 0
        self._limits: Limits | None = None

    def add(self, samples: NDArray[np.uint16]) -> None:
        """Take in keys [sample, layer], see ``vgdesk.analysis.keys``."""
        first = 0
        while first < len(samples):
            last = min(len(samples), first + self._next_look() - self._samples)
            self._distribution.add(samples[first:last])
            self._samples += last - first
            first = last
            if self._is_look(self._samples):
                self._settle()

    @property
    def limits(self) -> Limits | None:
        """Limits that suit the samples; None before any value that a scale can show."""
        return self._limits

    @property
    def is_finite(self) -> bool:
        """Whether NaN and infinities have never occurred."""
        return self._distribution.is_finite

    def _next_look(self) -> int:
        """Samples after which the limits are settled next."""
        step = _step_after(self._samples)
        return (self._samples // step + 1) * step

    def _is_look(self, samples: int) -> bool:
        return samples % _step_after(samples) == 0

    def _settle(self) -> None:
        shown = self._distribution
        if shown.exponent_range() is None if self._scale is Scale.LOG else not shown.count:
            return
        wanted = find_limits(self._scale, [self._distribution])
        self._limits = wanted if self._limits is None else _follow(self._limits, wanted)


def _step_after(samples: int) -> int:
    """Samples from one look to the next: a power of two, at most 1/64 and at least 1/128 of those that there are."""
    return max(1 << (samples // _EACH).bit_length() - 1, 1) if samples >= _EACH else 1


def _follow(current: Limits, wanted: Limits) -> Limits:
    """The current limits, each end moved only where it has to be."""
    is_far = _is_far_log if wanted.counts_decades else _is_far_linear
    low = wanted.low if wanted.low < current.low or is_far(current.low, wanted.low) else current.low
    high = wanted.high if wanted.high > current.high or is_far(current.high, wanted.high) else current.high
    if wanted.counts_decades:
        return wanted if high - low > MOST_DECADES else Limits(wanted.scale, low, high)
    if low < 0 < high:
        high = max(high, -low)
        low = -high
    return Limits(wanted.scale, low, high)


def _is_far_log(current: float, wanted: float) -> bool:
    return abs(current - wanted) > _LOOSE_DECADES


def _is_far_linear(current: float, wanted: float) -> bool:
    return abs(current) > _LOOSE_FACTOR * abs(wanted) > 0
