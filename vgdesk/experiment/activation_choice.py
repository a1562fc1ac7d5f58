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
        squares = np.exp(_tabulate(self))
        return float(np.exp(_settle(gain * squares + bias_variance)))

    @property
    def critical_gain(self) -> float:
        """sigma_w^2 below which the signal of a wide plain network without biases vanishes, by ``gain_factor``.

        It stays level there, but for GELU and SiLU, whose activations jump there from vanishing to exploding.

        Source: Schoenholz et al. (2017), section 3; He et al. (2015) for rectifiers.
        """
        return 1 / self.moments(1.0).slope_square if self.is_homogeneous else _search_gain(self)


@lru_cache(maxsize=8192)
def _integrate(choice: ActivationChoice, variance: float) -> Moments:
    z = math.sqrt(variance) * NODES
    with np.errstate(over="ignore"):
        a, slope = choice.apply(z), choice.slope_at(z)
    return Moments(float(WEIGHTS @ a), float(WEIGHTS @ a**2), float(WEIGHTS @ slope**2))


@cache
def _tabulate(choice: ActivationChoice) -> Array:
    """Log E phi^2 at the variances that are searched."""
    return np.log([choice.moments(variance).square for variance in np.exp(_LOG_VARIANCES).tolist()])


def _settle(after: Array) -> float:
    """Log of the variance at which a map of variances settles from 1, given its values at those that are searched.

    A variance grows where the map lies above it and shrinks where it lies below, up to the next crossing.
    """
    rises = np.log(np.maximum(after, math.exp(_LOG_VARIANCES[0]))) - _LOG_VARIANCES
    start = len(rises) // 2
    way = 1 if rises[start] > 0 else -1
    ahead = rises[start::way]
    beyond = np.flatnonzero(way * ahead <= 0)
    if not len(beyond):
        return float(_LOG_VARIANCES[-1 if way > 0 else 0])
    last = max(int(beyond[0]), 1)
    share = ahead[last - 1] / (ahead[last - 1] - ahead[last]) if ahead[last] != ahead[last - 1] else 0.0
    return float(way * (last - 1 + share) * (_LOG_VARIANCES[1] - _LOG_VARIANCES[0]))


@cache
def _search_gain(choice: ActivationChoice) -> float:
    low, high = 1e-3, 1e4
    for _ in range(_BISECTIONS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if choice.gain_factor(middle) < 1 else (low, middle)
    return high
