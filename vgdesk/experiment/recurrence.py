"""Recurrent layers to choose from: what reads a sequence before the dense layers."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.initializers import AnyInitializer, TorchDefault
from vgdesk.experiment.words import Words


class NoRecurrence(Choice):
    """No recurrent layer."""

    words: ClassVar[Words] = Words(help="Dense layers alone; a sequence comes to them all at once.")
    kind: Literal["none"] = "none"


class RecurrentChoice(Choice):
    """Base of the recurrent layers."""

    units: Annotated[int, Words("Units", "Width of the hidden state.")] = Field(32, ge=1, le=4096)
    initializer: Annotated[
        AnyInitializer,
        Words(
            "Recurrent initialiser",
            "Of the weights from state to state; those from the input follow the network's.",
            "Initialiser",
        ),
    ] = TorchDefault()


class SimpleRnn(RecurrentChoice):
    """The simple recurrent layer. Source: Elman (1990)."""

    words: ClassVar[Words] = Words(
        "simple RNN", "h = phi(x W + h U + b). Source: Elman (1990).", aliases=("simple_rnn", "elman")
    )
    kind: Literal["rnn"] = "rnn"
    activation: Annotated[Literal["tanh", "relu"], Words("Activation", "phi, of the hidden state.")] = "tanh"


class Lstm(RecurrentChoice):
    """The LSTM. Source: Hochreiter and Schmidhuber (1997), Gers et al. (2000)."""

    words: ClassVar[Words] = Words(
        "LSTM", "Long short-term memory with a forget gate. Hochreiter, Schmidhuber (1997), Gers et al. (2000)."
    )
    kind: Literal["lstm"] = "lstm"
    forget_bias: Annotated[float, Words("Forget bias", "Added to the bias of the forget gate before training.")] = (
        Field(1.0, ge=-10, le=10)
    )


class Gru(RecurrentChoice):
    """The GRU. Source: Cho et al. (2014)."""

    words: ClassVar[Words] = Words(
        "GRU", "Gated recurrent unit, its reset gate behind the matrix as in torch. Source: Cho et al. (2014)."
    )
    kind: Literal["gru"] = "gru"


Recurrence = Annotated[Annotated[NoRecurrence | SimpleRnn | Lstm | Gru, Field(discriminator="kind")], ByWord()]
