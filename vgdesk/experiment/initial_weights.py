"""What the initial weights of a spec's network are: their gain, whether they differ, and which would suit it."""

import math
from itertools import pairwise
from typing import Literal, TypeAlias

from vgdesk.experiment.activations import Relu
from vgdesk.experiment.initializers import Constant, Given, Initializer, Normal, Uniform
from vgdesk.experiment.recurrence import SimpleRnn
from vgdesk.experiment.spec import ExperimentSpec

Family: TypeAlias = Literal["rectifier", "identity", "sigmoid", "mixed"]

_FAMILIES: dict[str, Family] = {
    **dict.fromkeys(("relu", "leaky_relu", "prelu", "elu", "gelu", "silu", "softplus"), "rectifier"),
    **dict.fromkeys(("linear", "tanh", "softsign", "selu"), "identity"),
    **dict.fromkeys(("sigmoid", "hard_sigmoid"), "sigmoid"),
}
_NEAR = 0.25  # of a gain; depth makes a difference of larger ones
_LARGE = 10.0  # times the critical gain


def family_of(spec: ExperimentSpec) -> Family:
    """How the activations of the hidden layers behave around 0: ``identity`` hands small values on unchanged."""
    families = {_FAMILIES[layer.activation.kind] for layer in spec.network.resolved(spec.data.inputs)}
    return families.pop() if len(families) == 1 else "mixed" if families else "identity"


def gains_of(spec: ExperimentSpec) -> tuple[float, ...]:
    """sigma_w^2 of every hidden layer, input side first; of the output layer alone, if there is no other.

    A mean that is not 0 counts: fan_in Var(W) + (fan_in E(W))^2, for inputs that are all alike.
    """
    network = spec.network
    widths = network.widths(spec.data.inputs, spec.outputs)
    initializers = [layer.initializer for layer in network.resolved(spec.data.inputs)]
    initializers = initializers or [network.resolved_output(spec.outputs).initializer]
    return tuple(
        choice.gain(*fans) + (fans[0] * mean_of(choice)) ** 2
        for choice, fans in zip(initializers, pairwise(widths), strict=False)
    )


def mean_of(initializer: Initializer) -> float:
    """Mean of one weight before training."""
    if isinstance(initializer, Normal):
        return initializer.mean
    if isinstance(initializer, Uniform):
        return (initializer.low + initializer.high) / 2
    if isinstance(initializer, Given):
        return initializer.mean()
    return initializer.value if isinstance(initializer, Constant) else 0.0


def are_sound(spec: ExperimentSpec) -> bool:
    """Whether the weights of every hidden layer differ, and are as often above 0 as below, about."""
    network = spec.network
    layers = network.resolved(spec.data.inputs) or (network.resolved_output(spec.outputs),)
    return all(_is_sound(layer.initializer) for layer in layers)


def start_sound(spec: ExperimentSpec) -> bool:
    """Whether units work before any update: sound weights, of a gain not far above the critical one."""
    layers = spec.network.resolved(spec.data.inputs)
    limits = [_LARGE * (layer.activation.critical_gain or 2.0) for layer in layers]
    return are_sound(spec) and all(gain <= limit for gain, limit in zip(gains_of(spec), limits, strict=False))


def decades_of_growth(spec: ExperimentSpec) -> float:
    """Decades by which the weights make a signal grow over all hidden layers, or time steps; 0 where that is unknown.

    Known of activations that are not bounded, without normalisation: a bounded one ends the growth. Below
    0 the signal shrinks.
    """
    if spec.network.recurrent is not None:
        return _growth_over_time(spec)
    layers = spec.network.resolved(spec.data.inputs)
    growth = 0.0
    for layer, gain in zip(layers, gains_of(spec), strict=False):
        critical = layer.activation.critical_gain
        if layer.activation.is_bounded or critical is None or layer.normalization.kind != "none":
            return 0.0
        growth += _decades(gain, critical)
    return growth


def _growth_over_time(spec: ExperimentSpec) -> float:
    layer = spec.network.recurrent
    if not isinstance(layer, SimpleRnn) or layer.activation != "relu":
        return 0.0
    gain = layer.initializer.gain(layer.units, layer.units) + (layer.units * mean_of(layer.initializer)) ** 2
    return spec.data.inputs // spec.data.step_columns * _decades(gain, Relu().critical_gain or math.nan)


def _decades(gain: float, critical: float) -> float:
    return math.log10(gain / critical) / 2 if gain > 0 else -math.inf


def is_near(gain: float, other: float) -> bool:
    """Whether two gains are about the same."""
    return abs(gain - other) <= _NEAR * max(gain, other)


def _is_sound(initializer: Initializer) -> bool:
    spread = math.sqrt(initializer.variance(1, 1))
    return spread > 0 and abs(mean_of(initializer)) <= spread / 2
