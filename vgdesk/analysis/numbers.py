"""Measured numbers as people read them: never a small one as 0."""

import math
import re

MINUS = "−"

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_TYPED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[eE]([+-]?\d+)\b")


def power_of_ten(exponent: int) -> str:
    """A whole power in plain text: ``10⁻³``."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def times_power(mantissa: str, exponent: int) -> str:
    """A number by its power of ten, the one way in which it is written everywhere: ``3.2·10⁻⁵``, ``10⁻⁵``."""
    return power_of_ten(exponent) if mantissa == "1" else f"{mantissa}·{power_of_ten(exponent)}"


def write_powers(text: str) -> str:
    """A text with the numbers that are typed as ``1e-5`` written as all others are."""
    return _TYPED.sub(lambda found: times_power(found[1], int(found[2])), text)


def format_value(value: float, digits: int = 2) -> str:
    """A measured value: ``3.2·10⁻⁵``, ``0.032``, ``−12``, ``1.5·10⁶``; exact zero as ``0``, never a small one.

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
    return f"{sign}{times_power(mantissa, power)}"


def format_count(count: int) -> str:
    """A whole number with thin spaces between thousands: ``100 000``; four digits stay together."""
    return str(count).replace("-", MINUS) if abs(count) < 10_000 else f"{count:,}".replace(",", "\u2009")


def format_epoch(epoch: float) -> str:
    """An epoch, to two decimals at most, and of the first epoch three digits: ``12``, ``2.25``, ``0.00125``."""
    return f"{epoch:.3g}" if epoch < 1 else f"{epoch:.2f}".rstrip("0").rstrip(".")


def format_percent(share: float, digits: int = 1) -> str:
    """A share of 0..1: ``96.4 %``; a share short of 1 never reads ``100 %``, one above 0 never ``0 %``."""
    if math.isnan(share):
        return "NaN"
    percent = 100 * share
    if 0 < share < 1:
        least = 10.0**-digits
        percent = min(max(percent, least), 100 - least)
    return f"{percent:.{digits}f} %"


def format_scores(loss: float, accuracy: float, test_accuracy: float = math.nan, *, fit: str = "") -> str:
    """Loss, fit and accuracies in a row; what is NaN, as an accuracy where numbers are learned, is left out."""
    parts = [f"loss {format_value(loss, 3)}"] + [fit] * bool(fit)
    shares = (("accuracy", accuracy), ("test", test_accuracy))
    return "   ".join(parts + [f"{name} {format_percent(share)}" for name, share in shares if share == share])
