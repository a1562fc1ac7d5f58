"""Curves ready to draw: scores of lanes, a measure of every layer, or the first layer against the last."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.scales import Limits, Tick
from vgdesk.events import freeze
from vgdesk.measures import Scale, find_measure, find_tensor
from vgdesk.runs.history import History

MOST_CURVES = 24
MOST_POINTS = 300
_MOST_ZEROS = 100
_TICKS = 5
_HEADROOM = 0.04
_USUAL_SHARE = 0.4
_USUAL_QUANTILE = 0.95
_BURST = 2.0
_FAR_OFF = 20.0  # times the middle curve: one that exploded must not flatten the others
USUAL_UPDATE = -3.0
"""log10 of the share of its weights that a healthy layer moves by in an update."""

_FRACTIONS = ("accuracy", "test_accuracy")


@dataclass(frozen=True)
class Curve:
    """One line.

    Attributes:
        label: for the legend.
        x: float64 [point], ascending.
        y: float64 [point]; NaN breaks the line. On a log axis exact zeros are NaN here and stand in ``zeros``.
        color_index: number of the lane, 0 the first; None where ``depth`` tells the colour.
        depth: 0 at the input to 1 at the output; None for the curve of a lane.
        dashed: a second kind of the same thing, such as the score on the test points.
        zeros: x [zero] where y is exactly zero and the axis cannot show it: a mark on the floor.
        end: what stands beside its end; empty for none.
    """

    label: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    color_index: int | None = None
    depth: float | None = None
    dashed: bool = False
    zeros: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    end: str = ""


@dataclass(frozen=True)
class Guide:
    """A level line to hold the curves against.

    Attributes:
        y: in the units of the y limits.
        label: what stands beside its end.
    """

    y: float
    label: str


@dataclass(frozen=True)
class CurveFrame:
    """Curves, and all that stands around them.

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

    @property
    def log_y(self) -> bool:
        """Whether y grows by powers of ten."""
        return self.y_limits.is_log


def score_frame(histories: Sequence[History | None], score: str, cursor: int | None = None) -> CurveFrame:
    """A score of every lane over the epochs, and dashed the same score on its test points.

    Args:
        histories: by lane; None for a lane without a run.
        score: ``loss`` or ``accuracy``; a ``test_`` score stands alone.
        cursor: the sample looked at; None for the newest.
    """
    curves = []
    for lane, history in enumerate(histories):
        if history is None:
            continue
        label = history.lane or f"lane {lane + 1}"
        scores = history.scores
        for key, dashed in ((score, False), (f"test_{score}", True)):
            y = np.asarray(getattr(scores, key, ()), np.float64)
            if len(y) and np.isfinite(y).any():
                name = f"{label}, test points" if dashed else label
                whole = Curve(name, scores.epoch, y, lane, None, dashed, end="" if dashed else label)
                curves.append(_curve(whole, log_y=False))
    present = [history for history in histories if history is not None]
    scale = Scale.FRACTION if score in _FRACTIONS else Scale.LINEAR
    end = max((_planned_epochs(history) for history in present), default=1.0)
    longest = max(present, key=lambda history: history.sample_count, default=None)
    title = score.replace("_", " ")
    return _frame((title, title), curves, scale, end, _epoch_at(longest, cursor))


def layer_frame(
    history: History, tensor: str, measure: str, cursor: int | None = None, log_y: bool | None = None
) -> CurveFrame:
    """One measure over the epochs, a curve a layer; of a deep network evenly chosen layers, both ends among them.

    Args:
        history: the run.
        tensor: key of the tensor.
        measure: key of the measure.
        cursor: the sample looked at; None for the newest.
        log_y: whether y grows by powers of ten; None leaves it to the measure, and gradients' means take the
            log axis, where a value that may be negative is drawn as its magnitude.

    Raises:
        KeyError: no layer of this run has that measure.
    """
    found = find_measure(tensor, measure)
    signed = found.scale is Scale.LINEAR
    if log_y is None:
        log_y = found.scale is Scale.LOG or (signed and "gradient" in tensor)
    grid = history.grid(tensor, measure)
    curves = _layer_curves(history, (tensor, measure), np.abs if log_y else np.asarray, log_y)
    label = f"|{found.label}|" if log_y and signed else found.label
    labels = (f"{find_tensor(tensor).label}, {label}", label)
    scale = Scale.LOG if log_y else found.scale
    frame = _frame(labels, curves, scale, _planned_epochs(history), _epoch_at(history, cursor))
    return replace(frame, note=_note(grid, cursor) if log_y else "")


def update_frame(history: History, cursor: int | None = None) -> CurveFrame:
    """How large each layer's updates are against its weights, over the epochs, with the level that suits most.

    Args:
        history: the run.
        cursor: the sample looked at; None for the newest.

    Raises:
        KeyError: the run has no updates.
    """
    curves = _layer_curves(history, ("update", "ratio"), _power, True)
    label = find_measure("update", "ratio").label
    frame = _frame((label, label), curves, Scale.LOG, _planned_epochs(history), _epoch_at(history, cursor))
    frame = replace(frame, note=_note(_power(history.grid("update", "ratio")), cursor))
    return _with_guide(frame, Guide(USUAL_UPDATE, "usual"))


def first_last_frame(
    histories: Sequence[History | None], cursor: int | None = None, ratio: bool = True
) -> CurveFrame:
    """The weight gradient of every lane's first layer over its last one's, or both: the last one's dashed.

    Args:
        histories: by lane; None for a lane without a run. Those with fewer than two gradients are left out.
        cursor: the sample of the longest lane looked at; None for the newest.
        ratio: whether to divide one by the other.
    """
    curves = []
    for lane, history in enumerate(histories):
        ends = None if history is None else _end_gradients(history)
        if history is None or ends is None:
            continue
        label, epochs = history.lane or f"lane {lane + 1}", history.epochs
        (first, first_name), (last, last_name) = ends
        if ratio:
            with np.errstate(divide="ignore", invalid="ignore"):
                pairs = [(label, first / last, False, label)]
        else:
            names = (f"{label}, layer {first_name}", f"{label}, layer {last_name}")
            pairs = [(names[0], first, False, "first"), (names[1], last, True, "last")]
        curves += [
            _curve(Curve(name, epochs, y, lane, None, dashed, end=end), True) for name, y, dashed, end in pairs
        ]
    present = [history for history in histories if history is not None]
    longest = max(present, key=lambda history: history.sample_count, default=None)
    end = max((_planned_epochs(history) for history in present), default=1.0)
    tensor, measure = find_tensor("gradient").label, find_measure("gradient", "rms").label
    words = f"{tensor}, first layer / last" if ratio else f"{tensor}, {measure}"
    frame = _frame((words, words), curves, Scale.LOG, end, _epoch_at(longest, cursor))
    return _with_guide(frame, Guide(0.0, "equal")) if ratio else frame


def choose_layers(layers: NDArray[np.intp], most: int) -> list[int]:
    """At most so many of the layers, evenly spaced, the first and the last among them."""
    count = min(len(layers), most)
    return [int(layers[at]) for at in np.unique(np.rint(np.linspace(0, len(layers) - 1, count)).astype(int))]


def decimate(
    x: NDArray[np.float64], y: NDArray[np.float64], most: int = MOST_POINTS
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most so many points of a curve: of each of equal stretches the lowest and the highest, and both ends.

    A stretch without any finite y gives one NaN, so that the gap stays a gap.
    """
    if len(x) <= most:
        return x, y
    stretches = (most - 2) // 2
    size = -(-len(x) // stretches)
    padded = np.full(stretches * size, np.nan)
    padded[: len(y)] = y
    rows = padded.reshape(stretches, size)
    gap = np.isnan(rows)
    low = np.where(gap, np.inf, rows).argmin(axis=1)
    high = np.where(gap, -np.inf, rows).argmax(axis=1)
    picked = (np.arange(stretches) * size)[:, None] + np.sort(np.stack([low, high], axis=1), axis=1)
    chosen = np.unique(np.concatenate([[0], picked.ravel(), [len(x) - 1]]))
    chosen = chosen[chosen < len(x)]
    return x[chosen], y[chosen]


def _layer_curves(
    history: History, key: tuple[str, str], change: Callable[[NDArray[Any]], NDArray[Any]], log_y: bool
) -> list[Curve]:
    """A curve a layer of a tensor and a measure, its values changed before they are drawn."""
    grid, names = history.grid(*key), history.layout.rows(key[0])
    curves = []
    for layer in choose_layers(np.flatnonzero(history.layout.columns(*key) >= 0), MOST_CURVES):
        name, depth = names[layer].name, layer / max(len(names) - 1, 1)
        y = change(grid[:, layer].astype(np.float64))
        end = name.partition(" ")[0]
        curves.append(_curve(Curve(name, history.epochs, y, None, depth, end=end), log_y))
    return curves


def _end_gradients(history: History) -> list[tuple[NDArray[np.float64], str]] | None:
    """Values [sample] and names of the first and the last layer that have a gradient; None if they are one."""
    if ("gradient", "rms") not in history.layout:
        return None
    layers = np.flatnonzero(history.layout.columns("gradient", "rms") >= 0)
    if len(layers) < 2:
        return None
    grid, names = history.grid("gradient", "rms"), history.layout.rows("gradient")
    return [(grid[:, layer].astype(np.float64), names[layer].name) for layer in layers[[0, -1]]]


def _power(exponents: NDArray[Any]) -> NDArray[np.float64]:
    with np.errstate(over="ignore"):
        return 10.0 ** np.asarray(exponents, np.float64)


def _with_guide(frame: CurveFrame, guide: Guide) -> CurveFrame:
    """With a level line in sight."""
    low, high = frame.y_limits.low, frame.y_limits.high
    limits = Limits(frame.y_limits.scale, min(low, math.floor(guide.y - 0.5)), max(high, math.ceil(guide.y + 0.5)))
    return replace(frame, y_limits=limits, y_ticks=limits.ticks(_TICKS), guides=(guide,))


def _curve(whole: Curve, log_y: bool) -> Curve:
    y = np.where(np.isfinite(whole.y), whole.y, np.nan)
    zeros = whole.x[:0]
    if log_y:
        zeros = decimate(whole.x[y == 0], np.zeros(int((y == 0).sum())), _MOST_ZEROS)[0]
        y[y == 0] = np.nan
    x, y = decimate(whole.x, y)
    return replace(whole, x=freeze(x.copy()), y=freeze(y.copy()), zeros=freeze(zeros.copy()))


def _frame(
    labels: tuple[str, str], curves: Sequence[Curve], scale: Scale, end: float, cursor: float | None
) -> CurveFrame:
    x_limits, y_limits = Limits(Scale.LINEAR, 0.0, end), _y_limits(curves, scale)
    return CurveFrame(
        title=labels[0],
        x_label="epoch",
        y_label=labels[1],
        curves=tuple(curves),
        x_limits=x_limits,
        y_limits=y_limits,
        x_ticks=x_limits.ticks(_TICKS),
        y_ticks=y_limits.ticks(_TICKS),
        cursor=cursor,
    )


def _y_limits(curves: Sequence[Curve], scale: Scale) -> Limits:
    drawn = [curve.y[np.isfinite(curve.y)] for curve in curves]
    drawn = [y for y in drawn if len(y)]
    low = min((float(y.min()) for y in drawn), default=0.0)
    high = max((float(y.max()) for y in drawn), default=1.0)
    if scale is Scale.LOG:
        if not drawn:
            return Limits(scale, -4.0, 0.0)
        bottom = math.floor(math.log10(low))
        return Limits(scale, float(bottom), float(max(math.ceil(math.log10(high)), bottom + 1)))
    if scale is Scale.FRACTION:
        return Limits(scale, min(_USUAL_SHARE, math.floor(10 * low) / 10), 1.0 + _HEADROOM / 2)
    most = sorted(float(np.quantile(y, _USUAL_QUANTILE)) for y in drawn) or [1.0]
    usual = max(each for each in most if each <= _FAR_OFF * abs(most[(len(most) - 1) // 2]) or each == most[0])
    high = min(high, max(_BURST * usual, low)) if low >= 0 else high
    room = _HEADROOM * (high - min(low, 0.0)) or 1.0
    return Limits(Scale.LINEAR, low - room if low < 0 else 0.0, high + room)


def _epoch_at(history: History | None, cursor: int | None) -> float | None:
    if history is None or not history.sample_count:
        return None
    last = history.sample_count - 1
    return float(history.epochs[last if cursor is None else min(max(cursor, 0), last)])


def _planned_epochs(history: History) -> float:
    return max(history.started.total_steps / history.started.steps_per_epoch, 1e-9)


def _note(grid: NDArray[Any], cursor: int | None) -> str:
    if not len(grid):
        return ""
    row = grid[-1 if cursor is None else min(max(cursor, 0), len(grid) - 1)]
    counts = ((int(np.count_nonzero(row == 0)), "exactly 0"), (int(np.isinf(row).sum()), "infinite"))
    return ", ".join(f"{count} layer{'s are' if count > 1 else ' is'} {what}" for count, what in counts if count)
