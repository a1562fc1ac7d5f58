"""Copies of what a step leaves in a network, so that it is measured later and elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

_RING_BYTES = 32 * 2**20
_MOST_SAMPLES = 64


@dataclass
class Sample:
    """What belongs to one sample beside the flat copies.

    Attributes:
        step: updates done before it.
        loss: of the batch; None while nobody told it.
        is_updated: whether the weights behind its update are known.
        outputs: by row, the first entries of its module's output.
        signals: by row, their gradients.
        missing: numbers of the parameters without a gradient.
    """

    step: int
    loss: Tensor | float | None = None
    is_updated: bool = False
    outputs: dict[int, Tensor] = field(default_factory=dict)
    signals: dict[int, Tensor] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)


class Copies:
    """Flat copies of the gradients and weights of some samples, float32 on the device of the network.

    Args:
        parameters: in the order in which they lie.

    Attributes:
        samples: those held, the oldest first.
    """

    def __init__(self, parameters: Sequence[nn.Parameter]):
        self._parameters = list(parameters)
        sizes = [parameter.numel() for parameter in parameters]
        self.capacity = max(1, min(_MOST_SAMPLES, _RING_BYTES // (12 * sum(sizes))))
        shape = (3, self.capacity, sum(sizes))
        self._flat = torch.empty(shape, dtype=torch.float32, device=parameters[0].device)
        self._sizes = sizes
        self._views: dict[tuple[int, int], list[Tensor]] = {}
        self.samples: list[Sample] = []

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another sample."""
        return len(self.samples) == self.capacity

    @torch.no_grad()
    def take(self, sample: Sample) -> None:
        """Copy gradients and weights as they are before an update."""
        place = len(self.samples)
        gradients = [parameter.grad for parameter in self._parameters]
        sample.missing = [number for number, gradient in enumerate(gradients) if gradient is None]
        views, found = self._view(0, place), [gradient for gradient in gradients if gradient is not None]
        if sample.missing:
            self._flat[0, place].zero_()
            views = [view for view, gradient in zip(views, gradients, strict=True) if gradient is not None]
        if found:
            torch._foreach_copy_(views, [each.to_dense() if each.is_sparse else each for each in found])
        self._copy_weights(1, place)
        self.samples.append(sample)

    def take_update(self) -> None:
        """Copy the weights as they are after the update of the last sample."""
        self._copy_weights(2, len(self.samples) - 1)
        self.samples[-1].is_updated = True

    def rows(self) -> tuple[NDArray[np.float32], ...]:
        """Gradients, weights before and weights after [sample, entry] on the CPU."""
        flat = self._flat[:, : len(self.samples)]
        gradients, before, after = flat.cpu().numpy()
        return gradients, before, after

    @torch.no_grad()
    def _copy_weights(self, kind: int, place: int) -> None:
        torch._foreach_copy_(self._view(kind, place), [parameter.detach() for parameter in self._parameters])

    def _view(self, kind: int, place: int) -> list[Tensor]:
        if (kind, place) not in self._views:
            parts = self._flat[kind, place].split(self._sizes)
            shaped = [part.view(parameter.shape) for part, parameter in zip(parts, self._parameters, strict=True)]
            self._views[kind, place] = shaped
        return self._views[kind, place]
