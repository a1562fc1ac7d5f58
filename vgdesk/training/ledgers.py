"""What flows through the layers, kept until its reduction: signals, and activations of a probe."""

from collections.abc import Iterator
from itertools import accumulate, groupby
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.measures import measures_of
from vgdesk.training.activations import largest_slope
from vgdesk.training.layers import DenseLayer
from vgdesk.training.network import Network
from vgdesk.training.reductions import ActivationSums, reduce_activations, reduce_signals

_SATURATED = 0.05  # of the largest slope
_CACHED_ENTRIES = 131_072  # a megabyte of float64

Passed: TypeAlias = list[tuple[Tensor, Tensor]]  # pre-activation and output of each layer


class SignalRing:
    """dL/dz of every layer for the batch of each sample."""

    def __init__(self, network: Network, slots: int, batch_size: int):
        self._layers = network.layers
        units = [len(layer.bias) for layer in self._layers]
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
        self._starts = tuple(accumulate((len(layer.bias) for layer in network.layers), initial=0))[:-1]
        self._passed: list[Passed] = [[] for _ in range(slots)]

    def copy(self, slot: int) -> None:
        """Send the probe through the network, which forgets it; call it before the pass that trains."""
        with self._network.unmoved():
            self._network.forward(self._inputs, training=True)
        self._passed[slot] = [(layer.pre_activation, layer.activation) for layer in self._network.layers]

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        found = [part for layers in self._alike(count) for part in self._sum_layers(layers, count)]
        means, squares, *sums = zip(*found, strict=True)
        by_unit = [torch.cat(parts, dim=1).numpy() for parts in (means, squares)]
        by_layer = [torch.stack(parts, dim=1).numpy() for parts in sums]
        return reduce_activations(ActivationSums(len(self._inputs), *by_unit, *by_layer), self._starts)

    def _alike(self, count: int) -> Iterator[list[int]]:
        """Numbers of neighbouring layers of one shape and activation: not more than stay in cache together."""
        layers = self._network.layers
        for _, numbers in groupby(
            range(len(layers)), key=lambda n: (len(layers[n].bias), layers[n].activation_choice)
        ):
            left = list(numbers)
            most = max(1, _CACHED_ENTRIES // (count * len(self._inputs) * len(layers[left[0]].bias)))
            yield from (left[first : first + most] for first in range(0, len(left), most))

    def _sum_layers(self, numbers: list[int], count: int) -> Iterator[tuple[Tensor, ...]]:
        """What ``_sum_layer`` gives for each of some layers that are alike."""
        passed = [self._passed[slot][number] for number in numbers for slot in range(count)]
        before, after = (torch.stack(tensors) for tensors in zip(*passed, strict=True))
        sums = _sum_layer(self._network.layers[numbers[0]], before, after)
        return zip(*(sum.split(count) for sum in sums), strict=True)


def _sum_layer(layer: DenseLayer, before: Tensor, after: Tensor) -> tuple[Tensor, ...]:
    """The fields of ``ActivationSums`` for one layer, from pre-activations and outputs [slot, point, unit]."""
    a = after.double()
    size = torch.linalg.vector_norm(a, dim=(1, 2))
    mean = a.mean(1, keepdim=True)
    centred = a.sub_(mean)
    wide = a.shape[2] > a.shape[1]
    products = torch.bmm(centred, centred.mT) if wide else torch.bmm(centred.mT, centred)
    spread = torch.linalg.vector_norm(products, dim=(1, 2))
    return mean[:, 0], centred.square().sum(1), size, spread, _count_saturated(layer, before)


def _count_saturated(layer: DenseLayer, before: Tensor) -> Tensor:
    """Entries [slot] whose slope is small; numpy compares and counts several times faster than torch."""
    slope = layer.slope(before.flatten(0, 1)).abs_().view(len(before), -1).numpy()
    saturated = slope < slope.dtype.type(_SATURATED * largest_slope(layer.activation_choice))
    return torch.tensor([np.count_nonzero(row) for row in saturated])
