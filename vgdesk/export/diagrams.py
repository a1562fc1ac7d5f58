"""A network: columns of units, links between them, and labels below."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from vgdesk.analysis.numbers import format_epoch, format_value, power_of_ten
from vgdesk.export.area import LINE, Area, shown_places, text_width
from vgdesk.export.sheet import Sheet
from vgdesk.pictures.network import DiagramColumn, DiagramFrame

_POSITIVE, _NEGATIVE = 0, 1  # lanes whose colours represent the signs of weights
_FAINTEST, _WIDE_PITCH, _THINNEST = 0.07, 60, 0.4
_DETOUR, _LEAST_LABEL = 14, 44


@dataclass(frozen=True)
class _Place:
    """Place of a column: its middle, its units from above, the dots for those left out, and a unit's radius."""

    x: float
    units: tuple[float, ...]
    dots: float | None
    radius: float
    pitch: float


def draw_diagram(area: Area, frame: DiagramFrame) -> None:
    """Inputs at the left, output layer at the right."""
    area.write(0, LINE / 2, frame.label, area.palette.text, room=area.width / 2)
    area.write(area.width, LINE / 2, _explain(frame), ha="right", room=area.width / 2)
    lines = 4 if frame.has_signals else 3
    room = area.cut(top=LINE + 4, bottom=lines * LINE + 4)
    sheet, places = room.sheet(), _find_places(room, frame.columns)
    thin = min(max(places[0].pitch / _WIDE_PITCH, _THINNEST), 1.0)
    for at, column in enumerate(frame.columns):
        pair = places[max(at - 1, 0)], places[at]
        if column.weights is not None:
            _draw_links(sheet, room, _link_look(room, frame, column), pair, thin)
        _draw_detours(sheet, room, column, pair)
    for column, place in zip(frame.columns, places, strict=True):
        _draw_units(sheet, room, column, place)
    _write_labels(area.cut(top=area.height - lines * LINE), frame, places)


def _find_places(area: Area, columns: Sequence[DiagramColumn]) -> list[_Place]:
    above = _DETOUR if any(column.has_skip or column.is_recurrent for column in columns) else 0
    pitch, middle = area.width / len(columns), (area.height + above) / 2
    step = min((area.height - above) / max(len(column.shown) for column in columns), 46)
    radius = min(0.3 * step, 0.2 * pitch, 10)
    places = []
    for at, column in enumerate(columns):
        first = middle - (len(column.shown) - 1) / 2 * step
        heights = [first + slot * step for slot in range(len(column.shown))]
        units = tuple(y for y, unit in zip(heights, column.shown, strict=True) if unit is not None)
        dots = heights[column.shown.index(None)] if None in column.shown else None
        places.append(_Place((at + 0.5) * pitch, units, middle if column.is_gap else dots, radius, pitch))
    return places


def _link_look(
    area: Area, frame: DiagramFrame, column: DiagramColumn
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Colours [unit before, unit, 4] and widths [unit before, unit] of the links into a column."""
    palette, weights = area.palette, column.weights
    assert weights is not None
    strength = np.full(weights.shape, column.strength)
    colours = np.empty((*weights.shape, 4))
    if frame.has_gradients and column.measured is not None:
        known = math.isfinite(column.measured)
        colours[:] = to_rgba(
            palette.accent if known and column.measured else palette.bad if not known else palette.line
        )
        strength[:] = column.strength if known and column.measured else 0.5
    else:
        strength = np.abs(weights) / (frame.largest_weight or 1.0)
        colours[:] = to_rgba(palette.lane(_POSITIVE))
        colours[weights < 0] = to_rgba(palette.lane(_NEGATIVE))
        colours[~np.isfinite(weights)] = to_rgba(palette.line)
        strength = np.where(np.isfinite(strength), strength, 0.5)
    colours[..., 3] = _FAINTEST + (1 - _FAINTEST) * strength
    return colours, 0.7 + 1.6 * strength


def _draw_links(
    sheet: Sheet,
    area: Area,
    look: tuple[NDArray[np.float64], NDArray[np.float64]],
    pair: tuple[_Place, _Place],
    thin: float,
) -> None:
    before, after = pair
    colours, widths = look[0].reshape(-1, 4), look[1].ravel()
    left, right = before.x + before.radius, after.x - after.radius
    lines = [((left, y), (right, to_y)) for y in before.units for to_y in after.units]
    order = np.argsort(widths, kind="stable")
    sheet.add(
        LineCollection(
            [lines[at] for at in order],
            colors=colours[order],
            linewidths=[area.points(thin * width) for width in widths[order]],
        )
    )


def _draw_detours(sheet: Sheet, area: Area, column: DiagramColumn, pair: tuple[_Place, _Place]) -> None:
    """The way around a layer, and the way back into a recurrent one."""
    before, place = pair
    if column.has_skip:
        rise = min(before.units[0], place.units[0]) - place.radius - _DETOUR / 2
        _draw_way(sheet, area, (before.x, before.units[0] - before.radius), (before.x, place.x, rise), place)
    if column.is_recurrent:
        top = place.units[0] - place.radius
        reach = 3 * place.radius
        _draw_way(sheet, area, (place.x, top), (place.x + reach, place.x - reach, top - _DETOUR), place)


def _draw_way(
    sheet: Sheet, area: Area, start: tuple[float, float], bend: tuple[float, float, float], end: _Place
) -> None:
    out, back, rise = bend
    way = Path(
        [start, (out, rise), (back, rise), (end.x, end.units[0] - end.radius)],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    sheet.add(PathPatch(way, fill=False, edgecolor=area.palette.muted, linewidth=area.points(1)))


def _draw_units(sheet: Sheet, area: Area, column: DiagramColumn, place: _Place) -> None:
    palette = area.palette
    look = {"facecolor": palette.field, "edgecolor": palette.muted, "linewidth": area.points(1)}
    for y in place.units:
        sheet.add(Circle((place.x, y), place.radius, **look))
    if place.dots is None:
        return
    size = max(place.radius / 5, 0.8)
    for shift in (-1, 0, 1):
        apart = shift * 3.2 * size
        x, y = (place.x + apart, place.dots) if column.is_gap else (place.x, place.dots + apart)
        sheet.add(Circle((x, y), size, facecolor=palette.muted, linewidth=0))


def _write_labels(area: Area, frame: DiagramFrame, places: Sequence[_Place]) -> None:
    columns = frame.columns
    width = max(places[0].pitch, _LEAST_LABEL) - 4
    for at in shown_places(len(columns), area.width, _LEAST_LABEL):
        x = min(max(places[at].x, width / 2), area.width - width / 2)
        for row, (words, color) in enumerate(_words(area, frame, columns[at])):
            fits = text_width(words) <= width
            shown = words if fits else area.elide(words.partition(" ")[0], width)
            area.write(x, (row + 0.5) * LINE, shown, color, ha="center")


def _words(area: Area, frame: DiagramFrame, column: DiagramColumn) -> list[tuple[str, str]]:
    """Lines below a column with their colours."""
    palette, value = area.palette, column.measured
    words = [(column.name, palette.muted)]
    if frame.has_gradients and value is not None:
        words.append((format_value(value), palette.text if value and math.isfinite(value) else palette.bad))
    if frame.has_signals:
        words += [("", palette.muted)] * (value is None) + [(column.product, palette.muted)]
    return [*words, (f"{column.units} {column.activation}".strip() if column.units else "", palette.muted)]


def _explain(frame: DiagramFrame) -> str:
    if frame.has_gradients:
        low, high = (_power(exponent) for exponent in (frame.limits.low, frame.limits.high))
        what = "signal = local × upstream" if frame.has_signals else f"{frame.measured_name}, {frame.measure}"
        return f"{what}: faint {low} … bright {high}"
    if frame.epoch is None:
        return "no weights are kept"
    largest = format_value(frame.largest_weight)
    return f"weights of epoch {format_epoch(frame.epoch)}: blue positive, orange negative, up to {largest}"


def _power(exponent: float) -> str:
    return power_of_ten(round(exponent)) if exponent == round(exponent) else format_value(10**exponent, 1)
