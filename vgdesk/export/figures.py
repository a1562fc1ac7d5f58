"""Pictures for files: the same frames that the window draws, by matplotlib.

A new picture is an entry in ``PICTURES``.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes

from vgdesk.analysis.colors import LIGHT, Palette
from vgdesk.analysis.curve_frame import Curve, CurveFrame, layer_frame, score_frame
from vgdesk.analysis.scales import Limits
from vgdesk.errors import ExportError
from vgdesk.export.canvas import DPI, Canvas, make_canvas
from vgdesk.export.heatmap_figure import draw_heatmaps
from vgdesk.paths import resource
from vgdesk.runs.history import History
from vgdesk.runs.saving import explain_failure, replacing

Histories: TypeAlias = Sequence[History | None]
Draw: TypeAlias = Callable[[Canvas, Histories], None]

KINDS = ("png", "svg", "pdf")

_FONTS = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


def write_figure(
    histories: Histories, pane: str, path: Path, *, size: tuple[int, int], palette: Palette = LIGHT
) -> None:
    """Write a picture of runs; the file's ending says which kind: .png, .svg or .pdf.

    Args:
        histories: by the colour of their lane, 0 the first; None where a colour is not taken.
        pane: key of one of ``PICTURES``.
        path: the file; an older one goes only when all is well.
        size: width and height in pixels, at 100 to the inch.
        palette: light or dark.

    Raises:
        ExportError: no such picture or kind, nothing to draw, or the file cannot be written.
    """
    kind = path.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise ExportError(f"{path}: a picture ends in .png, .svg or .pdf; choose one of these endings")
    if pane not in PICTURES:
        raise ExportError(f"there is no picture {pane!r}; take one of {', '.join(PICTURES)}")
    if not any(history is not None and history.sample_count for history in histories):
        raise ExportError("there are no samples to draw; train first")
    canvas = make_canvas(size, palette)
    with rc_context(_style(canvas)):
        PICTURES[pane](canvas, histories)
        try:
            with replacing(path) as draft:
                canvas.figure.savefig(draft, format=kind, facecolor=palette.ground, metadata=_metadata(kind))
        except OSError as error:
            raise ExportError(f"cannot write the picture {path}: {explain_failure(error)}") from None


def _draw_all_heatmaps(canvas: Canvas, histories: Histories) -> None:
    lanes = [
        (canvas.palette.lane(color), history)
        for color, history in enumerate(histories)
        if history is not None and history.sample_count
    ]
    draw_heatmaps(canvas, lanes)


def _draw_score(score: str, canvas: Canvas, histories: Histories) -> None:
    _draw_curves(_subplots(canvas, 1)[0], score_frame(histories, score), canvas)


def _draw_layers(tensor: str, measure: str, canvas: Canvas, histories: Histories) -> None:
    runs = [history for history in histories if history is not None and history.sample_count]
    frames = [layer_frame(history, tensor, measure) for history in runs]
    low = min(frame.y_limits.low for frame in frames)
    high = max(frame.y_limits.high for frame in frames)
    common = Limits(frames[0].y_limits.scale, low, high)
    for axes, frame, history in zip(_subplots(canvas, len(runs)), frames, runs, strict=True):
        _draw_curves(axes, replace(frame, y_limits=common, y_ticks=common.ticks()), canvas)
        axes.set_title(f"{history.lane or 'run'}: {frame.title}", loc="left", color=canvas.palette.text)
        axes.text(0.02, 0.03, frame.note, transform=axes.transAxes, color=canvas.palette.bad, in_layout=False)


def _subplots(canvas: Canvas, count: int) -> list[Axes]:
    """So many plots side by side, with room around them."""
    margin = 14 * canvas.scale / DPI
    canvas.figure.set_layout_engine("constrained", w_pad=margin, h_pad=margin)
    return list(np.ravel(canvas.figure.subplots(1, count)))


def _draw_curves(axes: Axes, frame: CurveFrame, canvas: Canvas) -> None:
    palette = canvas.palette
    for curve in frame.curves:
        with np.errstate(all="ignore"):
            y = np.log10(curve.y) if frame.log_y else curve.y
        style = "--" if curve.dashed else "-"
        look: dict[str, Any] = {"color": _color(curve, palette), "linewidth": canvas.points(1.6)}
        axes.plot(curve.x, y, style, label=_legend_label(curve), **look)
        floor = np.full(len(curve.zeros), frame.y_limits.low)
        axes.plot(
            curve.zeros, floor, "^", color=palette.bad, markersize=canvas.points(5), clip_on=False, in_layout=False
        )
    axes.set_title(frame.title, loc="left", color=palette.text)
    axes.set_xlabel(frame.x_label)
    axes.set_xlim(frame.x_limits.low, frame.x_limits.high)
    axes.set_ylim(frame.y_limits.low, frame.y_limits.high)
    axes.set_xticks([tick.position for tick in frame.x_ticks], [tick.label for tick in frame.x_ticks])
    axes.set_yticks([tick.position for tick in frame.y_ticks], [tick.label for tick in frame.y_ticks])
    axes.grid(color=palette.grid)
    if frame.curves:
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, labelcolor=palette.muted)


def _legend_label(curve: Curve) -> str:
    """The curve's label; matplotlib leaves out of a legend what begins with an underscore."""
    return f" {curve.label}" if curve.label.startswith("_") else curve.label


def _color(curve: Curve, palette: Palette) -> str:
    return palette.layer(curve.depth or 0.0) if curve.color_index is None else palette.lane(curve.color_index)


PICTURES: dict[str, Draw] = {
    "heatmap": _draw_all_heatmaps,
    "loss": partial(_draw_score, "loss"),
    "accuracy": partial(_draw_score, "accuracy"),
    "gradient-std": partial(_draw_layers, "gradient", "std"),
    "gradient-mean": partial(_draw_layers, "gradient", "mean"),
    "weight-std": partial(_draw_layers, "weight", "std"),
    "weight-mean": partial(_draw_layers, "weight", "mean"),
}
"""Every picture that can be written, by its key."""


@cache
def _load_fonts() -> None:
    for name in _FONTS:
        font_manager.fontManager.addfont(resource(f"fonts/{name}"))


def _style(canvas: Canvas) -> dict[Any, Any]:
    """Matplotlib's settings for the house's type and colours."""
    _load_fonts()
    palette, points = canvas.palette, canvas.points(11)
    return {
        "font.family": ["Inter", "DejaVu Sans"],
        "font.size": points,
        "axes.titlesize": points,
        "axes.titlepad": canvas.points(7),
        "axes.edgecolor": palette.line,
        "axes.facecolor": palette.ground,
        "axes.labelcolor": palette.muted,
        "axes.linewidth": canvas.points(1),
        "xtick.color": palette.muted,
        "ytick.color": palette.muted,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "svg.fonttype": "path",
        "svg.hashsalt": "vgdesk",
    }


def _metadata(kind: str) -> dict[str, Any]:
    """No date in the file: equal runs give equal pictures."""
    return {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
