"""How it learns: optimizer, batches, epochs, and when to look."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, Spec, expand_shorthand


class OptimizerSpec(Choice):
    """Base of the optimizers.

    Attributes:
        learning_rate: step size.
    """

    learning_rate: float = Field(0.01, ge=0, le=1000, title="Learning rate")


class Sgd(OptimizerSpec):
    """Stochastic gradient descent: v = m v + g, w = w - lr v."""

    kind: Literal["sgd"] = "sgd"
    momentum: float = Field(0.0, ge=0, lt=1, title="Momentum")


class Adam(OptimizerSpec):
    """Adam as torch computes it, with Keras' epsilon. Source: Kingma and Ba (2015)."""

    kind: Literal["adam"] = "adam"
    learning_rate: float = Field(0.001, ge=0, le=1000, title="Learning rate")
    beta1: float = Field(0.9, ge=0, lt=1, title="Beta 1")
    beta2: float = Field(0.999, ge=0, lt=1, title="Beta 2")
    epsilon: float = Field(1e-7, gt=0, le=1, title="Epsilon")


class Rmsprop(OptimizerSpec):
    """RMSprop of Keras' first ten years: w = w - lr g / (sqrt(v) + epsilon).

    Not torch's defaults (0.01, alpha 0.99): those make networks learn that are stuck with these.
    """

    kind: Literal["rmsprop"] = "rmsprop"
    learning_rate: float = Field(0.001, ge=0, le=1000, title="Learning rate")
    rho: float = Field(0.9, ge=0, lt=1, title="Rho")
    epsilon: float = Field(1e-7, gt=0, le=1, title="Epsilon")


class RmspropKeras3(OptimizerSpec):
    """RMSprop of Keras 3: w = w - lr g / sqrt(v + epsilon)."""

    kind: Literal["rmsprop_keras3"] = "rmsprop_keras3"
    learning_rate: float = Field(0.001, ge=0, le=1000, title="Learning rate")
    rho: float = Field(0.9, ge=0, lt=1, title="Rho")
    epsilon: float = Field(1e-7, gt=0, le=1, title="Epsilon")


Optimizer = Annotated[
    Annotated[Sgd | Adam | Rmsprop | RmspropKeras3, Field(discriminator="kind")],
    BeforeValidator(expand_shorthand),
]


class TrainingSpec(Spec):
    """How the network is trained.

    Attributes:
        optimizer: with its learning rate.
        batch_size: points a step; the last batch of an epoch may be smaller.
        epochs: passes over the training points.
    """

    optimizer: Optimizer = Field(Adam(), title="Optimizer")
    batch_size: int = Field(32, ge=1, le=1_000_000, title="Batch")
    epochs: int = Field(100, ge=1, le=1_000_000, title="Epochs")


class EveryEpoch(Choice):
    """A sample at the first step of every epoch."""

    kind: Literal["epoch"] = "epoch"


class EverySteps(Choice):
    """A sample every so many steps; 1 samples every step."""

    kind: Literal["steps"] = "steps"
    steps: int = Field(1, ge=1, le=1_000_000, title="Steps")


Sampling = Annotated[
    Annotated[EveryEpoch | EverySteps, Field(discriminator="kind")], BeforeValidator(expand_shorthand)
]
