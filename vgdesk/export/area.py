"""What pictures are drawn on: rectangles of a figure, measured in design pixels."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from vgdesk.analysis.colors import Palette
from vgdesk.export.sheet import Sheet, Span

DPI = 100
LABEL = 11
"""Size of labels in design pixels."""

LINE = 17
"""Height of a line of labels."""

GAP = 14

_LEAST_SCALE = 0.5
_SLACK = 0.5  # design pixels that a text may be too wide
_FAMILY = ["Inter", "DejaVu Sans"]


@dataclass(frozen=True)
class Area:
    """A rectangle of a figure, and how to draw on it.

    Attributes:
        figure: matplotlib's.
        palette: light or dark.
        scale: pixels to a design pixel; text grows with the picture.
        left: design pixels from the left end of the figure.
        top: design pixels from its upper end.
        width: design pixels.
        height: design pixels.
    """

    figure: Figure
    palette: Palette
    scale: float
    left: float
    top: float
    width: float
    height: float

    def points(self, length: float) -> float:
        """A length in design pixels as matplotlib's points."""
        return length * self.scale * 72 / DPI

    def pixels(self, length: float) -> int:
        """A length in design pixels as those of the picture; 1 at least."""
        return max(round(length * self.scale), 1)

    def cut(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Area":
        """What remains without some design pixels at each side."""
        width, height = max(self.width - left - right, 1), max(self.height - top - bottom, 1)
        return replace(self, left=self.left + left, top=self.top + top, width=width, height=height)

    def columns(self, count: int, gap: float = GAP) -> "Iterator[Area]":
        """Equal areas side by side."""
        width = max((self.width - gap * (count - 1)) / count, 1)
        return (replace(self, left=self.left + at * (width + gap), width=width) for at in range(count))

    def rows(self, count: int, gap: float = GAP) -> "Iterator[Area]":
        """Equal areas one below the other."""
        height = max((self.height - gap * (count - 1)) / count, 1)
        return (replace(self, top=self.top + at * (height + gap), height=height) for at in range(count))

    def sheet(self, x: Span | None = None, y: Span | None = None) -> Sheet:
        """What to draw on: by default in design pixels from the upper left corner of the area.

        Args:
            x: coordinates of the left and the right end.
            y: coordinates of the lower and the upper end.
        """
        width, height = self._whole()
        ends = (self.left, self.top + self.height, self.left + self.width, self.top)
        shares = (ends[0] / width, 1 - ends[1] / height, ends[2] / width, 1 - ends[3] / height)
        return Sheet(self.figure, shares, x or (0, self.width), y or (self.height, 0))

    def write(self, x: float, y: float, words: str, color: str | None = None, **look: Any) -> None:
        """Put a line of text at a place in design pixels from the upper left corner of the area.

        Args:
            x: of the point that the text is aligned to.
            y: of the text's middle, or of what ``va`` says.
            words: the text.
            color: ``#rrggbb``; None for that of labels.
            look: what matplotlib's text takes; ``size`` is in design pixels, ``room`` the width to elide to.
        """
        size, room = look.pop("size", LABEL), look.pop("room", None)
        words = _printable(words)
        words = words if room is None else self.elide(words, room, size)
        place = ((self.left + x) / self._whole()[0], 1 - (self.top + y) / self._whole()[1])
        look = {"va": "center_baseline", "color": color or self.palette.muted, **look}
        self.figure.text(*place, words, fontsize=self.points(size), **look)

    def elide(self, words: str, room: float, size: float = LABEL) -> str:
        """The text, cut to a width in design pixels with an ellipsis at its end."""
        room += _SLACK
        if text_width(words, size) <= room:
            return words
        kept = len(words)
        while kept and text_width(f"{words[:kept]}…", size) > room:
            kept -= 1
        return f"{words[:kept].rstrip()}…" if kept else ""

    def _whole(self) -> tuple[float, float]:
        width, height = self.figure.get_size_inches()
        return width * DPI / self.scale, height * DPI / self.scale


def make_area(size: tuple[int, int], palette: Palette, design: tuple[int, int]) -> Area:
    """The whole of an empty figure.

    Args:
        size: width and height in pixels.
        palette: light or dark.
        design: width and height at which text has its natural size; it grows and shrinks with the picture.
    """
    scale = max(_LEAST_SCALE, min(side / natural for side, natural in zip(size, design, strict=True)))
    figure = Figure((size[0] / DPI, size[1] / DPI), dpi=DPI, facecolor=palette.ground)
    return Area(figure, palette, scale, 0.0, 0.0, size[0] / scale, size[1] / scale)


@lru_cache(maxsize=4096)
def text_width(words: str, size: float = LABEL) -> float:
    """Design pixels that a line of text of that size takes."""
    font = FontProperties(family=_FAMILY, size=size)
    printed = _printable(words)
    return float(text_to_path.get_text_width_height_descent(printed, font, ismath=False)[0]) if words else 0.0


def _printable(words: str) -> str:
    """With blanks for what has no shape: line feeds, control characters."""
    return words if words.isprintable() else "".join(each if each.isprintable() else " " for each in words)


def shown_places(count: int, room: float, needed: float) -> list[int]:
    """Which of ``count`` names in a row have room: the first and the last, and between them evenly spaced ones."""
    step = max(-int(-needed * count // max(room, 1e-9)), 1)
    return sorted({0, count - 1, *range(step - 1, count - step, step)}) if step > 1 else list(range(count))
