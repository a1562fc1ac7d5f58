"""What the selected lane's network makes of some training points, against the numbers that it should learn."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import evaluate, read_spec, snapshot_at
from vgdesk.analysis.numbers import format_epoch, format_value
from vgdesk.errors import VgdeskError
from vgdesk.events import freeze
from vgdesk.pictures.frame import Frame, Nothing, Still, reason_of
from vgdesk.pictures.picture import Picture, Sources, of_lane
from vgdesk.pictures.view import LaneView, View
from vgdesk.runs.history import History


@dataclass(frozen=True)
class FitFrame(Still):
    """Predicted against true numbers.

    Attributes:
        label: name of the lane.
        epoch: of the weights.
        names: of the numbers; one empty name where the data have none.
        true: float64 [point, number], in the unit of its column.
        predicted: float64 [point, number], in the same units; outputs that are no numbers stay so.
    """

    label: str
    epoch: float
    names: tuple[str, ...]
    true: NDArray[np.float64] = field(repr=False)
    predicted: NDArray[np.float64] = field(repr=False)

    @property
    def title(self) -> str:
        """Whose predictions, and of which weights."""
        return f"{self.label}, epoch {format_epoch(self.epoch)}"

    @property
    def r_squared(self) -> tuple[float, ...]:
        """Of each number: 1 - squared errors / squared deviations from the mean, over the points shown."""
        with np.errstate(all="ignore"):
            errors = np.square(self.predicted - self.true).sum(axis=0)
            spread = np.square(self.true - self.true.mean(axis=0)).sum(axis=0)
            return tuple((1 - errors / spread).tolist())

    @property
    def errors(self) -> tuple[float, ...]:
        """Root mean squared error of each number, in the unit of its column."""
        with np.errstate(all="ignore"):
            return tuple(np.sqrt(np.square(self.predicted - self.true).mean(axis=0)).tolist())

    @property
    def score(self) -> str:
        """R squared and error of each number, in words."""
        parts = [
            f"{name} R² {_share(value)} RMSE {format_value(error, 3)}".strip()
            for name, value, error in zip(self.names, self.r_squared, self.errors, strict=True)
        ]
        return f"{', '.join(parts)} of {len(self.true)} points"

    @property
    def description(self) -> str:
        """How well the predictions fit, and when."""
        return f"{self.title}: {self.score}"

    def limits(self, number: int) -> tuple[float, float]:
        """The least and the largest of a column of numbers, true or predicted, as far as they are numbers."""
        numbers = np.concatenate([self.true[:, number], self.predicted[:, number]])
        finite = numbers[np.isfinite(numbers)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
        return (low, high) if high > low else (low - 0.5, low + 0.5)


def find_fit(lane: LaneView, history: History, epoch: float | None = None) -> FitFrame:
    """What the network of a lane made of its points at or before an epoch, the newest for None.

    Raises:
        VgdeskError: there is nothing to compare, and why.
    """
    data = read_spec(history).data
    if data.classes > 1:
        raise VgdeskError("These data have classes; predicted against true is for numbers")
    snapshot = snapshot_at(history, epoch)
    if lane.points is None:
        raise VgdeskError("Waiting for the points")
    true = np.asarray(lane.points.targets, np.float64).reshape(len(lane.points.targets), -1)
    predicted = evaluate(history, snapshot, lane.points.columns).astype(np.float64)
    if predicted.shape != true.shape:
        raise VgdeskError("The points have changed since the run")
    facts = history.started.data
    targets = facts.targets if facts is not None and len(facts.targets) == true.shape[1] else ()
    if targets:
        means, deviations = (
            np.array([each.mean for each in targets]),
            np.array([each.deviation for each in targets]),
        )
        true, predicted = means + deviations * true, means + deviations * predicted
    return FitFrame(
        label=lane.name,
        epoch=float(history.snapshots.epochs[snapshot]),
        names=tuple(each.name for each in targets) if len(targets) > 1 else ("",) * true.shape[1],
        true=freeze(true),
        predicted=freeze(predicted),
    )


def _share(value: float) -> str:
    return format_value(round(value, 3)) if np.isfinite(value) else "NaN"


@of_lane
def _make(view: View, lane: LaneView, history: History, sources: Sources) -> Frame | Nothing:
    made_of = (lane.name, history, len(history.snapshots), history.snapshots.at(view.epoch), id(lane.points))
    return sources.keep("fit", made_of, lambda: _try(lane, history, view.epoch))


def _try(lane: LaneView, history: History, epoch: float | None) -> Frame | Nothing:
    try:
        return find_fit(lane, history, epoch)
    except VgdeskError as error:
        return Nothing(reason_of(error))


FIT = Picture(
    key="fit",
    title="fit",
    tip="What the selected lane's network predicts for some training points, against the numbers that are true",
    make=_make,
    needs_spec=True,
    needs_points=True,
)
