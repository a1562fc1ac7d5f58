"""All trained numbers of a network in one flat buffer, their gradients in another of the same layout."""

from collections.abc import Sequence
from itertools import accumulate

import torch
from torch import Tensor

from vgdesk.experiment.slots import Slot


class Parameters:
    """Flat buffers of parameters and gradients, with a view of each slot.

    Attributes:
        slots: the parameter tensors in the order in which they lie.
        starts: index of the first entry of each slot.
        values: [n] the parameters.
        gradients: [n] their gradients.
    """

    def __init__(self, slots: Sequence[Slot], dtype: torch.dtype = torch.float32):
        self.slots = tuple(slots)
        sizes = [slot.size for slot in self.slots]
        self.starts = tuple(accumulate(sizes, initial=0))[:-1]
        self.values = torch.zeros(sum(sizes), dtype=dtype)
        self.gradients = torch.zeros(sum(sizes), dtype=dtype)

    def view(self, layer: int, tensor: str) -> tuple[Tensor, Tensor]:
        """Value and gradient of one slot, as views in its shape.

        Raises:
            KeyError: no such slot.
        """
        for slot, start in zip(self.slots, self.starts, strict=True):
            if (slot.layer, slot.tensor) == (layer, tensor):
                part = slice(start, start + slot.size)
                return self.values[part].view(slot.shape), self.gradients[part].view(slot.shape)
        raise KeyError((layer, tensor))
