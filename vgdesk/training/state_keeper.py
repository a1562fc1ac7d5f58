"""All that a training needs to go on bit for bit: taken from one, and given to another of the same spec."""

import time
import zlib
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from vgdesk.errors import VgdeskError
from vgdesk.events import freeze
from vgdesk.experiment.recording import TrainingState
from vgdesk.training.batches import Batches
from vgdesk.training.network import Network
from vgdesk.training.optimizers import FlatOptimizer
from vgdesk.training.snapshots import moving_statistics

_SECONDS = 2.0
_BYTES_A_SECOND = 2e6
_LARGEST = 2**30  # bytes; a state must not fill a disk
_ORDER, _OF_OPTIMIZER = "order", "optimizer "
_WAY_OUT = "train it from the start"


class StateKeeper:
    """Takes the state of one training, every two seconds; a large state more seldom, and a huge one never.

    Args:
        run: id of the run.
        network: whose parameters and moving statistics are kept.
        optimizer: whose memory is kept.
        batches: whose order is kept.

    Attributes:
        last_step: of the last state; -1 before the first.
    """

    def __init__(self, run: str, network: Network, optimizer: FlatOptimizer, batches: Batches):
        self._run = run
        self._optimizer, self._batches = optimizer, batches
        self._tensors = dict(_list_tensors(network, optimizer))
        self._nbytes = sum(tensor.nbytes for tensor in self._tensors.values())
        self._points: int | None = None
        self._due = time.perf_counter()
        self.last_step = -1

    @property
    def fits(self) -> bool:
        """Whether it is small enough for a run file."""
        return self._nbytes <= _LARGEST

    @property
    def is_due(self) -> bool:
        """Whether the time has come for another one."""
        return time.perf_counter() >= self._due

    def take(self, step: int, *, in_epoch: bool) -> TrainingState:
        """A copy of everything that the next updates depend on.

        Args:
            step: updates done.
            in_epoch: whether some batches of the epoch under way have been trained on, and others not.
        """
        arrays = {name: tensor.numpy().copy() for name, tensor in self._tensors.items()}
        arrays[_ORDER] = self._batches.order_state(is_begun=in_epoch).numpy().copy()
        numbers = {name: getattr(self._optimizer, name) for name in self._optimizer.counters}
        self._wait(step)
        frozen = {name: freeze(array) for name, array in arrays.items()}
        return TrainingState(self._run, step, torch.get_num_threads(), self._sum_points(), numbers, frozen)

    def restore(self, state: TrainingState) -> None:
        """Let the training be as the one was that the state is of.

        Raises:
            VgdeskError: the training points or the network are not those of the state.
        """
        if state.points != self._sum_points():
            raise VgdeskError(f"the training cannot go on: its training points have changed since; {_WAY_OUT}")
        wanted = {name: (tuple(tensor.shape), tensor.numpy().dtype) for name, tensor in self._tensors.items()}
        kept = {name: (array.shape, array.dtype) for name, array in state.arrays.items() if name != _ORDER}
        if kept != wanted or set(state.numbers) != set(self._optimizer.counters) or _ORDER not in state.arrays:
            raise VgdeskError(f"the training cannot go on: the state that was kept is not of this one; {_WAY_OUT}")
        for name, tensor in self._tensors.items():
            tensor.copy_(torch.from_numpy(state.arrays[name].copy()))
        self.restore_optimizer(state)
        self._batches.restore_order(torch.from_numpy(state.arrays[_ORDER].copy()))
        self._wait(state.step)

    def restore_optimizer(self, state: TrainingState) -> None:
        """Give the optimizer what one of its kind had gathered; what the state does not know stays fresh."""
        for name in self._optimizer.tensors:
            kept, tensor = state.arrays.get(_OF_OPTIMIZER + name), getattr(self._optimizer, name)
            if kept is not None and kept.shape == tuple(tensor.shape):
                tensor.copy_(torch.from_numpy(kept.copy()))
        for name in self._optimizer.counters:
            setattr(self._optimizer, name, state.numbers.get(name, getattr(self._optimizer, name)))

    def _wait(self, step: int) -> None:
        self.last_step = step
        self._due = time.perf_counter() + max(_SECONDS, self._nbytes / _BYTES_A_SECOND)

    def _sum_points(self) -> int:
        """Checksum of the inputs and targets that are trained on."""
        if self._points is None:
            self._points = 0
            for tensor in self._batches.train:
                self._points = zlib.crc32(np.ascontiguousarray(tensor.numpy()).data, self._points)
        return self._points


def _list_tensors(network: Network, optimizer: FlatOptimizer) -> Iterator[tuple[str, Tensor]]:
    """All tensors that updates change, by name."""
    yield "parameters", network.parameters.values
    for slot, tensor in moving_statistics(network):
        yield slot.name, tensor
    for name in optimizer.tensors:
        yield _OF_OPTIMIZER + name, getattr(optimizer, name)
