"""A run as a moving picture: GIF by Pillow, MP4 by ffmpeg where it is installed."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.colors import LIGHT, OVERFLOW, Palette
from vgdesk.errors import ExportError
from vgdesk.export.figures import render
from vgdesk.export.formats import find_format
from vgdesk.export.gif import write_gif
from vgdesk.export.mp4 import find_ffmpeg, write_mp4
from vgdesk.export.numbers import Report
from vgdesk.pictures.frame import Frame
from vgdesk.runs.history import History
from vgdesk.runs.saving import explain_failure, replacing

_USUAL_FRAMES, _USUAL_SECONDS = 100, 10.0
_MOST_PIXELS = 600_000_000  # of all pictures of a GIF together, a byte each in memory
_NO_FFMPEG = "MP4 needs ffmpeg: install it with  pip install 'vgdesk[mp4]'  or write a .gif"


@dataclass(frozen=True)
class Film:
    """What a moving picture shall be.

    Attributes:
        size: width and height in pixels; an MP4 has even ones, the next larger.
        palette: light or dark.
        seconds: it lasts, its last picture's pause apart.
        frames: pictures in it; 2 at least.
        grows: whether what came after the cursor is hidden, or else only the cursor moves.
        caption: lines below every picture.
    """

    size: tuple[int, int] = (960, 540)
    palette: Palette = LIGHT
    seconds: float = _USUAL_SECONDS
    frames: int = _USUAL_FRAMES
    grows: bool = True
    caption: tuple[str, ...] = ()


def film_epochs(histories: Iterable[History | None], film: Film) -> list[float]:
    """The epochs of its pictures, from the first sample of some runs to the last, no more than there are samples.

    Raises:
        ExportError: there are no samples.
    """
    trained = [history for history in histories if history is not None and history.sample_count]
    if not trained:
        raise ExportError("there are no samples to draw; train first")
    longest = max(trained, key=lambda history: float(history.epochs[-1]))
    count = min(film.frames, longest.sample_count)
    places = np.rint(np.linspace(0, longest.sample_count - 1, count)).astype(int)
    return [float(epoch) for epoch in longest.epochs[places]]


def check_kind(path: Path) -> str:
    """``gif`` or ``mp4``, as the file's ending says.

    Raises:
        ExportError: it ends otherwise, or there is nothing here to write an MP4 with.
    """
    chosen = find_format(path, "film")
    if chosen.needs == "mp4" and find_ffmpeg() is None:
        raise ExportError(_NO_FFMPEG)
    return chosen.suffix


def write_film(
    pictures: Iterable[Sequence[Frame]], count: int, path: Path, film: Film, report: Report = lambda done, count: None
) -> None:
    """Write frames one after the other as a moving picture; whatever ends it early leaves no file.

    Args:
        pictures: of each epoch the frames that share a picture; see ``write_figure``.
        count: how many there are.
        path: the file, ``.gif`` or ``.mp4``; an older one goes only when all is well.
        film: what it shall be.
        report: called after every picture, with the number done and the count of all.

    Raises:
        ExportError: there is no such kind, nothing to draw, nothing to write it with, or it cannot be written.
    """
    kind = check_kind(path)
    if kind == "gif" and count * film.size[0] * film.size[1] > _MOST_PIXELS:
        raise ExportError(
            f"{count} pictures of {film.size[0]}x{film.size[1]} are too large for a GIF; take fewer or smaller ones"
        )
    try:
        with replacing(path) as draft:
            draft.touch()  # a folder that cannot be written fails before the work
            rendered = _render_all(pictures, count, film, report)
            if kind == "gif":
                write_gif(rendered, draft, film.seconds / count, _colors_of(film.palette))
            else:
                write_mp4(rendered, draft, film.seconds / count)
    except OSError as error:
        raise ExportError(f"cannot write the moving picture {path}: {explain_failure(error)}") from None


def _render_all(
    pictures: Iterable[Sequence[Frame]], count: int, film: Film, report: Report
) -> Generator[NDArray[np.uint8], None, None]:
    """Pixels of each picture: uint8 [row, column, 3]."""
    before: Sequence[Frame] = ()
    for done, frames in enumerate(pictures, start=1):
        if len(before) == len(frames):
            frames = [frame.holding(last) for frame, last in zip(frames, before, strict=True)]
        before = frames
        shown = [frame.until_cursor() for frame in frames] if film.grows else frames
        yield render(shown, film.size, film.palette, film.caption)
        report(done, count)


def _colors_of(palette: Palette) -> list[str]:
    """The colours that words and lines are drawn in."""
    return [
        palette.ground,
        palette.grid,
        palette.line,
        palette.text,
        palette.muted,
        palette.bad,
        palette.ok,
        *palette.lanes,
        *palette.classes,
        *OVERFLOW.values(),
    ]
