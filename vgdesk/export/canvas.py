"""What a picture is drawn on."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from vgdesk.analysis.colors import Palette

DPI = 100
_DESIGN_SIZE = (1280, 720)  # pixels at which text has its natural size


@dataclass(frozen=True)
class Canvas:
    """An empty figure, and how to draw on it.

    Attributes:
        figure: matplotlib's.
        width: pixels.
        height: pixels.
        palette: light or dark.
        scale: pixels to a design pixel; text grows with the picture.
    """

    figure: Figure
    width: int
    height: int
    palette: Palette
    scale: float

    def points(self, pixels: float) -> float:
        """A length in design pixels as matplotlib's points."""
        return pixels * self.scale * 72 / DPI


def make_canvas(size: tuple[int, int], palette: Palette) -> Canvas:
    """An empty canvas of that width and height in pixels."""
    scale = max(0.5, min(side / design for side, design in zip(size, _DESIGN_SIZE, strict=True)))
    figure = Figure((size[0] / DPI, size[1] / DPI), dpi=DPI, facecolor=palette.ground)
    return Canvas(figure, *size, palette, scale)
