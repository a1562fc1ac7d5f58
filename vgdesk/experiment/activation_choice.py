"""The base of all activations: what each must say of itself, and what a wide layer makes of it."""

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.choices import Choice

Array: TypeAlias = NDArray[np.floating[Any]]

_COUNT, _REACH = 3_000, 9.0
_CELL = 2 * _REACH / _COUNT
NODES: Array = (np.arange(_COUNT) + 0.5) * _CELL - _REACH
"""Places [node] of the midpoint rule over a standard normal distribution; 0, where kinks are, lies between two.

On smooth functions this rule is exact to rounding, at any variance at which the function is smooth between two nodes;
Gauss and Hermite's with 64 nodes misses a sigmoid of variance 45 by 2e-3. At a kink in 0 it errs by 1e-6.
Source: Trefethen and Weideman (2014), section 5.
"""
WEIGHTS: Array = np.exp(-(NODES**2) / 2) / math.sqrt(2 * math.pi) * _CELL
"""What each place counts [node]; they sum to 1."""

_LOG_VARIANCES = np.linspace(-20.0, 20.0, 161)  # natural logarithms: on which the critical gain is searched
_BISECTIONS = 50
_BESIDE, _JUMP = 1.001, 1.1


@dataclass(frozen=True)
class Moments:
    """Means over normal pre-activations z of mean 0: what a wide layer makes of its input.

    Attributes:
        mean: E phi(z).
        square: E phi(z)^2; sigma_w^2 times it is the next layer's variance.
        slope_square: E phi'(z)^2; sigma_w^2 times it is the factor of the backpropagated signal's mean square.
    """

    mean: float
    square: float
    slope_square: float


class ActivationChoice(Choice):
    """Base of the activations: phi, its slope, and what follows from them.

    Attributes:
        is_bounded: phi is flat at both ends, so that a unit can be saturated.
        is_homogeneous: phi(c z) = c phi(z) for every c above 0: no variance is special.
    """

    is_bounded: ClassVar[bool]
    is_homogeneous: ClassVar[bool] = False

    def apply(self, z: Array) -> Array:
        """phi(z), of any shape."""
        raise NotImplementedError

    def slope_at(self, z: Array) -> Array:
        """phi'(z), of any shape; at a kink the slope of one side."""
        raise NotImplementedError

    def moments(self, variance: float) -> Moments:
        """Means over pre-activations of that variance."""
        return _integrate(self, variance)

    def gain_factor(self, gain: float, bias_variance: float = 0.0) -> float:
        """chi: factor of the signal's mean square a layer deep in a wide plain network, below 1 where it vanishes.

        It is that at the variance of the pre-activations at which the layers settle, coming from variance 1; 0 and
        infinity are such, too.

        Args:
            gain: sigma_w^2.
            bias_variance: sigma_b^2.

        Source: Schoenholz et al. (2017), section 3.
        """
        return gain * self.moments(self.settled_variance(gain, bias_variance)).slope_square

    def settled_variance(self, gain: float, bias_variance: float = 0.0) -> float:
        """The variance of the pre-activations at which the layers of a wide plain network settle, from variance 1.

        It is at least e^-20, which stands for 0, and at most e^20, which stands for infinity.
        """
        return float(np.exp(_settle(gain * np.exp(_tabulate(self)[0]) + bias_variance)))

    def map_factors(self, gains: Array, bias_variances: Array) -> Array:
        """``gain_factor`` of every pair [bias variance, gain], right to 1e-3 of itself."""
        squares, slopes = _tabulate(self)
        settled = _settle(gains[:, None] * np.exp(squares) + bias_variances[:, None, None])
        factors: Array = gains * np.exp(np.interp(settled, _LOG_VARIANCES, slopes))
        return factors

    @property
    def critical_gain(self) -> float:
        """sigma_w^2 below which the signal of a wide plain network without biases vanishes, by ``gain_factor``.

        It stays level there, unless the activation ``tips``.

        Source: Schoenholz et al. (2017), section 3; He et al. (2015) for rectifiers.
        """
        return 1 / self.moments(1.0).slope_square if self.is_homogeneous else _search_gain(self)

    @property
    def tips(self) -> bool:
        """Whether no gain keeps the signal level: it vanishes below the critical one and explodes above it.

        So do GELU and SiLU, whose outputs die out from small pre-activations and grow from large ones: their critical
        gain is that of pre-activations of variance 1 in the first layer.
        """
        critical = self.critical_gain
        return self.gain_factor(critical / _BESIDE) < 1 / _JUMP and self.gain_factor(critical * _BESIDE) > _JUMP


@lru_cache(maxsize=8192)
def _integrate(choice: ActivationChoice, variance: float) -> Moments:
    z = math.sqrt(variance) * NODES
    with np.errstate(over="ignore"):
        a, slope = choice.apply(z), choice.slope_at(z)
    return Moments(float(WEIGHTS @ a), float(WEIGHTS @ a**2), float(WEIGHTS @ slope**2))


@cache
def _tabulate(choice: ActivationChoice) -> tuple[Array, Array]:
    """Log E phi^2 and log E phi'^2 at the variances that are searched."""
    moments = [choice.moments(variance) for variance in np.exp(_LOG_VARIANCES).tolist()]
    squares, slopes = (np.array(each) for each in zip(*((m.square, m.slope_square) for m in moments), strict=True))
    return np.log(squares), np.log(np.maximum(slopes, 1e-300))


def _settle(after: Array) -> Array:
    """Log of the variances at which maps of variances settle from 1, given their values [..., searched variance].

    A variance grows where the map lies above it and shrinks where it lies below, up to the next crossing.
    """
    rises = np.log(np.maximum(after, math.exp(_LOG_VARIANCES[0]))) - _LOG_VARIANCES
    start, step = len(_LOG_VARIANCES) // 2, _LOG_VARIANCES[1] - _LOG_VARIANCES[0]
    grows = rises[..., start] > 0
    ahead = np.where(grows[..., None], rises[..., start:], -rises[..., start::-1])
    beyond = ahead <= 0
    last = np.where(beyond.any(axis=-1), np.maximum(beyond.argmax(axis=-1), 1), start)
    before, behind = (np.take_along_axis(ahead, index[..., None], -1)[..., 0] for index in (last - 1, last))
    share = np.where(behind <= 0, before / np.where(before > behind, before - behind, 1.0), 1.0)
    settled: Array = np.where(grows, 1, -1) * (last - 1 + share) * step
    return settled


@cache
def _search_gain(choice: ActivationChoice) -> float:
    low, high = 1e-3, 1e4
    for _ in range(_BISECTIONS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if choice.gain_factor(middle) < 1 else (low, middle)
    return high
