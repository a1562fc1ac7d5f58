"""What a cell of a heatmap holds: one byte, either a shade of the ramp or a special value.

The codes ascend as the keys do on a log scale, so that the larger of two codes is the one to show.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis import keys
from vgdesk.analysis.scales import Limits

MISSING = 0
ZERO = 1
BELOW = 2
FIRST_SHADE = 3
LAST_SHADE = 249
ABOVE = 250
INFINITE = 251
NAN = 252
"""Codes above ``NAN`` are free for the painter."""

SHADES = LAST_SHADE - FIRST_SHADE + 1


@dataclass(frozen=True)
class Specials:
    """How many cells of a picture hold no shade.

    Attributes:
        zero: exactly zero.
        below: under the limits.
        above: over the limits.
        infinite: plus or minus infinity.
        nan: not a number.
    """

    zero: int = 0
    below: int = 0
    above: int = 0
    infinite: int = 0
    nan: int = 0


def code_table(limits: Limits) -> NDArray[np.uint8]:
    """Code of every key, uint8 [65536]; on a linear scale zero is a value like any other."""
    every = np.arange(keys.KEY_COUNT, dtype=np.int64).astype(np.uint16)
    axis = keys.exponents(every) if limits.is_log else keys.decode(every)
    with np.errstate(invalid="ignore", over="ignore"):
        share = (axis - limits.low) / (limits.high - limits.low)
        shade = np.clip(np.nan_to_num(np.floor(share * SHADES)), 0, SHADES - 1)
        table: NDArray[np.uint8] = (FIRST_SHADE + shade).astype(np.uint8)
        slack = 1.5 / keys.STEPS_PER_DECADE if limits.is_log else 0.004 * max(abs(limits.low), abs(limits.high))
        table[axis < limits.low - slack] = BELOW
        table[axis > limits.high + slack] = ABOVE
    if limits.is_log:
        table[keys.ZERO] = ZERO
    table[keys.MISSING] = MISSING
    table[[keys.NEGATIVE_INFINITE, keys.INFINITE]] = INFINITE
    table[keys.NAN :] = NAN
    return table


def shade_codes(places: NDArray[np.float64], limits: Limits) -> NDArray[np.uint8]:
    """Code of every place on the axis of the limits, uint8 of the same shape; NaN and infinity have their own."""
    with np.errstate(invalid="ignore", over="ignore"):
        share = (places - limits.low) / (limits.high - limits.low)
        shade = np.clip(np.nan_to_num(np.floor(share * SHADES)), 0, SHADES - 1)
    codes: NDArray[np.uint8] = (FIRST_SHADE + shade).astype(np.uint8)
    codes[places < limits.low] = BELOW
    codes[places > limits.high] = ABOVE
    codes[np.isinf(places)] = INFINITE
    codes[np.isnan(places)] = NAN
    return codes


def count_specials(codes: NDArray[np.uint8]) -> Specials:
    """Specials among codes of any shape."""
    wanted = (ZERO, BELOW, ABOVE, INFINITE, NAN)
    return Specials(*(int(np.count_nonzero(codes == code)) for code in wanted))


SPECIAL_LABELS = {ZERO: "exactly 0", INFINITE: "infinite", NAN: "NaN"}
"""What the special codes mean, in a word; those beyond the limits need none."""


def present_specials(specials: Specials) -> tuple[int, ...]:
    """Codes of the kinds that need a word of explanation."""
    counts = {ZERO: specials.zero, INFINITE: specials.infinite, NAN: specials.nan}
    return tuple(code for code, count in counts.items() if count)
