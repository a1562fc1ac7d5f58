"""The rewind test of every lane: accuracy with the first layers set back to where they began."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from vgdesk.analysis.curve_limits import curve_limits, curve_ticks
from vgdesk.analysis.forward import snapshot_at
from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.rewind import Rewind, RewindTest, plan_rewind
from vgdesk.analysis.scales import Limits, whole_ticks
from vgdesk.errors import VgdeskError
from vgdesk.events import freeze
from vgdesk.measures import Scale
from vgdesk.pictures.curves import Curve, CurveFrame, Guide
from vgdesk.pictures.frame import Frame, Nothing, reason_of
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View

_TICKS = 8


@dataclass(frozen=True)
class RewindFrame(CurveFrame):
    """Accuracy [lane] against how many layers are set back.

    Attributes:
        verdicts: what follows for each lane, in words.
    """

    verdicts: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What is drawn and what follows from it."""
        return "; ".join(part for part in (self.title, *self.verdicts, self.note) if part)

    def in_steps(self, steps_per_epoch: int) -> "RewindFrame":  # noqa: ARG002 - x counts layers
        """Nothing counts time."""
        return self

    def until_cursor(self) -> "RewindFrame":
        """Nothing lies after a cursor."""
        return self

    def describe_time(self, x: float) -> str:
        """How many layers are set back, in words."""
        count = round(x)
        return "as trained" if not count else f"layer 1{f' to {count}' if count > 1 else ''} set back"


@dataclass(frozen=True)
class LaneTest:
    """The test that a lane needs to be drawn.

    Attributes:
        key: under which its outcome is kept.
        made_of: what its outcome depends on.
        test: runs it.
    """

    key: Hashable
    made_of: Any
    test: RewindTest


def lane_tests(view: View) -> list[LaneTest]:
    """The tests of all lanes that can be tested at the cursor."""
    found = []
    for place, lane in enumerate(view.lanes):
        if lane.history is not None:
            try:
                found.append(_plan(place, lane, view.epoch))
            except VgdeskError:
                continue
    return found


def _plan(place: int, lane: LaneView, epoch: float | None) -> LaneTest:
    snapshot = snapshot_at(lane.run, epoch)
    if lane.points is None:
        raise VgdeskError("waiting for the points")
    made_of = (lane.run, snapshot, id(lane.points))
    return LaneTest(("rewind", place), made_of, plan_rewind(lane.run, snapshot, lane.points))


def _make(view: View, sources: Sources) -> Frame | Nothing:
    """A test is run only where its snapshot has changed."""
    curves, verdicts, chances, epochs, reasons = [], [], set(), set(), {}
    for place, lane in enumerate(view.lanes):
        if lane.history is None:
            continue
        try:
            planned = _plan(place, lane, view.epoch)
            found: Rewind = sources.keep(planned.key, planned.made_of, planned.test.run)
        except VgdeskError as error:
            reasons[lane.name] = reason_of(error)
            continue
        layers = np.arange(len(found.accuracies), dtype=np.float64)
        curves.append(Curve(lane.name, freeze(layers), found.accuracies, lane.color, end=lane.name))
        verdicts.append(f"{lane.name}: {found.text}")
        chances.add(round(found.chance, 2))  # of data sets alike one line
        epochs.add(float(lane.history.snapshots.epochs[snapshot_at(lane.history, view.epoch)]))
    if not curves:
        return Nothing(next(iter(reasons.values()), NOT_TRAINED))
    frame = _frame(curves, sorted(chances), sorted(epochs))
    note = "; ".join(f"{name}: {reason}" for name, reason in reasons.items())
    return replace(frame, verdicts=tuple(verdicts), note=note)


def _frame(curves: Sequence[Curve], chances: Sequence[float], epochs: Sequence[float]) -> RewindFrame:
    x_limits = Limits(Scale.LINEAR, 0.0, max(float(curve.x[-1]) for curve in curves))
    y_limits = curve_limits([*(curve.y for curve in curves), np.array(chances)], Scale.FRACTION)
    return RewindFrame(
        title=f"accuracy with the first layers set back, epoch {' and '.join(map(format_epoch, epochs))}",
        x_label="layers set back, from the input",
        y_label="accuracy",
        curves=tuple(curves),
        x_limits=x_limits,
        y_limits=y_limits,
        x_ticks=whole_ticks(x_limits.low, x_limits.high, _TICKS),
        y_ticks=curve_ticks(y_limits, _TICKS),
        guides=tuple(Guide(chance, "guessing") for chance in chances),
    )


REWIND = Picture(
    key="rewind",
    title="rewind",
    tip="Accuracy of every lane at the cursor with its first layers set back to the weights that it began with",
    make=_make,
    needs_spec=True,
    needs_points=True,
)
