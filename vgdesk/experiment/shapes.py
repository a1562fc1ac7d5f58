"""The hidden layers of a network in a few words."""

from collections.abc import Sequence
from itertools import groupby

from vgdesk.experiment.network import NetworkSpec


def describe_layers(network: NetworkSpec) -> str:
    """Widths and activation: ``4 × 5 sigmoid``, ``300, 100 mixed``."""
    layers = network.resolved()
    if not layers:
        return "no hidden layers"
    activations = {layer.activation.title() for layer in layers}
    shape = describe_widths([layer.units for layer in layers])
    return f"{shape} {activations.pop() if len(activations) == 1 else 'mixed'}"


def describe_widths(units: Sequence[int]) -> str:
    """Layers of so many units: ``4 × 5``, ``300, 100``; empty without any."""
    runs = [(width, len(list(same))) for width, same in groupby(units)]
    return ", ".join(f"{count} × {width}" if count > 1 else f"{width}" for width, count in runs)
