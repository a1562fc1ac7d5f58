"""The running mean of a noisy curve."""

import numpy as np
from numpy.typing import NDArray


def running_mean(y: NDArray[np.float64], samples: int) -> NDArray[np.float64]:
    """The mean of each value and those before it, so many at most: what is drawn never changes afterwards.

    Args:
        y: float64 [sample]; what is not finite is left out of the means.
        samples: of each mean, 1 or more.

    Returns:
        float64 [sample]; NaN where y itself is not finite.
    """
    finite = np.isfinite(y)
    padded = np.concatenate([np.zeros(samples - 1), np.where(finite, y, 0.0)])
    counted = np.concatenate([np.zeros(samples - 1), finite])
    sums = np.lib.stride_tricks.sliding_window_view(padded, samples).sum(axis=1)
    counts = np.lib.stride_tricks.sliding_window_view(counted, samples).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(finite, sums / counts, np.nan)
