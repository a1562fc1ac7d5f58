"""Numbers as 16-bit keys in the order of their weight in a picture: the largest of many represents them.

Ascending: missing, exact zero, finite by magnitude (1/390 of a decade apart, the sign in the lowest bit),
infinite, NaN. A maximum of keys therefore never loses a spike nor a NaN, and one key serves every scale: limits
are only a table from keys to codes, see ``vgdesk.analysis.codes``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

MISSING = 0
ZERO = 1
FIRST_FINITE = 2
NEGATIVE_INFINITE = 65532
INFINITE = 65533
NAN = 65534
KEY_COUNT = 65536

LOWEST_EXPONENT = -45.0
STEPS_PER_DECADE = 390
LARGEST_STEP = (NEGATIVE_INFINITE - FIRST_FINITE) // 2 - 1


def encode(values: ArrayLike) -> NDArray[np.uint16]:
    """Keys of float32 or float64 values, of the same shape; magnitudes beyond 1e-45..8e38 take the nearest key."""
    given = np.asarray(values)
    magnitude = np.abs(given)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = np.rint((np.log10(magnitude) - LOWEST_EXPONENT) * STEPS_PER_DECADE)
    finite = np.isfinite(steps)
    steps = np.clip(np.where(finite, steps, 0), 0, LARGEST_STEP).astype(np.uint16)
    keys: NDArray[np.uint16] = FIRST_FINITE + 2 * steps + np.signbit(given)
    if not finite.all():
        keys[magnitude == 0] = ZERO
        keys[np.isposinf(given)] = INFINITE
        keys[np.isneginf(given)] = NEGATIVE_INFINITE
        keys[np.isnan(given)] = NAN
    return keys


def exponents(keys: NDArray[np.uint16]) -> NDArray[np.float64]:
    """log10 of the magnitude of finite keys other than zero."""
    steps = (keys.astype(np.int64) - FIRST_FINITE) // 2
    return LOWEST_EXPONENT + steps / STEPS_PER_DECADE


def decode(keys: NDArray[np.uint16]) -> NDArray[np.float64]:
    """Values of finite keys, zero included, signed, to 0.3 %; NaN for the missing."""
    sign = np.where(keys & 1, -1.0, 1.0)
    with np.errstate(over="ignore"):
        values = sign * 10.0 ** exponents(keys)
    values[keys == ZERO] = 0.0
    values[keys == INFINITE] = np.inf
    values[keys == NEGATIVE_INFINITE] = -np.inf
    values[(keys == NAN) | (keys == MISSING)] = np.nan
    return values
