"""Histograms: all layers at one sample as ridges, or one layer over time."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.codes import NAN, ZERO
from vgdesk.analysis.colors import COLORMAPS, HATCHES
from vgdesk.analysis.numbers import format_epoch
from vgdesk.export.area import GAP, LINE, Area, text_width
from vgdesk.export.cells import BAR_ROOM, draw_bar, draw_cells, draw_cursor, draw_names, draw_time, names_width
from vgdesk.pictures.histogram_frames import HistogramTimeFrame, Ridge, RidgesFrame

_OVERLAP, _FILL = 1.3, 0.45  # height of a ridge in rows, and how much of its colour its inside has
_BAR, _STRIP = 9, 11
_ZERO_WORD, _NAN_WORD = "0", "NaN, ∞"


def draw_ridges(area: Area, frame: RidgesFrame) -> None:
    """A ridge a layer, the output at the top; exact zeros and the non-finite are bars at the sides."""
    area.write(0, LINE / 2, f"{frame.title}, epoch {format_epoch(frame.epoch)}", area.palette.text, room=area.width)
    names = [ridge.row.label for ridge in frame.ridges]
    counts = max((text_width(f"{ridge.row.size}") for ridge in frame.ridges), default=0.0)
    side, gutter = _BAR + 18 + counts, names_width((*names, frame.x_label))
    room = area.cut(top=LINE + 4, bottom=LINE)
    picture = room.cut(left=gutter + (side if frame.has_zeros else 0), right=side if frame.has_nonfinite else LINE)
    row = picture.height / (len(frame.ridges) + _OVERLAP - 1)
    draw_names(room.cut(top=room.height - row * len(names)).cut(right=room.width - gutter), names)
    _draw_grid(picture, frame)
    for index in reversed(range(len(frame.ridges))):
        _draw_ridge(picture, frame.ridges[index], picture.height - index * row, _OVERLAP * row)
    lefts = [(gutter, ZERO)] if frame.has_zeros else []
    lefts += [(room.width - side + 12, NAN)] if frame.has_nonfinite else []
    for left, code in lefts:
        _draw_bars(room.cut(left=left), frame, code, row)
    area.write(gutter - 8, area.height - LINE / 2, frame.x_label, ha="right")


def draw_histogram_over_time(area: Area, frame: HistogramTimeFrame) -> None:
    """Columns are samples, rows are magnitudes; strips for the non-finite above and for exact zeros below."""
    title = f"{frame.title} of layer {frame.row.label}"
    area.write(0, LINE / 2, title, area.palette.text, room=area.width)
    labels = [tick.label for tick in frame.ticks]
    gutter = names_width((*labels, frame.time_label, _NAN_WORD if frame.nonfinite is not None else ""))
    room = area.cut(left=gutter, top=LINE + 4, right=BAR_ROOM + GAP, bottom=LINE)
    for part, cells, word in _parts(room, frame):
        draw_cells(cells, part, COLORMAPS[0])
        draw_cursor(cells, frame.cursor_position)
        if word:
            cells.write(-8, _STRIP / 2, word, ha="right")
        else:
            _write_powers(cells, frame)
    draw_time(replace(room, top=room.top + room.height, height=LINE), frame.time_ticks)
    area.write(gutter - 8, area.height - LINE / 2, frame.time_label, ha="right")
    bar = area.cut(left=area.width - BAR_ROOM, top=2 * LINE, bottom=LINE)
    bar.write(0, -LINE / 2, "share", room=BAR_ROOM)
    draw_bar(bar, frame.shades, COLORMAPS[0])


def _parts(room: Area, frame: HistogramTimeFrame) -> Iterator[tuple[NDArray[np.uint8], Area, str]]:
    strip = _STRIP + 3
    above, below = (strip if part is not None else 0 for part in (frame.nonfinite, frame.zeros))
    if frame.nonfinite is not None:
        yield frame.nonfinite, replace(room, height=_STRIP), _NAN_WORD
    if frame.zeros is not None:
        yield frame.zeros, room.cut(top=room.height - _STRIP), _ZERO_WORD
    yield frame.codes, room.cut(top=above, bottom=below), ""


def _write_powers(area: Area, frame: HistogramTimeFrame) -> None:
    low, high = frame.limits.low, frame.limits.high
    every = max(int(-(-LINE * len(frame.ticks) // area.height)), 1)
    for tick in frame.ticks[::every]:
        area.write(-8, (high - tick.position) / (high - low) * area.height, tick.label, ha="right")


def _draw_grid(area: Area, frame: RidgesFrame) -> None:
    sheet, (low, high) = area.sheet(), (frame.limits.low, frame.limits.high)
    ticks = [((tick.position - low) / (high - low) * area.width, tick.label) for tick in frame.ticks]
    every = max(int(-(-1.4 * sum(text_width(label) for _, label in ticks) // area.width)), 1)
    for x, _ in ticks:
        sheet.upright(x, color=area.palette.grid, linewidth=area.points(1))
    for x, label in ticks[::every]:
        area.write(x, area.height + LINE / 2, label, ha="center")


def _draw_ridge(area: Area, ridge: Ridge, base: float, tall: float) -> None:
    palette, sheet = area.palette, area.sheet()
    colour = palette.layer(ridge.row.depth)
    xs = np.repeat(np.linspace(0, area.width, len(ridge.counts) + 1), 2)
    heights = np.zeros(len(xs))
    heights[1:-1] = np.repeat(ridge.counts * (tall / ridge.peak), 2)
    sheet.fill(xs, base - heights, _blend(colour, palette.ground))
    sheet.plot(xs, base - heights, color=colour, linewidth=area.points(1))


def _draw_bars(area: Area, frame: RidgesFrame, code: int, row: float) -> None:
    hatch, sheet = HATCHES[code], area.sheet()
    colour = hatch.stripe if code == ZERO else hatch.ground
    for index, ridge in enumerate(frame.ridges):
        base, count = area.height - index * row, ridge.zeros if code == ZERO else ridge.nonfinite
        tall = count / ridge.row.size * (row - 2)
        sheet.plot([0, _BAR], [base, base], color=area.palette.line, linewidth=area.points(1))
        sheet.fill([0, _BAR, _BAR, 0], [base, base, base - tall, base - tall], colour)
        if count and row >= LINE:
            area.write(_BAR + 4, base - LINE / 2, f"{count}")
    word = _ZERO_WORD if code == ZERO else _NAN_WORD
    area.write(_BAR / 2, area.height + LINE / 2, word, ha="center")


def _blend(colour: str, ground: str) -> tuple[float, ...]:
    over, under = (tuple(int(each[at : at + 2], 16) / 255 for at in (1, 3, 5)) for each in (colour, ground))
    return tuple(_FILL * a + (1 - _FILL) * b for a, b in zip(over, under, strict=True))
