"""Numbers as people write them: ``0.001``, ``3.2e-5``, ``1000``."""

import math
from decimal import ROUND_FLOOR, Decimal

_SMALLEST_STEP = Decimal("0.01")


def format_number(value: float) -> str:
    """The shortest text that reads back as the same number, always with a decimal point."""
    if isinstance(value, int):
        return str(value)
    mantissa, exponent_sign, exponent = repr(value).partition("e")
    mantissa = mantissa.removesuffix(".0")
    return f"{mantissa}e{int(exponent)}" if exponent_sign else mantissa


def parse_number(text: str, whole: bool) -> float | int | str:
    """The number a text means, or the text itself where it means none.

    Args:
        text: as typed.
        whole: read whole numbers only; ``1e3`` is one, ``2.5`` is not.
    """
    text = text.strip()
    try:
        number = float(text) if not whole or not text.lstrip("+-").isdecimal() else int(text)
    except ValueError:
        return text
    if not math.isfinite(number) or "_" in text:
        return text
    if whole:
        return int(number) if number == int(number) else text
    return number


def step_number(value: float, steps: int, whole: bool) -> float:
    """The number some steps away: 1 for whole numbers, else a unit of the second digit.

    Steps of exact decimals, which never cross zero: 0.001 goes up to 0.0011 and down to 0.0009.
    """
    if whole:
        return int(value) + steps
    number, direction = Decimal(repr(float(value))), 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        after = number + direction * _digit_step(number)
        number = Decimal(0) if number * after < 0 else after
    return float(number)


def _digit_step(number: Decimal) -> Decimal:
    if number == 0:
        return _SMALLEST_STEP
    return Decimal(10) ** (abs(number).log10().to_integral_value(ROUND_FLOOR) - 1)
