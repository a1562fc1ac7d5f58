"""Curves ready to draw: scores of lanes, a measure of every layer, or the first layer against the last."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.curve_limits import curve_limits, curve_ticks, signed_limits
from vgdesk.analysis.decimation import decimate, points_within
from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.events import freeze
from vgdesk.measures import Scale, find_measure, find_tensor
from vgdesk.pictures.curves import Curve, CurveFrame, Guide
from vgdesk.pictures.frame import describe_unshown
from vgdesk.pictures.view import LaneView, View
from vgdesk.runs.history import History

MOST_CURVES = 24
_MOST_MARKS = 100
_TICKS = 5
USUAL_UPDATE = -3.0
"""log10 of the share of its weights that a healthy layer moves by in an update."""

_FRACTIONS = ("accuracy", "test_accuracy")
_UPDATE = ("update", "ratio")
_ABSOLUTE = "mean_abs"


def score_frame(lanes: Sequence[LaneView], score: str, window: Window | None = None) -> CurveFrame:
    """A score of every lane over the epochs, and dashed the same score on its test points.

    Args:
        lanes: whose scores.
        score: ``loss`` or ``accuracy``; a ``test_`` score is alone.
        window: the stretch of training shown; None for the whole. The y limits suit the whole.
    """
    curves = score_curves(lanes, score)
    scale = Scale.FRACTION if score in _FRACTIONS else Scale.LINEAR
    title = score.replace("_", " ")
    frame = curve_frame((title, title), curves, scale, planned_epochs(lanes), window)
    return replace(frame, dash_label="test points" if any(curve.dashed for curve in curves) else "")


def score_curves(lanes: Sequence[LaneView], score: str) -> list[Curve]:
    """A score of every lane, and dashed the same score on its test points; those that were ever a number."""
    curves = []
    for lane in lanes:
        if lane.history is None:
            continue
        scores = lane.history.scores
        for key, dashed in ((score, False), (f"test_{score}", True)):
            y = np.asarray(getattr(scores, key, ()), np.float64)
            if len(y) and np.isfinite(y).any():
                name = f"{lane.name}, test points" if dashed else lane.name
                end = "" if dashed else lane.name
                curves.append(Curve(name, scores.epoch, y, lane.color, None, dashed, end=end))
    return curves


def layer_frame(lane: LaneView, tensor: str, measure: str, window: Window | None = None) -> CurveFrame:
    """One measure over the epochs, a curve a layer; of a deep network evenly chosen layers, both ends among them.

    Magnitudes grow by powers of ten; what has a sign stands on a linear axis with 0 in the middle. The mean absolute
    value bears its average over the run, the sample after the last update left out.

    Args:
        lane: whose layers; it has a run.
        tensor: key of the tensor.
        measure: key of the measure.
        window: the stretch of training shown; None for the whole. The y limits suit the whole.

    Raises:
        KeyError: no layer of this run has that measure.
    """
    found = find_measure(tensor, measure)
    curves = _layer_curves(lane.run, (tensor, measure), np.asarray)
    if measure == _ABSOLUTE:
        curves = [replace(curve, average=f"avg {format_value(run_average(lane.run, curve.y))}") for curve in curves]
    labels = (f"{lane.name}: {find_tensor(tensor).label}, {found.label}", found.label)
    frame = curve_frame(labels, curves, found.scale, planned_epochs([lane]), window)
    if found.scale is not Scale.LINEAR:
        return frame
    return replace(with_y_limits(frame, signed_limits([curve.y for curve in curves])), guides=(Guide(0.0, ""),))


def update_frame(lane: LaneView, window: Window | None = None) -> CurveFrame:
    """How large each layer's updates are against its weights, over the epochs, with the level that suits most.

    Args:
        lane: whose layers; it has a run.
        window: the stretch of training shown; None for the whole. The y limits suit the whole.

    Raises:
        KeyError: the run has no updates.
    """
    history = lane.run
    curves = _layer_curves(history, _UPDATE, _power)
    end = _last_update(history) + 1
    curves = [replace(curve, x=curve.x[:end], y=curve.y[:end]) for curve in curves]
    label = find_measure(*_UPDATE).label
    frame = curve_frame((f"{lane.name}: {label}", label), curves, Scale.LOG, planned_epochs([lane]), window)
    return _with_guide(frame, Guide(USUAL_UPDATE, "usual"))


def first_last_frame(
    lanes: Sequence[LaneView], ratio: bool = True, window: Window | None = None, measure: str = "rms"
) -> CurveFrame:
    """The weight gradient of every lane's first layer over its last one's, or both: the last one's dashed.

    Each bears its average over the run, the sample after the last update left out; of a ratio it is that of the
    averages.

    Args:
        lanes: those with fewer than two gradients are left out.
        ratio: whether to divide one by the other.
        window: the stretch of training shown; None for the whole. The y limits suit the whole.
        measure: key of the measure of the gradients.
    """
    curves = [curve for lane in lanes for curve in _end_curves(lane, measure, ratio)]
    tensor, label = find_tensor("gradient").label, find_measure("gradient", measure).label
    words = f"{tensor}, first layer / last" if ratio else tensor
    frame = curve_frame((f"{words}, {label}",) * 2, curves, Scale.LOG, planned_epochs(lanes), window)
    return _with_guide(frame, Guide(0.0, "equal")) if ratio else replace(frame, dash_label="last layer")


def run_average(history: History, values: NDArray[np.float64]) -> float:
    """Mean of values [sample] of a run; the sample after the last update is left out. NaN without any."""
    if not len(values):
        return math.nan
    ends = history.has_closing_sample or history.steps[-1] >= history.started.total_steps
    return float(values[: max(len(values) - ends, 1)].mean())


def describe_ratio(ratio: float) -> str:
    """How many times: ``1/49``, or ``3.2`` above 1."""
    return f"1/{format_value(1 / ratio)}" if 0 < ratio < 1 else format_value(ratio)


def cursor_of(view: View, lane: LaneView | None) -> float | None:
    """Place of the cursor on the axis of time: at a sample of a lane, or before its first; None without any."""
    if lane is None or lane.history is None:
        return None
    sample = lane.sample_at(view.epoch)
    return view.epoch if sample is None else float(lane.history.epochs[sample])


def note_of(lane: LaneView, key: tuple[str, str], epoch: float | None) -> str:
    """What a log axis cannot show of a tensor's measure at a cursor, in words."""
    if lane.history is None:
        return ""
    sample = lane.history.at(epoch)
    if key == _UPDATE:
        sample = min(sample, _last_update(lane.history))
    if sample < 0:
        return ""
    row = _row(lane.history, key, sample)
    values = _power(row) if key == _UPDATE else row
    return describe_unshown(int(np.count_nonzero(values == 0)), int((~np.isfinite(values)).sum()))


def choose_layers(layers: NDArray[np.intp], most: int) -> list[int]:
    """At most ``most`` of the layers, evenly spaced, the first and the last among them."""
    count = min(len(layers), most)
    return [int(layers[at]) for at in np.unique(np.rint(np.linspace(0, len(layers) - 1, count)).astype(int))]


def _layer_curves(
    history: History, key: tuple[str, str], change: Callable[[NDArray[Any]], NDArray[Any]]
) -> list[Curve]:
    """A curve a layer of a tensor and a measure, its values changed before they are drawn."""
    grid, names = history.grid(*key), history.layout.rows(key[0])
    curves = []
    for layer in choose_layers(np.flatnonzero(history.layout.columns(*key) >= 0), MOST_CURVES):
        name, depth = names[layer].name, layer / max(len(names) - 1, 1)
        y = change(grid[:, layer].astype(np.float64))
        curves.append(Curve(name, history.epochs, y, None, depth, end=name.partition(" ")[0]))
    return curves


def _end_curves(lane: LaneView, measure: str, is_ratio: bool) -> list[Curve]:
    """The gradient of the first and of the last layer of a lane, or their ratio; none of one with fewer than two."""
    ends = None if lane.history is None else _end_gradients(lane.history, measure)
    if lane.history is None or ends is None:
        return []
    (first, first_name), (last, last_name) = ends
    history = lane.history
    averages = np.array([run_average(history, values) for values in (first, last)])
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = first / last
        share = describe_ratio(float(averages[0] / averages[1]))
    if is_ratio:
        return [Curve(lane.name, history.epochs, quotient, lane.color, end=lane.name, average=f"avg {share}")]
    said = [f"avg {format_value(each)}" for each in averages]
    names = (f"{lane.name}, layer {first_name}", f"{lane.name}, layer {last_name}")
    return [
        Curve(names[0], history.epochs, first, lane.color, end="first", average=said[0]),
        Curve(names[1], history.epochs, last, lane.color, dashed=True, end="last", average=said[1]),
    ]


def _end_gradients(history: History, measure: str) -> list[tuple[NDArray[np.float64], str]] | None:
    """Values [sample] and names of the first and the last layer that have a gradient; None if they are one."""
    if ("gradient", measure) not in history.layout:
        return None
    layers = np.flatnonzero(history.layout.columns("gradient", measure) >= 0)
    if len(layers) < 2:
        return None
    grid, names = history.grid("gradient", measure), history.layout.rows("gradient")
    return [(grid[:, layer].astype(np.float64), names[layer].name) for layer in layers[[0, -1]]]


def _power(exponents: NDArray[Any]) -> NDArray[np.float64]:
    with np.errstate(over="ignore"):
        return 10.0 ** np.asarray(exponents, np.float64)


def _with_guide(frame: CurveFrame, guide: Guide) -> CurveFrame:
    """With a level line within the limits."""
    low, high = frame.y_limits.low, frame.y_limits.high
    limits = Limits(frame.y_limits.scale, min(low, math.floor(guide.y - 0.5)), max(high, math.ceil(guide.y + 0.5)))
    return replace(with_y_limits(frame, limits), guides=(guide,))


def with_y_limits(frame: CurveFrame, limits: Limits) -> CurveFrame:
    """The same between other ends of the y axis."""
    return replace(frame, y_limits=limits, y_ticks=curve_ticks(limits, _TICKS))


def _curve(whole: Curve, log_y: bool) -> Curve:
    finite = np.isfinite(whole.y) & ((whole.y >= 0) if log_y else True)  # a foreign file may hold what has no log
    y = np.where(finite, whole.y, np.nan)
    zeros, nonfinite = whole.x[:0], _marks(whole.x[~finite])
    if log_y:
        zeros = _marks(whole.x[y == 0])
        y[y == 0] = np.nan
    x, y = decimate(whole.x, y)
    return replace(whole, x=freeze(x.copy()), y=freeze(y.copy()), zeros=zeros, nonfinite=nonfinite)


def _marks(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return freeze(decimate(x, np.zeros(len(x)), _MOST_MARKS)[0].copy())


def _cut(whole: Curve, window: Window) -> Curve:
    seen = points_within(whole.x, window)
    return replace(whole, x=whole.x[seen], y=whole.y[seen])


def curve_frame(
    labels: tuple[str, str], curves: Sequence[Curve], scale: Scale, end: float, window: Window | None
) -> CurveFrame:
    """Curves ready to draw.

    Args:
        labels: the title, and what runs upwards.
        curves: with all of their points.
        scale: of the y axis.
        end: epochs of the whole training.
        window: the stretch of training shown; None for the whole. The y limits suit the whole.
    """
    log_y = scale is Scale.LOG
    drawn = [_curve(curve, log_y) for curve in curves]
    y_limits, x_limits = curve_limits([curve.y for curve in drawn], scale), Limits(Scale.LINEAR, 0.0, end)
    if window is not None:
        drawn = [_curve(_cut(curve, window), log_y) for curve in curves]
        x_limits = Limits(Scale.LINEAR, window.first, window.last)
    return CurveFrame(
        title=labels[0],
        x_label="epoch",
        y_label=labels[1],
        curves=tuple(drawn),
        x_limits=x_limits,
        y_limits=y_limits,
        x_ticks=x_limits.ticks(_TICKS),
        y_ticks=curve_ticks(y_limits, _TICKS),
    )


def planned_epochs(lanes: Sequence[LaneView]) -> float:
    """Epochs of the longest training planned; 1 without any."""
    runs = [lane.history for lane in lanes if lane.history is not None]
    return max((max(run.planned_epochs, 1e-9) for run in runs), default=1.0)


def _row(history: History, key: tuple[str, str], sample: int) -> NDArray[np.float32]:
    """float32 [layer] of the layers that have that measure."""
    columns = history.layout.columns(*key)
    row: NDArray[np.float32] = history.values[sample, columns[columns >= 0]]
    return row


def _last_update(history: History) -> int:
    """Index of the last sample that an update follows; none follows the last of a run that has ended."""
    return history.sample_count - 1 - history.has_closing_sample
