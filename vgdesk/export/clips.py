"""A gradient of two entries as an arrow: before clipping, by value, and by norm."""

import math
from typing import Any

import numpy as np

from vgdesk.analysis.numbers import format_value
from vgdesk.export.area import LINE, Area
from vgdesk.export.sheet import Sheet
from vgdesk.pictures.clip import Arrow, ClipFrame

_MOST_SHARE, _GUTTER, _HEAD = 0.5, 34, 10


def draw_clip(area: Area, frame: ClipFrame) -> None:
    """The limits and the arrows in the plane, and a line of words for each beside it."""
    palette = area.palette
    area.write(0, LINE / 2, frame.title, palette.text, room=area.width)
    below = area.cut(top=LINE + 4)
    side = max(min(below.height - LINE, _MOST_SHARE * below.width - _GUTTER), 1)
    plane = below.cut(left=_GUTTER, right=below.width - _GUTTER - side, bottom=below.height - side)
    sheet = plane.sheet((0, frame.reach), (0, frame.reach))
    _draw_limits(plane, sheet, frame)
    colors = (palette.muted, palette.text, palette.accent)
    for arrow, color in zip(frame.arrows, colors, strict=True):
        _draw_arrow(plane, sheet, frame, arrow, color)
    words, top = below.cut(left=_GUTTER + side + 20), 0.0
    for paragraph, color in zip(frame.words, (*colors, palette.muted), strict=False):
        for line in paragraph.split("\n"):
            words.write(0, top + LINE / 2, line, color, room=words.width)
            top += LINE
        top += LINE / 2


def _draw_limits(plane: Area, sheet: Sheet, frame: ClipFrame) -> None:
    """Both axes, and what no clipped gradient leaves: a square by value, a circle by norm."""
    palette, limit, reach = plane.palette, frame.limit, frame.reach
    look: dict[str, Any] = {"color": palette.muted, "linewidth": plane.points(1), "linestyle": ":"}
    sheet.plot([0, limit, limit], [limit, limit, 0], **look)
    turn = np.linspace(0, math.pi / 2, 90)
    sheet.plot(limit * np.cos(turn), limit * np.sin(turn), **look)
    sheet.plot([0, 0, reach], [reach, 0, 0], is_cut=False, color=palette.line, linewidth=plane.points(1))
    if limit <= reach:
        place, label = limit / reach * plane.width, format_value(limit)
        plane.write(-6, plane.height - place, label, ha="right")
        plane.write(place, plane.height + LINE / 2, label, ha="center")
    plane.write(-6, plane.height, "0", ha="right")


def _draw_arrow(plane: Area, sheet: Sheet, frame: ClipFrame, arrow: Arrow, color: str) -> None:
    """A line with a head at its tip; one that is far longer than the plane leaves it."""
    style = "--" if arrow is frame.arrows[0] else "-"
    width = plane.points(2.4 if arrow.is_used else 1.6)
    sheet.plot([0, arrow.x], [0, arrow.y], color=color, linewidth=width, linestyle=style)
    size = _HEAD * frame.reach / plane.width
    turns = math.atan2(-arrow.y, -arrow.x) + np.array([-0.35, 0.35])
    x, y = arrow.x + size * np.cos(turns), arrow.y + size * np.sin(turns)
    sheet.fill([arrow.x, *x], [arrow.y, *y], color)
