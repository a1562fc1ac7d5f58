"""The base of all activations: what each must say of itself, and what a wide layer makes of it."""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.choices import Choice

Array: TypeAlias = NDArray[np.floating[Any]]

_WIDTH = 1e-3
_NODES = (np.arange(20_000) + 0.5) * _WIDTH - 10  # middles of cells: 0, where kinks are, lies between two of them
_WEIGHTS = np.exp(-(_NODES**2) / 2) / math.sqrt(2 * math.pi) * _WIDTH


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
        fixed_critical_gain: see ``critical_gain``; not needed of a homogeneous function.
    """

    is_bounded: ClassVar[bool]
    is_homogeneous: ClassVar[bool] = False
    fixed_critical_gain: ClassVar[float | None] = None

    def apply(self, z: Array) -> Array:
        """phi(z), of any shape."""
        raise NotImplementedError

    def slope_at(self, z: Array) -> Array:
        """phi'(z), of any shape; at a kink the slope of one side."""
        raise NotImplementedError

    def moments(self, variance: float) -> Moments:
        """Means over pre-activations of that variance, right to 1e-3 of themselves."""
        return _integrate(self, variance)

    @property
    def critical_gain(self) -> float | None:
        """sigma_w^2 at which a wide plain network hands its gradient on unchanged; None where there is no one such.

        Source: Schoenholz et al. (2017), section 3; He et al. (2015) for rectifiers.
        """
        return 1 / self.moments(1.0).slope_square if self.is_homogeneous else self.fixed_critical_gain


@cache
def _integrate(choice: ActivationChoice, variance: float) -> Moments:
    z = math.sqrt(variance) * _NODES
    with np.errstate(over="ignore"):
        a, slope = choice.apply(z), choice.slope_at(z)
    return Moments(*(float((_WEIGHTS * values).sum()) for values in (a, a**2, slope**2)))  # no BLAS wakes for it
