"""Where the theory of wide networks says nothing, and why."""

from collections.abc import Iterator

from vgdesk.experiment.activations import Gelu, RectifierWithSlope, Relu, Sigmoid, Silu, Tanh
from vgdesk.experiment.initializers import Constant, Given, Initializer, Normal, Uniform
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization
from vgdesk.experiment.spec import ExperimentSpec

LEAST_WIDTH = 32
"""Units of the narrowest hidden layer for which the theory of wide networks is drawn."""
_LEAST_SLOPE = 0.2  # below zero: units of a smaller one are off where that is all that they have


def find_obstacle(spec: ExperimentSpec) -> str:
    """Why there is no prediction for a network, in words that follow ``no prediction:``; empty if there is one."""
    return next(_list_obstacles(spec), "")


def _list_obstacles(spec: ExperimentSpec) -> Iterator[str]:
    network, layers = spec.network, spec.network.resolved(spec.data.inputs)
    if network.recurrent is not None:
        yield "the network is recurrent"
    if not layers:
        yield "there are no hidden layers"
    narrow = min((layer.units for layer in layers), default=LEAST_WIDTH)
    if narrow < LEAST_WIDTH:
        yield f"a layer of {narrow} units; it holds from {LEAST_WIDTH}"
    if network.dropout:
        yield "dropout adds noise that it leaves out"
    if network.squash is not None:
        yield "it begins at the logits, and the output layer has a function of its own"
    initializers = [*(layer.initializer for layer in layers), network.output_initializer or network.initializer]
    if any(isinstance(choice, Given) for choice in initializers):
        yield "the weights are given, not drawn"
    if any(isinstance(choice, Constant) or not choice.variance(1, 1) for choice in initializers):
        yield "weights of a layer are all the same"
    if not all(map(_is_centred, initializers)):
        yield "the mean of the weights is not 0"
    if any(layer.alpha and not isinstance(layer.activation, Tanh | Sigmoid) for layer in layers):
        yield "with skips it holds for tanh and sigmoid alone"
    if any(_switches_off(layer) for layer in layers):
        yield "batch normalisation divides by the spread of units that are hardly ever on"


def _switches_off(layer: ResolvedLayer) -> bool:
    """Whether batch normalisation stands behind an activation that many units have flat on all points."""
    behind = isinstance(layer.normalization, BatchNormalization) and layer.normalization.position == "after"
    choice = layer.activation
    leaks = isinstance(choice, RectifierWithSlope) and abs(choice.slope) >= _LEAST_SLOPE
    return behind and not leaks and isinstance(choice, Relu | RectifierWithSlope | Gelu | Silu)


def _is_centred(choice: Initializer) -> bool:
    if isinstance(choice, Normal):
        return choice.mean == 0
    return not isinstance(choice, Uniform) or choice.low == -choice.high
