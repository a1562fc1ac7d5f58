"""What the points that a network learns from are like, as it sees them."""

from dataclasses import dataclass


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
    """

    points: int
    guessing: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    commonest: float | None = None
