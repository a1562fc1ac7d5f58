"""How it learns: optimizer, batches and epochs."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice, Spec
from vgdesk.experiment.penalties import NoPenalty, Penalty
from vgdesk.experiment.schedules import ConstantRate, Schedule
from vgdesk.experiment.words import Words

LearningRate = Annotated[float, Field(ge=0, le=1000), Words("Learning rate", "Step size.", "Rate")]
Share = Annotated[float, Field(ge=0, lt=1)]
Beta1 = Annotated[Share, Words("Beta 1", "Share of the running mean of the gradients that a step keeps.")]
Beta2 = Annotated[Share, Words("Beta 2", "Share of the running mean of the squared gradients that a step keeps.")]
Rho = Annotated[Share, Words("Rho", "Share of v, the running mean of the squared gradients, that a step keeps.")]
Epsilon = Annotated[float, Field(gt=0, le=1), Words("Epsilon", "Keeps the division from zero.")]
Limit = Annotated[float, Field(gt=0, le=1e6), Words("Limit", "What no entry or norm exceeds.")]


class OptimizerSpec(Choice):
    """Base of the optimizers."""

    learning_rate: LearningRate = 0.01


class Sgd(OptimizerSpec):
    """Plain gradient descent."""

    words: ClassVar[Words] = Words(
        "SGD",
        "Stochastic gradient descent: v = m v + g, w = w - lr v.",
        aliases=("gd", "gradient descent", "stochastic gradient descent"),
    )
    kind: Literal["sgd"] = "sgd"
    momentum: Annotated[Share, Words("Momentum", "Share of the last step that a step keeps.")] = 0.0


class AdamSpec(OptimizerSpec):
    """Base of Adam and what is derived from it."""

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-7


class Adam(AdamSpec):
    """Adam. Source: Kingma and Ba (2015)."""

    words: ClassVar[Words] = Words(
        "Adam", "Adam as torch computes it: epsilon after the bias correction. Source: Kingma and Ba (2015)."
    )
    kind: Literal["adam"] = "adam"


class AdamKeras(AdamSpec):
    """Adam as Keras and TensorFlow compute it: their epsilon counts for more in the first steps."""

    words: ClassVar[Words] = Words(
        "Adam (Keras)",
        "Adam with epsilon before the bias correction: w = w - lr sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + "
        "epsilon).",
        aliases=("keras adam", "tf adam"),
    )
    kind: Literal["adam_keras"] = "adam_keras"


class Rmsprop(OptimizerSpec):
    """RMSprop as Keras had it up to version 2.

    Not torch's defaults (0.01, alpha 0.99): those make networks learn that are stuck with these.
    """

    words: ClassVar[Words] = Words(
        "RMSprop (Keras)",
        "RMSprop of Keras' first ten years: w = w - lr g / (sqrt(v) + epsilon).",
        aliases=("rmsprop_keras",),
    )
    kind: Literal["rmsprop"] = "rmsprop"
    learning_rate: LearningRate = 0.001
    rho: Rho = 0.9
    epsilon: Epsilon = 1e-7


class RmspropKeras3(OptimizerSpec):
    """RMSprop as Keras has it since version 3."""

    words: ClassVar[Words] = Words("RMSprop (Keras 3)", "RMSprop of Keras 3: w = w - lr g / sqrt(v + epsilon).")
    kind: Literal["rmsprop_keras3"] = "rmsprop_keras3"
    learning_rate: LearningRate = 0.001
    rho: Rho = 0.9
    epsilon: Epsilon = 1e-7


class AdamW(AdamSpec):
    """AdamW. Source: Loshchilov and Hutter (2019)."""

    words: ClassVar[Words] = Words(
        "AdamW", "Adam with decoupled weight decay: w = w - lr decay w before the update. Loshchilov, Hutter (2019)."
    )
    kind: Literal["adamw"] = "adamw"
    epsilon: Epsilon = 1e-8
    decay: Annotated[float, Words("Weight decay", "Of the weights a step, times the learning rate.", "Decay")] = (
        Field(0.01, ge=0, le=10)
    )


class Nadam(AdamSpec):
    """Nadam. Source: Dozat (2016)."""

    words: ClassVar[Words] = Words(
        "Nadam", "Adam with Nesterov's momentum, its momentum growing as torch's does. Source: Dozat (2016)."
    )
    kind: Literal["nadam"] = "nadam"
    learning_rate: LearningRate = 0.002
    epsilon: Epsilon = 1e-8
    momentum_decay: Annotated[
        float, Words("Momentum decay", "How fast the momentum grows to beta 1.", "Mom. decay")
    ] = Field(0.004, ge=0, le=1)


class Adagrad(OptimizerSpec):
    """Adagrad. Source: Duchi et al. (2011)."""

    words: ClassVar[Words] = Words(
        "Adagrad", "w = w - lr g / (sqrt(sum of g^2) + epsilon). Source: Duchi et al. (2011)."
    )
    kind: Literal["adagrad"] = "adagrad"
    learning_rate: LearningRate = 0.01
    epsilon: Epsilon = 1e-10


Optimizer = Annotated[
    Annotated[
        Sgd | Adam | AdamKeras | AdamW | Nadam | Rmsprop | RmspropKeras3 | Adagrad,
        Field(discriminator="kind"),
    ],
    ByWord(),
]


class NoClipping(Choice):
    """No clipping."""

    words: ClassVar[Words] = Words(help="Gradients as they are.")
    kind: Literal["none"] = "none"


class ClipByValue(Choice):
    """Clip every entry."""

    words: ClassVar[Words] = Words(
        "by value",
        "Every entry of the gradient cut to -limit..limit.",
        aliases=("clipvalue", "clip_grad_value_", "clip_by_value"),
    )
    kind: Literal["value"] = "value"
    limit: Limit = 1.0


class ClipByNorm(Choice):
    """Clip every tensor."""

    words: ClassVar[Words] = Words(
        "by norm",
        "Every parameter tensor's gradient scaled to a norm of at most limit: Keras' clipnorm.",
        aliases=("clipnorm", "clip_by_norm"),
    )
    kind: Literal["norm"] = "norm"
    limit: Limit = 1.0


class ClipByGlobalNorm(Choice):
    """Clip all tensors together."""

    words: ClassVar[Words] = Words(
        "by global norm",
        "All gradients scaled together to a norm of at most limit: torch's clip_grad_norm_.",
        aliases=("global_clipnorm", "clip_grad_norm_", "clip_by_global_norm"),
    )
    kind: Literal["global_norm"] = "global_norm"
    limit: Limit = 1.0


Clipping = Annotated[
    Annotated[NoClipping | ClipByValue | ClipByNorm | ClipByGlobalNorm, Field(discriminator="kind")],
    ByWord(),
]


_LOSS_NAMES = dict.fromkeys(
    (
        "categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "binary_crossentropy",
        "crossentropy",
        "CrossEntropyLoss",
        "BCELoss",
        "BCEWithLogitsLoss",
        "bce",
        "log_loss",
    ),
    "cross_entropy",
) | dict.fromkeys(("mse", "MSELoss", "squared_error", "quadratic", "l2_loss"), "mean_squared_error")


class TrainingSpec(Spec):
    """How the network is trained."""

    optimizer: Annotated[Optimizer, Words("Optimizer", "What makes an update of the gradients.")] = Adam()
    batch_size: Annotated[
        int, Words("Batch", "Points a step; the last batch of an epoch may be smaller.", unit="points")
    ] = Field(32, ge=1, le=1_000_000)
    epochs: Annotated[int, Words("Epochs", "Passes over the training points.")] = Field(100, ge=1, le=1_000_000)
    steps: Annotated[
        int | None,
        Words(
            "Steps at most",
            "At most that many updates, even if that ends within an epoch; none trains whole epochs.",
            "Max. steps",
        ),
    ] = Field(None, ge=1, le=1_000_000_000)
    clipping: Annotated[
        Clipping, Words("Clip", "Of the gradients, after they are measured and before the update.")
    ] = NoClipping()
    penalty: Annotated[
        Penalty, Words("Weight penalty", "What keeps weights small, beside the loss: L2 or decay.", "Penalty")
    ] = NoPenalty()
    schedule: Annotated[Schedule, Words("Schedule", "How the learning rate changes while the network trains.")] = (
        ConstantRate()
    )
    order: Annotated[
        Literal["shuffled", "kept"],
        Words(
            "Order of points",
            "Shuffled anew for every epoch, or as they are in the data; with batches of 1 that is one row at a time.",
            "Order",
        ),
    ] = "shuffled"
    loss: Annotated[
        Literal["cross_entropy", "mean_squared_error"],
        Words(
            "Loss",
            "Cross-entropy, sigmoid's for two classes and softmax's for more, or the mean squared error.",
        ),
        ByWord(_LOSS_NAMES),
    ] = "cross_entropy"
