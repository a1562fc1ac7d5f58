"""What a training says for its run file alone: all that it needs to go on, and where the file is now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.slots import Slot


@dataclass(frozen=True, eq=False)
class TrainingState:
    """All that a training needs to go on bit for bit, taken between two updates; it replaces the one before.

    Attributes:
        run: id of the run.
        step: updates done; samples, scores and snapshots due before the next update have been told.
        threads: that torch computed with.
        points: checksum of the training points.
        numbers: single numbers of the optimizer, by name.
        arrays: weights, moving statistics, and what the optimizer and the generators hold, by name.
    """

    run: str
    step: int
    threads: int
    points: int
    numbers: Mapping[str, float]
    arrays: Mapping[str, NDArray[Any]] = field(repr=False)

    def weights(self, slots: Sequence[Slot]) -> NDArray[np.float32]:
        """The network as a snapshot has it: float32 [entry], the tensors of the slots one after the other.

        Raises:
            ValueError: the state is of another network.
        """
        moving = [self.arrays[slot.name].reshape(-1) for slot in slots if slot.name in self.arrays]
        values = np.concatenate([self.arrays["parameters"], *moving]).astype(np.float32)
        if len(values) != sum(slot.size for slot in slots):
            raise ValueError(f"its state holds {len(values)} numbers of another network")
        return values


@dataclass(frozen=True)
class RunMoved:
    """The file of a run was deleted, replaced or moved: what was recorded is in another, and so is what follows.

    Attributes:
        run: id of the run.
        path: of the file that holds the run now.
        message: what happened, for the user.
    """

    run: str
    path: Path
    message: str
