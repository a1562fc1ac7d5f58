"""The points of a run as tensors, in batches of a reproducible order."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from vgdesk.errors import VgdeskError
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.datasets import Dataset
from vgdesk.training.losses import Loss
from vgdesk.training.seeding import make_generator

_GATHERED_POINTS = 8192  # gathered at once: few calls, little memory


class Batches:
    """Training and test points of a run.

    Attributes:
        train: inputs [point, column] and targets [point, output] to train on.
        test: the same to score on; maybe without points.
    """

    def __init__(self, spec: ExperimentSpec, dataset: Dataset, loss: Loss):
        self.train = _to_tensors(dataset.train_inputs, dataset.train_labels, loss)
        self.targets = dataset.targets
        self.test = _to_tensors(dataset.test_inputs, dataset.test_labels, loss)
        self._size = spec.training.batch_size
        self._is_shuffled = spec.training.order == "shuffled"
        self._generator = make_generator(spec.seed, "data order")
        self._before = self._generator.get_state()

    def skip(self, epochs: int) -> None:
        """Draw the orders of a number of epochs and drop them."""
        for _ in range(epochs):
            torch.randperm(len(self.train[0]), generator=self._generator)

    def order_state(self, *, is_begun: bool) -> Tensor:
        """The generator's state [byte] before the order of the epoch under way was drawn, or of the next one."""
        return self._before if is_begun else self._generator.get_state()

    def restore_order(self, state: Tensor) -> None:
        """Let the order of the next epoch be drawn from a state of ``order_state``.

        Raises:
            VgdeskError: it is no such state.
        """
        try:
            self._generator.set_state(state)
        except (RuntimeError, TypeError) as error:
            raise VgdeskError("the order of the data cannot be restored; train it from the start") from error

    def epoch(self) -> Iterator[tuple[Tensor, Tensor]]:
        """The batches of the next epoch, in an order drawn for it or as they are; the last may be smaller."""
        inputs, targets = self.train
        order = torch.arange(len(inputs))
        self._before = self._generator.get_state()
        if self._is_shuffled:
            order = torch.randperm(len(inputs), generator=self._generator)
        for part in order.split(self._size * max(1, _GATHERED_POINTS // self._size)):
            yield from zip(inputs[part].split(self._size), targets[part].split(self._size), strict=True)


def _to_tensors(inputs: NDArray[np.float32], labels: NDArray[Any], loss: Loss) -> tuple[Tensor, Tensor]:
    return torch.tensor(inputs), loss.targets(torch.tensor(labels))
