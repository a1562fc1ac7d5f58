"""The phase diagram of an activation: which variances of weights and biases let a plain network's signal vanish."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.scales import Limits, Tick
from vgdesk.analysis.theory_layers import plan_layers
from vgdesk.analysis.zero_lines import find_zero_lines
from vgdesk.errors import SpecError
from vgdesk.events import freeze
from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View

_COLUMNS, _ROWS = 80, 48
_DEPTHS = (3, 10, 30)
"""Depth scales that have contours: layers over which the signal's mean square changes by a factor e."""

_SIDE = 1.0  # decades of sigma_w^2 beside the critical one
_ROOM = 0.2  # decades beside a dot
_LEAST_BIAS = 0.5
_TICKS = 6
_LARGEST_SCALE = 100.0  # of the initialiser that a click sets


@dataclass(frozen=True, eq=False)
class Contour:
    """Where the signal changes at one rate.

    Attributes:
        depth: the depth scale in layers; infinite where the signal stays level.
        lines: float64 [line, end, 2], x and y of short lines.
    """

    depth: float
    lines: NDArray[np.float64]


@dataclass(frozen=True)
class Dot:
    """The network of one lane.

    Attributes:
        label: name of the lane.
        color_index: number of the lane, 0 the first.
        gain: sigma_w^2, the middle one of its hidden layers.
        bias: sigma_b^2, likewise.
    """

    label: str
    color_index: int
    gain: float
    bias: float


@dataclass(frozen=True)
class PhaseFrame(Still):
    """The diagram of one activation, and the networks in it.

    Attributes:
        choice: the activation.
        factors: float64 [row, column], natural log of the factor of the signal's mean square a layer, the lowest row
            first.
        contours: the level one first.
        dots: of the lanes with this activation in plain layers.
        x_limits: log10 of sigma_w^2.
        y_limits: sigma_b^2.
        x_ticks: marks within the x limits.
        y_ticks: marks within the y limits.
        note: which lanes have no dot; empty if all have.
    """

    choice: ActivationChoice
    factors: NDArray[np.float64] = field(repr=False)
    contours: tuple[Contour, ...] = field(repr=False)
    dots: tuple[Dot, ...]
    x_limits: Limits
    y_limits: Limits
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    note: str = ""

    x_label = "σ_w² = fan_in · variance of the weights"
    y_label = "σ_b²"

    @property
    def title(self) -> str:
        """Of the picture."""
        return f"{self.choice.title()}: phase diagram"

    @property
    def description(self) -> str:
        """Where every lane stands."""
        dots = [f"{dot.label}: {self.describe(dot.gain, dot.bias)}" for dot in self.dots]
        name = "from variance 1, without biases, tips at σ_w²" if self.choice.tips else "critical σ_w² without biases"
        critical = f"{name} {format_value(self.choice.critical_gain, 3)}"
        return "; ".join([self.title, critical, *dots, *([self.note] if self.note else [])])

    def describe(self, gain: float, bias: float) -> str:
        """What networks of these variances do, in words."""
        factor = self.choice.gain_factor(gain, bias)
        rate = abs(math.log(factor)) if factor > 0 else math.inf
        phase = "ordered, the signal vanishes" if factor < 1 else "chaotic, the signal explodes"
        depth = f"depth scale {format_value(1 / rate, 2)} layers" if rate > 1e-3 else "the signal stays level"
        variances = f"σ_w² {format_value(gain, 3)}, σ_b² {format_value(bias, 3)}"
        said = f"× {format_value(factor, 3)} a layer in mean square, {depth}"
        return f"{variances}: {said}" if rate <= 1e-3 else f"{variances}: {phase}: {said}"

    def edits_at(self, x: float, y: float) -> dict[str, Any]:
        """The changes of a spec, by dotted path, that put its network at a place of the diagram."""
        scale = min(round(10 ** (x / 2), 3), _LARGEST_SCALE)
        std = round(math.sqrt(max(y, 0.0)), 3)
        return {
            "network.initializer": {"kind": "scaled_normal", "scale": scale},
            "network.bias": {"kind": "normal", "std": std},
        }


def find_plain_activation(spec: ExperimentSpec) -> ActivationChoice | None:
    """The activation of all hidden layers of a plain network; None where they differ, or it is not plain."""
    layers = spec.network.resolved(spec.data.inputs)
    activations = {layer.activation for layer in layers}
    plain = all(isinstance(layer.normalization, NoNormalization) and not layer.alpha for layer in layers)
    return activations.pop() if len(activations) == 1 and plain and spec.network.recurrent is None else None


def phase_frame(choice: ActivationChoice, dots: tuple[Dot, ...], note: str = "") -> PhaseFrame:
    """The diagram of an activation with some networks in it."""
    places = [math.log10(dot.gain) for dot in dots if dot.gain > 0]
    middle = math.log10(choice.critical_gain)
    low = min([middle - _SIDE, *(place - _ROOM for place in places)])
    high = max([middle + _SIDE, *(place + _ROOM for place in places)])
    top = max([_LEAST_BIAS, *(1.25 * dot.bias for dot in dots)])
    across, up = Limits(Scale.LOG, low, high), Limits(Scale.LINEAR, 0.0, top)
    x, y = (_middles(limits, count) for limits, count in ((across, _COLUMNS), (up, _ROWS)))
    factors = np.log(np.maximum(choice.map_factors(10**x, y), 1e-300))
    contours = [Contour(math.inf, _lines(factors, 0.0, across, up))]
    for depth in _DEPTHS:
        both = [_lines(factors, sign / depth, across, up) for sign in (-1, 1)]
        contours.append(Contour(depth, np.concatenate(both)))
    return PhaseFrame(
        choice=choice,
        factors=freeze(factors),
        contours=tuple(contours),
        dots=dots,
        x_limits=across,
        y_limits=up,
        x_ticks=across.ticks(_TICKS),
        y_ticks=up.ticks(_TICKS),
        note=note,
    )


def _lines(factors: NDArray[np.float64], level: float, across: Limits, up: Limits) -> NDArray[np.float64]:
    ends = find_zero_lines(factors - level)
    span = np.array([across.high - across.low, up.high - up.low])
    shape = np.array([_COLUMNS, _ROWS])
    return np.asarray(np.array([across.low, up.low]) + (ends + 0.5) / shape * span, np.float64)


def _middles(limits: Limits, count: int) -> NDArray[np.float64]:
    return limits.low + (np.arange(count) + 0.5) / count * (limits.high - limits.low)


def _spec_of(lane: LaneView) -> ExperimentSpec | None:
    """The spec under the user's hands, or that of the run."""
    if lane.spec is not None or lane.history is None:
        return lane.spec
    try:
        return read_spec(lane.history)
    except SpecError:
        return None


def _dot(lane: LaneView, spec: ExperimentSpec) -> Dot:
    hidden = plan_layers(spec)[:-1]
    gain, bias = (float(np.median([getattr(layer, name) for layer in hidden])) for name in ("gain", "bias"))
    return Dot(lane.name, lane.color, gain, bias)


def _make(view: View, sources: Sources) -> Frame | Nothing:
    spec = _spec_of(view.lane) if view.lane is not None else None
    if spec is None:
        return Nothing(NOT_TRAINED)
    choice = find_plain_activation(spec)
    if choice is None:
        return Nothing("The phase diagram is one of plain layers of one activation, without normalisation and skips")
    known = [(lane, found) for lane in view.lanes if (found := _spec_of(lane)) is not None]
    dots = tuple(_dot(lane, found) for lane, found in known if find_plain_activation(found) == choice)
    others = [lane.name for lane, found in known if find_plain_activation(found) != choice]
    note = f"{', '.join(others)}: of another kind" if others else ""
    return sources.keep("phase", (choice, dots, note), lambda: phase_frame(choice, dots, note))


PHASE = Picture(
    key="phase",
    title="phase diagram",
    tip="Which variances of weights and biases let the signal vanish or explode; a click starts the network there",
    make=_make,
    needs_spec=True,
    follows_spec=True,
)
