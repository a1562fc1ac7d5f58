"""Reads the measures while training runs, without touching it.

A sample costs a few copies into rings. The statistics are worked out later, many steps at once.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.events import Layout, Sampled, freeze
from vgdesk.experiment.slots import Slot
from vgdesk.measures import gradient_of, measures_of
from vgdesk.training.channels import key_values, order_channels
from vgdesk.training.ledgers import ActivationRing, SignalRing
from vgdesk.training.network import Network
from vgdesk.training.reductions import Rows, reduce_gradients, reduce_updates, reduce_weights

_RING_STEPS = 64
_RING_BYTES = 64 * 2**20
_RMS = [measure.key for measure in measures_of("weight")].index("rms")


class Probe:
    """Collects samples of one network.

    Args:
        run: id of the run.
        network: what is measured.
        batch_size: points of a full batch.
        inputs: [point, column] some training points, for the measures of activations.

    Attributes:
        layout: what the samples hold.
    """

    def __init__(self, run: str, network: Network, batch_size: int, inputs: Tensor):
        self._run = run
        self._parameters = network.parameters
        entries = self._parameters.values
        units = sum(row.units for row in network.rows)
        row_bytes = 3 * entries.nbytes + entries.itemsize * units * (batch_size + 2 * len(inputs))
        self._capacity = max(1, min(_RING_STEPS, _RING_BYTES // row_bytes))
        self._gradients = torch.empty(self._capacity, len(entries), dtype=entries.dtype)
        self._weights = _WeightRing(entries, self._capacity)
        self._signals = SignalRing(network, self._capacity)
        self._activations = ActivationRing(network, self._capacity, inputs)
        self._losses = torch.empty(self._capacity)
        self._steps: list[int] = []
        self.layout, self._order = _lay_out(self._parameters.slots, network)

    @property
    def is_full(self) -> bool:
        """Whether the rings must be drained before the next sample."""
        return len(self._steps) == self._capacity

    def record_activations(self) -> None:
        """Send the probe's points through the network; call it before the pass that trains."""
        self._activations.keep(len(self._steps))

    def record(self, step: int, loss: Tensor) -> None:
        """Copy signals, gradients and weights as they are before the update of that step."""
        slot = len(self._steps)
        self._signals.keep(slot)
        self._gradients[slot].copy_(self._parameters.gradients)
        self._weights.keep(step)
        self._losses[slot] = loss
        self._steps.append(step)

    def record_update(self) -> None:
        """Note how the last recorded step changed the weights; without it the change stays unknown."""
        self._weights.keep_update()

    def drain(self) -> Sampled | None:
        """The samples recorded since the last call, or None."""
        count = len(self._steps)
        if not count:
            return None
        starts = self._parameters.starts
        before, after, updated = self._weights.drain()
        weights = reduce_weights(before, starts)
        ratios = reduce_updates(before, after, starts, weights[:, _RMS])
        ratios[~updated] = np.nan
        parts = (
            self._activations.reduce(count),
            self._signals.reduce(count),
            reduce_gradients(self._gradients[:count].numpy(), starts),
            weights,
            ratios,
        )
        values = np.concatenate([part.reshape(count, -1) for part in parts], axis=1)[:, self._order]
        steps = np.array(self._steps, np.int64)
        self._steps.clear()
        return Sampled(self._run, freeze(steps), freeze(self._losses[:count].numpy().copy()), freeze(values))


class _WeightRing:
    """Parameters before and after the update of each sample; samples of successive steps share a row."""

    def __init__(self, values: Tensor, slots: int):
        self._values = values
        self._rows = torch.empty(2 * slots, len(values), dtype=values.dtype)
        self._places: list[int] = []
        self._steps: list[int] = []
        self._updated: list[bool] = []

    def keep(self, step: int) -> None:
        """Copy the parameters as they are before the update of that step, unless the last update left them so."""
        follows = bool(self._steps) and self._updated[-1] and step == self._steps[-1] + 1
        place = self._places[-1] + (1 if follows else 2) if self._places else 0
        if not follows:
            self._rows[place].copy_(self._values)
        self._places.append(place)
        self._steps.append(step)
        self._updated.append(False)

    def keep_update(self) -> None:
        """Copy the parameters as they are after the update of the last sample."""
        self._rows[self._places[-1] + 1].copy_(self._values)
        self._updated[-1] = True

    def drain(self) -> tuple[Rows, Rows, NDArray[np.bool_]]:
        """Parameters [sample, entry] before and after the updates, and which updates are known."""
        places, updated = np.array(self._places), np.array(self._updated)
        rows, first, last = self._rows.numpy(), self._places[0], self._places[-1]
        if last - first == len(places) - 1:
            before, after = rows[first : last + 1], rows[first + 1 : last + 2]
        else:
            before, after = rows[places], rows[places + 1]
        for kept in (self._places, self._steps, self._updated):
            kept.clear()
        return before, after, updated


def _lay_out(slots: tuple[Slot, ...], network: Network) -> tuple[Layout, NDArray[np.intp]]:
    """Channels sorted by tensor, measure and layer, and where the reductions hold each of them."""
    rows = range(1, len(network.rows) + 1)
    held = [
        *key_values("activation", [("activation", row) for row in rows]),
        *key_values("signal", [("signal", row) for row in rows]),
        *key_values("gradient", [(gradient_of(slot.tensor), slot.layer) for slot in slots]),
        *key_values("weight", [(slot.tensor, slot.layer) for slot in slots]),
        *key_values("update", [("update" if slot.tensor == "weight" else "", slot.layer) for slot in slots]),
    ]
    channels, order = order_channels(held, max(len(network.rows), len(network.labels)))
    return Layout(network.labels, channels, network.time_steps), order
