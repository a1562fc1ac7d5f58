"""The loss of every lane: over all points, of each batch that was measured, and of one who guesses."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.smoothing import running_mean
from vgdesk.analysis.window import Window
from vgdesk.measures import Scale
from vgdesk.pictures.curve_frames import curve_frame, planned_epochs, score_curves, with_y_limits
from vgdesk.pictures.curves import FAINT, THIN, Curve, CurveFrame, Guide
from vgdesk.pictures.view import LaneView

_GUESSING = "guessing"
_NEAR = 1.5  # times the highest loss: a level further above would flatten the curves
_NEAR_DECADES = 1.0
_ABOVE = 1.04


def loss_frame(
    lanes: Sequence[LaneView], window: Window | None = None, *, log_y: bool = False, smoothing: int = 0
) -> CurveFrame:
    """The loss of every lane over the epochs, with the level of guessing where it is known and near.

    Args:
        lanes: whose loss.
        window: the stretch of training shown; None for the whole. The y limits suit the whole.
        log_y: whether the axis grows by powers of ten.
        smoothing: samples whose mean is drawn before the losses of the batches; less than 2 draws them alone.
    """
    scores = score_curves(lanes, "loss")
    batches = [curve for lane in lanes for curve in _batch_curves(lane, smoothing)]
    scale = Scale.LOG if log_y else Scale.LINEAR
    frame = curve_frame(("loss", "loss"), [*batches, *scores], scale, planned_epochs(lanes), window)
    frame = replace(
        frame,
        dash_label="test points" if any(curve.dashed for curve in scores) else "",
        thin_label=_thin_label(smoothing) if batches else "",
    )
    return _with_guessing(frame, lanes)


def _batch_curves(lane: LaneView, smoothing: int) -> list[Curve]:
    if lane.history is None or not lane.history.sample_count:
        return []
    epochs, y = lane.history.epochs, lane.history.batch_loss.astype(np.float64)
    raw = Curve(f"{lane.name}, batch", epochs, y, lane.color, strength=THIN)
    if smoothing < 2:
        return [raw]
    mean = Curve(f"{lane.name}, {smoothing} batches", epochs, running_mean(y, smoothing), lane.color, strength=THIN)
    return [replace(raw, strength=FAINT), mean]


def _thin_label(smoothing: int) -> str:
    return "batches" if smoothing < 2 else f"mean of {smoothing} batches"


def _with_guessing(frame: CurveFrame, lanes: Sequence[LaneView]) -> CurveFrame:
    """With a level line for each loss of guessing that is in sight, or near enough to be brought there."""
    histories = [lane.history for lane in lanes if lane.history is not None and lane.history.sample_count]
    known = sorted({round(loss, 9) for each in histories if (loss := Evidence(each, 0).guessing) > 0})
    low, high = frame.y_limits.low, frame.y_limits.high
    levels = [math.log10(loss) if frame.log_y else loss for loss in known]
    if frame.log_y:
        near = [level for level in levels if low - _NEAR_DECADES <= level <= high + _NEAR_DECADES]
        limits = Limits(Scale.LOG, min([low, *map(math.floor, near)]), max([high, *map(math.ceil, near)]))
    else:
        near = [level for level in levels if level <= _NEAR * high]
        limits = Limits(frame.y_limits.scale, low, max([high, *(_ABOVE * level for level in near)]))
    return replace(with_y_limits(frame, limits), guides=tuple(Guide(level, _GUESSING) for level in near))
