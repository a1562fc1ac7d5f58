"""Names beside the ends of curves, each in the colour of its own: no legend covers the data."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from vgdesk.ui.panes.canvas import elide_row
from vgdesk.ui.panes.plot import MARGIN, Plot
from vgdesk.ui.theme import current_theme

_MOST_SHARE = 0.28
_STEP = 8  # widths come in these steps: the plot must not tremble with every digit
_GAP, _SLACK = 5, 2


class End(NamedTuple):
    """A name at the end of a curve.

    Attributes:
        y: where the curve ends, in view coordinates.
        text: the name.
        color: of the curve.
    """

    y: float
    text: str
    color: str


class LineEnds(QWidget):
    """Writes into the right margin of a plot, which it widens as far as the names need.

    Args:
        plot: whose margin it writes into; also its parent.
    """

    def __init__(self, plot: Plot):
        super().__init__(plot)
        self._plot = plot
        self._ends: tuple[End, ...] = ()
        self._heading: tuple[str, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        plot.box_resized.connect(self.fit)

    @property
    def ends(self) -> tuple[End, ...]:
        """What is written, from the first curve on."""
        return self._ends

    @property
    def heading(self) -> tuple[str, ...]:
        """Lines above the names, such as the unit of what is written; they are left out where they have no room."""
        return self._heading

    def show_ends(self, ends: Sequence[End], heading: Sequence[str] = ()) -> None:
        """Write these names, as many as have room."""
        self._ends = tuple(end for end in ends if end.text)
        self._heading = tuple(heading) if self._ends else ()
        self.fit()

    @property
    def has_heading(self) -> bool:
        """Whether there is a heading, and the margin is wide enough for it."""
        return bool(self._heading) and self._needed(self._heading) <= self._most()

    def have_room(self, ends: Sequence[End]) -> bool:
        """Whether all of these names could be written whole."""
        return self._needed([end.text for end in ends]) <= self._most()

    @Slot()
    def fit(self) -> None:
        """Take the room that the names need, if there is enough left for the curves."""
        needed = self._needed([end.text for end in self._ends])
        if self.has_heading:
            needed = max(needed, self._needed(self._heading))
        width = max(min(needed, self._most()), MARGIN)
        self._plot.set_right_margin(width)
        self.setGeometry(self._plot.width() - width, 0, width, self._plot.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Write the names beside their curves, without overlap."""
        box, (low, high) = self._plot.box_geometry, self._plot.box.viewRange()[1]
        if not self._ends or high <= low:
            return
        painter = QPainter(self)
        painter.setFont(current_theme().label_font())
        metrics, line = painter.fontMetrics(), painter.fontMetrics().height() - 1
        heading = self._shown_heading(box.height(), line)
        top = box.top() + line * len(heading)
        wanted = [box.bottom() - (end.y - low) / (high - low) * box.height() for end in self._ends]
        room = round(self.width() - _GAP)
        places = spread(wanted, (top, box.bottom()), line)
        above = min(y for _, y in places) - line * len(heading)
        muted = current_theme().muted
        lines = [(above + at * line, muted, text) for at, text in enumerate(heading)]
        lines += [(y, self._ends[index].color, self._ends[index].text) for index, y in places]
        for y, color, text in lines:
            painter.setPen(QColor(color))
            place = QRectF(QPointF(_GAP, y - line), QPointF(self.width(), y + line))
            words = elide_row(metrics, text, room)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()

    def _shown_heading(self, height: float, line: int) -> tuple[str, ...]:
        has_lines = (len(self._heading) + len(self._ends) - 1) * line <= height
        return self._heading if has_lines and self._needed(self._heading) <= self.width() else ()

    def _most(self) -> int:
        return round(_MOST_SHARE * float(self._plot.width()))

    def _needed(self, texts: Sequence[str]) -> int:
        """Logical pixels that the widest of some texts takes, in steps."""
        metrics = QFontMetrics(current_theme().label_font())
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        return -(-(widest + _GAP + _SLACK) // _STEP) * _STEP if widest else 0


def spread(wanted: Sequence[float], bounds: tuple[float, float], line: float) -> list[tuple[int, float]]:
    """Indices and places of labels at least a line apart, each as near to where it wants to be as can be.

    Args:
        wanted: middles of the labels, in any order; those beyond the bounds come back in.
        bounds: least and largest place.
        line: height of a label.

    Returns:
        From the top; of too many labels evenly chosen ones.
    """
    first, last = bounds
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    most = max(int((last - first) / line) + 1, 1)
    if len(order) > most:
        order = [order[round(at * (len(order) - 1) / max(most - 1, 1))] for at in range(most)]
    places = [min(max(wanted[index], first), last) for index in order]
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + line)
    ceiling = last
    for at in reversed(range(len(places))):
        places[at] = min(places[at], ceiling)
        ceiling = places[at] - line
    return list(zip(order, places, strict=True))
