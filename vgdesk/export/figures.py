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
from matplotlib.figure import Figure

from vgdesk.analysis.colors import LIGHT, Palette
from vgdesk.analysis.curve_frame import Curve, CurveFrame, layer_frame, score_frame
from vgdesk.analysis.scales import Limits
from vgdesk.errors import ExportError
from vgdesk.export.heatmap_figure import draw_heatmaps
from vgdesk.paths import resource
from vgdesk.runs.history import History
from vgdesk.runs.saving import explain_failure, replacing

Histories: TypeAlias = Sequence[History | None]
Draw: TypeAlias = Callable[[Figure, Histories, Palette, float], None]

KINDS = ("png", "svg", "pdf")

_DPI = 100
_DESIGN_SIZE = (1280, 720)  # pixels at which text has its natural size
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
    figure = Figure((size[0] / _DPI, size[1] / _DPI), dpi=_DPI, facecolor=palette.ground)
    scale = max(0.5, min(side / design for side, design in zip(size, _DESIGN_SIZE, strict=True)))
    with rc_context(_style(palette, scale)):
        PICTURES[pane](figure, histories, palette, scale)
        try:
            with replacing(path) as draft:
                figure.savefig(draft, format=kind, facecolor=palette.ground, metadata=_metadata(kind))
        except OSError as error:
            raise ExportError(f"cannot write the picture {path}: {explain_failure(error)}") from None


def _draw_all_heatmaps(figure: Figure, histories: Histories, palette: Palette, scale: float) -> None:
    lanes = [
        (palette.lane(color), history)
        for color, history in enumerate(histories)
        if history is not None and history.sample_count
    ]
    draw_heatmaps(figure, lanes, palette, scale)


def _draw_score(score: str, figure: Figure, histories: Histories, palette: Palette, scale: float) -> None:
    _draw_curves(_subplots(figure, 1, scale)[0], score_frame(histories, score), palette, scale)


def _draw_layers(
    tensor: str, measure: str, figure: Figure, histories: Histories, palette: Palette, scale: float
) -> None:
    runs = [history for history in histories if history is not None and history.sample_count]
    frames = [layer_frame(history, tensor, measure) for history in runs]
    low = min(frame.y_limits.low for frame in frames)
    high = max(frame.y_limits.high for frame in frames)
    common = Limits(frames[0].y_limits.scale, low, high)
    for axes, frame, history in zip(_subplots(figure, len(runs), scale), frames, runs, strict=True):
        _draw_curves(axes, replace(frame, y_limits=common, y_ticks=common.ticks()), palette, scale)
        axes.set_title(f"{history.lane or 'run'}: {frame.title}", loc="left", color=palette.text)
        axes.text(0.02, 0.03, frame.note, transform=axes.transAxes, color=palette.bad, in_layout=False)


def _subplots(figure: Figure, count: int, scale: float) -> list[Axes]:
    """So many plots side by side, with room around them."""
    margin = 14 * scale / _DPI
    figure.set_layout_engine("constrained", w_pad=margin, h_pad=margin)
    return list(np.ravel(figure.subplots(1, count)))


def _draw_curves(axes: Axes, frame: CurveFrame, palette: Palette, scale: float) -> None:
    for curve in frame.curves:
        with np.errstate(all="ignore"):
            y = np.log10(curve.y) if frame.log_y else curve.y
        style = "--" if curve.dashed else "-"
        axes.plot(curve.x, y, style, color=_color(curve, palette), label=curve.label, linewidth=1.2 * scale)
        floor = np.full(len(curve.zeros), frame.y_limits.low)
        axes.plot(curve.zeros, floor, "^", color=palette.bad, markersize=4 * scale, clip_on=False, in_layout=False)
    axes.set_title(frame.title, loc="left", color=palette.text)
    axes.set_xlabel(frame.x_label)
    axes.set_xlim(frame.x_limits.low, frame.x_limits.high)
    axes.set_ylim(frame.y_limits.low, frame.y_limits.high)
    axes.set_xticks([tick.position for tick in frame.x_ticks], [tick.label for tick in frame.x_ticks])
    axes.set_yticks([tick.position for tick in frame.y_ticks], [tick.label for tick in frame.y_ticks])
    axes.grid(color=palette.grid)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, labelcolor=palette.muted)


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


def _style(palette: Palette, scale: float) -> dict[Any, Any]:
    """Matplotlib's settings for the house's type and colours."""
    _load_fonts()
    points = 11 * scale * 72 / _DPI
    return {
        "font.family": ["Inter", "DejaVu Sans"],
        "font.size": points,
        "axes.titlesize": points,
        "axes.titlepad": 5 * scale,
        "axes.edgecolor": palette.line,
        "axes.facecolor": palette.ground,
        "axes.labelcolor": palette.muted,
        "axes.linewidth": 0.8 * scale,
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
