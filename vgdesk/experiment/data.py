"""What to learn: the data sets a spec can ask for."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from vgdesk.experiment.choices import expand_shorthand
from vgdesk.experiment.images import FashionMnist, Mnist
from vgdesk.experiment.labelled_data import PartedData, Scaling
from vgdesk.experiment.sequences import Adding, DelayedRecall
from vgdesk.experiment.tables import Csv


class PointData(PartedData):
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


class Digits(PartedData):
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
    def image_shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        return 8, 8

    @property
    def scales_columns(self) -> bool:
        """A pixel is as bright as its neighbour."""
        return False


DataSpec = Annotated[
    Annotated[
        Circles | Moons | Xor | Spirals | Gaussians | Digits | FashionMnist | Mnist | Csv | Adding | DelayedRecall,
        Field(discriminator="kind"),
    ],
    BeforeValidator(expand_shorthand),
]
