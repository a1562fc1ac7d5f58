"""A dot for each point, the true number to the right, the predicted one upwards; on the diagonal they agree."""

import numpy as np

from vgdesk.analysis.numbers import format_value
from vgdesk.drawing.surface import LINE, Box, Pen, Surface
from vgdesk.pictures.fit import FitFrame

_GUTTER, _ROOM, _RADIUS = 56, 6, 2.5


def draw_fit(surface: Surface, frame: FitFrame) -> None:
    """A square as large as there is room for, with the ends of both axes beside it."""
    low, high = frame.limits
    side = max(min(surface.width - 2 * _GUTTER, surface.height - 2 * LINE - _ROOM), 20)
    square = Box((surface.width - side) / 2, _ROOM, side, side)
    surface.outline(square, Pen(surface.palette.grid))
    bottom, right = square.top + side, square.left + side
    surface.lines([(square.left, bottom, right, square.top)], Pen(surface.palette.muted, is_dotted=True))
    scale = side / (high - low)
    for number in range(frame.true.shape[1]):
        color = surface.palette.lane(number)
        true, predicted = frame.true[:, number], frame.predicted[:, number]
        known = np.isfinite(true) & np.isfinite(predicted)
        middles = zip(
            (square.left + (true[known] - low) * scale).tolist(),
            (bottom - (predicted[known] - low) * scale).tolist(),
            strict=True,
        )
        surface.circles(list(middles), _RADIUS, color, None)
    _write_axes(surface, square, (format_value(low), format_value(high)))
    surface.name(square, frame.description)


def _write_axes(surface: Surface, square: Box, ends: tuple[str, str]) -> None:
    color, bottom = surface.palette.muted, square.top + square.height
    below = bottom + 2
    for words, middle in zip((ends[0], "true", ends[1]), (0.0, 0.5, 1.0), strict=True):
        left = square.left + middle * square.width - _GUTTER / 2
        surface.write(Box(left, below, _GUTTER, LINE), words, color)
    for words, middle in zip((ends[1], "predicted", ends[0]), (0.0, 0.5, 1.0), strict=True):
        top = square.top + middle * (square.height - LINE)
        surface.write(Box(square.left - _GUTTER - 2, top, _GUTTER, LINE), words, color)
