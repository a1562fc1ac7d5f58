"""sigma_w^2 of the layers: what the builder says about the initial weights."""

from itertools import pairwise

from vgdesk.analysis.numbers import format_value
from vgdesk.experiment.activations import Relu, Sigmoid, Tanh
from vgdesk.experiment.normalizations import NoNormalization, NoSkip
from vgdesk.experiment.spec import ExperimentSpec

_PLAIN = (1e-3, 1e5)
_SIGN = "σ<sub>w</sub>²"
_WORDS = (
    "<p>σ<sub>w</sub>² = fan_in · Var(W): how much a layer scales what passes through it. "
    "It decides the fate of the gradient.</p>"
)


def list_gains(spec: ExperimentSpec) -> list[float]:
    """sigma_w^2 of every dense layer, input side first, the output layer last."""
    network = spec.network
    widths = network.widths(spec.data.inputs, spec.outputs)
    own = [layer.initializer for layer in network.resolved()]
    initializers = [*own, network.output_initializer or network.initializer]
    return [one.gain(*fans) for one, fans in zip(initializers, pairwise(widths), strict=True)]


def describe_gain(spec: ExperimentSpec) -> str:
    """sigma_w^2 as rich text: one number, or its range by layer, and where the gradient would hold.

    An output layer with an initialiser of its own is left to ``describe_output_gain``.
    """
    gains = list_gains(spec)
    if spec.network.output_initializer and len(gains) > 1:
        gains.pop()
    low, high = f"{_number(min(gains))}", f"{_number(max(gains))}"
    said = f"{_SIGN} = {low}" if low == high else f"{_SIGN} = {low} … {high} by layer"
    critical = critical_gain(spec)
    if critical is None:
        return said
    return f"{said} · {'tips at' if _tips(spec) else 'critical'} {_number(critical)}"


def describe_output_gain(spec: ExperimentSpec) -> str:
    """sigma_w^2 of the output layer as rich text, if it has an initialiser of its own."""
    return f"{_SIGN} = {_number(list_gains(spec)[-1])} of the output" if spec.network.output_initializer else ""


def describe_layer_gain(spec: ExperimentSpec, row: int) -> str:
    """sigma_w^2 of one hidden layer as rich text, with its number of inputs."""
    fan_in = spec.network.widths(spec.data.inputs, spec.outputs)[row]
    return f"{_SIGN} = {_number(list_gains(spec)[row])} with {fan_in} inputs"


def explain_gain(spec: ExperimentSpec) -> str:
    """What sigma_w^2 decides, as rich text for a tooltip."""
    critical = critical_gain(spec)
    table = (
        f"<p>Linear and tanh hold it at {_number(Tanh().critical_gain)}, ReLU at {_number(Relu().critical_gain)}; "
        f"a sigmoid, whose slope is at most 1/4, would need about {_number(Sigmoid().critical_gain)}.</p>"
    )
    if critical is None:
        return _WORDS + table
    name = spec.network.resolved()[0].activation.title()
    if _tips(spec):
        return (
            f"{_WORDS}{table}<p>{name} has none at which it stays level. Where the first layer's pre-activations "
            f"have variance 1 the gradient vanishes below {_number(critical)} and explodes above it; smaller ones "
            "need more.</p>"
        )
    said = (
        f"<p>Critical for {name}: {_number(critical)}. Below it the gradient vanishes with depth, above it the "
        "gradient explodes or the units saturate.</p>"
    )
    return _WORDS + said + table


def _number(gain: float) -> str:
    """Without the zeros that say how exact it is: ``2``, ``0.333``, ``1.00·10⁻⁶``."""
    return f"{gain:.3g}" if _PLAIN[0] <= gain < _PLAIN[1] or not gain else format_value(gain, 3)


def _tips(spec: ExperimentSpec) -> bool:
    return spec.network.resolved()[0].activation.tips


def critical_gain(spec: ExperimentSpec) -> float | None:
    """sigma_w^2 at which the gradient of a spec's network would hold; None where there is no one such.

    That is with normalisations, skips or different activations.
    """
    layers, plain = spec.network.resolved(), isinstance(spec.network.skip, NoSkip)
    activations = {layer.activation for layer in layers}
    if len(activations) != 1 or not plain or not all(isinstance(x.normalization, NoNormalization) for x in layers):
        return None
    return activations.pop().critical_gain
