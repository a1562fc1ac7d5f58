"""Measured numbers as people read them: never a small one as 0."""

import math

MINUS = "−"


def format_value(value: float, digits: int = 2) -> str:
    """A measured value: ``3.2e-5``, ``0.032``, ``−12``, ``1.5e6``; exact zero as ``0``, never a small one.

    Args:
        value: any number; NaN reads ``NaN``, infinity ``∞``.
        digits: significant ones.
    """
    if math.isnan(value):
        return "NaN"
    sign = MINUS if value < 0 else ""
    size = abs(value)
    if size == 0:
        return "0"
    if math.isinf(size):
        return f"{sign}∞"
    mantissa, exponent = f"{size:.{digits - 1}e}".split("e")
    power = int(exponent)
    if -3 <= power <= 4:
        return f"{sign}{size:.{max(digits - 1 - power, 0)}f}"
    return f"{sign}{mantissa}e{power}"


def format_epoch(epoch: float) -> str:
    """An epoch, to two decimals at most, and of the first epoch three digits: ``12``, ``2.25``, ``0.00125``."""
    return f"{epoch:.3g}" if epoch < 1 else f"{epoch:.2f}".rstrip("0").rstrip(".")
