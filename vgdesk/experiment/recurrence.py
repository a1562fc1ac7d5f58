"""Recurrent layers to choose from: what reads a sequence before the dense layers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand
from vgdesk.experiment.initializers import AnyInitializer, TorchDefault


class NoRecurrence(Choice):
    """Dense layers alone; a sequence comes to them all at once."""

    kind: Literal["none"] = "none"


class RecurrentChoice(Choice):
    """Base of the recurrent layers.

    Attributes:
        units: width of the hidden state.
        initializer: of the weights from state to state; those from the input follow the network's.
    """

    units: int = Field(32, ge=1, le=4096, title="Units")
    initializer: AnyInitializer = Field(TorchDefault(), title="Recurrent initialiser")


class SimpleRnn(RecurrentChoice):
    """h = phi(x W + h U + b). Source: Elman (1990)."""

    kind: Literal["rnn"] = "rnn"
    activation: Literal["tanh", "relu"] = Field("tanh", title="Activation")


class Lstm(RecurrentChoice):
    """Long short-term memory with a forget gate. Source: Hochreiter and Schmidhuber (1997), Gers et al. (2000)."""

    kind: Literal["lstm"] = "lstm"
    forget_bias: float = Field(1.0, ge=-10, le=10, title="Forget bias", description="added to the bias at the start")


class Gru(RecurrentChoice):
    """Gated recurrent unit, its reset gate behind the matrix as in torch. Source: Cho et al. (2014)."""

    kind: Literal["gru"] = "gru"


Recurrence = Annotated[
    Annotated[NoRecurrence | SimpleRnn | Lstm | Gru, Field(discriminator="kind")], BeforeValidator(expand_shorthand)
]
