"""The limits of several lanes' colours: one scale where all can be read on it, else some lanes have their own."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from vgdesk.analysis.scales import MOST_DECADES, Limits

LEAST_SHARE = 0.2
"""Share of its colours that a lane keeps beside others: it never loses more than four fifths."""

_LEAST_COVERED = 0.5
_SLACK = 1e-9


class Shared(NamedTuple):
    """How lanes share their colours.

    Attributes:
        common: limits of every lane that does not stand apart; None where no lane has a value.
        apart: a lane's own limits by its place, where it cannot be read on the common ones.
    """

    common: Limits | None
    apart: dict[int, Limits]

    def of(self, place: int) -> Limits | None:
        """Limits of the lane at a place."""
        return self.apart.get(place, self.common)


def share_limits(own: Sequence[Limits | None], are_finite: Sequence[bool]) -> Shared:
    """Common limits for as many lanes as keep ``LEAST_SHARE`` of their colours on them, and who stands apart.

    A lane that has lost numbers to NaN or infinity never asks for limits where others have none lost: what lies
    beyond theirs is overflow. They depend on what is given alone, never on what was drawn before.

    Args:
        own: limits that suit each lane alone, all of one scale; None of a lane without a value.
        are_finite: whether each lane has lost no number.
    """
    valued = [(place, limits) for place, limits in enumerate(own) if limits is not None]
    sound = [(place, limits) for place, limits in valued if are_finite[place]] or valued
    if not sound:
        return Shared(None, {})
    common, group = _largest_group(sound)
    others = [(place, limits) for place, limits in valued if place not in group and are_finite[place]]
    return Shared(common, {place: limits for place, limits in others if _stands_apart(limits, common)})


def unite(limits: Sequence[Limits]) -> Limits | None:
    """One stretch on which each of some limits keeps ``LEAST_SHARE`` of the colours; None where there is none."""
    common = join(limits)
    if common.counts_decades:
        narrowest = min(each.high - each.low for each in limits)
        common = replace(common, low=max(common.low, common.high - narrowest / LEAST_SHARE))
    return common if all(kept_share(each, common) >= LEAST_SHARE - _SLACK for each in limits) else None


def join(limits: Sequence[Limits]) -> Limits:
    """The stretch that holds all of some limits of one scale; on a log scale no more than the top may have."""
    low, high = min(each.low for each in limits), max(each.high for each in limits)
    if limits[0].counts_decades:
        low = max(low, high - MOST_DECADES)
    elif low < 0 < high:
        high = max(high, -low)
        low = -high
    return Limits(limits[0].scale, low, high)


def kept_share(own: Limits, common: Limits) -> float:
    """Share of the colours of common limits that lie within a lane's own limits."""
    return max(min(own.high, common.high) - max(own.low, common.low), 0.0) / (common.high - common.low)


def _largest_group(lanes: Sequence[tuple[int, Limits]]) -> tuple[Limits, tuple[int, ...]]:
    """The most lanes that can be united, of as many those of the least top: an explosion stays outside."""
    for size in range(len(lanes), 0, -1):
        found = [
            (common, tuple(place for place, _ in group))
            for group in combinations(lanes, size)
            if (common := unite([limits for _, limits in group])) is not None
        ]
        if found:
            return min(found, key=lambda each: each[0].high)
    raise ValueError("lanes without limits share none")


def _stands_apart(own: Limits, common: Limits) -> bool:
    """Whether a lane outside the group has too few of the group's colours, or would mostly overflow."""
    share = kept_share(own, common)
    covered = share * (common.high - common.low) / (own.high - own.low)
    return share < LEAST_SHARE - _SLACK or covered < _LEAST_COVERED
