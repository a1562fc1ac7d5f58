"""The heatmaps of several runs as one figure, on one colour scale."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from vgdesk.analysis.cells import expand_cells, hatch_cells
from vgdesk.analysis.codes import FIRST_SHADE, LAST_SHADE, SPECIAL_LABELS, present_specials
from vgdesk.analysis.colors import HATCHES, Palette, color_table, map_name
from vgdesk.analysis.heatmap_frame import HeatmapFrame, HeatmapSource
from vgdesk.analysis.scales import find_limits
from vgdesk.export.canvas import Canvas
from vgdesk.runs.history import History

_MOST_NAMES = 26
_TITLE_ROOM = 62  # design pixels above a lane's cells, for its name and for the time axis of the lane above
_LEFT, _RIGHT = 92, 92  # design pixels for layer names, and for the colour bar


def draw_heatmaps(canvas: Canvas, lanes: Sequence[tuple[str, History]]) -> None:
    """Fill a figure with one heatmap a lane: mean absolute weight gradient of every layer over the epochs.

    Args:
        canvas: empty.
        lanes: colour and run of each lane, from the top.
    """
    sources = [HeatmapSource(history, "gradient", "mean_abs") for _, history in lanes]
    limits = find_limits(sources[0].scale, [source.distribution for source in sources])
    figure, palette, scale, width, height = canvas.figure, canvas.palette, canvas.scale, canvas.width, canvas.height
    left, right = _LEFT * scale / width, 1 - _RIGHT * scale / width
    room = _TITLE_ROOM * scale / height
    tall = (1 - 0.4 * room - room * len(lanes)) / len(lanes)
    tops = [1 - room * (place + 1) - tall * place + 0.3 * room for place in range(len(lanes))]
    found: set[int] = set()
    for (colour, history), source, top in zip(lanes, sources, tops, strict=True):
        axes = figure.add_axes((left, top - tall, right - left, tall))
        pixels = (round((right - left) * width), round(tall * height))
        frame = source.frame(limits, None, pixels[0], None)
        found |= set(present_specials(frame.specials))
        _draw_cells(axes, frame, pixels, palette)
        _name_layers(axes, frame.layers, palette)
        ticks = frame.time_ticks
        axes.set_xticks([tick.position for tick in ticks], [tick.label for tick in ticks])
        axes.set_title(f"{frame.title}, {frame.measure}", loc="left", color=palette.muted)
        _write_name(axes, history, colour, canvas)
    axes.set_xlabel("epoch", color=palette.muted)
    gap = 14 * scale / width
    bar = figure.add_axes((right + gap, tops[-1] - tall, gap, tops[0] - tops[-1] + tall))
    _draw_bar(bar, frame, palette)
    _draw_key(figure, found, palette)


def _draw_cells(axes: Axes, frame: HeatmapFrame, size: tuple[int, int], palette: Palette) -> None:
    cells = hatch_cells(expand_cells(frame.codes, *size).astype(np.uint8), 1.0)
    extent = (0, 1, 0, len(frame.layers))
    axes.imshow(_colours(frame, palette)[cells], extent=extent, aspect="auto", interpolation="none")
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw_key(figure: Figure, found: set[int], palette: Palette) -> None:
    """A hatched square and a word for each special value that is on the picture."""
    if not found:
        return
    squares = [
        Patch(
            facecolor=HATCHES[code].ground, edgecolor=HATCHES[code].stripe, hatch="////", label=SPECIAL_LABELS[code]
        )
        for code in sorted(found)
    ]
    figure.legend(handles=squares, loc="lower right", frameon=False, labelcolor=palette.muted, ncols=len(squares))


def _name_layers(axes: Axes, names: Sequence[str], palette: Palette) -> None:
    step = -(-len(names) // _MOST_NAMES)
    shown = sorted({0, len(names) - 1, *range(step - 1, len(names) - step, step)})
    axes.set_yticks([layer + 0.5 for layer in shown], [names[layer] for layer in shown])
    axes.tick_params(length=0, colors=palette.muted)


def _write_name(axes: Axes, history: History, colour: str, canvas: Canvas) -> None:
    scores, palette = history.scores, canvas.palette
    label: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
    size = canvas.points(14)
    axes.annotate("●", (0, 1), (0, canvas.points(23)), color=colour, fontsize=size, family="DejaVu Sans", **label)
    axes.annotate(
        history.lane or "run",
        (0, 1),
        (canvas.points(17), canvas.points(23)),
        color=palette.text,
        fontsize=size,
        weight=700,
        **label,
    )
    if len(scores.loss):
        loss, accuracy = scores.loss[-1], scores.accuracy[-1]
        words = f"loss {loss:.3g}" + (f"   accuracy {100 * accuracy:.1f} %" if accuracy == accuracy else "")
        axes.annotate(words, (1, 1), (0, canvas.points(6)), ha="right", color=palette.muted, **label)


def _draw_bar(axes: Axes, frame: HeatmapFrame, palette: Palette) -> None:
    limits = frame.limits
    shades = np.arange(FIRST_SHADE, LAST_SHADE + 1)[::-1, None]
    axes.imshow(
        _colours(frame, palette)[shades], extent=(0, 1, limits.low, limits.high), aspect="auto", interpolation="none"
    )
    ticks = limits.ticks()
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.set_yticks([tick.position for tick in ticks], [tick.label for tick in ticks])
    axes.tick_params(length=3, colors=palette.muted)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _colours(frame: HeatmapFrame, palette: Palette) -> NDArray[np.uint8]:
    """RGB of every code, uint8 [256, 3]."""
    table = color_table(map_name("magma", frame.limits), palette)
    return np.stack([(table >> shift) & 0xFF for shift in (16, 8, 0)], axis=1).astype(np.uint8)
