"""Sample images, and what a lane's network takes them for."""

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from vgdesk.analysis.colors import Palette
from vgdesk.analysis.numbers import format_value
from vgdesk.export.area import LINE, Area
from vgdesk.pictures.guesses import GuessFrame

_GAP = 10
_COARSE = 4  # pixels of the picture a pixel from which on it is drawn as a square


def draw_guesses(area: Area, frame: GuessFrame) -> None:
    """The images in rows, each above its guess; wrong ones in red."""
    count = len(frame.labels)
    area.write(0, LINE / 2, frame.description, area.palette.text, room=area.width)
    room = area.cut(top=LINE + 6)
    rows = max(range(1, count + 1), key=lambda rows: _side(room, count, rows))
    across, side = -(-count // rows), max(_side(room, count, rows), 1.0)
    cells = [cell for row in room.rows(rows, _GAP) for cell in row.columns(max(across, 1), _GAP)]
    for image, cell in zip(range(count), cells, strict=False):
        margin = (cell.width - side) / 2
        _draw_image(cell.cut(left=margin, right=margin, bottom=cell.height - side), frame, image)
        _write_guess(cell, frame, image, side)


def _side(area: Area, count: int, rows: int) -> float:
    cell = next(next(area.rows(rows, _GAP)).columns(-(-count // rows), _GAP))
    return min(cell.width, cell.height - 2 * LINE)


def _draw_image(area: Area, frame: GuessFrame, image: int) -> None:
    sheet, pixels = area.sheet((0, 1), (0, 1)), frame.images[image]
    is_coarse = area.pixels(area.width) >= _COARSE * len(pixels)
    how = "nearest" if is_coarse else "bilinear"
    sheet.image(_ink(pixels, area.palette), how)
    if not frame.is_right(image):
        sheet.add(Rectangle((0, 0), 1, 1, fill=False, edgecolor=area.palette.bad, linewidth=area.points(2)))


def _write_guess(area: Area, frame: GuessFrame, image: int, side: float) -> None:
    color = area.palette.muted if frame.is_right(image) else area.palette.bad
    share = float(frame.shares[image])
    sure = f"{100 * share:.0f} %" if frame.measure == "probability" else format_value(share)
    for row, words in enumerate((frame.guess_name(image), sure if share == share else "")):
        area.write(area.width / 2, side + (row + 0.5) * LINE, words, color, ha="center", room=area.width + _GAP / 2)


def _ink(pixels: NDArray[np.float32], palette: Palette) -> NDArray[np.float64]:
    """Brightness [row, column] of 0..1 as ink on paper: what is bright in the data has the colour of text."""
    paper, ink = np.array(to_rgb(palette.field)), np.array(to_rgb(palette.text))
    return np.asarray(paper + np.clip(pixels, 0, 1)[..., None] * (ink - paper), np.float64)
