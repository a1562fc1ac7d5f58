"""Biases of the dense layers to choose from: whether there are any, and how they are drawn."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand
from vgdesk.experiment.initializers import Initializer
from vgdesk.experiment.words import Words


class BiasChoice(Choice):
    """Base of the choices of biases."""

    def variance(self, initializer: Initializer, fan_in: int) -> float:
        """sigma_b^2: variance of one bias before training, beside weights of that initialiser."""
        raise NotImplementedError


class UsualBias(BiasChoice):
    """Biases as the weights' initialiser has them."""

    words: ClassVar[Words] = Words(help="0 before training; beside weights drawn as torch does, drawn as torch does.")
    kind: Literal["usual"] = "usual"

    def variance(self, initializer: Initializer, fan_in: int) -> float:  # noqa: D102
        return initializer.bias_variance(fan_in)


class NoBias(BiasChoice):
    """No biases."""

    words: ClassVar[Words] = Words(help="Layers without biases: z = x W.")
    kind: Literal["none"] = "none"

    def variance(self, initializer: Initializer, fan_in: int) -> float:  # noqa: ARG002, D102
        return 0.0


class NormalBias(BiasChoice):
    """Biases drawn from a normal distribution."""

    words: ClassVar[Words] = Words(
        help="Drawn from a normal distribution of mean 0, as the theory of wide networks has it."
    )
    kind: Literal["normal"] = "normal"
    std: Annotated[float, Words("Standard deviation of the biases", "sigma_b; 0 gives biases of 0.", "Std")] = Field(
        0.1, ge=0, le=100
    )

    def variance(self, initializer: Initializer, fan_in: int) -> float:  # noqa: ARG002, D102
        return self.std**2


def _read(value: Any) -> Any:
    """``true`` and ``false`` say whether there are biases; else as every choice."""
    return expand_shorthand({True: "usual", False: "none"}[value] if isinstance(value, bool) else value)


Bias = Annotated[
    Annotated[UsualBias | NoBias | NormalBias, Field(discriminator="kind")],
    BeforeValidator(_read),
]
