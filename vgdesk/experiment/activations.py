"""Activation functions to choose from."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand


class Linear(Choice):
    """phi(z) = z."""

    kind: Literal["linear"] = "linear"


class Sigmoid(Choice):
    """phi(z) = 1 / (1 + exp(-z)); its slope is at most 1/4."""

    kind: Literal["sigmoid"] = "sigmoid"


class Tanh(Choice):
    """phi(z) = tanh z; its slope is at most 1."""

    kind: Literal["tanh"] = "tanh"


class Relu(Choice):
    """phi(z) = max(z, 0)."""

    kind: Literal["relu"] = "relu"


class HardSigmoid(Choice):
    """phi(z) = min(max(z + 3, 0), 6) / 6: the sigmoid in three straight pieces."""

    kind: Literal["hard_sigmoid"] = "hard_sigmoid"


class LeakyRelu(Choice):
    """phi(z) = z above 0 and slope z below. Keras' layer takes 0.3, tf.nn 0.2, torch 0.01."""

    kind: Literal["leaky_relu"] = "leaky_relu"
    slope: float = Field(0.01, ge=-1, le=1, title="Slope", description="below zero")


class Prelu(Choice):
    """A leaky ReLU whose slope, one a layer, is learned. Source: He et al. (2015)."""

    kind: Literal["prelu"] = "prelu"
    slope: float = Field(0.25, ge=-1, le=1, title="Slope", description="below zero, before training")


class Elu(Choice):
    """phi(z) = z above 0 and alpha (exp z - 1) below. Source: Clevert et al. (2016)."""

    kind: Literal["elu"] = "elu"
    alpha: float = Field(1.0, gt=0, le=10, title="Alpha")


class Selu(Choice):
    """ELU scaled so that mean 0 and variance 1 are a fixed point. Source: Klambauer et al. (2017)."""

    kind: Literal["selu"] = "selu"


class Gelu(Choice):
    """phi(z) = z Phi(z), Phi the normal distribution function. Source: Hendrycks and Gimpel (2016)."""

    kind: Literal["gelu"] = "gelu"


class Silu(Choice):
    """phi(z) = z sigmoid(z)."""

    kind: Literal["silu"] = "silu"


class Softplus(Choice):
    """phi(z) = log(1 + exp z): a smooth ReLU."""

    kind: Literal["softplus"] = "softplus"


class Softsign(Choice):
    """phi(z) = z / (1 + |z|): a tanh with long tails."""

    kind: Literal["softsign"] = "softsign"


Activation = Annotated[
    Annotated[
        Linear
        | Sigmoid
        | HardSigmoid
        | Tanh
        | Softsign
        | Relu
        | LeakyRelu
        | Prelu
        | Elu
        | Selu
        | Gelu
        | Silu
        | Softplus,
        Field(discriminator="kind"),
    ],
    BeforeValidator(expand_shorthand),
]
