"""Data sets of images of 28 by 28 pixels, parted by their makers into those to train and those to test on."""

from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk import paths
from vgdesk.errors import DataError, Problem
from vgdesk.experiment.image_files import find_image_files
from vgdesk.experiment.labelled_data import Fingerprint, LabelledData, Scaling
from vgdesk.experiment.reading import fingerprint_files
from vgdesk.experiment.words import Words

TRAIN_IMAGES, TEST_IMAGES = 60_000, 10_000
SHIPPED_TRAIN, SHIPPED_TEST = 10_000, 2_000
TrainImages = Annotated[
    int,
    Field(ge=10, le=TRAIN_IMAGES),
    Words("Training images", "Number of images to train on.", "Training"),
]
TestImages = Annotated[
    int,
    Field(ge=0, le=TEST_IMAGES),
    Words(
        "Test images",
        "Number of images to test on, none of them trained on; 0 scores on those trained on.",
        "Test",
    ),
]
_SCALING_HELP = "Of the brightness: none leaves 0..255; standardize takes mean and deviation of all pixels at once."
_CLOTHES = (
    "T-shirt",
    "trousers",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


class ImageData(LabelledData):
    """Grey images of 28 by 28 pixels in ten classes; of fewer than there are the seed draws which."""

    kind: Literal["mnist", "fashion_mnist"]
    scaling: Annotated[Scaling, Words(help=_SCALING_HELP)] = "unit"
    train: TrainImages = SHIPPED_TRAIN
    test: TestImages = SHIPPED_TEST

    @property
    def points(self) -> int:
        """Number of images, those kept for the test included."""
        return self.train + self.test

    @property
    def test_points(self) -> int:
        """Number of images kept for the test score."""
        return self.test

    @property
    def inputs(self) -> int:
        """One a pixel."""
        return 28 * 28

    @property
    def classes(self) -> int:
        """Ten digits, or ten kinds of clothes."""
        return 10

    @property
    def image_shape(self) -> tuple[int, int]:
        """Rows and columns of pixels."""
        return 28, 28

    @property
    def scales_columns(self) -> bool:
        """A pixel is as bright as its neighbour."""
        return False

    @property
    def is_shipped(self) -> bool:
        """Whether the images that vgdesk ships will do."""
        return False

    def files(self) -> tuple[Path, ...]:
        """The shipped npz, or the files of the full set: see ``find_image_files``.

        Raises:
            DataError: the full set is not there.
        """
        return (paths.resource("datasets/fashion_mnist.npz"),) if self.is_shipped else find_image_files(self.kind)

    def find_problems(self) -> tuple[Problem, ...]:
        """Says that the full set is needed and not there."""
        try:
            self.files()
        except DataError as error:
            return (Problem("data", self.kind, str(error)),)
        return ()

    def fingerprint(self) -> Fingerprint:
        """Changes when the files have changed.

        Raises:
            DataError: the full set is not there.
        """
        return fingerprint_files(self.files())

    def full(self) -> "ImageData":
        """The same with every image there is: 60,000 to train and 10,000 to test on."""
        return self.model_copy(update={"train": TRAIN_IMAGES, "test": TEST_IMAGES})


class Mnist(ImageData):
    """MNIST. Source: LeCun, Cortes and Burges (1998)."""

    words: ClassVar[Words] = Words(
        "MNIST", "Handwritten digits, read from the data folder. Source: LeCun, Cortes and Burges (1998)."
    )
    kind: Literal["mnist"] = "mnist"
    train: TrainImages = TRAIN_IMAGES
    test: TestImages = TEST_IMAGES


class FashionMnist(ImageData):
    """Fashion-MNIST. Source: Xiao, Rasul and Vollgraf (2017)."""

    words: ClassVar[Words] = Words(
        "Fashion-MNIST",
        "Clothes: 10,000 and 2,000 images are shipped, more are read from the data folder.",
        aliases=("fashion",),
    )
    kind: Literal["fashion_mnist"] = "fashion_mnist"

    @property
    def class_names(self) -> tuple[str, ...]:
        """What each class is called."""
        return _CLOTHES

    @property
    def is_shipped(self) -> bool:
        """Whether the images that vgdesk ships will do."""
        return self.train <= SHIPPED_TRAIN and self.test <= SHIPPED_TEST


def at_hand(data: LabelledData) -> LabelledData:
    """A data set as it is, but for images that are not there: in their place the shipped ones, scaled alike."""
    if isinstance(data, ImageData) and data.find_problems():
        return FashionMnist(scaling=data.scaling, seed=data.seed)
    return data
