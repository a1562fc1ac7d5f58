"""What stands around a layer's activation to choose from: normalisations and skips."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand


class NoNormalization(Choice):
    """Hidden layers as they are."""

    kind: Literal["none"] = "none"


class BatchNormalization(Choice):
    """Each hidden unit standardised over the batch, with a learned scale and shift. Source: Ioffe, Szegedy (2015)."""

    kind: Literal["batch"] = "batch"
    position: Literal["before", "after"] = Field("before", title="Position", description="of the activation")
    momentum: float = Field(0.99, ge=0, lt=1, title="Momentum", description="of the moving statistics (Keras)")
    epsilon: float = Field(1e-3, gt=0, le=1, title="Epsilon", description="added to the variance (Keras)")


class LayerNormalization(Choice):
    """Each point standardised over the units of a layer, with a learned scale and shift. Source: Ba et al. (2016)."""

    kind: Literal["layer"] = "layer"
    position: Literal["before", "after"] = Field("before", title="Position", description="of the activation")
    epsilon: float = Field(1e-3, gt=0, le=1, title="Epsilon", description="added to the variance (Keras)")


Normalization = Annotated[
    Annotated[NoNormalization | BatchNormalization | LayerNormalization, Field(discriminator="kind")],
    BeforeValidator(expand_shorthand),
]


class NoSkip(Choice):
    """Every layer takes the output of the one before."""

    kind: Literal["none"] = "none"


class IdentitySkip(Choice):
    """x + alpha f(x) around every hidden layer as wide as the one before. Source: He et al. (2016)."""

    kind: Literal["identity"] = "identity"
    alpha: Literal["1", "1/sqrt(L)"] = Field("1", title="Alpha", description="L is the number of hidden layers")


Skip = Annotated[Annotated[NoSkip | IdentitySkip, Field(discriminator="kind")], BeforeValidator(expand_shorthand)]
