"""Where a run begins that continues from the weights of another."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vgdesk.errors import VgdeskError
from vgdesk.experiment.recording import TrainingState
from vgdesk.experiment.slots import Slot, list_snapshot_slots
from vgdesk.experiment.spec import ExperimentSpec


@dataclass(frozen=True)
class Origin:
    """A step of another run.

    Attributes:
        run: its id.
        step: updates done there.
        steps_per_epoch: updates an epoch there.
        with_optimizer: whether what the optimizer had gathered there went along with the weights.
    """

    run: str
    step: int
    steps_per_epoch: int
    with_optimizer: bool = False

    @property
    def epoch(self) -> float:
        """The step in epochs."""
        return self.step / self.steps_per_epoch

    def steps_done(self, steps_per_epoch: int) -> int:
        """Updates that bring a training with another number of updates an epoch to the same epoch."""
        return self.step * steps_per_epoch // self.steps_per_epoch


@dataclass(frozen=True, eq=False)
class Start:
    """The weights to begin with.

    Attributes:
        origin: where they are from.
        slots: what lies where in them.
        values: float32 [entry], the tensors one after the other.
        state: of the training that they are from, whose optimizer goes along; None for an optimizer without memory.
    """

    origin: Origin
    slots: tuple[Slot, ...]
    values: NDArray[np.float32] = field(repr=False)
    state: TrainingState | None = field(default=None, repr=False)


def check_start(spec: ExperimentSpec, start: Start) -> None:
    """Refuse a start from which a spec cannot go on.

    Raises:
        VgdeskError: the network has other tensors, or its training is over at that epoch.
    """
    epoch = f"{start.origin.epoch:.6g}"
    difference = _find_difference(start.slots, list_snapshot_slots(spec))
    if difference:
        raise VgdeskError(
            f"{spec.name!r} cannot continue from the weights of epoch {epoch}: {difference}; "
            "give it the same layers, or train it from the start"
        )
    if start.origin.steps_done(spec.steps_per_epoch) >= spec.total_steps:
        planned = spec.total_steps / spec.steps_per_epoch
        raise VgdeskError(
            f"{spec.name!r} cannot continue from epoch {epoch}: its training ends at epoch {planned:.6g}; "
            "ask for more epochs, or put the cursor on an earlier one"
        )


def _find_difference(there: Sequence[Slot], here: Sequence[Slot]) -> str:
    """The first tensor of one network that the other lacks or has in another shape; empty if there is none."""
    before, after = ({(slot.layer, slot.tensor): slot.shape for slot in slots} for slots in (there, here))
    for layer, tensor in {**before, **after}:
        old, new = before.get((layer, tensor)), after.get((layer, tensor))
        if old != new:
            name = f"the {tensor.replace('_', ' ')} of layer {layer}"
            return f"{name} is {_describe(old)} there and {_describe(new)} here"
    return ""


def _describe(shape: tuple[int, ...] | None) -> str:
    return "missing" if shape is None else " × ".join(map(str, shape))
