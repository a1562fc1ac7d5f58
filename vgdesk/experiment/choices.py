"""The base of all specs, and the building blocks to choose from: activations, initialisers, normalisations.

A choice is written in JSON as ``{"kind": "sigmoid"}``, with its parameters beside the kind, or, when the
defaults will do, as the plain string ``"sigmoid"``.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Spec(BaseModel):
    """Base of everything a user asks for: strict types, no unknown fields, no NaN, never changed in place."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Choice(Spec):
    """One building block of a list of alternatives, told apart by its ``kind``."""

    kind: str

    @property
    def label(self) -> str:
        """Name on the screen, with the parameters: ``normal(0, 1)``."""
        values = [format(v, "g") for k, v in self if k != "kind" and isinstance(v, int | float)]
        name = self.kind.replace("_", " ")
        return f"{name}({', '.join(values)})" if values else name


def expand_shorthand(value: Any) -> Any:
    """``"relu"`` as ``{"kind": "relu"}``; anything else as it is."""
    return {"kind": value} if isinstance(value, str) else value


class Linear(Choice):
    """phi(z) = z."""

    kind: Literal["linear"] = "linear"


class Sigmoid(Choice):
    """phi(z) = 1 / (1 + exp(-z)); its slope is at most 1/4."""

    kind: Literal["sigmoid"] = "sigmoid"


class Tanh(Choice):
    """phi(z) = tanh z; its slope is at most 1."""

    kind: Literal["tanh"] = "tanh"


class Relu(Choice):
    """phi(z) = max(z, 0)."""

    kind: Literal["relu"] = "relu"


Activation = Annotated[
    Annotated[Linear | Sigmoid | Tanh | Relu, Field(discriminator="kind")], BeforeValidator(expand_shorthand)
]


class Initializer(Choice):
    """Distribution of the initial weights of a layer."""

    def variance(self, fan_in: int, fan_out: int) -> float:
        """Variance of one weight before training."""
        raise NotImplementedError

    def gain(self, fan_in: int, fan_out: int) -> float:
        """sigma_w^2 = fan_in Var(W): what decides the fate of signal and gradient in a wide network."""
        return fan_in * self.variance(fan_in, fan_out)


class Normal(Initializer):
    """Normal distribution of that mean and standard deviation."""

    kind: Literal["normal"] = "normal"
    mean: float = Field(0.0, ge=-100, le=100, title="Mean")
    std: float = Field(1.0, ge=0, le=100, title="Standard deviation")

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return self.std**2


class Uniform(Initializer):
    """Uniform distribution between low and high."""

    kind: Literal["uniform"] = "uniform"
    low: float = Field(0.0, ge=-100, le=100, title="Low")
    high: float = Field(1.0, ge=-100, le=100, title="High")

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return (self.high - self.low) ** 2 / 12


class GlorotUniform(Initializer):
    """U(+-sqrt(6 / (fan_in + fan_out))). Source: Glorot and Bengio (2010)."""

    kind: Literal["glorot_uniform"] = "glorot_uniform"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return 2 / (fan_in + fan_out)


class GlorotNormal(Initializer):
    """Normal cut at 2 standard deviations of sqrt(2 / (fan_in + fan_out)), as Keras draws it."""

    kind: Literal["glorot_normal"] = "glorot_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return 2 / (fan_in + fan_out)


class HeUniform(Initializer):
    """U(+-sqrt(6 / fan_in)). Source: He et al. (2015)."""

    kind: Literal["he_uniform"] = "he_uniform"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 2 / fan_in


class HeNormal(Initializer):
    """Normal cut at 2 standard deviations of sqrt(2 / fan_in), as Keras draws it. Source: He et al. (2015)."""

    kind: Literal["he_normal"] = "he_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 2 / fan_in


class TorchDefault(Initializer):
    """Weights and biases from U(+-1 / sqrt(fan_in)), as torch.nn.Linear draws them: sigma_w^2 = 1/3."""

    kind: Literal["torch_default"] = "torch_default"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / (3 * fan_in)


AnyInitializer = Annotated[
    Annotated[
        Normal | Uniform | GlorotUniform | GlorotNormal | HeUniform | HeNormal | TorchDefault,
        Field(discriminator="kind"),
    ],
    BeforeValidator(expand_shorthand),
]


class NoNormalization(Choice):
    """Hidden layers as they are."""

    kind: Literal["none"] = "none"


class BatchNormalization(Choice):
    """Each hidden unit standardised over the batch, with a learned scale and shift. Source: Ioffe, Szegedy (2015)."""

    kind: Literal["batch"] = "batch"
    position: Literal["before", "after"] = Field("before", title="Position", description="of the activation")
    momentum: float = Field(0.99, ge=0, lt=1, title="Momentum", description="of the moving statistics (Keras)")
    epsilon: float = Field(1e-3, gt=0, le=1, title="Epsilon", description="added to the variance (Keras)")


Normalization = Annotated[
    Annotated[NoNormalization | BatchNormalization, Field(discriminator="kind")],
    BeforeValidator(expand_shorthand),
]
