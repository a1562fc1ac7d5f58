"""Lines, shapes and images in a part of a figure; much faster than matplotlib's axes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.transforms import Bbox, BboxTransformFrom, BboxTransformTo, TransformedBbox
from numpy.typing import ArrayLike, NDArray

Span = tuple[float, float]
_ORDER = 1  # of all artists: what is added later is above


class Sheet:
    """Draws in coordinates of its own; what reaches beyond its ends is cut off.

    Args:
        figure: what is drawn on.
        bounds: left, lower, right and upper end, as shares of the figure.
        x: coordinates of the left and the right end.
        y: coordinates of the lower and the upper end.
    """

    def __init__(self, figure: Figure, bounds: tuple[float, float, float, float], x: Span, y: Span):
        self._figure, self.x, self.y = figure, x, y
        place = Bbox.from_extents(*bounds)
        self._clip = TransformedBbox(place, figure.transFigure)
        inner = Bbox([[x[0], y[0]], [x[1], y[1]]])
        self._transform = BboxTransformFrom(inner) + BboxTransformTo(place) + figure.transFigure

    def add(self, artist: Artist, is_cut: bool = True) -> None:
        """Put something of matplotlib's that was made without axes above all that is there."""
        artist.set_transform(self._transform)
        artist.set_zorder(_ORDER)
        self._figure.add_artist(artist)
        artist.set_clip_box(self._clip if is_cut else None)

    def plot(self, x: ArrayLike, y: ArrayLike, is_cut: bool = True, **look: Any) -> None:
        """A line or marks; see ``matplotlib.lines.Line2D``."""
        self.add(Line2D(np.asarray(x), np.asarray(y), **{"markeredgewidth": 0, **look}), is_cut)

    def across(self, y: float, **look: Any) -> None:
        """A level line from end to end."""
        self.plot(self.x, [y, y], **look)

    def upright(self, x: float, **look: Any) -> None:
        """An upright line from end to end."""
        self.plot([x, x], self.y, **look)

    def fill(self, x: Sequence[float] | NDArray[Any], y: Sequence[float] | NDArray[Any], color: Any) -> None:
        """A shape without a border."""
        self.add(Polygon(np.column_stack([x, y]), closed=True, facecolor=color, linewidth=0))

    def image(self, pixels: NDArray[Any], interpolation: str = "none") -> None:
        """Pixels [row, column, 3], the upper row first, over all of it."""
        image = BboxImage(self._clip, interpolation=interpolation)
        image.set_data(pixels)
        image.set_zorder(_ORDER)
        self._figure.add_artist(image)
