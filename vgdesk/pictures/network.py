"""The selected lane's network as units and links, with the gradient or the signal of every layer at the cursor."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.keys import encode
from vgdesk.analysis.numbers import format_value, power_of_ten
from vgdesk.analysis.scales import Distribution, Limits, find_limits
from vgdesk.measures import Scale, find_measure, find_tensor
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.picture import Option, Picture, Sources, of_lane
from vgdesk.pictures.view import LaneView, View
from vgdesk.runs.history import History

MOST_COLUMNS = 60
MOST_LINKS = 480
MOST_UNITS = 8
_LEAST_UNITS = 2
_MEASURE = "rms"
_NO_LAYERS = "The signal of a recurrent network has a row a time step and none a layer; the heatmaps show it"


@dataclass(frozen=True)
class DiagramColumn:
    """The units of one layer, or the inputs.

    Attributes:
        name: such as ``1 input``; of a column that represents layers left out, how many.
        units: width; 0 of a column that represents layers left out.
        activation: its label; empty for the inputs.
        shown: numbers of the units drawn, the first above; None represents those left out between.
        weights: float32 [unit before, unit] between the shown units of the column before and its own; None without
            any, as before the inputs or beside layers left out; NaN where they are not known.
        measured: root mean square of its weight gradient, or of its signal, at the cursor; None where there is none.
        strength: where that lies on the log scale of all lanes, 0..1; 0 for none and for exact zero.
        has_skip: whether the output of the column before is added to its own.
        is_recurrent: whether its output comes back at the next time step.
        upstream: of a signal, that of the layer behind, out of which it was made; None of the last layer, and of
            gradients.
    """

    name: str
    units: int
    activation: str = ""
    shown: tuple[int | None, ...] = ()
    weights: NDArray[np.float32] | None = None
    measured: float | None = None
    strength: float = 0.0
    has_skip: bool = False
    is_recurrent: bool = False
    upstream: float | None = None

    @property
    def local(self) -> float | None:
        """What the layer's own weights and slopes make of the signal from upstream; NaN of nothing, None without."""
        if self.upstream is None or self.measured is None:
            return None
        return self.measured / self.upstream if self.upstream else math.nan

    @property
    def product(self) -> str:
        """The local factor and what it is multiplied with, such as ``0.21 × 4.0e-4``; empty without."""
        if self.local is None or self.upstream is None:
            return ""
        return f"{format_value(self.local)} × {format_value(self.upstream)}"

    @property
    def is_gap(self) -> bool:
        """Whether it represents layers left out."""
        return not self.units


@dataclass(frozen=True)
class DiagramFrame(Still):
    """One lane's network.

    Attributes:
        label: name of the lane.
        columns: the inputs, then every layer, the output layer last.
        measure: what is measured of every layer.
        limits: of the strengths, log10.
        largest_weight: of the magnitudes of the weights drawn; 0 without any.
        epoch: of the weights; None where none are kept.
        has_gradients: whether links show what is measured of their layer, or else each its weight.
        tensor: key of what is measured: ``gradient`` or ``signal``.
    """

    label: str
    columns: tuple[DiagramColumn, ...]
    measure: str
    limits: Limits
    largest_weight: float
    epoch: float | None
    has_gradients: bool = True
    tensor: Literal["gradient", "signal"] = "gradient"

    @property
    def has_signals(self) -> bool:
        """Whether every layer shows its signal, as a product."""
        return self.tensor == "signal"

    @property
    def measured_name(self) -> str:
        """What is measured, in words."""
        return find_tensor(self.tensor).label

    @property
    def title(self) -> str:
        """Whose network it is."""
        return f"{self.label}: network"

    @property
    def legend(self) -> str:
        """What the links say."""
        if self.has_gradients:
            faint, bright = _format_ends(self.limits)
            what = "local × upstream, " if self.has_signals else ""
            return f"{what}faint {faint} … bright {bright}"
        return "no weights are kept" if self.epoch is None else f"up to {format_value(self.largest_weight)}"

    @property
    def description(self) -> str:
        """The weight gradient of every layer, or its signal."""
        layers = [
            f"{column.name}: {format_value(column.measured)}" + (f" = {column.product}" if column.product else "")
            for column in self.columns
            if column.measured is not None
        ]
        return f"{self.label}, {self.measured_name}, {self.measure}, {', '.join(layers)}"


def _format_ends(limits: Limits) -> tuple[str, str]:
    """Both ends of a log scale: as powers of ten where both are."""
    low, high = limits.low, limits.high
    if low == round(low) and high == round(high):
        return power_of_ten(round(low)), power_of_ten(round(high))
    return format_value(10**low, 1), format_value(10**high, 1)


class _Spread:
    """How often each magnitude occurs in one tensor of one run so far."""

    def __init__(self, tensor: str) -> None:
        self._tensor = tensor
        self._distribution = Distribution()
        self._done = 0

    def update(self, history: History) -> Distribution:
        if (self._tensor, _MEASURE) in history.layout and history.sample_count > self._done:
            self._distribution.add(encode(history.grid(self._tensor, _MEASURE)[self._done :]))
            self._done = history.sample_count
        return self._distribution


def find_diagram(
    lane: LaneView, epoch: float | None, limits: Limits, tensor: Literal["gradient", "signal"] = "gradient"
) -> DiagramFrame:
    """The network of a lane that has a run, at a cursor.

    Args:
        lane: whose network.
        epoch: of the sample whose gradient and weights are drawn; None for the newest.
        limits: of the strengths, log10.
        tensor: what is measured of every layer; of a recurrent network the gradient.
    """
    history, snapshot = lane.run, lane.run.snapshots.at(epoch)
    found = _measured(history, lane.sample_at(epoch), tensor)
    upstream = [*found[1:], None] if tensor == "signal" else [None] * len(found)
    bare, *layers = _list_columns(history, snapshot)
    columns = [
        replace(column, measured=measured, strength=_strength(measured, limits), upstream=behind)
        for column, measured, behind in zip(layers, found, upstream, strict=True)
    ]
    kept = _leave_out([bare, *columns])
    return DiagramFrame(
        label=lane.name,
        columns=kept,
        measure=find_measure(tensor, _MEASURE).label,
        limits=limits,
        largest_weight=max((_largest(column) for column in kept), default=0.0),
        epoch=None if snapshot < 0 else float(history.snapshots.epochs[snapshot]),
        tensor=tensor,
    )


def _list_columns(history: History, snapshot: int) -> list[DiagramColumn]:
    """The inputs and all layers, with their weights."""
    layers, inputs, skips = history.layout.layers, _input_units(history), _skips(history)
    most = min(max(int((MOST_LINKS / min(len(layers), MOST_COLUMNS)) ** 0.5), _LEAST_UNITS), MOST_UNITS)
    shown = [choose_units(units, most) for units in (inputs, *(layer.units for layer in layers))]
    columns = [DiagramColumn("inputs", inputs, shown=shown[0])]
    for number, layer in enumerate(layers, start=1):
        columns.append(
            DiagramColumn(
                name=layer.name,
                units=layer.units,
                activation=layer.activation,
                shown=shown[number],
                weights=_weights(history, snapshot, number, shown[number - 1 : number + 1]),
                has_skip=skips[number - 1],
                is_recurrent=number == 1 and bool(history.layout.time_steps),
            )
        )
    return columns


def choose_units(count: int, most: int) -> tuple[int | None, ...]:
    """Numbers of the units drawn: all, or the first few, None, and the last few."""
    if count <= most:
        return tuple(range(count))
    first = -(-most // 2)
    return (*range(first), None, *range(count - most + first, count))


def _input_units(history: History) -> int:
    """Numbers that come in at once; the weights know it of files that are not here any more."""
    if len(history.snapshots):
        return len(history.snapshots.tensor(0, 1))
    return read_spec(history).data.step_columns


def _skips(history: History) -> list[bool]:
    """Whether each layer has a skip, the input side first."""
    spec = read_spec(history)
    hidden = [layer.alpha > 0 for layer in spec.network.resolved(_input_units(history))]
    if spec.network.recurrent is not None:
        hidden = [False, *hidden]
    missing = len(history.layout.layers) - len(hidden)  # of a foreign file whose spec is not that of its layers
    return [*hidden, *[False] * max(missing, 1)]


def _measured(history: History, sample: int | None, tensor: str) -> list[float | None]:
    layers = len(history.layout.layers)
    if sample is None or (tensor, _MEASURE) not in history.layout:
        return [None] * layers
    measured = history.layout.columns(tensor, _MEASURE) >= 0
    row = history.grid(tensor, _MEASURE)[sample]
    return [float(value) if there else None for value, there in zip(row, measured, strict=True)]


def _strength(measured: float | None, limits: Limits) -> float:
    if not measured or not measured > 0:
        return 0.0
    if math.isinf(measured):
        return 1.0
    share = (math.log10(measured) - limits.low) / (limits.high - limits.low)
    return min(max(share, 0.0), 1.0)


def _weights(
    history: History, snapshot: int, number: int, shown: Sequence[tuple[int | None, ...]]
) -> NDArray[np.float32]:
    before, after = ([unit for unit in units if unit is not None] for units in shown)
    unknown = np.full((len(before), len(after)), np.nan, np.float32)
    if snapshot < 0:
        return unknown
    whole = history.snapshots.tensor(snapshot, number)
    fits = whole.shape[1] == history.layout.layers[number - 1].units  # else the gates lie side by side
    return whole[np.ix_(before, after)] if fits else unknown


def _largest(column: DiagramColumn) -> float:
    if column.weights is None:
        return 0.0
    finite = column.weights[np.isfinite(column.weights)]
    return float(np.abs(finite).max()) if finite.size else 0.0


def _leave_out(columns: Sequence[DiagramColumn]) -> tuple[DiagramColumn, ...]:
    """The first and the last columns of many, and between them one that represents the others."""
    left_out = len(columns) - MOST_COLUMNS
    if left_out <= 0:
        return tuple(columns)
    half = MOST_COLUMNS // 2
    first, last = columns[:half], columns[half + left_out :]
    gap = DiagramColumn(f"{left_out} more", 0)
    return (*first, gap, replace(last[0], weights=None, has_skip=False), *last[1:])


@of_lane
def _make(view: View, lane: LaneView, _: History, sources: Sources) -> Frame | Nothing:
    """The gradients of all lanes share one scale."""
    if lane.begins and lane.sample_at(view.epoch) is None:
        return Nothing(lane.begins)
    option = view.choices_of("network").option
    tensor: Literal["gradient", "signal"] = "signal" if option == "signal" else "gradient"
    if tensor == "signal" and lane.run.layout.time_steps:
        return Nothing(_NO_LAYERS)
    runs = [(place, each.history) for place, each in enumerate(view.lanes) if each.history is not None]
    spreads = [
        sources.keep(("network", place, tensor), history, lambda: _Spread(tensor)).update(history)
        for place, history in runs
    ]
    frame = find_diagram(lane, view.epoch, find_limits(Scale.LOG, spreads), tensor)
    return replace(frame, has_gradients=option != "weight")


NETWORK = Picture(
    key="network",
    title="network",
    tip=(
        "The selected lane's network at the cursor. Links show each its weight, or the weight gradient or the signal "
        "of the whole layer, its root mean square on one log scale for all lanes: those of single links are not kept"
    ),
    make=_make,
    needs_spec=True,
    options=(
        Option("weight", "Links as thick as their weight, its sign as their colour", "network: weights"),
        Option("gradient", "Links as bright as the weight gradient of their layer", "network: gradients"),
        Option(
            "signal", "The signal of each layer as its own factor times what comes from upstream", "network: signals"
        ),
    ),
    usual="gradient",
)
