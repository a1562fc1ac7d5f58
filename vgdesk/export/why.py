"""What each layer multiplies the signal by, as bars."""

import numpy as np

from vgdesk.export.area import Area
from vgdesk.export.plots import draw_axes, write_around
from vgdesk.pictures.why import WhyFrame

_BAR = 0.26


def draw_why(area: Area, frame: WhyFrame) -> None:
    """Three bars a layer from 1 upwards and downwards, and a line across a bar where its prediction is."""
    palette = area.palette
    colors = (palette.muted, palette.accent, palette.text)
    last = np.nan_to_num(frame.shown[:, -1])
    ends = [(float(y), name, color) for y, name, color in zip(last, frame.names, colors, strict=True)]
    sheet = draw_axes(area, (frame.x_limits, frame.y_limits), (frame.x_ticks, frame.y_ticks), 0.03, ends)
    write_around(area, frame.title, f"layer · {frame.caption}", frame.note)
    sheet.across(0.0, color=palette.muted, linewidth=area.points(1))
    for place, color in enumerate(colors):
        for layer in range(frame.measured.shape[1]):
            x, half = layer + 1 + (place - 1) * _BAR, _BAR * 0.45
            measured, predicted = frame.shown[place, layer], frame.predicted[place, layer]
            if np.isfinite(measured):
                sheet.fill([x - half, x + half, x + half, x - half], [0, 0, measured, measured], color)
            if np.isfinite(predicted):
                look = palette.bad if np.isfinite(measured) else color
                sheet.plot([x - half, x + half], [predicted] * 2, color=look, linewidth=area.points(2))
