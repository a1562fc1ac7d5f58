"""The plane that the points live in, in the colours of what each lane's network takes every place for."""

from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from vgdesk.analysis.colors import Palette
from vgdesk.analysis.numbers import format_epoch
from vgdesk.export.area import LINE, Area, text_width
from vgdesk.export.sheet import Sheet
from vgdesk.pictures.boundary import Boundary, BoundaryFrame

_MOST_POINTS = 300
_STRONGEST = {"dark": 0.5, "light": 0.42}  # how much of a class' colour a place has of which the network is sure
_SHAPES = ("o", "s", "^", "D", "v")


def draw_boundaries(area: Area, frame: BoundaryFrame) -> None:
    """A square a lane, in as many rows as leave the largest squares."""
    count = len(frame.boundaries)
    rows = max(range(1, count + 1), key=lambda rows: _side(area, count, rows))
    across, side = -(-count // rows), max(_side(area, count, rows), 1.0)
    places = [cell for row in area.rows(rows) for cell in row.columns(across)]
    for boundary, cell in zip(frame.boundaries, places, strict=False):
        margin, spare = (cell.width - side) / 2, (cell.height - side - LINE) / 2
        square = cell.cut(left=margin, right=margin, top=spare + LINE, bottom=spare)
        _write_label(square, boundary)
        if boundary.note:
            square.write(side / 2, side / 2, boundary.note, ha="center", room=side)
        else:
            _draw_plane(square, boundary)


def _side(area: Area, count: int, rows: int) -> float:
    cell = next(next(area.rows(rows)).columns(-(-count // rows)))
    return min(cell.width, cell.height - LINE)


def _write_label(area: Area, boundary: Boundary) -> None:
    epoch = f"epoch {format_epoch(boundary.epoch)}"
    room = area.width if boundary.note else area.width - text_width(epoch) - 10
    area.write(0, -LINE / 2, boundary.label, area.palette.lane(boundary.color_index), room=room)
    if not boundary.note:
        area.write(area.width, -LINE / 2, epoch, ha="right")


def _draw_plane(area: Area, boundary: Boundary) -> None:
    x, y = boundary.x_limits, boundary.y_limits
    sheet = area.sheet((x.low, x.high), (y.low, y.high))
    sheet.image(_field(boundary.shares, area.palette)[::-1], "bilinear")
    lines = LineCollection(list(boundary.lines), colors=area.palette.text, linewidths=area.points(1.2))
    sheet.add(lines)
    _draw_points(sheet, area, boundary)


def _draw_points(sheet: Sheet, area: Area, boundary: Boundary) -> None:
    points, labels = boundary.points[:_MOST_POINTS], boundary.labels[:_MOST_POINTS]
    colours = area.palette.class_colors(boundary.shares.shape[2])
    size = area.points(min(max(area.width / 45, 4), 8))
    edge: dict[str, Any] = {"markeredgecolor": area.palette.ground, "markeredgewidth": area.points(0.7)}
    for number in np.unique(labels).tolist():
        mine = points[labels == number]
        shape = _SHAPES[number % len(_SHAPES)]
        sheet.plot(*mine.T, linestyle="", marker=shape, color=colours[number], markersize=size, **edge)


def _field(shares: NDArray[np.float32], palette: Palette) -> NDArray[np.float64]:
    """RGB of every cell: the class' colour, the stronger the surer the network is."""
    classes = shares.shape[2]
    known = np.asarray(np.isfinite(shares).all(axis=2))
    sharest = np.where(known, np.clip(shares.max(axis=2), 0, 1), 0)
    sure = np.clip((sharest - 1 / classes) / (1 - 1 / classes), 0, 1)[..., None] * _STRONGEST[palette.name]
    colours = np.array([to_rgb(colour) for colour in palette.class_colors(classes)])
    ground = np.where(known[..., None], to_rgb(palette.ground), to_rgb(palette.grid))
    winner = np.where(known[..., None], shares, 0).argmax(axis=2)
    return np.asarray(ground + sure * (colours[winner] - ground), np.float64)
