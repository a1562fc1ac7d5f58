"""A network drawn: columns of units, links between them, and labels below; inputs at the left."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from vgdesk.analysis.colors import Palette
from vgdesk.analysis.numbers import format_count, format_value
from vgdesk.drawing.surface import LINE, Box, Ends, Pen, Surface
from vgdesk.pictures.network import DiagramColumn, DiagramFrame

POSITIVE, NEGATIVE = 0, 1
"""Lanes whose colours represent the signs of weights: blue and orange."""

_FAINTEST, _SHADES = 0.07, 12
_WIDE_PITCH, _THINNEST = 60, 0.4  # links of a deep network are thinner: they lie close together
_LEAST_LABEL, _LABEL_GAP, _DETOUR = 36, 4, 14
_FEW_LINES, _MORE_LINES, _ALL_LINES = 100, 170, 210  # heights from which on there are two, three and four lines
_LARGEST_STEP, _LARGEST_RADIUS = 46, 10


class _Place(NamedTuple):
    """Place of a column.

    Attributes:
        x: of its middle.
        units: y of each unit shown, from above.
        dots: y of what represents units left out; None without any.
        radius: of a unit.
        pitch: from one column to the next.
    """

    x: float
    units: tuple[float, ...]
    dots: float | None
    radius: float
    pitch: float


def draw_network(surface: Surface, frame: DiagramFrame) -> None:
    """Links first, units on them, labels below."""
    steps = (_FEW_LINES, _MORE_LINES, *([_ALL_LINES] if frame.has_signals else []))
    lines = 1 + sum(surface.height >= step for step in steps)
    places = _find_places(frame.columns, surface.width, surface.height - lines * LINE - 4)
    for at, column in enumerate(frame.columns):
        before, place = places[max(at - 1, 0)], places[at]
        _draw_links(surface, frame, column, (before, place))
        _draw_detours(surface, column, (before, place))
    for column, place in zip(frame.columns, places, strict=True):
        _draw_units(surface, column, place)
        strip = Box(place.x - place.pitch / 2, 0, place.pitch, surface.height)
        surface.name(strip, _read(frame, column))
    _write_labels(surface, frame, places, lines)


def labelled_columns(count: int, step: int) -> list[int]:
    """Columns that have a label as wide as a step: both ends, and between them as many as have room.

    At the ends labels do not stand in the middle of their column but a little inwards.
    """
    inwards = step // 2
    first = [0] if count > step + 2 * inwards else []
    return [*first, *range(step + inwards, count - step - inwards, step), count - 1]


def _find_places(columns: Sequence[DiagramColumn], width: float, bottom: float) -> list[_Place]:
    above = _DETOUR if any(column.has_skip or column.is_recurrent for column in columns) else 2
    pitch, middle = width / len(columns), (above + bottom) / 2
    step = min((bottom - above) / max(len(column.shown) for column in columns), _LARGEST_STEP)
    radius = min(0.3 * step, 0.2 * pitch, _LARGEST_RADIUS)
    places = []
    for at, column in enumerate(columns):
        first = middle - (len(column.shown) - 1) / 2 * step
        heights = [first + slot * step for slot in range(len(column.shown))]
        units = tuple(y for y, unit in zip(heights, column.shown, strict=True) if unit is not None)
        dots = heights[column.shown.index(None)] if None in column.shown else None
        places.append(_Place((at + 0.5) * pitch, units, middle if column.is_gap else dots, radius, pitch))
    return places


def _draw_links(surface: Surface, frame: DiagramFrame, column: DiagramColumn, pair: tuple[_Place, _Place]) -> None:
    if column.weights is None:
        return
    before, after = pair
    thin = min(max(after.pitch / _WIDE_PITCH, _THINNEST), 1.0)
    left, right = before.x + before.radius, after.x - after.radius
    ends = [[(left, y, right, to_y) for to_y in after.units] for y in before.units]
    if frame.has_gradients:
        groups = iter([(_gradient_pen(column, surface.palette), [line for row in ends for line in row])])
    else:
        groups = _weight_links(frame, column, ends, surface.palette)
    for pen, lines in groups:
        surface.lines(lines, pen._replace(width=thin * pen.width))


def _gradient_pen(column: DiagramColumn, palette: Palette) -> Pen:
    """All links of a layer alike: only its gradient as a whole is known."""
    if column.measured is not None and not math.isfinite(column.measured):
        return Pen(palette.bad)
    return _pen(palette.accent, column.strength) if column.measured else Pen(palette.line, is_dotted=True)


def _weight_links(
    frame: DiagramFrame, column: DiagramColumn, ends: list[list[Ends]], palette: Palette
) -> Iterator[tuple[Pen, list[Ends]]]:
    """Links by sign and size of their weight, the faint ones first."""
    weights = column.weights
    assert weights is not None
    sizes = np.abs(weights) / (frame.largest_weight or 1.0)
    groups: dict[tuple[int, int], list[Ends]] = {}
    for row, at in np.ndindex(weights.shape):
        shade = round(float(sizes[row, at]) * _SHADES) if np.isfinite(sizes[row, at]) else -1
        sign = NEGATIVE if weights[row, at] < 0 else POSITIVE
        groups.setdefault((shade, sign), []).append(ends[row][at])
    unknown = palette.line if frame.epoch is None or column.is_recurrent else palette.bad
    for (shade, sign), lines in sorted(groups.items(), key=lambda group: group[0]):
        yield Pen(unknown) if shade < 0 else _pen(palette.lane(sign), shade / _SHADES), lines


def _pen(color: str, strength: float) -> Pen:
    return Pen(color, 0.7 + 1.6 * strength, _FAINTEST + (1 - _FAINTEST) * strength)


def _draw_detours(surface: Surface, column: DiagramColumn, pair: tuple[_Place, _Place]) -> None:
    """The way around a layer, and the way back into a recurrent one."""
    pen, (before, place) = Pen(surface.palette.muted), pair
    if column.has_skip:
        end, rise = place.units[0] - place.radius, min(before.units[0], place.units[0]) - place.radius - _DETOUR / 2
        start = before.units[0] - before.radius
        surface.curve([(before.x, start), (before.x, rise), (place.x, rise), (place.x, end)], pen)
    if column.is_recurrent:
        top, reach = place.units[0] - place.radius, 3 * place.radius
        bends = [(place.x + reach, top - _DETOUR), (place.x - reach, top - _DETOUR)]
        surface.curve([(place.x, top), *bends, (place.x, top)], pen)


def _draw_units(surface: Surface, column: DiagramColumn, place: _Place) -> None:
    palette = surface.palette
    surface.circles([(place.x, y) for y in place.units], place.radius, palette.field, Pen(palette.muted))
    if place.dots is not None:
        size = max(place.radius / 5, 0.8)
        apart = [shift * 3.2 * size for shift in (-1, 0, 1)]
        across, down = (apart, [0.0] * 3) if column.is_gap else ([0.0] * 3, apart)
        middles = [(place.x + x, place.dots + y) for x, y in zip(across, down, strict=True)]
        surface.circles(middles, size, palette.muted, None)


def _write_labels(surface: Surface, frame: DiagramFrame, places: Sequence[_Place], lines: int) -> None:
    """As many as have room without a number being cut."""
    pitch, words = places[0].pitch, [_words(surface, frame, column)[:lines] for column in frame.columns]
    numbers = [surface.text_width(row[1][0]) for row in words if frame.has_gradients and lines > 1]
    step = math.ceil((max(_LEAST_LABEL, *numbers, 0) + _LABEL_GAP) / pitch)
    width = step * pitch - _LABEL_GAP
    for at in labelled_columns(len(places), step):
        left = min(max(places[at].x - width / 2, 0), surface.width - width)
        for row, (text, color) in enumerate(words[at]):
            shown = text if surface.text_width(text) <= width else text.partition(" ")[0]
            surface.write(Box(left, surface.height - (lines - row) * LINE, width, LINE), shown, color)


def _words(surface: Surface, frame: DiagramFrame, column: DiagramColumn) -> list[tuple[str, str]]:
    """Lines below a column with their colours, the most important first."""
    palette, value = surface.palette, column.measured
    kind = f"{format_count(column.units)} {column.activation}".strip() if column.units else ""
    words = [(column.name, palette.muted), (kind, palette.muted)]
    if frame.has_gradients and surface.height >= _FEW_LINES:
        color = palette.text if value is None or (value and math.isfinite(value)) else palette.bad
        measured = [("" if value is None else format_value(value), color)]
        words[1:1] = [*measured, (column.product, palette.muted)] if frame.has_signals else measured
    return words


def _read(frame: DiagramFrame, column: DiagramColumn) -> str:
    if column.is_gap:
        return f"{column.name} layers"
    if column is frame.columns[0]:
        return f"{format_count(column.units)} inputs"
    units = f"{format_count(column.units)} unit{'s' if column.units > 1 else ''}"
    kind = f"layer {column.name}, {f'{units} {column.activation}'.strip()}"
    if column.measured is None:
        return kind
    product = f" = {column.product} (local × upstream)" if column.product else ""
    return f"{kind}: {frame.measured_name}, {frame.measure} {format_value(column.measured)}{product}"
