"""The plane that the points live in, as each lane's network sees it: a field of probabilities, and the points."""

from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import class_shares, evaluate, read_spec, share_name, snapshot_at
from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.zero_lines import find_zero_lines
from vgdesk.errors import VgdeskError
from vgdesk.events import freeze
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Frame, Nothing, Still, reason_of
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

GRID = 64
_LEAST_GRID = 20
_PRODUCTS = 40_000_000  # multiplications that a field may cost, so that a large network gets a coarser one
_ROOM = 1.16  # of what the points span
_NO_LIMITS = Limits(Scale.LINEAR, -1.0, 1.0)
_WAITING = "Waiting for the points"


@dataclass(frozen=True)
class Boundary:
    """The plane of one lane.

    Attributes:
        label: name of the lane.
        color_index: number of the lane, 0 the first.
        note: why there is nothing else; empty when there is.
        epoch: of the weights.
        measure: what the shares are: ``probability``, or ``output`` of a network that learned without one.
        x_limits: from left to right, as wide as the y_limits.
        y_limits: upwards.
        shares: float32 [row, column, class] in the middle of each cell of a grid over the limits, the lowest row
            first; see ``class_shares``.
        lines: float64 [line, end, 2], x and y of short lines along which two classes are as likely as each other.
        points: float32 [point, 2].
        labels: int64 [point], their classes.
    """

    label: str
    color_index: int
    note: str = ""
    epoch: float = 0.0
    measure: str = "probability"
    x_limits: Limits = _NO_LIMITS
    y_limits: Limits = _NO_LIMITS
    shares: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0, 0), np.float32), repr=False)
    lines: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2, 2)), repr=False)
    points: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2), np.float32), repr=False)
    labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)

    def shares_at(self, x: float, y: float) -> NDArray[np.float32] | None:
        """Share of every class [class] at a place; None beside the field."""
        rows, columns, classes = self.shares.shape
        column = int(_share(self.x_limits, x) * columns // 1)
        row = int(_share(self.y_limits, y) * rows // 1)
        return self.shares[row, column] if classes and 0 <= column < columns and 0 <= row < rows else None


@dataclass(frozen=True)
class BoundaryFrame(Still):
    """The planes of all lanes side by side.

    Attributes:
        boundaries: from the top of the screen; lanes without a run are left out.
    """

    boundaries: tuple[Boundary, ...]

    @property
    def title(self) -> str:
        """Of the picture."""
        return "decision boundary"

    @property
    def description(self) -> str:
        """Of which weights each plane is, or why there is none."""
        return "; ".join(
            f"{each.label}: {each.note or f'weights of epoch {format_epoch(each.epoch)}'}" for each in self.boundaries
        )


def find_boundary(lane: LaneView, epoch: float | None = None) -> Boundary:
    """The plane of a lane as its network saw it at or before an epoch, the newest for None; or why there is none."""
    try:
        if lane.history is None:
            raise VgdeskError(NOT_TRAINED)
        return _find(lane, lane.history, epoch)
    except VgdeskError as error:
        return Boundary(lane.name, lane.color, reason_of(error))


def _find(lane: LaneView, history: History, epoch: float | None) -> Boundary:
    columns = _columns(history)
    if columns != 2:
        raise VgdeskError(f"Only points of two columns have a place in the plane; these have {columns}")
    snapshot = snapshot_at(history, epoch)
    if lane.points is None:
        raise VgdeskError(_WAITING)
    limits = _limits(lane.points.inputs)
    shares = _field(history, snapshot, limits)
    return Boundary(
        label=lane.name,
        color_index=lane.color,
        epoch=float(history.snapshots.epochs[snapshot]),
        measure=share_name(history),
        x_limits=limits[0],
        y_limits=limits[1],
        shares=freeze(shares),
        lines=freeze(_even_lines(shares, limits)),
        points=lane.points.inputs,
        labels=lane.points.labels,
    )


def _columns(history: History) -> int:
    """Columns of the data; the weights know of files that are not here any more."""
    spec = read_spec(history)
    if spec.network.recurrent is not None:
        raise VgdeskError("A recurrent network reads sequences, which have no place in the plane")
    if len(history.snapshots):
        return len(history.snapshots.tensor(0, 1, "weight"))
    return spec.data.inputs


def _limits(points: NDArray[np.float32]) -> tuple[Limits, Limits]:
    finite = points[np.isfinite(points).all(axis=1)].astype(np.float64)
    if not len(finite):
        return _NO_LIMITS, _NO_LIMITS
    low, high = finite.min(axis=0), finite.max(axis=0)
    half = _ROOM / 2 * max(float((high - low).max()), 1e-9)
    x, y = ((low + high) / 2).tolist()
    return Limits(Scale.LINEAR, x - half, x + half), Limits(Scale.LINEAR, y - half, y + half)


def _field(history: History, snapshot: int, limits: tuple[Limits, Limits]) -> NDArray[np.float32]:
    side = min(max(int((_PRODUCTS / history.started.parameters) ** 0.5), _LEAST_GRID), GRID)
    x, y = (_middles(limit, side) for limit in limits)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2).astype(np.float32)
    shares = class_shares(history, evaluate(history, snapshot, places))
    return np.asarray(shares, np.float32).reshape(side, side, -1)


def _even_lines(shares: NDArray[np.float32], limits: tuple[Limits, Limits]) -> NDArray[np.float64]:
    """Where a class is as likely as the likeliest other; between two classes counted once."""
    side, _, classes = shares.shape
    order = np.sort(shares, axis=2)
    others = np.where(shares == order[..., -1:], order[..., -2:-1], order[..., -1:])
    found = [find_zero_lines((shares - others)[..., number]) for number in range(classes == 2, classes)]
    ends = np.concatenate(found)
    low = np.array([limit.low for limit in limits])
    span = np.array([limit.high - limit.low for limit in limits])
    return np.asarray(low + (ends + 0.5) / side * span, np.float64)


def _middles(limits: Limits, count: int) -> NDArray[np.float64]:
    return limits.low + (np.arange(count) + 0.5) / count * (limits.high - limits.low)


def _share(limits: Limits, value: float) -> float:
    return (value - limits.low) / (limits.high - limits.low)


def _make(view: View, sources: Sources) -> Frame | Nothing:
    """A field is computed only where its snapshot has changed."""
    boundaries = []
    for place, lane in enumerate(view.lanes):
        if lane.history is not None:
            snapshots = lane.history.snapshots
            kept = (len(snapshots) > 0, snapshots.at(view.epoch), id(lane.points))
            made_of = (lane.name, lane.color, lane.history, *kept)
            boundaries.append(sources.keep(("boundary", place), made_of, partial(find_boundary, lane, view.epoch)))
    if not boundaries:
        return Nothing(NOT_TRAINED)
    notes = {boundary.note for boundary in boundaries}
    if len(notes) == 1 and (note := notes.pop()):
        return Nothing(note)
    found = tuple(boundaries)
    return sources.keep("boundary", [id(each) for each in found], lambda: BoundaryFrame(found))


BOUNDARY = Picture(
    key="boundary",
    title="decision boundary",
    tip="Where each network draws the line between the classes, and how sure it is, at the cursor",
    make=_make,
    needs_spec=True,
    needs_points=True,
)
