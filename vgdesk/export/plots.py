"""Plots with two axes: curves over the epochs, and measures against depth."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.colors import Palette
from vgdesk.analysis.scales import Limits, Tick
from vgdesk.export.area import LABEL, LINE, Area, shown_places, text_width
from vgdesk.export.sheet import Sheet, Span
from vgdesk.pictures.curves import Curve, CurveFrame
from vgdesk.pictures.depth import DepthProfile, DepthProfileFrame
from vgdesk.pictures.theory import BAND_OPACITY, outline

_LEFT, _MOST_ENDS = 46, 0.3  # of the width, for what is beside the ends of lines
_ROOM = 0.03
_SYMBOLS = ("o", "s", "^", "D")
_MANY = 30  # rows, from which on the dots shrink
_ASIDE = 0.12

End = tuple[float, str, str]
"""Height of the end of a line, the text there, and its colour."""


def draw_curves(area: Area, frame: CurveFrame) -> None:
    """Curves, each named at its end, their guides, and the cursor."""
    palette = area.palette
    ends = [end for curve in frame.curves if (end := _end_of(frame, curve, palette)) is not None]
    ends += [(guide.y, guide.label, palette.muted) for guide in frame.guides]
    sheet = draw_axes(area, (frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks), 0.0, ends)
    write_around(area, frame.title, frame.caption, frame.note)
    for guide in frame.guides:
        sheet.across(guide.y, color=palette.muted, linewidth=area.points(1), linestyle=":")
    for curve in frame.curves:
        _draw_curve(area, sheet, frame, curve)
    if frame.cursor is not None:
        sheet.upright(frame.cursor, color=palette.muted, linewidth=area.points(1))


def _draw_curve(area: Area, sheet: Sheet, frame: CurveFrame, curve: Curve) -> None:
    """The line, points that no line joins, zeros on the floor, and what is no number on the ceiling."""
    color, size = curve_color(curve, area.palette), area.points(5)
    sheet.plot(
        curve.x,
        _heights(frame, curve.y),
        linestyle="--" if curve.dashed else "-",
        color=color,
        linewidth=area.points(1.6),
    )
    x, y = curve.lone
    sheet.plot(x, _heights(frame, y), linestyle="", marker="o", color=color, markersize=size)
    room = _ROOM * (frame.y_limits.high - frame.y_limits.low)
    for places, mark, height in (
        (curve.zeros, "v", frame.y_limits.low + room),
        (curve.nonfinite, "X", frame.y_limits.high - room),
    ):
        look: dict[str, Any] = {"marker": mark, "color": area.palette.bad, "markersize": size}
        sheet.plot(places, np.full(len(places), height), linestyle="", **look)


def draw_depth_profile(area: Area, frame: DepthProfileFrame) -> None:
    """Dots of every lane, the line through its hidden rows, and marks for what has no dot."""
    palette = area.palette
    ends = [
        (float(profile.exponents[-1]), profile.rate.signed, palette.lane(profile.color_index))
        for profile in frame.profiles
        if profile.rate is not None and len(profile.exponents)
    ]
    rates = sorted({profile.rate.row for profile in frame.profiles if profile.rate})
    row = f" · at the right decades a {' or '.join(rates)}" if rates else ""
    sheet = draw_axes(area, (frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks), _ROOM, ends)
    words = f" · {frame.theory}" if frame.theory else ""
    write_around(area, frame.title, f"{frame.x_label}{row}{words}", frame.note)
    for band in frame.bands:
        sheet.fill(*outline(band), (palette.lane(band.color_index), BAND_OPACITY))
    for place, profile in enumerate(frame.profiles):
        _draw_profile(sheet, area, frame, profile, place - (len(frame.profiles) - 1) / 2)


def curve_color(curve: Curve, palette: Palette) -> str:
    """The lane's colour, or for a layer its place on a ramp from input to output."""
    return palette.layer(curve.depth or 0.0) if curve.color_index is None else palette.lane(curve.color_index)


def spread_out(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places, ascending, moved as little as it takes to be that far apart between two ends."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap if moved else low))
    top = high
    for at in reversed(range(len(moved))):
        moved[at] = min(moved[at], top)
        top = moved[at] - gap
    return moved


def _draw_profile(sheet: Sheet, area: Area, frame: DepthProfileFrame, profile: DepthProfile, aside: float) -> None:
    color, rows = area.palette.lane(profile.color_index), frame.x_limits.high
    size, room = area.points(6 if rows <= _MANY else 4), 0.04 * (frame.y_limits.high - frame.y_limits.low)
    symbol = _SYMBOLS[profile.color_index % len(_SYMBOLS)]
    look: dict[str, Any] = {"color": color, "markersize": size, "linestyle": ""}
    sheet.plot(profile.line_depth, profile.line_exponents, linestyle="--", color=color, linewidth=area.points(1))
    sheet.plot(profile.depth, profile.exponents, marker=symbol, **look)
    marks = (
        (profile.zeros, "v", frame.y_limits.low + room),
        (profile.nonfinite, "X", frame.y_limits.high - room),
    )
    for numbers, mark, height in marks:
        sheet.plot(numbers + _ASIDE * aside, np.full(len(numbers), height), marker=mark, **look)


def draw_axes(
    area: Area,
    limits: tuple[Limits, Limits],
    ticks: tuple[tuple[Tick, ...], tuple[Tick, ...]],
    room: float,
    ends: Sequence[End],
) -> Sheet:
    """Two axes with a grid, their ticks, and names at the right end.

    Args:
        area: what is drawn on.
        limits: of the axis to the right and of that upwards.
        ticks: of both.
        room: share of each axis beyond its limits.
        ends: what is named.
    """
    right = min(max((text_width(words) for _, words, _ in ends), default=0) + 10, _MOST_ENDS * area.width)
    inner = area.cut(left=_LEFT, top=LINE + 4, right=max(right, 6), bottom=2 * LINE)
    x, y = (_widen(limit, room) for limit in limits)
    sheet = inner.sheet(x, y)
    look: dict[str, Any] = {"color": area.palette.grid, "linewidth": area.points(1)}
    widest = max((text_width(tick.label) for tick in ticks[0]), default=0.0)
    for tick in _shown(ticks[0], inner.width, 1.3 * widest):
        sheet.upright(tick.position, **look)
        inner.write(_share(tick, x) * inner.width, inner.height + LINE / 2 + 2, tick.label, ha="center")
    for tick in _shown(ticks[1], inner.height, LINE):
        sheet.across(tick.position, **look)
        inner.write(-6, (1 - _share(tick, y)) * inner.height, tick.label, ha="right")
    edge: dict[str, Any] = {"color": area.palette.line, "linewidth": area.points(1), "is_cut": False}
    sheet.plot([x[0], x[0], x[1]], [y[1], y[0], y[0]], **edge)
    _write_ends(inner, y, ends, right - 8)
    return sheet


def _widen(limits: Limits, share: float) -> Span:
    extra = share * (limits.high - limits.low)
    return limits.low - extra, limits.high + extra


def _share(tick: Tick, span: Span) -> float:
    return (tick.position - span[0]) / (span[1] - span[0])


def _shown(ticks: tuple[Tick, ...], length: float, needed: float) -> list[Tick]:
    return [ticks[at] for at in shown_places(len(ticks), length, needed)] if ticks else []


def _write_ends(area: Area, limits: Span, ends: Sequence[End], room: float) -> None:
    ordered = sorted((end for end in ends if end[1]), key=lambda end: -end[0])
    if not ordered:
        return
    kept = [ordered[at] for at in shown_places(len(ordered), area.height + LINE, LABEL + 2)]
    low, high = limits
    heights = [(high - y) / (high - low) * area.height for y, _, _ in kept]
    places = spread_out(heights, LABEL + 2, 0.0, area.height)
    for y, (_, words, color) in zip(places, kept, strict=True):
        area.write(area.width + 6, y, words, color, room=room)


def write_around(area: Area, title: str, x_label: str, note: str) -> None:
    """The title above, what runs to the right below, and in between what the picture cannot show."""
    area.write(0, LINE / 2, title, area.palette.text, room=area.width)
    left = text_width(title) + 16
    area.write(area.width, LINE / 2, note, area.palette.bad, ha="right", room=max(area.width - left, 0))
    area.write(
        _LEFT + (area.width - _LEFT) / 2, area.height - LINE / 2, x_label, ha="center", room=area.width - _LEFT
    )


def _heights(frame: CurveFrame, y: NDArray[np.float64]) -> NDArray[np.float64]:
    if not frame.log_y:
        return y
    with np.errstate(all="ignore"):
        heights: NDArray[np.float64] = np.log10(y)
    return heights


def _end_of(frame: CurveFrame, curve: Curve, palette: Palette) -> End | None:
    """The name at the last value of a curve; on the floor where it ends in zeros."""
    heights = _heights(frame, curve.y)
    known = np.flatnonzero(np.isfinite(heights))
    if len(curve.zeros) and (not len(known) or curve.zeros[-1] > curve.x[known[-1]]):
        return frame.y_limits.low, curve.end, curve_color(curve, palette)
    return (float(heights[known[-1]]), curve.end, curve_color(curve, palette)) if len(known) else None
