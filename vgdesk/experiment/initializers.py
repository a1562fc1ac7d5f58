"""Distributions of the initial weights to choose from."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.words import Words


class Initializer(Choice):
    """Distribution of the initial weights of a layer."""

    def variance(self, fan_in: int, fan_out: int) -> float:
        """Variance of one weight before training."""
        raise NotImplementedError

    def gain(self, fan_in: int, fan_out: int) -> float:
        """sigma_w^2 = fan_in Var(W): what decides the fate of signal and gradient in a wide network."""
        return fan_in * self.variance(fan_in, fan_out)

    def bias_variance(self, fan_in: int) -> float:  # noqa: ARG002
        """Variance of one bias that is drawn with the weights; 0 for most, whose biases begin at 0."""
        return 0.0


class Normal(Initializer):
    """A normal distribution."""

    words: ClassVar[Words] = Words(
        help="Normal distribution of that mean and standard deviation.", aliases=("gaussian", "randn")
    )
    kind: Literal["normal"] = "normal"
    mean: Annotated[float, Words("Mean", "Of the distribution.")] = Field(0.0, ge=-100, le=100)
    std: Annotated[float, Words("Standard deviation", "Of the distribution.", "Std")] = Field(1.0, ge=0, le=100)

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return self.std**2


class Uniform(Initializer):
    """A uniform distribution."""

    words: ClassVar[Words] = Words(help="Uniform distribution between low and high.", aliases=("rand",))
    kind: Literal["uniform"] = "uniform"
    low: Annotated[float, Words("Low", "The smallest weight.")] = Field(0.0, ge=-100, le=100)
    high: Annotated[float, Words("High", "The largest weight.")] = Field(1.0, ge=-100, le=100)

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return (self.high - self.low) ** 2 / 12


class GlorotUniform(Initializer):
    """Glorot's, uniform. Source: Glorot and Bengio (2010)."""

    words: ClassVar[Words] = Words(
        help="U(+-sqrt(6 / (fan_in + fan_out))). Source: Glorot and Bengio (2010).",
        aliases=("xavier", "xavier_uniform", "glorot"),
    )
    kind: Literal["glorot_uniform"] = "glorot_uniform"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return 2 / (fan_in + fan_out)


class GlorotNormal(Initializer):
    """Glorot's, normal."""

    words: ClassVar[Words] = Words(
        help="Normal cut at 2 standard deviations of sqrt(2 / (fan_in + fan_out)), as Keras draws it.",
        aliases=("xavier_normal",),
    )
    kind: Literal["glorot_normal"] = "glorot_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return 2 / (fan_in + fan_out)


class HeUniform(Initializer):
    """He's, uniform. Source: He et al. (2015)."""

    words: ClassVar[Words] = Words(
        help="U(+-sqrt(6 / fan_in)). Source: He et al. (2015).", aliases=("kaiming_uniform",)
    )
    kind: Literal["he_uniform"] = "he_uniform"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 2 / fan_in


class HeNormal(Initializer):
    """He's, normal. Source: He et al. (2015)."""

    words: ClassVar[Words] = Words(
        help="Normal cut at 2 standard deviations of sqrt(2 / fan_in), as Keras draws it. He et al. (2015).",
        aliases=("kaiming", "kaiming_normal", "he", "msra"),
    )
    kind: Literal["he_normal"] = "he_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 2 / fan_in


class Constant(Initializer):
    """All weights the same."""

    words: ClassVar[Words] = Words(
        help="Every weight the same: all units of a layer stay equal for ever.", aliases=("const", "full")
    )
    kind: Literal["constant"] = "constant"
    value: Annotated[float, Words("Value", "Every weight before training.")] = Field(0.1, ge=-100, le=100)

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 0.0


class Zeros(Initializer):
    """All weights zero."""

    words: ClassVar[Words] = Words(help="Every weight 0.", aliases=("zero",))
    kind: Literal["zeros"] = "zeros"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 0.0


class LecunUniform(Initializer):
    """LeCun's, uniform. Source: LeCun et al. (1998)."""

    words: ClassVar[Words] = Words(help="U(+-sqrt(3 / fan_in)). Source: LeCun et al. (1998).")
    kind: Literal["lecun_uniform"] = "lecun_uniform"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / fan_in


class LecunNormal(Initializer):
    """LeCun's, normal."""

    words: ClassVar[Words] = Words(
        help="Normal cut at 2 standard deviations of 1 / sqrt(fan_in), as Keras draws it.", aliases=("lecun",)
    )
    kind: Literal["lecun_normal"] = "lecun_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / fan_in


class VarianceScaling(Initializer):
    """Keras' general form."""

    words: ClassVar[Words] = Words(
        help="Variance scale / n, n counting inputs, outputs or their mean, as Keras defines it."
    )
    kind: Literal["variance_scaling"] = "variance_scaling"
    scale: Annotated[float, Words("Scale", "Variance times n.")] = Field(1.0, gt=0, le=100)
    mode: Annotated[
        Literal["fan_in", "fan_out", "fan_avg"], Words("Counts", "What n counts: inputs, outputs or their mean.")
    ] = "fan_in"
    shape: Annotated[
        Literal["uniform", "truncated_normal", "untruncated_normal"],
        Words("Shape", "Of the distribution; truncated is cut at 2 standard deviations."),
    ] = "truncated_normal"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return self.scale / {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]


class ScaledNormal(Initializer):
    """A normal distribution of a given sigma_w."""

    words: ClassVar[Words] = Words(help="Normal distribution of standard deviation scale / sqrt(fan_in).")
    kind: Literal["scaled_normal"] = "scaled_normal"
    scale: Annotated[float, Words("Scale", "Standard deviation times sqrt(fan_in).")] = Field(1.0, ge=0, le=100)

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return self.scale**2 / fan_in


class Orthogonal(Initializer):
    """Orthogonal. Source: Saxe et al. (2014)."""

    words: ClassVar[Words] = Words(
        help="Orthogonal matrix times gain: keeps every length. Source: Saxe et al. (2014).", aliases=("ortho",)
    )
    kind: Literal["orthogonal"] = "orthogonal"
    factor: Annotated[float, Words("Gain", "Factor of the orthogonal matrix.")] = Field(1.0, gt=0, le=100)

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: D102
        return self.factor**2 / max(fan_in, fan_out)


class TorchDefault(Initializer):
    """As torch.nn.Linear."""

    words: ClassVar[Words] = Words(
        help="Weights and biases from U(+-1 / sqrt(fan_in)), as torch.nn.Linear draws them: sigma_w^2 = 1/3.",
        aliases=("torch", "pytorch", "nn.Linear", "torch.nn.Linear"),
    )
    kind: Literal["torch_default"] = "torch_default"

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        return 1 / (3 * fan_in)

    def bias_variance(self, fan_in: int) -> float:  # noqa: D102
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
    ByWord(),
]
