"""What flows through the layers, kept until its reduction: signals, and activations of a probe."""

from itertools import accumulate
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.measures import measures_of
from vgdesk.training.activations import largest_slope, slope_of
from vgdesk.training.network import Network, Row
from vgdesk.training.reductions import ActivationSums, reduce_activations, reduce_signals

_SATURATED = 0.05  # of the largest slope

Passed: TypeAlias = list[tuple[Tensor, Tensor]]  # pre-activation and output of each layer


class SignalRing:
    """dL/dz of every layer for the batch of each sample."""

    def __init__(self, network: Network, slots: int, batch_size: int):
        self._layers = network.rows
        units = [layer.units for layer in self._layers]
        self._starts = tuple(accumulate(units, initial=0))
        self._rows = torch.empty(slots, batch_size * sum(units), dtype=network.parameters.values.dtype)
        self._points = np.zeros(slots, np.int64)

    def copy(self, slot: int) -> None:
        """Take over the signals of the last backward pass."""
        signals = [layer.signal.reshape(-1) for layer in self._layers]
        points = len(self._layers[-1].signal)
        torch.cat(signals, out=self._rows[slot, : points * self._starts[-1]])
        self._points[slot] = points

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        rows, points = self._rows[:count].numpy(), self._points[:count]
        found = np.empty((count, len(measures_of("signal")), len(self._layers)), np.float32)
        for number in set(points.tolist()):
            starts = [number * start for start in self._starts]
            alike = points == number
            same = rows[:, : starts[-1]]
            found[alike] = reduce_signals(same if alike.all() else same[alike], starts[:-1])
        return found


class ActivationRing:
    """Pre-activation and output of every layer for the same few training points at each sample.

    Args:
        network: what is measured.
        slots: samples it can hold.
        inputs: [point, column] the probe.
    """

    def __init__(self, network: Network, slots: int, inputs: Tensor):
        self._network = network
        self._inputs = inputs
        self._starts = tuple(accumulate((layer.units for layer in network.rows), initial=0))[:-1]
        self._passed: list[Passed] = [[] for _ in range(slots)]

    def copy(self, slot: int) -> None:
        """Send the probe through the network, which forgets it; call it before the pass that trains."""
        with self._network.unmoved():
            self._network.forward(self._inputs, training=True)
        self._passed[slot] = [(layer.pre_activation, layer.activation) for layer in self._network.rows]

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        found = [
            _sum_layer(layer, *(torch.stack(tensors) for tensors in zip(*passed, strict=True)))
            for layer, passed in zip(self._network.rows, zip(*self._passed[:count], strict=True), strict=True)
        ]
        means, squares, *sums = zip(*found, strict=True)
        by_unit = [torch.cat(parts, dim=1).numpy() for parts in (means, squares)]
        by_layer = [torch.stack(parts, dim=1).numpy() for parts in sums]
        return reduce_activations(ActivationSums(len(self._inputs), *by_unit, *by_layer), self._starts)


def _sum_layer(layer: Row, before: Tensor, after: Tensor) -> tuple[Tensor, ...]:
    """The fields of ``ActivationSums`` for one layer, from pre-activations and outputs [slot, point, unit]."""
    a = after.double()
    size = torch.linalg.vector_norm(a, dim=(1, 2))
    mean = a.mean(1, keepdim=True)
    centred = a.sub_(mean)
    wide = a.shape[2] > a.shape[1]
    products = torch.bmm(centred, centred.mT) if wide else torch.bmm(centred.mT, centred)
    spread = torch.linalg.vector_norm(products, dim=(1, 2))
    return mean[:, 0], centred.square().sum(1), size, spread, _count_saturated(layer, before)


def _count_saturated(layer: Row, before: Tensor) -> Tensor:
    """Entries [slot] whose slope is small; NaN where no one function has a slope."""
    choice = layer.activation_choice
    if choice is None:
        return torch.full((len(before),), torch.nan, dtype=torch.float64)
    slope = slope_of(choice, before.flatten(0, 1))
    return (slope.abs() < _SATURATED * largest_slope(choice)).view(len(before), -1).sum(1)
