"""A dot for each point, the true number to the right, the predicted one upwards; on the diagonal they agree."""

import math

import numpy as np

from vgdesk.analysis.numbers import format_value
from vgdesk.drawing.surface import LINE, Box, Pen, Surface
from vgdesk.pictures.fit import FitFrame

_GUTTER, _ROOM, _RADIUS = 56, 6, 2.5


def draw_fit(surface: Surface, frame: FitFrame) -> None:
    """A square a column of numbers, as large as there is room for, with the ends of its axes beside it."""
    count = frame.true.shape[1]
    columns = _count_columns(count, surface.width / max(surface.height, 1))
    rows = math.ceil(count / columns)
    width, height = surface.width / columns, surface.height / rows
    for number in range(count):
        row, column = divmod(number, columns)
        _draw_number(surface, frame, number, Box(column * width, row * height, width, height))


def _count_columns(count: int, aspect: float) -> int:
    """Squares beside each other, so that they are as large as can be in a room of that width / height."""
    return max(range(1, count + 1), key=lambda columns: min(aspect / columns, 1 / math.ceil(count / columns)))


def _draw_number(surface: Surface, frame: FitFrame, number: int, room: Box) -> None:
    low, high = frame.limits(number)
    side = max(min(room.width - 2 * _GUTTER, room.height - 2 * LINE - _ROOM), 20)
    square = Box(room.left + (room.width - side) / 2, room.top + _ROOM, side, side)
    surface.outline(square, Pen(surface.palette.grid))
    bottom, right = square.top + side, square.left + side
    surface.lines([(square.left, bottom, right, square.top)], Pen(surface.palette.muted, is_dotted=True))
    scale = side / (high - low)
    true, predicted = frame.true[:, number], frame.predicted[:, number]
    known = np.isfinite(true) & np.isfinite(predicted)
    middles = zip(
        (square.left + (true[known] - low) * scale).tolist(),
        (bottom - (predicted[known] - low) * scale).tolist(),
        strict=True,
    )
    surface.circles(list(middles), _RADIUS, surface.palette.lane(number), None)
    _write_axes(surface, square, (format_value(low, 3), f"true {frame.names[number]}".strip(), format_value(high, 3)))
    surface.name(square, frame.description)


def _write_axes(surface: Surface, square: Box, words: tuple[str, str, str]) -> None:
    color, bottom = surface.palette.muted, square.top + square.height
    (low, middle, high), end = words, square.width - _GUTTER / 2
    for text, left, width in (
        (low, -_GUTTER / 2, _GUTTER),
        (middle, _GUTTER / 2, square.width - _GUTTER),
        (high, end, _GUTTER),
    ):
        surface.write(Box(square.left + left, bottom + 2, width, LINE), text, color)
    for text, place in ((high, 0.0), ("predicted", 0.5), (low, 1.0)):
        top = square.top + place * (square.height - LINE)
        surface.write(Box(square.left - _GUTTER - 2, top, _GUTTER, LINE), text, color)
