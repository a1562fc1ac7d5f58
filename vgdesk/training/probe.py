"""Reads the measures while training runs, without touching it.

A sample costs two copies into a ring. The statistics are worked out later, many steps at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.events import Channel, Layer, Layout, Sampled, freeze
from vgdesk.measures import TENSORS, measures_of
from vgdesk.training.parameters import Parameters
from vgdesk.training.reductions import reduce_gradients, reduce_weights

_RING_STEPS = 64
_RING_BYTES = 64 * 2**20
_GRADIENT_OF = {
    "weight": "gradient",
    "bias": "bias_gradient",
    "scale": "scale_gradient",
    "shift": "shift_gradient",
    "slope": "slope_gradient",
}


@dataclass(frozen=True)
class _Ring:
    """Copies of a flat buffer, waiting for their reduction.

    Attributes:
        source: [entry] the buffer that is measured.
        rows: [slot, entry] its copies.
        reduce: rows and starts to measures [slot, measure, tensor].
    """

    source: Tensor
    rows: Tensor
    reduce: Callable[..., NDArray[np.float32]]


class Probe:
    """Collects samples of gradients and weights of one network.

    Attributes:
        layout: what the samples hold.
    """

    def __init__(self, run: str, parameters: Parameters, labels: tuple[Layer, ...]):
        self._run = run
        self._starts = parameters.starts
        entries = parameters.values
        self._capacity = max(1, min(_RING_STEPS, _RING_BYTES // (2 * entries.nbytes)))
        self._rings = tuple(
            _Ring(source, torch.empty(self._capacity, len(entries), dtype=entries.dtype), reduce)
            for source, reduce in ((parameters.gradients, reduce_gradients), (parameters.values, reduce_weights))
        )
        self._losses = torch.empty(self._capacity)
        self._steps: list[int] = []
        self.layout, self._order = _lay_out(parameters, labels)

    @property
    def is_full(self) -> bool:
        """Whether the ring must be drained before the next sample."""
        return len(self._steps) == self._capacity

    def record(self, step: int, loss: Tensor) -> None:
        """Copy the gradients and the weights as they are before the update of that step."""
        slot = len(self._steps)
        for ring in self._rings:
            ring.rows[slot].copy_(ring.source)
        self._losses[slot] = loss
        self._steps.append(step)

    def drain(self) -> Sampled | None:
        """The samples recorded since the last call, or None."""
        count = len(self._steps)
        if not count:
            return None
        parts = [ring.reduce(ring.rows[:count].numpy(), self._starts).reshape(count, -1) for ring in self._rings]
        values = np.concatenate(parts, axis=1)[:, self._order]
        steps = np.array(self._steps, np.int64)
        self._steps.clear()
        return Sampled(self._run, freeze(steps), freeze(self._losses[:count].numpy().copy()), freeze(values))


def _lay_out(parameters: Parameters, labels: tuple[Layer, ...]) -> tuple[Layout, NDArray[np.intp]]:
    """Channels sorted by tensor, measure and layer, and where the reductions hold each of them."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    position = 0
    for name_of in (_GRADIENT_OF.__getitem__, str):
        family = measures_of(name_of("weight"))
        for measure in family:
            for slot in parameters.slots:
                found.setdefault((name_of(slot.tensor), measure.key), []).append((slot.layer, position))
                position += 1
    sorted_keys = [
        (tensor.key, measure.key)
        for tensor in TENSORS
        for measure in measures_of(tensor.key)
        if (tensor.key, measure.key) in found
    ]
    channels = [Channel(layer, *key) for key in sorted_keys for layer, _ in found[key]]
    order = np.array([place for key in sorted_keys for _, place in found[key]], np.intp)
    return Layout(labels, tuple(channels)), order
