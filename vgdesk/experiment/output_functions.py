"""Functions of the output layer to choose from, beside those that a loss has in it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.activations import Linear, Relu, Sigmoid, Softplus, Tanh
from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.words import Words


class Softmax(Choice):
    """Shares that sum to 1."""

    words: ClassVar[Words] = Words(
        help="exp(z) over the sum of all units: shares that sum to 1. Of one unit it is 1 whatever z is, and its "
        "gradient is 0: such a network never learns."
    )
    kind: Literal["softmax"] = "softmax"


OutputFunction = Annotated[
    Annotated[Linear | Sigmoid | Softmax | Tanh | Relu | Softplus, Field(discriminator="kind")],
    ByWord(),
]
