"""What the points that a network learns from are like, as it sees them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A column of numbers that is learned: number in its own unit = mean + deviation x number that is trained on.

    Attributes:
        name: of the column.
        mean: that was taken away; 0 where numbers are learned as they are.
        deviation: that the rest was divided by; 1 where numbers are learned as they are.
    """

    name: str
    mean: float = 0.0
    deviation: float = 1.0


@dataclass(frozen=True)
class DataFacts:
    """Facts about the training points, after scaling.

    Attributes:
        points: number of training points.
        guessing: loss of one who knows only how often each label comes: their entropy in nats, or for a squared error
            the variance of the targets; 0 where all labels are the same.
        low: smallest value of each input column.
        high: largest value of each input column.
        commonest: share of the commonest class, 0..1, which is the accuracy of the best guess; None for numbers.
        targets: the columns of numbers that are learned, where they have names.
    """

    points: int
    guessing: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    commonest: float | None = None
    targets: tuple[Target, ...] = ()
