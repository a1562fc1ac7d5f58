"""Activation functions to choose from, each with what is known of it.

All but torch's own kernels is here: a new activation is a class below, named in ``AnyActivation``, and an entry of
``vgdesk.training.activations``.
"""

import math
from typing import Annotated, ClassVar, Literal, TypeAlias, get_args

import numpy as np
from pydantic import Field

from vgdesk.experiment.activation_choice import ActivationChoice, Array, Moments
from vgdesk.experiment.choices import ByWord, kind_of
from vgdesk.experiment.words import Words

# Klambauer et al. (2017), equation 14
SELU_ALPHA, SELU_SCALE = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946
# Abramowitz and Stegun (1964), equation 7.1.26: erf to 1.5e-7
_ERF_P = 0.3275911
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


class Linear(ActivationChoice):
    """The identity."""

    words: ClassVar[Words] = Words(help="phi(z) = z.", aliases=("identity", "none"))
    kind: Literal["linear"] = "linear"
    is_bounded = False
    is_homogeneous = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        return z

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return np.ones_like(z)


class Sigmoid(ActivationChoice):
    """The logistic function."""

    words: ClassVar[Words] = Words(
        help="phi(z) = 1 / (1 + exp(-z)); its slope is at most 1/4.", aliases=("logistic", "expit")
    )
    kind: Literal["sigmoid"] = "sigmoid"
    is_bounded = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        return sigmoid(z)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        a = sigmoid(z)
        return a * (1 - a)


class Tanh(ActivationChoice):
    """The hyperbolic tangent."""

    words: ClassVar[Words] = Words(help="phi(z) = tanh z; its slope is at most 1.", aliases=("hyperbolic tangent",))
    kind: Literal["tanh"] = "tanh"
    is_bounded = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        return np.tanh(z)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return 1 - np.tanh(z) ** 2


class Relu(ActivationChoice):
    """The rectifier."""

    words: ClassVar[Words] = Words(help="phi(z) = max(z, 0).", aliases=("rectifier", "rectified linear"))
    kind: Literal["relu"] = "relu"
    is_bounded = False
    is_homogeneous = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        return np.maximum(z, 0)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return np.where(z > 0, np.ones_like(z), 0)


class HardSigmoid(ActivationChoice):
    """The sigmoid in three straight pieces."""

    words: ClassVar[Words] = Words(
        help="phi(z) = min(max(z + 3, 0), 6) / 6: the sigmoid in three straight pieces.", aliases=("hsigmoid",)
    )
    kind: Literal["hard_sigmoid"] = "hard_sigmoid"
    is_bounded = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        return np.clip(z + 3, 0, 6) / 6

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return np.where(np.abs(z) < 3, np.ones_like(z) / 6, 0)

    def moments(self, variance: float) -> Moments:
        """Means over pre-activations of that variance, by their closed forms: the kinks are not in 0."""
        end = 3 / math.sqrt(variance)
        within = math.erf(end / math.sqrt(2))
        density = math.exp(-end * end / 2) / math.sqrt(2 * math.pi)
        square = (1 - within) / 2 + within / 4 + variance * (within - 2 * end * density) / 36
        return Moments(0.5, square, within / 36)


Slope = Annotated[float, Field(ge=-1, le=1), Words("Slope", "Below zero.")]


class RectifierWithSlope(ActivationChoice):
    """Base of the rectifiers that let something through below 0."""

    slope: Slope
    is_bounded = False
    is_homogeneous = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        return np.where(z > 0, z, self.slope * z)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return np.where(z > 0, np.ones_like(z), self.slope)


class LeakyRelu(RectifierWithSlope):
    """A ReLU with a fixed slope below 0."""

    words: ClassVar[Words] = Words(
        help="phi(z) = z above 0 and slope z below. Keras' layer takes 0.3, tf.nn 0.2, torch 0.01.",
        aliases=("lrelu",),
    )
    kind: Literal["leaky_relu"] = "leaky_relu"
    slope: Slope = 0.01


class Prelu(RectifierWithSlope):
    """A ReLU with a learned slope below 0. Source: He et al. (2015)."""

    words: ClassVar[Words] = Words(
        help="A leaky ReLU whose slope, one a layer, is learned. Source: He et al. (2015).",
        aliases=("parametric relu",),
    )
    kind: Literal["prelu"] = "prelu"
    slope: Annotated[Slope, Words(help="Below zero, before training.")] = 0.25


class Elu(ActivationChoice):
    """The exponential linear unit. Source: Clevert et al. (2016)."""

    words: ClassVar[Words] = Words(
        help="phi(z) = z above 0 and alpha (exp z - 1) below. Source: Clevert et al. (2016)."
    )
    kind: Literal["elu"] = "elu"
    alpha: Annotated[float, Words("Alpha", "phi(z) far below zero is -alpha.")] = Field(1.0, gt=0, le=10)
    is_bounded = False

    def apply(self, z: Array) -> Array:  # noqa: D102
        return _elu(z, self.alpha)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return _elu_slope(z, self.alpha)


class Selu(ActivationChoice):
    """The scaled exponential linear unit. Source: Klambauer et al. (2017)."""

    words: ClassVar[Words] = Words(
        help="ELU scaled so that mean 0 and variance 1 are a fixed point. Source: Klambauer et al. (2017)."
    )
    kind: Literal["selu"] = "selu"
    is_bounded = False

    def apply(self, z: Array) -> Array:  # noqa: D102
        return SELU_SCALE * _elu(z, SELU_ALPHA)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return SELU_SCALE * _elu_slope(z, SELU_ALPHA)


class Gelu(ActivationChoice):
    """The Gaussian error linear unit. Source: Hendrycks and Gimpel (2016)."""

    words: ClassVar[Words] = Words(
        help="phi(z) = z Phi(z), Phi the normal distribution function. Source: Hendrycks and Gimpel (2016)."
    )
    kind: Literal["gelu"] = "gelu"
    is_bounded = False

    def apply(self, z: Array) -> Array:  # noqa: D102
        return z * _normal_distribution(z)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        slope: Array = _normal_distribution(z) + z * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return slope


class Silu(ActivationChoice):
    """The sigmoid linear unit, or swish."""

    words: ClassVar[Words] = Words(help="phi(z) = z sigmoid(z).", aliases=("swish",))
    kind: Literal["silu"] = "silu"
    is_bounded = False

    def apply(self, z: Array) -> Array:  # noqa: D102
        return z * sigmoid(z)

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        a = sigmoid(z)
        return a * (1 + z * (1 - a))


class Softplus(ActivationChoice):
    """A smooth ReLU."""

    words: ClassVar[Words] = Words(help="phi(z) = log(1 + exp z): a smooth ReLU.")
    kind: Literal["softplus"] = "softplus"
    is_bounded = False

    def apply(self, z: Array) -> Array:  # noqa: D102
        return np.logaddexp(z, np.zeros_like(z))

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        return sigmoid(z)


class Softsign(ActivationChoice):
    """A tanh with long tails."""

    words: ClassVar[Words] = Words(help="phi(z) = z / (1 + |z|): a tanh with long tails.")
    kind: Literal["softsign"] = "softsign"
    is_bounded = True

    def apply(self, z: Array) -> Array:  # noqa: D102
        found: Array = z / (1 + np.abs(z))
        return found

    def slope_at(self, z: Array) -> Array:  # noqa: D102
        slope: Array = 1 / (1 + np.abs(z)) ** 2
        return slope


AnyActivation: TypeAlias = (
    Linear | Sigmoid | HardSigmoid | Tanh | Softsign | Relu | LeakyRelu | Prelu | Elu | Selu | Gelu | Silu | Softplus
)
Activation = Annotated[
    Annotated[AnyActivation, Field(discriminator="kind")],
    ByWord(),
]

_BY_KIND: dict[str, type[ActivationChoice]] = {kind_of(choice): choice for choice in get_args(AnyActivation)}


def activation_named(label: str) -> type[ActivationChoice] | None:
    """The activation that a run calls by that label, such as ``leaky relu(0.3)``; None for what is none."""
    return _BY_KIND.get(label.partition("(")[0].replace(" ", "_"))


def sigmoid(z: Array) -> Array:
    """1 / (1 + exp(-z)), of any shape."""
    found: Array = 1 / (1 + np.exp(-z))
    return found


def _elu(z: Array, alpha: float) -> Array:
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def _elu_slope(z: Array, alpha: float) -> Array:
    return np.where(z > 0, np.ones_like(z), alpha * np.exp(np.minimum(z, 0)))


def _normal_distribution(z: Array) -> Array:
    x = np.abs(z) / math.sqrt(2)
    t = 1 / (1 + _ERF_P * x)
    series = np.zeros_like(z)
    for factor in _ERF:
        series = (series + factor) * t
    found: Array = 0.5 * (1 + np.copysign(1 - series * np.exp(-x * x), z))
    return found
