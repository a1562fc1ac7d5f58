"""What clipping makes of a gradient of two entries: by value it turns, by norm it keeps its direction."""

import math
from dataclasses import dataclass

import numpy as np

from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.errors import SpecError
from vgdesk.experiment.training import NoClipping
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View

EXAMPLE = (0.9, 100.0)
"""The gradient drawn: two entries of very different size."""

_USUAL_LIMIT = 1.0
_SPAN = 1.25  # of the longest arrow but the one that is cut off
_TURNED = 0.05  # degrees from which on a direction counts as another one


@dataclass(frozen=True)
class Arrow:
    """A gradient of two entries.

    Attributes:
        name: what was done to it.
        x: its first entry.
        y: its second entry.
        is_used: whether the lane clips in this way.
    """

    name: str
    x: float
    y: float
    is_used: bool = False

    @property
    def length(self) -> float:
        """Its norm."""
        return math.hypot(self.x, self.y)

    @property
    def degrees(self) -> float:
        """Its direction, counted from the first axis."""
        return math.degrees(math.atan2(self.y, self.x))

    @property
    def entries(self) -> str:
        """Both entries in words, with the digits that part them from round numbers."""
        return f"({self.x:.6g}, {self.y:.6g})"


@dataclass(frozen=True)
class ClipFrame(Still):
    """Three arrows from one point: before, by value, by norm.

    Attributes:
        arrows: in that order.
        limit: of the clipping.
        reach: both axes run from 0 to here; the first arrow may leave the picture.
        at_cursor: how many layers of the lane the limit meets there, in words; empty where that is not recorded.
    """

    arrows: tuple[Arrow, Arrow, Arrow]
    limit: float
    reach: float
    at_cursor: str = ""

    @property
    def title(self) -> str:
        """What is drawn."""
        return f"a gradient of two entries clipped at {format_value(self.limit)}"

    @property
    def words(self) -> tuple[str, ...]:
        """Two lines for each arrow: its entries, then its length and whether its direction was kept."""
        before = self.arrows[0]
        found = [f"before {before.entries}\nlength {before.length:.5g}, {before.degrees:.1f}° from the first axis"]
        for arrow in self.arrows[1:]:
            turn = abs(arrow.degrees - before.degrees)
            kept = "direction kept" if turn < _TURNED else f"turned by {turn:.1f}°"
            used = ", as this lane clips" if arrow.is_used else ""
            found.append(f"{arrow.name} {arrow.entries}{used}\nlength {arrow.length:.5g}, {kept}")
        return (*found, *([self.at_cursor] if self.at_cursor else []))

    @property
    def description(self) -> str:
        """All of it in words."""
        return "; ".join((self.title, *self.words)).replace("\n", ": ")


def clip_by_value(gradient: tuple[float, float], limit: float) -> tuple[float, float]:
    """Every entry cut to -limit..limit."""
    x, y = np.clip(gradient, -limit, limit).tolist()
    return x, y


def clip_by_norm(gradient: tuple[float, float], limit: float) -> tuple[float, float]:
    """Scaled to a norm of at most the limit."""
    factor = min(1.0, limit / math.hypot(*gradient))
    return factor * gradient[0], factor * gradient[1]


def clip_frame(lane: LaneView, epoch: float | None = None) -> ClipFrame:
    """The example clipped as the lane clips, at 1 where it does not; by its definition, not out of the run.

    Args:
        lane: it has a run.
        epoch: the cursor, for how many of its gradients the limit meets.
    """
    kind, limit = _clipping(lane)
    value, norm = clip_by_value(EXAMPLE, limit), clip_by_norm(EXAMPLE, limit)
    arrows = (
        Arrow("before", *EXAMPLE),
        Arrow("by value", *value, kind == "value"),
        Arrow("by norm", *norm, kind in ("norm", "global_norm")),
    )
    reach = _SPAN * max(*value, *norm)
    return ClipFrame(arrows, limit, reach, _meet(lane, limit, epoch))


def _clipping(lane: LaneView) -> tuple[str, float]:
    try:
        clipping = read_spec(lane.run).training.clipping
    except SpecError:
        return "none", _USUAL_LIMIT
    return clipping.kind, _USUAL_LIMIT if isinstance(clipping, NoClipping) else clipping.limit


def _meet(lane: LaneView, limit: float, epoch: float | None) -> str:
    """How many layers have a gradient that is longer than the limit, or an entry beyond it."""
    history, sample = lane.run, lane.sample_at(epoch)
    keys = [("gradient", "l2"), ("gradient", "max_abs")]
    if sample is None or any(key not in history.layout for key in keys):
        return ""
    columns = [history.layout.columns(*key) for key in keys]
    length, largest = (history.values[sample, each[each >= 0]] for each in columns)
    when, at = format_epoch(float(history.epochs[sample])), format_value(limit)
    beyond = [int(np.count_nonzero(~(values <= limit))) for values in (length, largest)]
    return f"epoch {when}, of {len(length)} layers\n{beyond[0]} have a norm above {at}, {beyond[1]} an entry above it"


def _make(view: View, sources: Sources) -> Frame | Nothing:  # noqa: ARG001 - quick enough to be made each time
    lane = view.lane
    if lane is None or lane.history is None:
        return Nothing(NOT_TRAINED)
    return clip_frame(lane, view.epoch)


CLIP = Picture(
    key="clip",
    title="clipping",
    tip="A gradient of two entries before and after clipping by value and by norm, at the selected lane's limit",
    make=_make,
)
