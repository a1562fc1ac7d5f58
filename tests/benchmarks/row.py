"""One line of the benchmark table, and how two ways of doing a thing are compared."""

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured figure.

    Attributes:
        id: short name of the benchmark, such as ``X1``.
        what: what is measured, in words.
        figure: the number measured, usually a ratio.
        goal: what it should be, in words, such as ``>= 2.5``.
        met: whether it is; None where there is no goal.
        load: processes that wanted a core when it was measured, the benchmark itself among them.
    """

    id: str
    what: str
    figure: float
    goal: str
    met: bool | None
    load: float = math.nan


def interleave(a: Callable[[], object], b: Callable[[], object], repeats: int) -> float:
    """Time two callables in turn and return the median of the pairwise ratios a / b.

    Both run once untimed first; which of the two goes first changes from pair to pair.
    """
    a(), b()
    ratios = []
    for number in range(repeats):
        if number % 2:
            seconds_b, seconds_a = _seconds(b), _seconds(a)
        else:
            seconds_a, seconds_b = _seconds(a), _seconds(b)
        ratios.append(seconds_a / seconds_b)
    return statistics.median(ratios)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
