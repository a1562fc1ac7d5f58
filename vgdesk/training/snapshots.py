"""All numbers that make up a network, taken between two updates."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.events import SnapshotTaken, freeze
from vgdesk.experiment.slots import Slot
from vgdesk.training.blocks import Block
from vgdesk.training.network import Network

_MOVING = ("moving_mean", "moving_variance")


class SnapshotRecorder:
    """Takes snapshots of one network.

    Args:
        run: id of the run.
        network: whose parameters, and the moving statistics of its batch normalisations, are kept.

    Attributes:
        slots: what lies where in a snapshot.
        last_step: of the last snapshot; -1 before the first.
    """

    def __init__(self, run: str, network: Network):
        moving = tuple(moving_statistics(network))
        self._run = run
        self._tensors = (network.parameters.values, *(tensor for _, tensor in moving))
        self.slots = (*network.parameters.slots, *(slot for slot, _ in moving))
        self.last_step = -1

    def take(self, step: int) -> SnapshotTaken:
        """The network as it is now, after ``step`` updates."""
        self.last_step = step
        values = torch.cat([tensor.reshape(-1) for tensor in self._tensors]).float()
        return SnapshotTaken(self._run, step, freeze(values.numpy()))

    def restore(self, slots: Sequence[Slot], values: NDArray[np.float32]) -> None:
        """Give the network the numbers of a snapshot.

        Args:
            slots: what lies where in it; the same tensors as in ``slots``.
            values: float32 [entry].
        """
        parts = np.split(values, list(accumulate(slot.size for slot in slots))[:-1])
        taken = {(slot.layer, slot.tensor): part for slot, part in zip(slots, parts, strict=True)}
        ordered = np.concatenate([taken[slot.layer, slot.tensor] for slot in self.slots])
        sizes = [tensor.numel() for tensor in self._tensors]
        for tensor, part in zip(self._tensors, torch.from_numpy(ordered).split(sizes), strict=True):
            tensor.copy_(part.view(tensor.shape))


def moving_statistics(network: Network) -> Iterator[tuple[Slot, Tensor]]:
    """The statistics that inference needs in addition to the parameters, and what to call them."""
    blocks: list[tuple[int, str, Block]] = [] if network.entry is None else [(1, "input_", network.entry)]
    blocks += [(number, "", block) for number, layer in enumerate(network.layers, start=1) for block in layer.blocks]
    for number, of, block in blocks:
        for name, tensor in zip(_MOVING, block.moving, strict=False):
            yield Slot(number, f"{of}{name}", tuple(tensor.shape)), tensor
