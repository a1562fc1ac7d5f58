"""Why the signal of a lane shrinks or grows: what each layer multiplies it by, predicted and measured."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.scales import Limits, Tick, whole_ticks
from vgdesk.events import freeze
from vgdesk.measures import Scale
from vgdesk.pictures.frame import Frame, Nothing, Still
from vgdesk.pictures.picture import Picture, Sources
from vgdesk.pictures.theory import Expected, find_expected
from vgdesk.pictures.view import NOT_TRAINED, LaneView, View
from vgdesk.runs.history import History

FACTORS = ("weights", "slopes", "product")
"""What stands side by side: the gain of the weights behind a layer, that of its slopes, and both together.

Normalisations and skips count among the slopes. Once the network has trained, signals lie along the weights, so that
what the weights alone do not explain is more than slopes: ``REST`` is its name then.
"""

REST = "the rest"

_TICKS = 6
_LEAST = 1.0  # decades upwards and downwards


@dataclass(frozen=True)
class WhyFrame(Still):
    """The factors of one lane.

    Attributes:
        label: name of the lane.
        measured: float64 [factor, layer], log10 of what the signal's root mean square is multiplied by from the layer
            behind to each hidden layer; NaN where it is not known.
        predicted: the same of the untrained network, by the theory of wide networks.
        x_limits: numbers of the layers.
        y_limits: log10, 0 in the middle.
        x_ticks: marks within the x limits.
        y_ticks: marks within the y limits.
        is_trained: whether the weights measured have been updated.
        shares: of every layer what normalisation and skip are predicted to have in the slopes, in words.
        note: why something is missing; empty if nothing is.
    """

    label: str
    measured: NDArray[np.float64]
    predicted: NDArray[np.float64]
    x_limits: Limits
    y_limits: Limits
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    is_trained: bool = False
    shares: tuple[str, ...] = ()
    note: str = ""

    @property
    def title(self) -> str:
        """Of the picture."""
        return f"{self.label}: what each layer multiplies the signal by"

    @property
    def names(self) -> tuple[str, ...]:
        """Of the factors."""
        return (FACTORS[0], REST, FACTORS[2]) if self.is_trained else FACTORS

    @property
    def shown(self) -> NDArray[np.float64]:
        """What is measured, or else predicted [factor, layer]."""
        return self.measured if np.isfinite(self.measured).any() else self.predicted

    @property
    def whole(self) -> float:
        """Log10 of the product over all layers; NaN where one is not known."""
        return float(self.shown[2].sum())

    @property
    def caption(self) -> str:
        """The product over all layers in words."""
        said = "measured" if self.shown is self.measured else "predicted before training"
        return f"all layers together: × {_factor(self.whole)}, {said}" if math.isfinite(self.whole) else said

    @property
    def description(self) -> str:
        """Every layer in words."""
        layers = [self.describe(layer) for layer in range(self.shown.shape[1])]
        return "; ".join([self.title, *layers, self.caption])

    def describe(self, layer: int) -> str:
        """What a hidden layer does, 0 the first: local times upstream gradient, and what has come of it so far."""
        parts = []
        for name, measured, predicted in zip(
            self.names, self.measured[:, layer], self.predicted[:, layer], strict=True
        ):
            known = [f"× {_factor(measured)}"] if math.isfinite(measured) else []
            known += [f"predicted × {_factor(predicted)}"] if math.isfinite(predicted) else []
            share = self.shares[layer] if name == "slopes" and layer < len(self.shares) else ""
            parts.append(f"{name} {', '.join(known) or 'unknown'}{share}")
        so_far = float(self.shown[2, layer:].sum())
        from_output = f"; from the output × {_factor(so_far)}" if math.isfinite(so_far) else ""
        return f"layer {layer + 1}, local gradient times upstream gradient: {', '.join(parts)}{from_output}"


def why_frame(lane: LaneView, epoch: float | None, expected: Expected | None) -> WhyFrame | Nothing:
    """The factors of a lane at a cursor.

    Args:
        lane: whose.
        epoch: the cursor; None is the newest sample.
        expected: what the theory says of it; None where that is of no use.
    """
    predicted = _predict(expected)
    measured = _measure(lane, epoch)
    if isinstance(measured, Nothing):
        if predicted is None:
            return (
                Nothing(f"{expected.words[:1].upper()}{expected.words[1:]}") if expected and lane.spec else measured
            )
        measured = np.full_like(predicted, np.nan)
    if predicted is None or predicted.shape != measured.shape:
        predicted = np.full_like(measured, np.nan)
    both = np.concatenate([measured, predicted], axis=1)
    reach = max([math.ceil(value) for value in np.abs(both[np.isfinite(both)])], default=0)
    up = Limits(Scale.LOG, -max(float(reach), _LEAST), max(float(reach), _LEAST))
    across = Limits(Scale.LINEAR, 0.5, measured.shape[1] + 0.5)
    return WhyFrame(
        label=lane.name,
        measured=freeze(measured),
        predicted=freeze(predicted),
        x_limits=across,
        y_limits=up,
        x_ticks=whole_ticks(across.low, across.high, _TICKS),
        y_ticks=up.ticks(_TICKS),
        is_trained=_is_trained(lane, epoch),
        shares=_share(expected),
        note=expected.words if expected else "",
    )


def _predict(expected: Expected | None) -> NDArray[np.float64] | None:
    if expected is None or expected.prediction is None:
        return None
    factors = expected.prediction.factors
    squares = [(each.weights, each.product / each.weights, each.product) for each in factors]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log10(np.array(squares, np.float64).T) / 2
    return np.where(np.isfinite(found), found, np.nan)


def _share(expected: Expected | None) -> tuple[str, ...]:
    """What normalisation and skip of every layer are predicted to multiply by, where they do anything."""
    words = []
    for each in expected.prediction.factors if expected is not None and expected.prediction is not None else ():
        known = {"normalisation": each.normalization, "skip": each.skip}
        said = [f"{name} × {format_value(value**0.5)}" for name, value in known.items() if abs(value - 1) > 1e-9]
        words.append(f" with {' and '.join(said)}" if said else "")
    return tuple(words)


def _measure(lane: LaneView, epoch: float | None) -> NDArray[np.float64] | Nothing:
    history, sample = lane.history, lane.sample_at(epoch)
    if history is None or sample is None:
        return Nothing(lane.begins or NOT_TRAINED)
    if history.layout.time_steps:
        return Nothing("The rows of a recurrent network are time steps, which share their weights")
    if ("signal", "rms") not in history.layout or ("weight", "rms") not in history.layout:
        return Nothing("This run recorded no signals")
    signals, weights = (_row(history, tensor, sample) for tensor in ("signal", "weight"))
    if len(signals) < 2:
        return Nothing("There is no hidden layer")
    units = np.array([layer.units for layer in history.layout.layers], np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = np.log10(signals[:-1] / signals[1:])
        gain = np.log10(np.sqrt(units[1:]) * weights[1:])
        found = np.array([gain, whole - gain, whole])
    return np.where(np.isfinite(found), found, np.nan)


def _is_trained(lane: LaneView, epoch: float | None) -> bool:
    history, sample = lane.history, lane.sample_at(epoch)
    if history is None or sample is None:
        return False
    return bool(history.steps[sample]) or history.started.origin is not None


def _row(history: History, tensor: str, sample: int) -> NDArray[np.float64]:
    columns = history.layout.columns(tensor, "rms")
    values = history.values[sample, columns].astype(np.float64)
    return np.where(columns >= 0, values, np.nan)


def _factor(exponent: float) -> str:
    return format_value(10.0 ** max(min(float(exponent), 300.0), -300.0))


def _make(view: View, sources: Sources) -> Frame | Nothing:
    if view.lane is None:
        return Nothing(NOT_TRAINED)
    return why_frame(view.lane, view.epoch, find_expected(view.lane, view.epoch, sources))


WHY = Picture(
    key="why",
    title="why",
    tip="What each layer of the selected lane multiplies the signal by: its weights, its slopes, and both together",
    make=_make,
    needs_spec=True,
    follows_spec=True,
)
