"""The learning rate of every lane over the epochs, as its schedule has it."""

from dataclasses import replace

import numpy as np

from vgdesk.analysis.forward import read_spec
from vgdesk.errors import SpecError
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import Scale
from vgdesk.pictures.curve_frames import cursor_of, curve_frame, planned_epochs
from vgdesk.pictures.curves import Curve, CurveFrame
from vgdesk.pictures.frame import Frame, Nothing
from vgdesk.pictures.picture import Option, Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View

_MOST_STEPS = 2000


def rate_frame(view: View, *, log_y: bool = False) -> CurveFrame:
    """The rate of every lane that was trained, over the whole training that was planned."""
    curves = [curve for lane in view.lanes if (curve := _rate_curve(lane)) is not None]
    scale = Scale.LOG if log_y else Scale.LINEAR
    return curve_frame(("learning rate", "learning rate"), curves, scale, planned_epochs(view.lanes), view.window)


def _rate_curve(lane: LaneView) -> Curve | None:
    try:
        spec = read_spec(lane.history) if lane.history is not None else None
    except SpecError:
        return None
    if lane.history is None or spec is None:
        return None
    total, every = lane.history.started.total_steps, lane.history.started.steps_per_epoch
    steps = _steps_to_draw(spec, total)
    factors = [spec.training.schedule.factor(step, total, every) for step in steps.tolist()]
    rates = spec.training.optimizer.learning_rate * np.array(factors)
    return Curve(lane.name, steps / every, rates, lane.color, end=lane.name)


def _steps_to_draw(spec: ExperimentSpec, total: int) -> np.ndarray:
    """All steps, or some of them evenly spaced, and those of the warm-up, each once."""
    warm = min(spec.training.schedule.warmup, total)
    spread = np.linspace(0, total - 1, min(total, _MOST_STEPS))
    risen = np.linspace(0, warm, min(warm + 1, _MOST_STEPS))
    steps: np.ndarray = np.unique(np.concatenate([spread, risen]).astype(np.int64))
    return steps[steps < total]


def _make(view: View, sources: Sources) -> Frame | Nothing:
    if view.longest is None:
        return Nothing(NOT_TRAINED)
    log_y = view.choices_of("rate").option == "log"
    frame = sources.keep("rate", (view.lanes, view.window, log_y), lambda: rate_frame(view, log_y=log_y))
    if not frame.curves:
        return Nothing("These runs do not say what their learning rate is")
    return replace(frame, cursor=cursor_of(view, view.longest))


RATE = Picture(
    key="rate",
    title="learning rate",
    tip="Learning rate at every step, a curve a lane: the optimizer's rate times what the schedule makes of it",
    make=_make,
    options=(
        Option("linear", "Show the rate on an axis that begins at 0", "learning rate: linear axis", "linear"),
        Option("log", "Show the rate on an axis of powers of ten", "learning rate: logarithmic axis", "log"),
    ),
)
