"""What keeps weights small to choose from: L2 in the gradient, or decay apart from it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.words import Words

Strength = Annotated[float, Field(ge=0, le=10)]
Shrunk = Annotated[
    Literal["weights", "all"],
    Words("Of", "The weights alone, as textbooks and Keras have it, or every parameter, as torch's weight_decay."),
]


class NoPenalty(Choice):
    """Weights are left alone."""

    words: ClassVar[Words] = Words(help="Nothing but the loss moves the weights.")
    kind: Literal["none"] = "none"


class L2Penalty(Choice):
    """A penalty of strength / 2 times the sum of squares."""

    words: ClassVar[Words] = Words(
        "L2",
        "Adds strength times w to the clipped gradient: weight_decay of torch's SGD, Adam, NAdam, RMSprop and "
        "Adagrad. Keras' l2(c) is strength 2 c, Nielsen's lambda is lambda / n. No loss shown has it in it.",
        aliases=("weight_decay", "ridge", "l2_regularization", "kernel_regularizer"),
    )
    kind: Literal["l2"] = "l2"
    strength: Annotated[Strength, Words("Strength", "Of the penalty: what w is multiplied by in its gradient.")] = (
        1e-4
    )
    of: Shrunk = "weights"


class WeightDecay(Choice):
    """Decay apart from the gradient. Source: Loshchilov and Hutter (2019)."""

    words: ClassVar[Words] = Words(
        "decoupled decay",
        "w = w - lr strength w before the update, apart from the gradient: AdamW's way, for every optimizer. "
        "With plain SGD it is the same as L2. Loshchilov and Hutter (2019).",
        aliases=("decoupled_weight_decay", "sgdw"),
    )
    kind: Literal["decay"] = "decay"
    strength: Annotated[
        Strength, Words("Strength", "Of the decay: times the learning rate, the share lost a step.")
    ] = 0.01
    of: Shrunk = "weights"


Penalty = Annotated[
    Annotated[NoPenalty | L2Penalty | WeightDecay, Field(discriminator="kind")],
    ByWord(),
]
