"""Pictures for files: the same frames that the window draws, by matplotlib."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray

from vgdesk.analysis.colors import LIGHT, Palette
from vgdesk.errors import ExportError
from vgdesk.export.area import LABEL, Area, make_area
from vgdesk.export.drawings import draw
from vgdesk.paths import resource
from vgdesk.pictures.frame import Frame
from vgdesk.pictures.heatmaps import HeatmapsFrame
from vgdesk.runs.saving import explain_failure, replacing

KINDS = ("png", "svg", "pdf")

_FONTS = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")
_MARGIN, _GAP = 14, 22
_SCREEN, _ROW_HEIGHT = (1920, 1080), 400
_MOST_ACROSS = 4
_LEDGERS_SHARE = 0.6
_DESIGNS = ((640, 360), (960, 540), (1280, 720))  # size at which text has its natural size, by what is on the picture


def write_figure(frames: Sequence[Frame], path: Path, *, size: tuple[int, int], palette: Palette = LIGHT) -> None:
    """Write frames as one picture; the file's ending says which kind: .png, .svg or .pdf.

    Args:
        frames: one fills the picture; several share it: the heatmaps above, the others in rows.
        path: the file; an older one goes only when all is well.
        size: width and height in pixels, at 100 to the inch.
        palette: light or dark.

    Raises:
        ExportError: there is no such kind, nothing to draw, or the file cannot be written.
    """
    kind = path.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise ExportError(f"{path}: a picture ends in .png, .svg or .pdf; choose one of these endings")
    with rc_context(_STYLE):
        figure = _draw_all(frames, size, palette).figure
        try:
            with replacing(path) as draft:
                figure.savefig(draft, format=kind, facecolor=palette.ground, metadata=_metadata(kind))
        except OSError as error:
            raise ExportError(f"cannot write the picture {path}: {explain_failure(error)}") from None


def usual_size(frames: Sequence[Frame]) -> tuple[int, int]:
    """Width and height in pixels that frames are well drawn in: of a screen, and higher for more than a few."""
    below = sum(not isinstance(frame, HeatmapsFrame) for frame in frames)
    further = max(-(-below // _MOST_ACROSS) - 1, 0)
    return _SCREEN[0], _SCREEN[1] + further * _ROW_HEIGHT


def render(frames: Sequence[Frame], size: tuple[int, int], palette: Palette = LIGHT) -> NDArray[np.uint8]:
    """Frames as pixels: uint8 [row, column, 3]; see ``write_figure``.

    Raises:
        ExportError: there is nothing to draw.
    """
    with rc_context(_STYLE):
        canvas = FigureCanvasAgg(_draw_all(frames, size, palette).figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())[..., :3].copy()  # type: ignore[no-untyped-call]
    return pixels


def _draw_all(frames: Sequence[Frame], size: tuple[int, int], palette: Palette) -> Area:
    if not frames:
        raise ExportError("there is nothing to draw; choose a pane that shows something")
    _load_fonts()
    whole = make_area(size, palette, _DESIGNS[min(_weight(frames), 2)])
    for area, frame in zip(_arrange(whole.cut(*[_MARGIN] * 4), frames), _in_order(frames), strict=True):
        draw(area, frame)
    return whole


def _arrange(area: Area, frames: Sequence[Frame]) -> list[Area]:
    """An area for each frame: the heatmaps above, the others below in rows of four at most."""
    tall = [frame for frame in frames if isinstance(frame, HeatmapsFrame)]
    count = len(frames) - len(tall)
    if not count:
        return list(area.rows(len(tall), _GAP))
    rows = -(-count // _MOST_ACROSS)
    share = _LEDGERS_SHARE / (_LEDGERS_SHARE + (1 - _LEDGERS_SHARE) * rows) if tall else 0.0
    above = share * area.height
    places = list(replace(area, height=above).rows(len(tall), _GAP)) if tall else []
    below = area.cut(top=above + _GAP) if tall else area
    for row, room in enumerate(below.rows(rows, _GAP)):
        places += room.columns(count // rows + (row < count % rows), _GAP)
    return places


def _weight(frames: Sequence[Frame]) -> int:
    """0 of one plot, 1 of the heatmaps alone or two plots, 2 of a dashboard."""
    return sum(1 + isinstance(frame, HeatmapsFrame) for frame in frames) - 1


def _in_order(frames: Sequence[Frame]) -> list[Frame]:
    return sorted(frames, key=lambda frame: not isinstance(frame, HeatmapsFrame))


@cache
def _load_fonts() -> None:
    for name in _FONTS:
        font_manager.fontManager.addfont(resource(f"fonts/{name}"))


_STYLE: dict[Any, Any] = {
    "font.family": ["Inter", "DejaVu Sans"],
    "font.size": LABEL,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "hatch.linewidth": 1.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "vgdesk",
}


def _metadata(kind: str) -> dict[str, Any]:
    """No date in the file: equal runs give equal pictures."""
    return {"png": {}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
