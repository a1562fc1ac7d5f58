"""The theory's prediction for a lane: of the network that is edited, or of the run where it is untrained yet."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.depth_rate import fit_depth_rate
from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.theory import DEVIATIONS, Prediction, predict
from vgdesk.analysis.theory_limits import find_obstacle
from vgdesk.errors import SpecError
from vgdesk.events import DataPreviewed, freeze
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import LaneView

WORDS = f"band: wide networks before training, ± {DEVIATIONS:g} sd"
BAND_OPACITY = 0.18
"""Of a band, drawn in the colour of its lane."""

_WAITING = "the points are on their way"


@dataclass(frozen=True)
class Band:
    """Where nearly all untrained networks of a spec lie.

    Attributes:
        label: name of the lane.
        color_index: number of the lane, 0 the first.
        depth: float64 [layer], numbers of the layers, 1 at the input.
        low: float64 [layer], log10.
        high: float64 [layer], log10.
        text: how fast the typical network's numbers change with depth, in words.
    """

    label: str
    color_index: int
    depth: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    text: str = ""


@dataclass(frozen=True, eq=False)
class Expected:
    """What a lane's network does before it trains.

    Attributes:
        lane: whose.
        spec: of the network.
        prediction: None without one.
        reason: why there is none; empty if there is one.
    """

    lane: LaneView
    spec: ExperimentSpec
    prediction: Prediction | None
    reason: str = ""

    def band(self, tensor: str) -> Band | None:
        """Of a ledger; the layers without a number are left out."""
        ledger = self.prediction.ledgers.get(tensor) if self.prediction else None
        if ledger is None:
            return None
        reach = DEVIATIONS * ledger.deviations
        known = np.isfinite(ledger.exponents) & np.isfinite(reach)
        depth = np.asarray(np.flatnonzero(known) + 1.0, np.float64)
        edges: list[NDArray[np.float64]] = [ledger.exponents - reach, ledger.exponents + reach]
        low, high = (freeze(edge[known]) for edge in edges)
        rate = fit_depth_rate(np.where(known, ledger.exponents, np.nan)[:-1])
        text = f"predicted before training: {rate.text.partition(' (')[0]}" if rate else "predicted before training"
        return Band(self.lane.name, self.lane.color, freeze(depth), low, high, text) if len(depth) else None

    @property
    def words(self) -> str:
        """Why there is no prediction; empty if there is one."""
        return f"{self.lane.name}: no prediction: {self.reason}" if self.reason else ""


def find_expected(lane: LaneView, epoch: float | None, sources: Sources) -> Expected | None:
    """What the theory says of a lane at a cursor; None where it has trained, and its spec is as it was trained."""
    known = _find_spec(lane, epoch)
    if known is None:
        return None
    spec, points = known
    key = ("theory", lane.key or lane.name, lane.color)
    found = sources.keep(key, (spec, id(points)), lambda: _predict(lane, spec, points))
    return replace(found, lane=lane)


def _find_spec(lane: LaneView, epoch: float | None) -> tuple[ExperimentSpec, DataPreviewed | None] | None:
    history = lane.history
    if lane.spec is not None and (history is None or lane.is_edited):
        return lane.spec, lane.spec_points
    sample = lane.sample_at(epoch)
    if history is None or sample is None or history.steps[sample] or history.started.origin is not None:
        return None
    try:
        return read_spec(history), lane.points
    except SpecError:
        return None


def _predict(lane: LaneView, spec: ExperimentSpec, points: DataPreviewed | None) -> Expected:
    reason = find_obstacle(spec)
    if not reason and (points is None or points.columns.shape[1] != spec.data.inputs or len(points.columns) < 2):
        reason = _WAITING
    if reason or points is None:
        return Expected(lane, spec, None, reason)
    return Expected(lane, spec, predict(spec, points.columns, points.targets))


def outline(band: Band) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The shape of a band, x and y [corner]: along its lower edge and back along the upper one.

    A band of one layer is as wide as half a layer.
    """
    depth = band.depth if len(band.depth) > 1 else band.depth + np.array([-0.25, 0.25])
    edges = [np.broadcast_to(edge, depth.shape) for edge in (band.low, band.high)]
    return np.concatenate([depth, depth[::-1]]), np.concatenate([edges[0], edges[1][::-1]])
