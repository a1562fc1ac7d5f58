"""What flows through the layers, kept until its reduction: signals, and activations of a probe."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import prod
from typing import TypeAlias, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.experiment.choices import Choice
from vgdesk.measures import measures_of
from vgdesk.training.activations import flat_ranges
from vgdesk.training.network import Network, Row
from vgdesk.training.reductions import ActivationSums, reduce_activations, reduce_signals

_SATURATED = 0.05  # of the largest slope
_CACHED_ENTRIES = 262_144  # two megabytes of float64

Passed: TypeAlias = tuple[Tensor, Tensor]  # pre-activation and output of a layer
T = TypeVar("T")


class SignalRing:
    """dL/dz of every layer for the batch of each sample."""

    def __init__(self, network: Network, slots: int):
        self._rows = network.rows
        self._alike = _group(network.rows)
        self._kept: list[list[Tensor]] = [[] for _ in range(slots)]
        self._memory = _Memory()

    def keep(self, slot: int) -> None:
        """Hold on to the signals of the last backward pass; the next one makes new ones."""
        self._kept[slot] = [row.signal for row in self._rows]

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        found = np.empty((count, len(self._rows), len(measures_of("signal"))), np.float32)
        for slots in self._slots_alike(count):
            for numbers in self._alike:
                kept = [self._kept[slot][number] for slot in slots for number in numbers]
                stacks = (self._memory.stack("signals", chunk).flatten(1) for chunk in _chunks(kept, kept[0].numel()))
                measures = np.concatenate([reduce_signals(stack.numpy(), (0,)) for stack in stacks])
                found[np.ix_(slots, numbers)] = measures.reshape(len(slots), len(numbers), -1)
        return found.transpose(0, 2, 1)

    def _slots_alike(self, count: int) -> list[list[int]]:
        """Slots by the size of their batches."""
        found = defaultdict(list)
        for slot in range(count):
            found[len(self._kept[slot][0])].append(slot)
        return list(found.values())


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
        self._alike = _group(network.rows)
        self._kept: list[list[Passed]] = [[] for _ in range(slots)]
        self._memory = _Memory()

    def keep(self, slot: int) -> None:
        """Send the probe through the network, which forgets it; call it before the pass that trains."""
        with self._network.unmoved():
            self._network.forward(self._inputs, training=True)
        self._kept[slot] = [(row.pre_activation, row.activation) for row in self._network.rows]

    def reduce(self, count: int) -> NDArray[np.float32]:
        """Measures [slot, measure, layer] of the first slots."""
        rows = self._network.rows
        found = np.empty((count, len(rows), len(measures_of("activation"))), np.float32)
        for numbers in self._alike:
            kept = [self._kept[slot][number] for slot in range(count) for number in numbers]
            choice = rows[numbers[0]].activation_choice
            chunks = _chunks(kept, kept[0][1].numel())
            measures = np.concatenate([reduce_activations(self._sum(choice, chunk)) for chunk in chunks])
            found[:, numbers] = measures.reshape(count, len(numbers), -1)
        return found.transpose(0, 2, 1)

    def _sum(self, choice: Choice | None, passed: Sequence[Passed]) -> ActivationSums:
        """What is summed of layers of one shape and activation."""
        before, after = zip(*passed, strict=True)
        saturated = self._count_saturated(choice, before)
        outputs = self._memory.stack("outputs", after)
        a = self._memory.take("centred", outputs.shape, torch.float64).copy_(outputs)
        flat = a.flatten(1).numpy()
        squares = np.vecdot(flat, flat)
        means = a.mean(1, keepdim=True)
        a.sub_(means)
        pair = (a, a.mT) if a.shape[2] > a.shape[1] else (a.mT, a)
        least = min(a.shape[1:])
        products = torch.bmm(*pair, out=self._memory.take("products", (len(a), least, least), torch.float64))
        traces, flat = products.diagonal(dim1=1, dim2=2).sum(1), products.flatten(1).numpy()
        dead = (outputs.numpy() == 0).all(axis=1).sum(axis=1)
        spreads = np.vecdot(flat, flat)
        return ActivationSums(a.shape[1], means[:, 0].numpy(), squares, traces.numpy(), spreads, saturated, dead)

    def _count_saturated(self, choice: Choice | None, before: Sequence[Tensor]) -> NDArray[np.floating]:
        """Entries [layer] whose slope is small; NaN where no one function has a slope."""
        if choice is None:
            return np.full(len(before), np.nan)
        found = np.zeros(len(before))
        for low, high in flat_ranges(choice, _SATURATED):
            z = self._memory.stack("inputs", before).flatten(1).numpy()
            if low == -np.inf:
                flat = z <= high
            elif high == np.inf:
                flat = z >= low
            else:
                flat = (z >= low) & (z <= high)
            found += [np.count_nonzero(row) for row in flat]
        return found


class _Memory:
    """Memory that every reduction uses again: to be given fresh megabytes costs more than the sums."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, torch.dtype], Tensor] = {}

    def take(self, name: str, shape: Sequence[int], dtype: torch.dtype) -> Tensor:
        """A tensor of any content; what was taken by that name before is overwritten."""
        size = prod(shape)
        held = self._held.get((name, dtype))
        if held is None or len(held) < size:
            held = self._held[name, dtype] = torch.empty(size, dtype=dtype)
        return held[:size].view(*shape)

    def stack(self, name: str, tensors: Sequence[Tensor]) -> Tensor:
        """Tensors of one shape in one."""
        taken = self.take(name, (len(tensors), *tensors[0].shape), tensors[0].dtype)
        return torch.stack(list(tensors), out=taken)


def _group(rows: Sequence[Row]) -> list[list[int]]:
    """Numbers of the rows of one width and activation."""
    found = defaultdict(list)
    for number, row in enumerate(rows):
        found[row.units, row.activation_choice].append(number)
    return list(found.values())


def _chunks(items: Sequence[T], entries: int) -> Iterator[Sequence[T]]:
    """As many at once, of ``entries`` entries each, as stay in cache together."""
    most = max(1, _CACHED_ENTRIES // entries)
    return (items[first : first + most] for first in range(0, len(items), most))
