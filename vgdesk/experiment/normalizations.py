"""What surrounds the activation of a layer, to choose from: normalisations and skips."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.words import Words

Position = Annotated[Literal["before", "after"], Words("Position", "Before or after the activation.")]
Epsilon = Annotated[float, Field(gt=0, le=1), Words("Epsilon", "Added to the variance (Keras).")]


class NoNormalization(Choice):
    """No normalisation."""

    words: ClassVar[Words] = Words(help="Hidden layers as they are.")
    kind: Literal["none"] = "none"


class BatchNormalization(Choice):
    """Batch normalisation. Source: Ioffe and Szegedy (2015)."""

    words: ClassVar[Words] = Words(
        help="Each hidden unit standardised over the batch, with a learned scale and shift. Ioffe, Szegedy (2015).",
        aliases=("batchnorm", "BatchNorm1d", "batch_normalization", "bn"),
    )
    kind: Literal["batch"] = "batch"
    position: Position = "before"
    momentum: Annotated[float, Words("Momentum", "Of the moving statistics (Keras).")] = Field(0.99, ge=0, lt=1)
    epsilon: Epsilon = 1e-3


class LayerNormalization(Choice):
    """Layer normalisation. Source: Ba et al. (2016)."""

    words: ClassVar[Words] = Words(
        help="Each point standardised over the units of a layer, with a learned scale and shift. Ba et al. (2016).",
        aliases=("layernorm", "layer_normalization", "ln"),
    )
    kind: Literal["layer"] = "layer"
    position: Position = "before"
    epsilon: Epsilon = 1e-3


Normalization = Annotated[
    Annotated[NoNormalization | BatchNormalization | LayerNormalization, Field(discriminator="kind")],
    ByWord(),
]


class NoSkip(Choice):
    """No skips."""

    words: ClassVar[Words] = Words(help="Every layer takes the output of the one before.")
    kind: Literal["none"] = "none"


class IdentitySkip(Choice):
    """Identity skips. Source: He et al. (2016)."""

    words: ClassVar[Words] = Words(
        "add",
        "x + alpha f(x) around every hidden layer as wide as the one before. Source: He et al. (2016).",
        aliases=("residual", "resnet", "skip", "add"),
    )
    kind: Literal["identity"] = "identity"
    alpha: Annotated[
        Literal["1", "1/sqrt(L)"],
        Words("Alpha", "Factor of what is added; L is the number of hidden layers.", options={"1/sqrt(L)": "1/√L"}),
    ] = "1"


Skip = Annotated[Annotated[NoSkip | IdentitySkip, Field(discriminator="kind")], ByWord()]
