"""The measures of the ledgers by their definitions: plain numpy in float64, one sample and one layer at a time."""

import numpy as np
from numpy.typing import NDArray

from vgdesk.measures import measures_of

Floats = NDArray[np.float64]


def activation_measures(a: NDArray[np.floating], slopes: Floats, largest: float) -> dict[str, float]:
    """Measures of the family ``activation`` from outputs and slopes [point, unit]."""
    x = a.astype(np.float64)
    with np.errstate(all="ignore"):
        centred = x - x.mean(0)
        covariance = centred.T @ centred / len(x)
        squares = np.square(covariance).sum()
        sizes = np.sqrt(np.square(x).mean(0))
        found = {
            "mean": x.mean(),
            "std": np.sqrt(np.square(x - x.mean()).mean()),
            "rms": np.sqrt(np.square(x).mean()),
            "saturated_fraction": (np.abs(slopes) < 0.05 * largest).mean(),
            "dead_fraction": (x == 0).all(0).mean(),
            "effective_rank": 0.0 if squares == 0 else np.trace(covariance) ** 2 / squares,
            "unresponsive_fraction": (x.std(0) <= 0.01 * sizes).mean(),
            "nonfinite": np.count_nonzero(~np.isfinite(x)),
        }
    assert list(found) == [measure.key for measure in measures_of("activation")]
    return {key: float(value) for key, value in found.items()}


def signal_measures(signal: NDArray[np.floating]) -> dict[str, float]:
    """Measures of the family ``signal`` from dL/dz [point, unit]."""
    x = signal.astype(np.float64)
    found = {
        "rms": np.sqrt(np.square(x).mean()),
        "mean_abs": np.abs(x).mean(),
        "max_abs": np.abs(x).max(),
        "nonfinite": np.count_nonzero(~np.isfinite(x)),
    }
    assert list(found) == [measure.key for measure in measures_of("signal")]
    return {key: float(value) for key, value in found.items()}


def update_ratio(before: NDArray[np.floating], after: NDArray[np.floating]) -> float:
    """log10 of rms(dW) / rms(W)."""
    x, change = before.astype(np.float64), after.astype(np.float64) - before.astype(np.float64)
    with np.errstate(all="ignore"):
        return float(np.log10(np.sqrt(np.square(change).mean()) / np.sqrt(np.square(x).mean())))
