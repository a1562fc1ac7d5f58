"""The parameter tensors of a network: what is trained, counted without building it."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from vgdesk.experiment.activations import Prelu
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, NoNormalization
from vgdesk.experiment.recurrence import Gru, Lstm, RecurrentChoice
from vgdesk.experiment.spec import ExperimentSpec


@dataclass(frozen=True)
class Slot:
    """One parameter tensor.

    Attributes:
        layer: number of its layer, 1 at the input.
        tensor: key of the tensor in ``vgdesk.measures``, such as ``weight``.
        shape: its axes.
    """

    layer: int
    tensor: str
    shape: tuple[int, ...]

    @property
    def name(self) -> str:
        """What it is called in a state."""
        return f"{self.layer} {self.tensor}"

    @property
    def size(self) -> int:
        """Number of entries."""
        return prod(self.shape)


def list_slots(spec: ExperimentSpec) -> tuple[Slot, ...]:
    """Every parameter tensor of a spec's network, input side first."""
    return tuple(_all_slots(spec))


def list_snapshot_slots(spec: ExperimentSpec) -> tuple[Slot, ...]:
    """Every tensor of a snapshot: the parameters, then the moving statistics of the batch normalisations."""
    return (*list_slots(spec), *_moving_slots(spec))


def _moving_slots(spec: ExperimentSpec) -> Iterator[Slot]:
    network = spec.network
    if network.input_normalization != "none":
        yield from _moving_pair(1, "input_", spec.data.inputs)
    first = 1 if network.recurrent is None else 2
    for number, layer in enumerate(network.resolved(spec.data.inputs), start=first):
        if isinstance(layer.normalization, BatchNormalization):
            yield from _moving_pair(number, "", layer.units)


def _moving_pair(number: int, of: str, units: int) -> Iterator[Slot]:
    yield Slot(number, f"{of}moving_mean", (units,))
    yield Slot(number, f"{of}moving_variance", (units,))


def _all_slots(spec: ExperimentSpec) -> Iterator[Slot]:
    network, first = spec.network, 1
    if network.input_normalization != "none":
        yield from _pair(1, "input_", spec.data.inputs)
    if network.recurrent is not None:
        yield from recurrent_slots(network.recurrent, spec.data.step_columns)
        first = 2
    widths = network.widths(spec.data.inputs, spec.outputs)
    layers = (*network.resolved(spec.data.inputs), network.resolved_output(spec.outputs))
    for number, (layer, fan_in) in enumerate(zip(layers, widths, strict=False), start=first):
        yield from dense_slots(number, fan_in, layer)


def recurrent_slots(choice: RecurrentChoice, columns: int) -> Iterator[Slot]:
    """Parameters of a recurrent layer with ``columns`` inputs a step; gates lie side by side in the last axis."""
    gates = 4 if isinstance(choice, Lstm) else 3 if isinstance(choice, Gru) else 1
    wide = gates * choice.units
    yield Slot(1, "weight", (columns, wide))
    yield Slot(1, "recurrent_weight", (choice.units, wide))
    yield Slot(1, "bias", (wide,))
    if isinstance(choice, Gru):
        yield Slot(1, "recurrent_bias", (choice.units,))


def dense_slots(number: int, fan_in: int, layer: ResolvedLayer) -> Iterator[Slot]:
    """Parameters of a dense layer: weight [fan_in, unit], bias [unit] if it has any, and those of its blocks."""
    yield Slot(number, "weight", (fan_in, layer.units))
    if layer.has_bias:
        yield Slot(number, "bias", (layer.units,))
    if isinstance(layer.activation, Prelu):
        yield Slot(number, "slope", (1,))
    if not isinstance(layer.normalization, NoNormalization):
        yield from _pair(number, "", layer.units)


def _pair(number: int, of: str, units: int) -> Iterator[Slot]:
    yield Slot(number, f"{of}scale", (units,))
    yield Slot(number, f"{of}shift", (units,))
