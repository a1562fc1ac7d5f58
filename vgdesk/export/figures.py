"""Pictures for files: the same frames that the window draws, by matplotlib."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray

from vgdesk.analysis.colors import LIGHT, Palette
from vgdesk.errors import ExportError
from vgdesk.export.area import LABEL, LINE, Area, make_area
from vgdesk.export.drawings import draw
from vgdesk.export.formats import find_format
from vgdesk.paths import resource
from vgdesk.pictures.frame import Frame
from vgdesk.pictures.heatmaps import HeatmapsFrame
from vgdesk.runs.saving import explain_failure, replacing

_FONTS = {"Inter-Regular.ttf": 400, "Inter-SemiBold.ttf": 700}
"""Files, and the weight that each is taken for: those of the fallback, or matplotlib would warn of one it lacks."""

_FAMILY = ("Inter", "DejaVu Sans")
_FALLBACKS = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
"""Of an SVG, whose text is text: what a reader's machine has, by and by less alike."""

_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_MARGIN, _GAP = 14, 22
_SCREEN, _ROW_HEIGHT = (1920, 1080), 400
_MOST_ACROSS = 4
_LEDGERS_SHARE = 0.6
_DESIGNS = ((640, 360), (960, 540), (1280, 720))  # size at which text has its natural size, by what is on the picture


def write_figure(
    frames: Sequence[Frame],
    path: Path,
    *,
    size: tuple[int, int],
    palette: Palette = LIGHT,
    caption: Sequence[str] = (),
) -> None:
    """Write frames as one picture; the file's ending says which kind: .png, .svg or .pdf.

    Args:
        frames: one fills the picture; several share it: the heatmaps above, the others in rows.
        path: the file; an older one goes only when all is well.
        size: width and height in pixels, at 100 to the inch.
        palette: light or dark.
        caption: lines below the picture.

    Raises:
        ExportError: there is no such kind, nothing to draw, or the file cannot be written.
    """
    chosen = find_format(path, "picture")
    undated = {chosen.date_key: None} if chosen.date_key else {}
    with _styled():
        figure = _draw_all(frames, size, palette, caption).figure
        try:
            with replacing(path) as draft:
                figure.savefig(draft, format=chosen.suffix, facecolor=palette.ground, metadata=undated)
                if chosen.suffix == "svg":
                    draft.write_text(_with_fallbacks(draft.read_text("utf-8")), "utf-8", newline="")
        except OSError as error:
            raise ExportError(f"cannot write the picture {path}: {explain_failure(error)}") from None


def usual_size(frames: Sequence[Frame]) -> tuple[int, int]:
    """Width and height in pixels that frames are well drawn in: of a screen, and higher for more than a few."""
    below = sum(not isinstance(frame, HeatmapsFrame) for frame in frames)
    further = max(-(-below // _MOST_ACROSS) - 1, 0)
    return _SCREEN[0], _SCREEN[1] + further * _ROW_HEIGHT


def draw_svg(frames: Sequence[Frame], size: tuple[int, int], palette: Palette = LIGHT) -> str:
    """Frames as an SVG to stand in a page, its text at its natural size; see ``write_figure``.

    Raises:
        ExportError: there is nothing to draw.
    """
    text = StringIO()
    with _styled():
        figure = _draw_all(frames, size, palette, design=size).figure
        figure.savefig(text, format="svg", facecolor=palette.ground, metadata={"Date": None})
    whole = _with_fallbacks(text.getvalue())
    return _METADATA.sub("", whole[whole.index("<svg") :])


def render(
    frames: Sequence[Frame], size: tuple[int, int], palette: Palette = LIGHT, caption: Sequence[str] = ()
) -> NDArray[np.uint8]:
    """Frames as pixels: uint8 [row, column, 3]; see ``write_figure``.

    Raises:
        ExportError: there is nothing to draw.
    """
    with _styled():
        canvas = FigureCanvasAgg(_draw_all(frames, size, palette, caption).figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())[..., :3].copy()  # type: ignore[no-untyped-call]
    return pixels


@contextmanager
def _styled() -> Iterator[None]:
    """Our type; a name in a script that our fonts lack is no reason for a warning: its text stays text in SVG."""
    with rc_context(_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        yield


def _draw_all(
    frames: Sequence[Frame],
    size: tuple[int, int],
    palette: Palette,
    caption: Sequence[str] = (),
    design: tuple[int, int] | None = None,
) -> Area:
    if not frames:
        raise ExportError("there is nothing to draw; choose a pane that shows something")
    _load_fonts()
    whole = make_area(size, palette, design or _DESIGNS[min(_weight(frames), 2)])
    inner = whole.cut(*[_MARGIN] * 4)
    for place, line in enumerate(reversed(caption)):
        inner.write(0, inner.height - (place + 0.5) * LINE, line, room=inner.width)
    below = len(caption) * LINE + (_GAP / 2 if caption else 0)
    for area, frame in zip(_arrange(inner.cut(bottom=below), frames), _in_order(frames), strict=True):
        draw(area, frame)
    return whole


def _with_fallbacks(svg: str) -> str:
    """With more fonts to choose from, and blanks in a row kept."""
    known = "font-family: " + ", ".join(f"'{name}'" for name in _FAMILY)
    return svg.replace(known, f"font-family: {_FALLBACKS}").replace("<svg ", '<svg xml:space="preserve" ', 1)


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
    known = font_manager.fontManager
    for name, weight in _FONTS.items():
        known.addfont(resource(f"fonts/{name}"))
        added = next(font for font in reversed(known.ttflist) if font.name == _FAMILY[0])
        known.ttflist.append(replace(added, weight=weight))


_STYLE: dict[Any, Any] = {
    "font.family": list(_FAMILY),
    "font.size": LABEL,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "hatch.linewidth": 1.5,
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "svg.hashsalt": "vgdesk",
}
