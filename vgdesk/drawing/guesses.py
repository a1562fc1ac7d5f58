"""Images in rows, each above the guess at it; wrong ones in red."""

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.colors import Palette
from vgdesk.analysis.numbers import format_percent, format_value
from vgdesk.drawing.surface import LINE, Box, Pen, Surface
from vgdesk.pictures.guesses import NO_GUESS, GuessFrame

_LEAST_SIDE, _USUAL_SIDE, _LARGEST_SIDE = 24, 32, 140
_LEAST_WIDTH, _GAP = 58, 8
_SPARSE = 140  # height below which there is one line of words
_COARSE = 4  # pixels of the picture a pixel of an image from which on it is drawn as a square


def draw_guesses(surface: Surface, frame: GuessFrame) -> None:
    """As many of the images as have room, as large as they can be."""
    lines = 2 if surface.height >= _SPARSE else 1
    for image, cell in enumerate(_cells(surface, len(frame.labels), lines * LINE)):
        side = min(cell.height - lines * LINE, cell.width)
        square = Box(cell.middle - side / 2, cell.top, side, side)
        pixels, is_right = frame.images[image], frame.is_right(image)
        is_smooth = surface.pixels(side) < _COARSE * len(pixels)
        surface.image(square, _ink(pixels, surface.palette), is_smooth)
        if not is_right:
            surface.outline(square, Pen(surface.palette.bad))
        color = surface.palette.muted if is_right else surface.palette.bad
        for row, words in enumerate(_words(frame, image)[:lines]):
            surface.write(Box(cell.left, cell.top + side + row * (LINE - 1), cell.width, LINE), words, color)
        surface.name(cell, _readout(frame, image))


def _cells(surface: Surface, count: int, below: float) -> list[Box]:
    """Where each image stands with its words: all, a half or a quarter of them, as large as they can be."""
    width, height = surface.width, surface.height

    def columns(side: float) -> int:
        return max(int((width + _GAP) // (max(side, _LEAST_WIDTH) + _GAP)), 1)

    def rows(side: float) -> int:
        return max(int((height + _GAP) // (side + below + _GAP)), 1)

    fitting = (
        side
        for wanted in (count, count // 2, count // 4)
        for side in range(_LARGEST_SIDE, _USUAL_SIDE - 1, -1)
        if columns(side) * rows(side) >= wanted
    )
    side = next(fitting, _LEAST_SIDE)
    across = min(columns(side), -(-count // min(rows(side), count)))
    pitch, step = (width + _GAP) / across, side + below + _GAP
    shown = min(count, across * rows(side))
    top = max((height - -(-shown // across) * step + _GAP) / 2, 0)
    return [Box(at % across * pitch, top + at // across * step, pitch - _GAP, side + below) for at in range(shown)]


def _words(frame: GuessFrame, image: int) -> tuple[str, ...]:
    """The guess and how sure it is; outputs that are no numbers have no share."""
    name = frame.guess_name(image)
    return (name,) if int(frame.guesses[image]) == NO_GUESS else (name, _share(frame, image))


def _readout(frame: GuessFrame, image: int) -> str:
    right = "right" if frame.is_right(image) else f"it is {frame.true_name(image)}"
    return f"{frame.guess_name(image)}, {frame.measure} {_share(frame, image)}: {right}"


def _share(frame: GuessFrame, image: int) -> str:
    share = float(frame.shares[image])
    return format_percent(share, 0) if frame.measure == "probability" else format_value(share)


def _ink(pixels: NDArray[np.float32], palette: Palette) -> NDArray[np.float64]:
    """Brightness [row, column] of 0..1 as ink on paper: what is bright in the data has the colour of text."""
    paper, ink = (np.array(list(bytes.fromhex(color[1:])), float) for color in (palette.field, palette.text))
    return np.asarray(paper + np.clip(pixels, 0, 1)[..., None] * (ink - paper), np.float64)
