"""The activation of one layer and its slope, and where the layer's units work at the cursor."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.curve_limits import curve_ticks
from vgdesk.analysis.forward import KeptNetwork, snapshot_at
from vgdesk.analysis.numbers import format_epoch, format_percent, format_value
from vgdesk.analysis.scales import Limits, nice_above
from vgdesk.analysis.working_points import SATURATED, WorkingPoints, find_working_points, is_flat, slopes_at
from vgdesk.errors import VgdeskError
from vgdesk.events import freeze
from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.activations import Prelu
from vgdesk.measures import Scale
from vgdesk.pictures.curves import Curve, CurveFrame
from vgdesk.pictures.frame import Frame, Nothing, reason_of
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View

_TICKS = 7
_GRID, _BINS = 401, 80
_LEAST_REACH, _INSIDE = 5.0, 0.995  # of the pre-activations, so that one far out does not squeeze the curve
_MOST_POINTS, _FEWEST_POINTS = 512, 64
_PRODUCTS = 40_000_000  # multiplications that the points may cost
_HISTOGRAM = 0.3  # of the height
_HEADROOM = 0.06
_NO_LAYERS = "This network has no hidden layer, and so no activation"


@dataclass(frozen=True)
class ActivationFrame(CurveFrame):
    """The curve of an activation, dashed its slope, and the working points below.

    Attributes:
        flat: stretches of z, low and high, where the units are saturated.
        steps_x: float64 [corner], outline of the histogram of the working points in units of the x axis.
        steps_y: float64 [corner], the same in units of the y axis; it stands on the floor.
        words: how the units work, in a sentence.
    """

    flat: tuple[tuple[float, float], ...] = ()
    steps_x: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0), repr=False)
    steps_y: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0), repr=False)
    words: str = ""

    @property
    def caption(self) -> str:
        """What stands below."""
        return f"{self.words} · {self.x_label}, dashed: {self.dash_label}"

    @property
    def description(self) -> str:
        """Which layer, when, and how its units work."""
        return "; ".join(part for part in (self.title, self.words, self.note) if part)

    def in_steps(self, steps_per_epoch: int) -> "ActivationFrame":  # noqa: ARG002 - x is no time
        """Nothing counts time."""
        return self

    def until_cursor(self) -> "ActivationFrame":
        """Nothing lies after a cursor."""
        return self

    def describe_time(self, x: float) -> str:
        """A place on the x axis in words."""
        return f"z = {format_value(x)}"


def activation_frame(lane: LaneView, chosen: int, epoch: float | None = None) -> ActivationFrame:
    """A hidden layer of a lane at or before an epoch, the newest for None.

    Args:
        lane: it has a run.
        chosen: number of the layer, 0 the first; one beyond the last is the last.
        epoch: the cursor.

    Raises:
        VgdeskError: there is no such picture, and why.
    """
    history = lane.run
    snapshot = snapshot_at(history, epoch)
    network = KeptNetwork(history, snapshot)
    if not network.hidden:
        raise VgdeskError(_NO_LAYERS)
    if lane.points is None:
        raise VgdeskError("waiting for the points")
    inputs = lane.points.rows
    if not len(inputs) or inputs.shape[1] != network.columns:
        raise VgdeskError("the points that this run was trained on are not here")
    chosen = min(chosen, len(network.hidden) - 1)
    most = min(max(_PRODUCTS // history.started.parameters, _FEWEST_POINTS), _MOST_POINTS)
    found = find_working_points(history, snapshot, chosen + 1, inputs[:most])
    layer = history.layout.layers[chosen]
    names = tuple(each.name for each in history.layout.layers[: len(network.hidden)])
    when = format_epoch(float(history.snapshots.epochs[snapshot]))
    title = f"{lane.name}: {_name(found.activation, layer.activation)} of layer {layer.name}, epoch {when}"
    return _frame(found, lane.color, title, (names, chosen))


def _name(activation: ActivationChoice, label: str) -> str:
    """What a layer's activation is called; a learned slope is not that which its label says."""
    return f"prelu, learned slope {format_value(activation.slope)}" if isinstance(activation, Prelu) else label


def _frame(found: WorkingPoints, color: int, title: str, names: tuple[tuple[str, ...], int]) -> ActivationFrame:
    x_limits = _reach(found.values)
    z = np.linspace(x_limits.low, x_limits.high, _GRID)
    curves = (_values(found.activation, z), slopes_at(found.activation, z))
    y_limits = _heights(curves)
    drawn = zip(("φ(z)", "slope"), curves, (False, True), strict=True)
    steps_x, steps_y = _histogram(found.values, x_limits, y_limits)
    return ActivationFrame(
        title=title,
        x_label="pre-activation z",
        y_label="value",
        curves=tuple(Curve(name, freeze(z), freeze(y), color, None, dashed, end=name) for name, y, dashed in drawn),
        x_limits=x_limits,
        y_limits=y_limits,
        x_ticks=curve_ticks(x_limits, _TICKS),
        y_ticks=curve_ticks(y_limits, _TICKS),
        note=f"{found.nonfinite} pre-activations are NaN or infinite" if found.nonfinite else "",
        dash_label="slope",
        layer_names=names[0],
        chosen=names[1],
        flat=_flat_stretches(found.activation, z),
        steps_x=freeze(steps_x),
        steps_y=freeze(steps_y),
        words=_words(found),
    )


def _reach(values: NDArray[np.float64]) -> Limits:
    """Symmetric about 0, as wide as nearly all values, and wide enough to know the curve."""
    far = float(np.quantile(np.abs(values), _INSIDE)) if len(values) else 0.0
    reach = nice_above(far) if far > _LEAST_REACH else _LEAST_REACH
    return Limits(Scale.LINEAR, -reach, reach)


def _values(activation: ActivationChoice, z: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        found: NDArray[np.float64] = np.array(activation.apply(z), np.float64)
    return found


def _heights(curves: tuple[NDArray[np.float64], ...]) -> Limits:
    low, high = (float(pick([pick(curve) for curve in curves])) for pick in (np.min, np.max))
    room = _HEADROOM * (high - low or 1.0)
    return Limits(Scale.LINEAR, low - room, high + room)


def _flat_stretches(activation: ActivationChoice, z: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    flat = np.concatenate([[False], is_flat(activation, z), [False]])
    turns = np.flatnonzero(flat[1:] != flat[:-1])
    return tuple((float(z[first]), float(z[end - 1])) for first, end in zip(turns[::2], turns[1::2], strict=True))


def _histogram(
    values: NDArray[np.float64], across: Limits, up: Limits
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outline of a histogram [corner], x and y; what lies beyond the ends is counted in the outermost bins."""
    inside = np.clip(values, across.low, across.high)
    counts, edges = np.histogram(inside, _BINS, (across.low, across.high))
    tall = _HISTOGRAM * (up.high - up.low) / max(int(counts.max()), 1)
    y = np.full(2 * len(edges), up.low)
    y[1:-1] += tall * np.repeat(counts, 2)
    return np.repeat(edges, 2), y


def _words(found: WorkingPoints) -> str:
    if not len(found.values):
        return "no pre-activation is a number"
    share = format_percent(found.saturated, 0)
    limit = f"{100 * SATURATED:.0f} %"
    return f"{share} saturated (slope below {limit} of its largest), slope rms {format_value(found.slope_rms)}"


def _make(view: View, sources: Sources) -> Frame | Nothing:
    """The points are passed only where the snapshot or the layer has changed."""
    lane = view.lane
    if lane is None or lane.history is None:
        return Nothing(NOT_TRAINED)
    chosen, snapshots = (view.choices_of("activation").layer or 1) - 1, lane.history.snapshots
    kept = (len(snapshots) > 0, snapshots.at(view.epoch), id(lane.points))
    made_of = (lane.name, lane.color, lane.history, *kept, chosen)
    return sources.keep("activation", made_of, lambda: _try(lane, chosen, view.epoch))


def _try(lane: LaneView, chosen: int, epoch: float | None) -> Frame | Nothing:
    try:
        return activation_frame(lane, chosen, epoch)
    except VgdeskError as error:
        return Nothing(reason_of(error))


ACTIVATION = Picture(
    key="activation",
    title="activation function",
    tip="The activation of one layer of the selected lane, its slope, and where the layer's units work at the cursor",
    make=_make,
    needs_spec=True,
    needs_points=True,
    shows_layer=True,
)
