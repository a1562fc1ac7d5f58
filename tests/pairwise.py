"""A few combinations of choices in which every pair of values meets, in place of all combinations.

A fault in one choice, or in how two of them work together, then fails a test; the cost is that of the two longest
axes and not of the product of all.
"""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

Pair = tuple[int, int, int, int]  # an axis and the place of its value, and another


def cover_pairs(**axes: Sequence[Any]) -> list[dict[str, Any]]:
    """Cases {axis: value}, the same ones each time, in which every value of an axis meets every value of the others.

    Greedy: a case begins with a pair that has not occurred, and each further axis takes the value that adds most.
    """
    sizes = [len(values) for values in axes.values()]
    missing = {
        (one, i, other, j)
        for one, other in combinations(range(len(sizes)), 2)
        for i, j in product(range(sizes[one]), range(sizes[other]))
    }
    cases = [(place,) for place in range(sizes[0])] if len(sizes) == 1 else []
    while missing:
        case = _choose_case(sizes, missing)
        missing -= _pairs_of(case)
        cases.append(tuple(case[axis] for axis in range(len(sizes))))
    return [{name: axes[name][place] for name, place in zip(axes, case, strict=True)} for case in cases]


def _choose_case(sizes: list[int], missing: set[Pair]) -> dict[int, int]:
    """The place of the value of every axis."""
    one, i, other, j = min(missing)
    case = {one: i, other: j}
    for axis in sorted(set(range(len(sizes))) - {one, other}, key=lambda axis: (-sizes[axis], axis)):
        start = sum(case.values())  # of equally good values another one each time
        order = [(start + place) % sizes[axis] for place in range(sizes[axis])]
        case[axis] = max(order, key=lambda place: len(_pairs_of({**case, axis: place}) & missing))
    return case


def _pairs_of(case: dict[int, int]) -> set[Pair]:
    return {(one, i, other, j) for (one, i), (other, j) in combinations(sorted(case.items()), 2)}
