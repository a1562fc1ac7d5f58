"""Distributions of the initial weights to choose from."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from vgdesk.errors import DataError
from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.matrices import Matrices, parse_matrix, read_matrices, write_matrix
from vgdesk.experiment.words import Words

MatrixText = Annotated[str, BeforeValidator(write_matrix)]


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


class Given(Initializer):
    """Weights that somebody gives."""

    words: ClassVar[Words] = Words(
        help="Weights as they are given, the same for every seed: typed, or from a file.",
        aliases=("from_file", "custom"),
    )
    kind: Literal["given"] = "given"
    weights: Annotated[
        MatrixText, Words("Weights", "A row an input, a column a unit, rows apart by semicolons: 1 2; 3 4.")
    ] = Field("", max_length=1_000_000)
    biases: Annotated[
        MatrixText, Words("Biases", "One a unit; empty for those that the network's biases ask for.")
    ] = Field("", max_length=100_000)
    file: Annotated[
        str,
        Words(
            "File",
            "Where no weights are typed: a JSON or npz file of all matrices, input side first, each with its biases "
            "behind it, such as those of a torch state_dict.",
        ),
    ] = Field("", max_length=4096)
    rows: Annotated[
        Literal["inputs", "units"],
        Words("A row is", "An input, as Keras keeps weights, or a unit, as torch does."),
    ] = "inputs"
    number: Annotated[int, Words("Matrix", "Which one of the file, from 1; 0 takes that of the layer's number.")] = (
        Field(0, ge=0, le=1000)
    )

    @property
    def source(self) -> str:
        """Where they are from: ``typed``, ``file``, or nothing."""
        return "typed" if self.weights else "file" if self.file else ""

    def for_layer(self, number: int) -> "Given":
        """The same with its matrix of the file settled, for a dense layer of that number."""
        return self if self.number else self.model_copy(update={"number": number})

    def read(self) -> Matrices:
        """The weights [input, unit] and biases.

        Raises:
            DataError: there are none, or the file cannot be read.
        """
        found = Matrices(parse_matrix(self.weights), None) if self.weights else self._read_file()
        typed = parse_matrix(self.biases).ravel() if self.biases else found.biases
        return Matrices(found.weights.T if self.rows == "units" else found.weights, typed)

    def find_problem(self, fan_in: int, units: int) -> str:
        """Why a layer of that shape cannot have them; empty if it can."""
        try:
            weights, biases = self.read()
        except DataError as error:
            return str(error)
        if weights.shape == (fan_in, units) and (biases is None or len(biases) == units):
            return ""
        found = f"{weights.shape[0]} inputs and {weights.shape[1]} units"
        found += "" if biases is None else f", {len(biases)} biases"
        turned = "; its rows are the other ones of inputs and units" if weights.shape == (units, fan_in) else ""
        return f"is for {found}, and the layer has {fan_in} inputs and {units} units{turned}"

    def mean(self) -> float:
        """Of the weights; 0 where they cannot be read."""
        numbers = self._numbers()
        return float(numbers.weights.mean()) if numbers else 0.0

    def variance(self, fan_in: int, fan_out: int) -> float:  # noqa: ARG002, D102
        numbers = self._numbers()
        return float(numbers.weights.var()) if numbers else 0.0

    def bias_variance(self, fan_in: int) -> float:  # noqa: ARG002, D102
        numbers = self._numbers()
        return 0.0 if numbers is None or numbers.biases is None else float((numbers.biases**2).mean())

    def _numbers(self) -> Matrices | None:
        try:
            return self.read()
        except DataError:
            return None

    def _read_file(self) -> Matrices:
        if not self.file:
            raise DataError("gives no weights; type them, or name a file of them")
        held = read_matrices(self.file)
        if (self.number or 1) > len(held):
            raise DataError(f"{self.file} holds {len(held)} matrices and none for layer {self.number}")
        return held[(self.number or 1) - 1]


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
        | Zeros
        | Given,
        Field(discriminator="kind"),
    ],
    ByWord(),
]
