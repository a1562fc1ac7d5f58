"""The snapshots of a run's weights in memory."""

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Layout, SnapshotTaken, freeze
from vgdesk.runs.column import Timed


class Snapshots(Timed):
    """The weights of a run at some steps: each snapshot is a sample.

    Args:
        layout: of the run.
        steps_per_epoch: updates an epoch.

    Attributes:
        slots: the tensors of a snapshot in the order in which they lie.
    """

    def __init__(self, layout: Layout, steps_per_epoch: int):
        super().__init__(steps_per_epoch)
        self.slots = layout.slots
        ends = list(accumulate(slot.size for slot in self.slots))
        self._slots = {(slot.layer, slot.tensor): slot for slot in self.slots}
        self._ends = dict(zip(self._slots, ends, strict=True))
        self._entries = ends[-1] if ends else 0
        self._values: list[NDArray[np.float32]] = []

    def append(self, event: SnapshotTaken) -> None:
        """Take in one more; its numbers are kept, not copied.

        Raises:
            ValueError: the numbers do not fit the layout.
        """
        if event.values.shape != (self._entries,):
            raise ValueError(f"a snapshot of {self._entries} numbers cannot hold {event.values.shape}")
        self._append_steps(np.array([event.step]))
        self._values.append(freeze(event.values.view()))

    def __len__(self) -> int:
        """Snapshots so far."""
        return len(self._values)

    def values(self, snapshot: int) -> NDArray[np.float32]:
        """All numbers of one snapshot: float32 [entry], the slots one after the other."""
        return self._values[snapshot]

    def tensor(self, snapshot: int, layer: int, tensor: str = "weight") -> NDArray[np.float32]:
        """One tensor of one snapshot in its shape, a view; a dense weight is [fan_in, unit].

        Args:
            snapshot: index of the snapshot.
            layer: number of the layer, 1 at the input.
            tensor: key of the tensor, as in ``slots``.

        Raises:
            KeyError: the network has no such tensor.
        """
        slot = self._slots[layer, tensor]
        end = self._ends[layer, tensor]
        return self._values[snapshot][end - slot.size : end].reshape(slot.shape)

    def over_time(self, layer: int, tensor: str = "weight") -> NDArray[np.float32]:
        """One tensor of all snapshots: float32 [snapshot, *shape], a copy; raises as ``tensor``."""
        shape = (len(self), *self._slots[layer, tensor].shape)
        found = [self.tensor(snapshot, layer, tensor) for snapshot in range(len(self))]
        return freeze(np.array(found, np.float32).reshape(shape))
