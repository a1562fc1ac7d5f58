"""What a picture that changes seldom is drawn on: a pane of the window, or a part of a file."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.colors import Palette

Ends = tuple[float, float, float, float]
"""X and y where a line begins, x and y where it ends, in design pixels."""

LINE = 15
"""Height of a line of labels in design pixels."""


class Box(NamedTuple):
    """A rectangle in design pixels from the upper left corner of a surface."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Halfway between its left and its right end."""
        return self.left + self.width / 2


class Pen(NamedTuple):
    """How lines look.

    Attributes:
        color: ``#rrggbb``.
        width: design pixels.
        alpha: 0 unseen, 1 solid.
        is_dotted: whether it has gaps.
    """

    color: str
    width: float = 1.0
    alpha: float = 1.0
    is_dotted: bool = False


class Surface(Protocol):
    """Draws in design pixels, in which labels are 11 high; what is drawn later stands above."""

    width: float
    height: float
    palette: Palette

    def pixels(self, length: float) -> float:
        """A length in design pixels as those of the picture."""

    def text_width(self, words: str) -> float:
        """Design pixels that a label takes."""

    def write(self, box: Box, words: str, color: str) -> None:
        """A label in the middle of a box, cut to its width with an ellipsis."""

    def outline(self, box: Box, pen: Pen) -> None:
        """The border of a box, inside of it."""

    def image(self, box: Box, colors: NDArray[np.float64], is_smooth: bool) -> None:
        """Colours [row, column, 3], 0..255, the upper row first, over all of a box."""

    def lines(self, ends: Sequence[Ends], pen: Pen) -> None:
        """Straight lines."""

    def curve(self, points: Sequence[tuple[float, float]], pen: Pen) -> None:
        """A Bezier curve: its start, two points that bend it, its end."""

    def circles(self, middles: Sequence[tuple[float, float]], radius: float, fill: str, pen: Pen | None) -> None:
        """Filled circles, with a border if there is a pen."""

    def name(self, box: Box, words: str) -> None:
        """What the pointer reads over a box."""
