"""What to learn: the data sets a spec can ask for."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand

Scaling = Literal["none", "unit", "symmetric", "standardize"]


class LabelledData(Choice):
    """Points with a class each.

    Attributes:
        seed: of the data set alone; for scikit-learn's generators its ``random_state``.
        scaling: of the inputs, fitted on all points: none, to 0..1, to -1..1, or to mean 0 and deviation 1.
        test_fraction: share of the points, the last ones, kept for the test score; 0 scores on all.
    """

    seed: int = Field(42, ge=0, lt=2**32, title="Data seed")
    scaling: Scaling = Field("none", title="Scaling")
    test_fraction: float = Field(0.0, ge=0, le=0.9, title="Test share")

    @property
    def points(self) -> int:
        """Number of points, those kept for the test included."""
        raise NotImplementedError

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        raise NotImplementedError

    @property
    def step_columns(self) -> int:
        """Numbers that come in at once: all of them, but for sequences."""
        return self.inputs

    @property
    def classes(self) -> int:
        """Number of classes; 2 are learned with one output, and 1 means that a number is learned."""
        return 2

    @property
    def scales_columns(self) -> bool:
        """Whether each column is scaled by itself; the pixels of images are scaled all alike."""
        return True

    @property
    def train_points(self) -> int:
        """Number of points trained on."""
        return self.points - self.test_points

    @property
    def test_points(self) -> int:
        """Number of points kept for the test score."""
        return round(self.points * self.test_fraction)


class PointData(LabelledData):
    """Points in the plane.

    Attributes:
        n: number of points.
        noise: standard deviation of the noise added to both coordinates.
    """

    n: int = Field(1000, ge=10, le=1_000_000, title="Points")
    noise: float = Field(0.1, ge=0, le=10, title="Noise")

    @property
    def points(self) -> int:
        """Number of points, those kept for the test included."""
        return self.n

    @property
    def inputs(self) -> int:
        """Both coordinates."""
        return 2


class Circles(PointData):
    """Two rings, one inside the other: scikit-learn's ``make_circles``."""

    kind: Literal["circles"] = "circles"
    factor: float = Field(0.5, ge=0, lt=1, title="Factor", description="inner radius / outer radius")


class Moons(PointData):
    """Two half moons that reach into each other: scikit-learn's ``make_moons``."""

    kind: Literal["moons"] = "moons"


class Xor(PointData):
    """Four squares, coloured like a chess board."""

    kind: Literal["xor"] = "xor"


class Spirals(PointData):
    """Two arms of a spiral."""

    kind: Literal["spirals"] = "spirals"
    turns: float = Field(1.5, gt=0, le=10, title="Turns")


class Gaussians(PointData):
    """One round cloud a class, their centres on a circle of radius 1; noise is the clouds' deviation."""

    kind: Literal["gaussians"] = "gaussians"
    noise: float = Field(0.3, ge=0, le=10, title="Noise")
    clouds: int = Field(3, ge=2, le=10, title="Classes")

    @property
    def classes(self) -> int:
        """One a cloud."""
        return self.clouds


class Digits(LabelledData):
    """1797 handwritten digits of 8 by 8 pixels, 0..16, shipped with scikit-learn; shuffled by the seed."""

    kind: Literal["digits"] = "digits"
    scaling: Scaling = Field("unit", title="Scaling")
    test_fraction: float = Field(0.2, ge=0, le=0.9, title="Test share")

    @property
    def points(self) -> int:
        """All of them."""
        return 1797

    @property
    def inputs(self) -> int:
        """One a pixel."""
        return 64

    @property
    def classes(self) -> int:
        """The ten digits."""
        return 10

    @property
    def scales_columns(self) -> bool:
        """A pixel is as bright as its neighbour."""
        return False


class SequenceData(LabelledData):
    """Sequences, with a class or a number each.

    Attributes:
        n: number of sequences.
        length: time steps of each.
    """

    n: int = Field(1000, ge=10, le=100_000, title="Sequences")
    length: int = Field(60, ge=2, le=1000, title="Length")
    test_fraction: float = Field(0.2, ge=0, le=0.9, title="Test share")

    @property
    def points(self) -> int:
        """Number of sequences, those kept for the test included."""
        return self.n

    @property
    def step_columns(self) -> int:
        """Numbers that come in at each time step."""
        raise NotImplementedError

    @property
    def inputs(self) -> int:
        """All numbers of a sequence."""
        return self.length * self.step_columns


class Adding(SequenceData):
    """Add two marked numbers of a sequence. Guessing 1 costs 0.167. Source: Hochreiter and Schmidhuber (1997)."""

    kind: Literal["adding"] = "adding"

    @property
    def step_columns(self) -> int:
        """A number of 0..1, and 1 where it is marked."""
        return 2

    @property
    def classes(self) -> int:
        """None: the sum is a number."""
        return 1


class DelayedRecall(SequenceData):
    """Say at the end which symbol came first; noise in between."""

    kind: Literal["delayed_recall"] = "delayed_recall"
    symbols: int = Field(4, ge=2, le=20, title="Symbols")

    @property
    def step_columns(self) -> int:
        """One a symbol."""
        return self.symbols

    @property
    def classes(self) -> int:
        """One a symbol."""
        return self.symbols


DataSpec = Annotated[
    Annotated[
        Circles | Moons | Xor | Spirals | Gaussians | Digits | Adding | DelayedRecall, Field(discriminator="kind")
    ],
    BeforeValidator(expand_shorthand),
]
