"""What the points that a network learns from are like, as it sees them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DataFacts:
    """Facts about the training points, after scaling.

    Attributes:
        points: number of training points.
        guessing: loss of one who knows only how often each label comes: their entropy in nats, or for a squared error
            the variance of the targets; 0 where all labels are the same.
        commonest: share of the commonest class, 0..1, which is the accuracy of the best guess; None for numbers.
        low: smallest value of each input column.
        high: largest value of each input column.
    """

    points: int
    guessing: float
    commonest: float | None
    low: tuple[float, ...]
    high: tuple[float, ...]
