"""The base of all data sets: what every spec can be asked of its points."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from vgdesk.errors import Problem
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.words import Words

Scaling = Annotated[
    Literal["none", "unit", "symmetric", "standardize"],
    Words(
        "Scaling",
        "Of the inputs, fitted on all points: none, to 0..1, to -1..1, or to mean 0 and deviation 1.",
        options={"unit": "0 to 1", "symmetric": "−1 to 1", "standardize": "z-score"},
    ),
]
TestFraction = Annotated[
    float,
    Field(ge=0, le=0.9),
    Words("Test share", "Share of the points, the last ones, kept for the test score; 0 scores on all."),
]
Fingerprint: TypeAlias = tuple[tuple[str, int, int], ...]
"""Path, time of the last change in ns, and size of every file that the points are read from."""


class LabelledData(Choice):
    """Points with a class each."""

    seed: Annotated[
        int, Words("Data seed", "Of the data set alone; for scikit-learn's generators its random_state.", "Seed")
    ] = Field(42, ge=0, lt=2**32)
    scaling: Scaling = "none"

    @property
    def points(self) -> int:
        """Number of points, those kept for the test included."""
        raise NotImplementedError

    @property
    def test_points(self) -> int:
        """Number of points kept for the test score."""
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
    def targets(self) -> int:
        """Numbers learned of each point, where numbers are learned; else 1."""
        return 1

    @property
    def outputs(self) -> int:
        """Units of the output layer: one for two classes, else one a class; one for each number that is learned."""
        return self.targets if self.classes <= 2 else self.classes

    @property
    def class_names(self) -> tuple[str, ...]:
        """What each class is called."""
        return tuple(str(number) for number in range(self.classes))

    @property
    def image_shape(self) -> tuple[int, int] | None:
        """Rows and columns of pixels; None where a point is no image."""
        return None

    @property
    def scales_columns(self) -> bool:
        """Whether each column is scaled separately; all pixels of images share one scale."""
        return True

    @property
    def train_points(self) -> int:
        """Number of points trained on."""
        return self.points - self.test_points

    def find_problems(self) -> tuple[Problem, ...]:
        """Why the points cannot be had here and now: files that are missing or broken; nothing for made points."""
        return ()

    def fingerprint(self) -> Fingerprint:
        """Changes when the files that the points are read from have changed; empty for made points.

        Raises:
            DataError: a file is missing.
        """
        return ()


class PartedData(LabelledData):
    """Points of which a share is kept for the test."""

    test_fraction: TestFraction = 0.0

    @property
    def test_points(self) -> int:
        """Number of points kept for the test score."""
        return round(self.points * self.test_fraction)
