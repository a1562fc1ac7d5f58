"""Curves ready to draw."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.scales import Limits, Tick, whole_ticks
from vgdesk.analysis.time_ticks import STEP, TIME_TICKS
from vgdesk.pictures.frame import Still

THIN, FAINT = 0.6, 0.28
"""Strength of a line that stands behind others, and of one behind that."""


@dataclass(frozen=True)
class Curve:
    """One line.

    Attributes:
        label: for the legend.
        x: float64 [point], ascending.
        y: float64 [point]; NaN breaks the line. On a log axis exact zeros are NaN here and listed in ``zeros``.
        color_index: number of the lane, 0 the first; None where ``depth`` gives the colour.
        depth: 0 at the input to 1 at the output; None for the curve of a lane.
        dashed: a second kind of the same thing, such as the score on the test points.
        zeros: x [zero] where y is exactly zero and the axis cannot show it: a mark on the floor.
        nonfinite: x [point] where y was measured but is NaN or infinite: a mark on the ceiling.
        end: the text beside its end; empty for none.
        average: of the run, in words, to follow that text; empty for none.
        strength: of its colour, 1 of a line that is told by its name; less of a thin line behind others.
    """

    label: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    color_index: int | None = None
    depth: float | None = None
    dashed: bool = False
    zeros: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    nonfinite: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    end: str = ""
    strength: float = 1.0
    average: str = ""

    @property
    def name(self) -> str:
        """All that stands beside its end."""
        return f"{self.end} {self.average}" if self.end and self.average else self.end

    @property
    def lone(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """X and y of the points without a neighbour, which no line shows."""
        there = np.concatenate([[False], np.isfinite(self.y), [False]])
        lone = there[1:-1] & ~there[:-2] & ~there[2:]
        return self.x[lone], self.y[lone]

    def until(self, end: float) -> "Curve":
        """The part that does not lie beyond an x."""
        kept = int(self.x.searchsorted(end, side="right"))
        marks = (marks[marks <= end] for marks in (self.zeros, self.nonfinite))
        zeros, nonfinite = marks
        return replace(self, x=self.x[:kept], y=self.y[:kept], zeros=zeros, nonfinite=nonfinite)


@dataclass(frozen=True)
class Guide:
    """A level line to hold the curves against.

    Attributes:
        y: in the units of the y limits.
        label: the text beside its end.
    """

    y: float
    label: str


@dataclass(frozen=True)
class CurveFrame(Still):
    """Curves, and everything around them.

    Attributes:
        title: of the picture.
        x_label: what runs to the right.
        y_label: what runs upwards.
        curves: first to last as the legend lists them.
        x_limits: ends of the x axis.
        y_limits: ends of the y axis; log10 of the values on a log axis. A short burst of a score may leave them.
        x_ticks: marks within the x limits.
        y_ticks: marks within the y limits, in their units.
        cursor: x of the cursor; None without any.
        note: what the picture cannot show, in words, such as ``3 layers underflowed to 0``.
        guides: level lines behind the curves.
        dash_label: what the dashed curves are; empty without any.
        thin_label: what the thin curves are; empty without any.
        steps_per_epoch: where x counts steps for people; None counts epochs, as the arrays always do.
        layer_names: of the layers, or of what else one is chosen of, where the picture shows one; else empty.
        chosen: index of the one that is drawn.
    """

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...]
    x_limits: Limits
    y_limits: Limits
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    cursor: float | None = None
    note: str = ""
    guides: tuple[Guide, ...] = ()
    dash_label: str = ""
    thin_label: str = ""
    steps_per_epoch: int | None = None
    layer_names: tuple[str, ...] = ()
    chosen: int = 0

    @property
    def description(self) -> str:
        """What runs where, and how many curves there are."""
        return f"{self.y_label} over {self.x_label}, {len(self.curves)} curves {self.note}"

    def in_steps(self, steps_per_epoch: int) -> "CurveFrame":
        """With marks below that count steps."""
        ends = (self.x_limits.low * steps_per_epoch, self.x_limits.high * steps_per_epoch)
        whole = whole_ticks(*ends, TIME_TICKS)
        ticks = tuple(Tick(tick.position / steps_per_epoch, tick.label) for tick in whole)
        return replace(self, x_label=STEP, x_ticks=ticks, steps_per_epoch=steps_per_epoch)

    def until_cursor(self) -> "CurveFrame":
        """Without what lies beyond the cursor."""
        if self.cursor is None:
            return self
        return replace(self, curves=tuple(curve.until(self.cursor) for curve in self.curves))

    @property
    def caption(self) -> str:
        """The text below: what runs to the right, and what dashes and thin lines mean."""
        kinds = (("dashed", self.dash_label), ("thin", self.thin_label))
        return " · ".join([self.x_label, *(f"{look}: {label}" for look, label in kinds if label)])

    def describe_time(self, x: float) -> str:
        """A place on the x axis in words."""
        counted = format_epoch(x) if self.steps_per_epoch is None else str(round(x * self.steps_per_epoch))
        return f"{self.x_label} {counted}"

    @property
    def log_y(self) -> bool:
        """Whether y grows by powers of ten."""
        return self.y_limits.is_log
