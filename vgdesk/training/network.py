"""From a spec to a network that can be trained and measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import torch
from torch import Tensor

from vgdesk.events import Layer
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.blocks import block_slots
from vgdesk.training.initializers import initial_biases, initial_weights
from vgdesk.training.layers import DenseLayer
from vgdesk.training.parameters import Parameters, Slot
from vgdesk.training.seeding import draw_noise


class Network:
    """Dense layers in a row over one flat buffer of parameters.

    Attributes:
        parameters: values and gradients of all layers.
        layers: input side first; the last one is the output layer, whose outputs are logits.
        labels: what to call each layer.
    """

    def __init__(self, parameters: Parameters, layers: tuple[DenseLayer, ...], labels: tuple[Layer, ...]):
        self.parameters = parameters
        self.layers = layers
        self.labels = labels
        self._reversed = tuple(reversed(layers))
        self._moving = tuple(tensor for layer in layers for block in layer.blocks for tensor in block.moving)

    def forward(self, x: Tensor, training: bool = False) -> Tensor:
        """Logits [point, output] of inputs [point, column]."""
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(self, delta: Tensor) -> None:
        """Fill the gradients from dL/d logits [point, output] of the last training pass."""
        for layer in self._reversed:
            delta = layer.backward(delta)

    @contextmanager
    def unmoved(self) -> Iterator[None]:
        """Whatever is done inside leaves the moving statistics of the normalisations as they were."""
        before = [tensor.clone() for tensor in self._moving]
        try:
            yield
        finally:
            for tensor, value in zip(self._moving, before, strict=True):
                tensor.copy_(value)


def build_network(spec: ExperimentSpec, dtype: torch.dtype = torch.float32) -> Network:
    """The untrained network of a spec; its weights depend on the spec's seed alone."""
    layers = (*spec.network.resolved(spec.data.inputs), spec.network.resolved_output(spec.outputs))
    widths = spec.network.widths(spec.data.inputs, spec.outputs)
    slots: list[Slot] = []
    for number, (layer, (fan_in, fan_out)) in enumerate(zip(layers, pairwise(widths), strict=True), start=1):
        slots += DenseLayer.slots(number, fan_in, fan_out)
        slots += block_slots(number, fan_out, layer.activation, layer.normalization)
    parameters = Parameters(slots, dtype)
    built = tuple(DenseLayer(number, parameters, layer) for number, layer in enumerate(layers, start=1))
    for number, layer in enumerate(layers, start=1):
        _initialize(layer, number, parameters, spec.seed)
    return Network(parameters, built, layer_labels(spec))


def layer_labels(spec: ExperimentSpec) -> tuple[Layer, ...]:
    """What to call each layer, input side first."""
    hidden = spec.network.resolved(spec.data.inputs)
    squash = "sigmoid" if spec.outputs == 1 else "softmax"
    activation = "linear" if spec.training.loss == "mean_squared_error" else squash
    output = Layer(f"{len(hidden) + 1} output", spec.outputs, activation)
    names = ["1 input", *(str(number) for number in range(2, len(hidden) + 1))]
    labels = [Layer(name, layer.units, layer.activation.label) for name, layer in zip(names, hidden, strict=False)]
    return (*labels, output)


def _initialize(layer: ResolvedLayer, number: int, parameters: Parameters, seed: int) -> None:
    weight, _ = parameters.view(number, "weight")
    bias, _ = parameters.view(number, "bias")
    noise = draw_noise(seed, "weight", number, tuple(weight.shape))
    weight.copy_(initial_weights(layer.initializer, noise))
    noise = draw_noise(seed, "bias", number, tuple(bias.shape))
    bias.copy_(initial_biases(layer.initializer, noise, weight.shape[0]))
