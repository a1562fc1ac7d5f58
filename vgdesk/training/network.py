"""From a spec to a network that can be trained and measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypeAlias

import torch
from torch import Tensor

from vgdesk.events import Layer
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.normalizations import BatchNormalization
from vgdesk.experiment.slots import list_slots
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.blocks import BatchNorm
from vgdesk.training.dropout import Dropout
from vgdesk.training.initialization import initialize_dense, initialize_recurrent
from vgdesk.training.layers import DenseLayer
from vgdesk.training.parameters import Parameters
from vgdesk.training.recurrent import RecurrentLayer, TimeStep, recurrent_class

AnyLayer: TypeAlias = DenseLayer | RecurrentLayer


class Row(Protocol):
    """What the ledgers show of a network: a layer, or a time step."""

    units: int
    activation_choice: Choice | None

    @property
    def pre_activation(self) -> Tensor:
        """[batch, unit] what the activation function was given."""

    @property
    def activation(self) -> Tensor:
        """[batch, unit] what came out."""

    @property
    def signal(self) -> Tensor:
        """[batch, unit] what came back."""


class Network:
    """Layers in a row over one flat buffer of parameters.

    Attributes:
        parameters: values and gradients of all layers.
        layers: input side first; the last one is the output layer, whose outputs are logits or its own function's.
        labels: what to call each layer.
        entry: what normalises the inputs; None lets them in as they are.
        moving: statistics that a training pass moves in addition to the parameters.
        rows: of the ledgers: the layers, or the time steps of a recurrent layer.
        time_steps: what to call the time steps; empty without any.
    """

    def __init__(self, parameters: Parameters, layers: tuple[AnyLayer, ...], labels: tuple[Layer, ...], steps: int):
        self.parameters = parameters
        self.layers = layers
        self.labels = labels
        self.entry: BatchNorm | None = None
        first = layers[0]
        self.rows: tuple[Row, ...] = ()
        self.time_steps: tuple[Layer, ...] = ()
        if isinstance(first, RecurrentLayer):
            self.rows = tuple(TimeStep(first, step) for step in range(steps))
            self.time_steps = tuple(
                Layer(f"t = {step}", row.units, "") for step, row in enumerate(self.rows, start=1)
            )
        else:
            self.rows = tuple(layer for layer in layers if isinstance(layer, DenseLayer))
        self._reversed = tuple(reversed(layers))
        self.moving: tuple[Tensor, ...] = tuple(
            tensor for layer in layers for block in layer.blocks for tensor in block.moving
        )

    def normalize_inputs(self) -> None:
        """Put batch normalisation before the first layer; its parameters have their slots."""
        self.entry = BatchNorm(BatchNormalization(), 1, self.parameters, "input_")
        first = self.layers[0]
        if isinstance(first, DenseLayer):
            first.passes_back = True
        self.moving += self.entry.moving

    def begin_step(self, step: int) -> None:
        """Let passes that train be those after so many updates: masks of dropout are drawn for each step."""
        for layer in self.layers:
            if layer.dropout is not None:
                layer.dropout.step = step

    def forward(self, x: Tensor, training: bool = False) -> Tensor:
        """Outputs [point, output] of inputs [point, column]; logits, unless the output has its own function."""
        if self.entry is not None:
            x = self.entry.forward(x, training)
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(self, delta: Tensor) -> None:
        """Fill the gradients from dL/d outputs [point, output] of the last training pass."""
        for layer in self._reversed:
            delta = layer.backward(delta)
        if self.entry is not None:
            self.entry.backward(delta)

    @contextmanager
    def unmoved(self) -> Iterator[None]:
        """Whatever is done inside leaves the moving statistics of the normalisations as they were."""
        before = [tensor.clone() for tensor in self.moving]
        try:
            yield
        finally:
            for tensor, value in zip(self.moving, before, strict=True):
                tensor.copy_(value)


def build_network(spec: ExperimentSpec, dtype: torch.dtype = torch.float32) -> Network:
    """The untrained network of a spec; its weights depend on the spec's seed alone."""
    parameters = Parameters(list_slots(spec), dtype)
    layers: list[AnyLayer] = []
    choice = spec.network.recurrent
    if choice is not None:
        layers.append(recurrent_class(choice)(choice, 1, parameters))
        initialize_recurrent(spec, choice, parameters)
    for layer in (*spec.network.resolved(spec.data.inputs), spec.network.resolved_output(spec.outputs)):
        number = len(layers) + 1
        dense = DenseLayer(number, parameters, layer)
        if layer.dropout:
            dense.dropout = Dropout(layer.dropout, spec.seed, number)
        layers.append(dense)
        initialize_dense(layer, number, parameters, spec.seed)
    time_steps = spec.data.inputs // spec.data.step_columns
    network = Network(parameters, tuple(layers), layer_labels(spec), time_steps)
    if spec.network.input_normalization == "batch":
        network.normalize_inputs()
    return network


def layer_labels(spec: ExperimentSpec) -> tuple[Layer, ...]:
    """What to call each layer, input side first."""
    choice = spec.network.recurrent
    found = [(choice.units, choice.kind)] if choice is not None else []
    found += [(layer.units, layer.activation.label) for layer in spec.network.resolved(spec.data.inputs)]
    names = ["1 input", *(str(number) for number in range(2, len(found) + 1))]
    labels = [Layer(name, *found) for name, found in zip(names, found, strict=False)]
    return (*labels, Layer(f"{len(found) + 1} output", spec.outputs, spec.output_label))
