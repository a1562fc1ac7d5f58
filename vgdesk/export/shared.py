"""Drawings that the window shares, below the words that it has in the header of a pane."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from vgdesk.analysis.numbers import format_epoch
from vgdesk.drawing import fit, guesses, network
from vgdesk.drawing.surface import Box, Ends, Pen
from vgdesk.export.area import GAP, LINE, Area, text_width
from vgdesk.pictures.fit import FitFrame
from vgdesk.pictures.guesses import GuessFrame
from vgdesk.pictures.network import DiagramFrame

_HEADING = LINE + 4


def draw_guesses(area: Area, frame: GuessFrame) -> None:
    """Images with what a network takes them for, and how many of it is right."""
    surface = AreaSurface(area.cut(top=_HEADING))
    guesses.draw_guesses(surface, frame)
    words = f"{frame.title}: {frame.score_of(surface.named)}"
    area.write(0, LINE / 2, words, area.palette.text, room=area.width)


def draw_fit(area: Area, frame: FitFrame) -> None:
    """Predicted against true numbers, and how well they fit."""
    fit.draw_fit(AreaSurface(area.cut(top=_HEADING)), frame)
    area.write(0, LINE / 2, frame.description, area.palette.text, room=area.width)


def draw_diagram(area: Area, frame: DiagramFrame) -> None:
    """A network, and what its links say."""
    network.draw_network(AreaSurface(area.cut(top=_HEADING)), frame)
    label = area.elide(frame.label, area.width / 2)
    area.write(0, LINE / 2, label, area.palette.text)
    room = area.width - text_width(label) - GAP
    area.write(area.width, LINE / 2, _explain(frame), ha="right", room=room)


def _explain(frame: DiagramFrame) -> str:
    if frame.has_gradients:
        return f"weight gradient, {frame.measure}: {frame.legend}"
    if frame.epoch is None:
        return frame.legend
    return f"weights of epoch {format_epoch(frame.epoch)}: blue positive, orange negative, {frame.legend}"


class AreaSurface:
    """Draws by matplotlib.

    Args:
        area: what it fills.

    Attributes:
        named: how many parts the pointer could read.
    """

    def __init__(self, area: Area):
        self.width, self.height, self.palette = area.width, area.height, area.palette
        self._area, self._sheet, self.named = area, area.sheet(), 0

    def pixels(self, length: float) -> float:
        """Pixels of the picture."""
        return self._area.pixels(length)

    def text_width(self, words: str) -> float:
        """As matplotlib measures it."""
        return text_width(words)

    def write(self, box: Box, words: str, color: str) -> None:
        """A label."""
        self._area.write(box.middle, box.top + box.height / 2, words, color, ha="center", room=box.width)

    def outline(self, box: Box, pen: Pen) -> None:
        """A border."""
        self._sheet.add(Rectangle(box[:2], box.width, box.height, fill=False, **self._look(pen)))

    def image(self, box: Box, colors: NDArray[np.float64], is_smooth: bool) -> None:
        """Pixels."""
        right, bottom = self.width - box.left - box.width, self.height - box.top - box.height
        place = self._area.cut(box.left, box.top, right, bottom)
        place.sheet().image(colors / 255, "bilinear" if is_smooth else "nearest")

    def lines(self, ends: Sequence[Ends], pen: Pen) -> None:
        """Straight lines."""
        self._sheet.add(LineCollection([(line[:2], line[2:]) for line in ends], **self._look(pen)))

    def curve(self, points: Sequence[tuple[float, float]], pen: Pen) -> None:
        """A curve."""
        self._sheet.add(PathPatch(Path(points, [Path.MOVETO, *[Path.CURVE4] * 3]), fill=False, **self._look(pen)))

    def circles(self, middles: Sequence[tuple[float, float]], radius: float, fill: str, pen: Pen | None) -> None:
        """Circles."""
        for middle in middles:
            self._sheet.add(Circle(middle, radius, facecolor=fill, **self._look(pen or Pen(fill, width=0))))

    def name(self, box: Box, words: str) -> None:  # noqa: ARG002
        """A file has no pointer: count it."""
        self.named += 1

    def _look(self, pen: Pen) -> dict[str, Any]:
        look = {"edgecolor": to_rgba(pen.color, pen.alpha), "linewidth": self._area.points(pen.width)}
        return look | {"linestyle": "dotted" if pen.is_dotted else "solid"}
