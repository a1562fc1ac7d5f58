"""Copies of what flows through the layers, waiting for their reduction: signals, and activations of a probe."""

from itertools import accumulate

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.experiment.choices import Choice
from vgdesk.training.activations import largest_slope, slope_of
from vgdesk.training.network import Network, Row
from vgdesk.training.reductions import reduce_signals

_SATURATED = 0.05  # of the largest slope


class SignalRing:
    """dL/dz of every row of the ledgers for the batch of each sample."""

    def __init__(self, network: Network, slots: int, batch_size: int):
        self._layers = network.rows
        self._batch_size = batch_size
        sizes = [batch_size * layer.units for layer in self._layers]
        self._starts = tuple(accumulate(sizes, initial=0))[:-1]
        self._rows = torch.zeros(slots, sum(sizes), dtype=network.parameters.values.dtype)
        self._views = [self._views_of(row) for row in self._rows]
        self._filled = np.ones(slots)

    def copy(self, slot: int) -> None:
        """Take over the signals of the last backward pass."""
        for view, layer in zip(self._views[slot], self._layers, strict=True):
            points = len(layer.signal)
            if points == self._batch_size:
                view.copy_(layer.signal)
            else:
                view.zero_()
                view[:points].copy_(layer.signal)
        self._filled[slot] = points / self._batch_size

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        return reduce_signals(self._rows[:count].numpy(), self._starts, self._filled[:count])

    def _views_of(self, row: Tensor) -> list[Tensor]:
        parts = row.split([self._batch_size * layer.units for layer in self._layers])
        return [part.view(self._batch_size, -1) for part in parts]


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
        shapes = [(slots, len(inputs), layer.units) for layer in network.rows]
        self._before = [torch.empty(shape, dtype=inputs.dtype) for shape in shapes]
        self._after = [torch.empty(shape, dtype=inputs.dtype) for shape in shapes]

    def copy(self, slot: int) -> None:
        """Send the probe through the network, which forgets it; call it before the pass that trains."""
        with self._network.unmoved():
            self._network.forward(self._inputs, training=True)
        for layer, before, after in zip(self._network.rows, self._before, self._after, strict=True):
            before[slot].copy_(layer.pre_activation)
            after[slot].copy_(layer.activation)

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        found = [
            _reduce_layer(layer, before[:count], after[:count])
            for layer, before, after in zip(self._network.rows, self._before, self._after, strict=True)
        ]
        return torch.stack(found, dim=2).to(torch.float32).numpy()


def _reduce_layer(layer: Row, before: Tensor, after: Tensor) -> Tensor:
    """Measures [slot, measure] of one layer, in the order of ``measures_of("activation")``."""
    a = after.double()
    measures = (
        a.mean((1, 2)),
        a.std((1, 2), correction=0),
        a.square().mean((1, 2)).sqrt(),
        _saturated(layer.activation_choice, before),
        (after == 0).all(1).double().mean(1),
        _effective_rank(a),
    )
    return torch.stack(measures, dim=1)


def _saturated(choice: Choice | None, before: Tensor) -> Tensor:
    """Share [slot] of entries on a flat part of phi; NaN where there is no one phi."""
    if choice is None:
        return torch.full((len(before),), torch.nan, dtype=torch.float64)
    slope = slope_of(choice, before.flatten(0, 1)).view_as(before)
    return (slope.abs() < _SATURATED * largest_slope(choice)).double().mean((1, 2))


def _effective_rank(a: Tensor) -> Tensor:
    """Participation ratio [slot] of the covariance of the units, a [slot, point, unit]."""
    centred = a - a.mean(1, keepdim=True)
    wide = a.shape[2] > a.shape[1]
    gram = centred @ centred.mT if wide else centred.mT @ centred
    squares = gram.square().sum((1, 2))
    rank = gram.diagonal(dim1=1, dim2=2).sum(1).square() / squares
    return torch.where(squares == 0, 0.0, rank)
