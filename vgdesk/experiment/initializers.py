"""Distributions of the initial weights to choose from."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand


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


class Constant(Initializer):
    """Every weight the same: all units of a layer stay equal for ever."""

    kind: Literal["constant"] = "constant"
    value: float = Field(0.1, ge=-100, le=100, title="Value")

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 0.0


class Zeros(Initializer):
    """Every weight 0."""

    kind: Literal["zeros"] = "zeros"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 0.0


class LecunUniform(Initializer):
    """U(+-sqrt(3 / fan_in)). Source: LeCun et al. (1998)."""

    kind: Literal["lecun_uniform"] = "lecun_uniform"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / fan_in


class LecunNormal(Initializer):
    """Normal cut at 2 standard deviations of 1 / sqrt(fan_in), as Keras draws it."""

    kind: Literal["lecun_normal"] = "lecun_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / fan_in


class VarianceScaling(Initializer):
    """Variance scale / n, n counting inputs, outputs or their mean, as Keras defines it."""

    kind: Literal["variance_scaling"] = "variance_scaling"
    scale: float = Field(1.0, gt=0, le=100, title="Scale")
    mode: Literal["fan_in", "fan_out", "fan_avg"] = Field("fan_in", title="Counts")
    shape: Literal["uniform", "truncated_normal", "untruncated_normal"] = Field("truncated_normal", title="Shape")

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return self.scale / {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]


class ScaledNormal(Initializer):
    """Normal distribution of standard deviation scale / sqrt(fan_in)."""

    kind: Literal["scaled_normal"] = "scaled_normal"
    scale: float = Field(1.0, ge=0, le=100, title="Scale")

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return self.scale**2 / fan_in


class Orthogonal(Initializer):
    """Orthogonal matrix times gain: keeps every length. Source: Saxe et al. (2014)."""

    kind: Literal["orthogonal"] = "orthogonal"
    factor: float = Field(1.0, gt=0, le=100, title="Gain")

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return self.factor**2 / max(fan_in, fan_out)


class TorchDefault(Initializer):
    """Weights and biases from U(+-1 / sqrt(fan_in)), as torch.nn.Linear draws them: sigma_w^2 = 1/3."""

    kind: Literal["torch_default"] = "torch_default"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / (3 * fan_in)


AnyInitializer = Annotated[
    Annotated[
        Normal
        | Uniform
        | GlorotUniform
        | GlorotNormal
        | HeUniform
        | HeNormal
        | LecunUniform
        | LecunNormal
        | VarianceScaling
        | ScaledNormal
        | Orthogonal
        | TorchDefault
        | Constant
        | Zeros,
        Field(discriminator="kind"),
    ],
    BeforeValidator(expand_shorthand),
]
