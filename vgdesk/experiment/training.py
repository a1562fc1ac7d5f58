"""How it learns: optimizer, batches and epochs."""

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


class AdamW(Adam):
    """Adam with decoupled weight decay: w = w - lr decay w before the update. Source: Loshchilov, Hutter (2019)."""

    kind: Literal["adamw"] = "adamw"  # type: ignore[assignment]
    epsilon: float = Field(1e-8, gt=0, le=1, title="Epsilon")
    decay: float = Field(0.01, ge=0, le=10, title="Weight decay")


class Nadam(Adam):
    """Adam with Nesterov's momentum, its momentum growing as torch's does. Source: Dozat (2016)."""

    kind: Literal["nadam"] = "nadam"  # type: ignore[assignment]
    learning_rate: float = Field(0.002, ge=0, le=1000, title="Learning rate")
    epsilon: float = Field(1e-8, gt=0, le=1, title="Epsilon")
    momentum_decay: float = Field(0.004, ge=0, le=1, title="Momentum decay")


class Adagrad(OptimizerSpec):
    """w = w - lr g / (sqrt(sum of g^2) + epsilon). Source: Duchi et al. (2011)."""

    kind: Literal["adagrad"] = "adagrad"
    learning_rate: float = Field(0.01, ge=0, le=1000, title="Learning rate")
    epsilon: float = Field(1e-10, gt=0, le=1, title="Epsilon")


Optimizer = Annotated[
    Annotated[
        Sgd | Adam | AdamW | Nadam | Rmsprop | RmspropKeras3 | Adagrad,
        Field(discriminator="kind"),
    ],
    BeforeValidator(expand_shorthand),
]


class NoClipping(Choice):
    """Gradients as they are."""

    kind: Literal["none"] = "none"


class ClipByValue(Choice):
    """Every entry of the gradient cut to -limit..limit."""

    kind: Literal["value"] = "value"
    limit: float = Field(1.0, gt=0, le=1e6, title="Limit")


class ClipByNorm(Choice):
    """Every parameter tensor's gradient scaled to a norm of at most limit: Keras' clipnorm."""

    kind: Literal["norm"] = "norm"
    limit: float = Field(1.0, gt=0, le=1e6, title="Limit")


class ClipByGlobalNorm(Choice):
    """All gradients scaled together to a norm of at most limit: torch's clip_grad_norm_."""

    kind: Literal["global_norm"] = "global_norm"
    limit: float = Field(1.0, gt=0, le=1e6, title="Limit")


Clipping = Annotated[
    Annotated[NoClipping | ClipByValue | ClipByNorm | ClipByGlobalNorm, Field(discriminator="kind")],
    BeforeValidator(expand_shorthand),
]


class TrainingSpec(Spec):
    """How the network is trained.

    Attributes:
        optimizer: with its learning rate.
        batch_size: points a step; the last batch of an epoch may be smaller.
        epochs: passes over the training points.
        steps: at most so many updates, even if that ends within an epoch; none trains whole epochs.
        clipping: of the gradients, after they are measured and before the update.
        loss: cross-entropy, sigmoid's for two classes and softmax's for more, or the mean squared error.
    """

    optimizer: Optimizer = Field(Adam(), title="Optimizer")
    batch_size: int = Field(32, ge=1, le=1_000_000, title="Batch")
    epochs: int = Field(100, ge=1, le=1_000_000, title="Epochs")
    steps: int | None = Field(None, ge=1, le=1_000_000_000, title="Steps at most")
    clipping: Clipping = Field(NoClipping(), title="Clip")
    loss: Literal["cross_entropy", "mean_squared_error"] = Field("cross_entropy", title="Loss")
