"""Cells, colour bars and the key of special values."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from vgdesk.analysis.cells import expand_cells, hatch_cells
from vgdesk.analysis.codes import ABOVE, BELOW, FIRST_SHADE, LAST_SHADE, SPECIAL_LABELS
from vgdesk.analysis.colors import HATCHES, Palette, color_table
from vgdesk.analysis.scales import Limits, Tick
from vgdesk.export.area import LINE, Area, shown_places, text_width

BAR_ROOM = 72
"""Design pixels of a colour bar with its labels."""

_BAR, _CAP = 14, 6
_NAME_GAP = 8


def draw_cells(area: Area, codes: NDArray[np.uint8], name: str) -> None:
    """Fill an area with the cells [row, column] of a heatmap, the last row at the top; a pixel is a pixel.

    Args:
        area: what is filled.
        codes: see ``vgdesk.analysis.codes``.
        name: of the colour map.
    """
    size = (area.pixels(area.width), area.pixels(area.height))
    pixels = hatch_cells(expand_cells(codes, *size), area.scale)
    area.sheet().image(rgb_table(name, area.palette)[pixels])


def draw_cursor(area: Area, share: float | None) -> None:
    """A line at a share of the width, white with a shadow; none outside."""
    if share is not None and 0 <= share <= 1:
        sheet = area.sheet((0, 1))
        sheet.upright(share, color="#000000", alpha=0.27, linewidth=area.points(3))
        sheet.upright(share, color="#ffffff", linewidth=area.points(1))


def draw_bar(area: Area, limits: Limits, name: str) -> None:
    """A vertical colour bar with arrows at its ends and its ticks at the right."""
    room, sheet = area.cut(top=_CAP + 2, bottom=_CAP + 2), area.sheet()
    colours, end = rgb_table(name, area.palette), area.height
    shades = np.arange(FIRST_SHADE, LAST_SHADE + 1)[::-1, None]
    replace(room, width=_BAR).sheet().image(colours[shades])
    for code, base, tip in ((ABOVE, _CAP + 1, 1), (BELOW, end - _CAP - 1, end - 1)):
        sheet.fill([0, _BAR, _BAR / 2], [base, base, tip], colours[code] / 255)
    ticks, span = limits.ticks(), limits.high - limits.low
    for at in shown_places(len(ticks), room.height, LINE):
        y = (1 - (ticks[at].position - limits.low) / span) * room.height
        room.write(_BAR + 6, y, ticks[at].label)


def draw_key(area: Area, present: Iterable[int]) -> None:
    """A swatch and a word for each special code, one below the other from the upper end of an area."""
    sheet = area.sheet()
    for row, code in enumerate(sorted(present)):
        y, hatch = row * LINE, HATCHES[code]
        look: dict[str, Any] = {
            "facecolor": hatch.ground,
            "edgecolor": hatch.stripe,
            "hatch": "/////",
            "linewidth": 0,
        }
        sheet.add(Rectangle((0, y + 3), 10, 10, **look))
        area.write(15, y + 8, SPECIAL_LABELS[code])


def names_width(names: Iterable[str]) -> float:
    """Design pixels that names beside cells take, the gap after them included."""
    return max((text_width(name) for name in names), default=0.0) + _NAME_GAP


def draw_names(area: Area, names: Sequence[str]) -> None:
    """Names of rows, the last at the top, right-aligned in an area beside the cells."""
    row = area.height / max(len(names), 1)
    for at in shown_places(len(names), area.height, LINE) if names else ():
        y = area.height - (at + 0.5) * row
        area.write(area.width - _NAME_GAP, y, names[at], ha="right", room=area.width - _NAME_GAP)


def draw_time(area: Area, ticks: Sequence[Tick]) -> None:
    """Marks of time below cells; their positions are shares of the width."""
    widest = max((text_width(tick.label) for tick in ticks), default=0.0)
    for at in shown_places(len(ticks), area.width, 1.3 * widest) if ticks else ():
        x = min(ticks[at].position * area.width, area.width - text_width(ticks[at].label) / 2)
        area.write(x, LINE / 2, ticks[at].label, ha="center")


def rgb_table(name: str, palette: Palette) -> NDArray[np.uint8]:
    """RGB of every code, uint8 [256, 3]."""
    table = color_table(name, palette)
    return np.stack([(table >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.uint8)
