"""What to learn: the data sets a spec can ask for."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord
from vgdesk.experiment.images import FashionMnist, Mnist
from vgdesk.experiment.labelled_data import PartedData, Scaling, TestFraction
from vgdesk.experiment.sequences import Adding, DelayedRecall
from vgdesk.experiment.tables import Csv
from vgdesk.experiment.words import Words

Noise = Annotated[
    float,
    Field(ge=0, le=10),
    Words("Noise", "Standard deviation of the noise added to both coordinates."),
]


class PointData(PartedData):
    """Points in the plane."""

    n: Annotated[int, Words("Points", "Number of points.")] = Field(1000, ge=10, le=1_000_000)
    noise: Noise = 0.1

    @property
    def points(self) -> int:
        """Number of points, those kept for the test included."""
        return self.n

    @property
    def inputs(self) -> int:
        """Both coordinates."""
        return 2


class Circles(PointData):
    """Two rings."""

    words: ClassVar[Words] = Words(
        help="Two rings, one inside the other: scikit-learn's make_circles.", aliases=("make_circles", "rings")
    )
    kind: Literal["circles"] = "circles"
    factor: Annotated[float, Words("Factor", "Inner radius / outer radius.")] = Field(0.5, ge=0, lt=1)


class Moons(PointData):
    """Two half moons."""

    words: ClassVar[Words] = Words(
        help="Two half moons that reach into each other: scikit-learn's make_moons.", aliases=("make_moons",)
    )
    kind: Literal["moons"] = "moons"


class Xor(PointData):
    """A chess board of four squares."""

    words: ClassVar[Words] = Words(help="Four squares, coloured like a chess board.")
    kind: Literal["xor"] = "xor"


class Spirals(PointData):
    """Two spirals."""

    words: ClassVar[Words] = Words(help="Two arms of a spiral.")
    kind: Literal["spirals"] = "spirals"
    turns: Annotated[float, Words("Turns", "How often an arm goes round the centre.")] = Field(1.5, gt=0, le=10)


class Gaussians(PointData):
    """Round clouds."""

    words: ClassVar[Words] = Words(
        "clouds",
        "One round cloud a class, their centres on a circle of radius 1; noise is the clouds' deviation.",
        aliases=("blobs", "make_blobs"),
    )
    kind: Literal["gaussians"] = "gaussians"
    noise: Annotated[Noise, Words(help="Standard deviation of each cloud.")] = 0.3
    clouds: Annotated[int, Words("Classes", "Number of clouds, one a class.")] = Field(3, ge=2, le=10)

    @property
    def classes(self) -> int:
        """One a cloud."""
        return self.clouds


class Digits(PartedData):
    """The digits of scikit-learn."""

    words: ClassVar[Words] = Words(
        help="1797 handwritten digits of 8 by 8 pixels, 0..16, shipped with scikit-learn; shuffled by the seed.",
        aliases=("load_digits",),
    )
    kind: Literal["digits"] = "digits"
    scaling: Scaling = "unit"
    test_fraction: TestFraction = 0.2

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
    ByWord(),
]
