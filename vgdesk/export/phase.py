"""The phase diagram: two regions, the line between them, contours of the depth scale, and a dot a lane."""

import math

import numpy as np

from vgdesk.export.area import Area
from vgdesk.export.plots import draw_axes, write_around
from vgdesk.pictures.phase import PhaseFrame

_SYMBOLS = ("o", "s", "^", "D")
_OPACITY = 0.22


def draw_phase(area: Area, frame: PhaseFrame) -> None:
    """Regions and contours first, the dots above them."""
    palette = area.palette
    ends = [(dot.bias, dot.label, palette.lane(dot.color_index)) for dot in frame.dots]
    sheet = draw_axes(area, (frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks), 0.0, ends)
    words = f"→ {frame.x_label} · ↑ {frame.y_label} · blue: ordered, it vanishes; orange: chaotic, it explodes"
    write_around(area, frame.title, words, frame.note)
    grounds = [_mix(color, palette.ground) for color in palette.lanes[:2]]
    sheet.image(np.where(frame.factors[::-1, :, None] < 0, grounds[0], grounds[1]).astype(np.uint8))
    for contour in frame.contours:
        is_level = math.isinf(contour.depth)
        color, style = (palette.text, "-") if is_level else (palette.muted, ":")
        for line in contour.lines:
            sheet.plot(line[:, 0], line[:, 1], linewidth=area.points(1), color=color, linestyle=style)
    for dot in frame.dots:
        if dot.gain > 0:
            symbol, color = _SYMBOLS[dot.color_index % len(_SYMBOLS)], palette.lane(dot.color_index)
            place = ([math.log10(dot.gain)], [dot.bias])
            sheet.plot(*place, False, marker=symbol, color=color, markersize=area.points(9), linestyle="")


def _mix(color: str, ground: str) -> list[int]:
    """A colour seen faintly upon a ground."""
    pairs = [(int(color[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return [round(_OPACITY * above + (1 - _OPACITY) * below) for above, below in pairs]
