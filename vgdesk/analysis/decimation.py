"""Fewer points of a curve than there are samples, without losing a spike."""

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.window import Window

MOST_POINTS = 300


def decimate(
    x: NDArray[np.float64], y: NDArray[np.float64], most: int = MOST_POINTS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most ``most`` points of a curve: the lowest and the highest of each of equal stretches, and both ends.

    A stretch without any finite y gives one NaN, so that the gap stays a gap.
    """
    if len(x) <= most:
        return x, y
    stretches = (most - 2) // 2
    size = -(-len(x) // stretches)
    padded = np.full(stretches * size, np.nan)
    padded[: len(y)] = y
    rows = padded.reshape(stretches, size)
    gap = np.isnan(rows)
    low = np.where(gap, np.inf, rows).argmin(axis=1)
    high = np.where(gap, -np.inf, rows).argmax(axis=1)
    picked = (np.arange(stretches) * size)[:, None] + np.sort(np.stack([low, high], axis=1), axis=1)
    chosen = np.unique(np.concatenate([[0], picked.ravel(), [len(x) - 1]]))
    chosen = chosen[chosen < len(x)]
    return x[chosen], y[chosen]


def points_within(x: NDArray[np.float64], window: Window) -> slice:
    """The points of ascending x that lie in a window, and one more at each side: a line runs on to the edge."""
    first, last = np.searchsorted(x, [window.first, window.last], "left")
    return slice(max(int(first) - 1, 0), int(last) + 1)
