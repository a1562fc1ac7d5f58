"""What to learn: the data sets a spec can ask for."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import Choice, expand_shorthand

Scaling = Literal["none", "unit", "symmetric", "standardize"]


class PointData(Choice):
    """Points in the plane with a class each.

    Attributes:
        n: number of points.
        noise: standard deviation of the noise added to both coordinates.
        seed: seed of the data set alone, scikit-learn's ``random_state``.
        scaling: of the inputs, fitted on all points: none, to 0..1, to -1..1, or to mean 0 and deviation 1.
        test_fraction: share of the points, the last ones, kept for the test score; 0 scores on all.
    """

    n: int = Field(1000, ge=10, le=1_000_000, title="Points")
    noise: float = Field(0.1, ge=0, le=10, title="Noise")
    seed: int = Field(42, ge=0, lt=2**32, title="Data seed")
    scaling: Scaling = Field("none", title="Scaling")
    test_fraction: float = Field(0.0, ge=0, le=0.9, title="Test share")

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return 2

    @property
    def classes(self) -> int:
        """Number of classes; 2 are learned with one sigmoid output."""
        return 2

    @property
    def train_points(self) -> int:
        """Number of points trained on."""
        return self.n - self.test_points

    @property
    def test_points(self) -> int:
        """Number of points kept for the test score."""
        return round(self.n * self.test_fraction)


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


DataSpec = Annotated[
    Annotated[Circles | Moons | Xor | Spirals, Field(discriminator="kind")], BeforeValidator(expand_shorthand)
]
