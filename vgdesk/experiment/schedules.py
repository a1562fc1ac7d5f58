"""How the learning rate changes while a network trains: each schedule a pure function of the step."""

import math
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from vgdesk.experiment.choices import ByWord, Choice
from vgdesk.experiment.words import Words


class RateSchedule(Choice):
    """Base of the schedules."""

    warmup: Annotated[
        int,
        Words(
            "Warm-up",
            "Steps in which the rate grows evenly to its full size: step t, from 0, has (t + 1) / warm-up of it.",
            unit="steps",
        ),
    ] = Field(0, ge=0, le=1_000_000_000)

    @property
    def is_constant(self) -> bool:
        """Whether every step has the full rate."""
        return False

    def factor(self, step: int, total_steps: int, steps_per_epoch: int) -> float:
        """What the learning rate of a step is multiplied by.

        Args:
            step: updates done before it.
            total_steps: updates in the whole training.
            steps_per_epoch: updates in one pass over the training points.
        """
        if step < self.warmup:
            return (step + 1) / self.warmup
        return self.warm_factor(step - self.warmup, max(total_steps - self.warmup, 1), steps_per_epoch)

    def warm_factor(self, step: int, total_steps: int, steps_per_epoch: int) -> float:
        """The same after the warm-up, whose steps are counted neither in the step nor in the total."""
        raise NotImplementedError


class ConstantRate(RateSchedule):
    """The same rate at every step."""

    words: ClassVar[Words] = Words(
        help="The same rate at every step, after the warm-up.", aliases=("none", "ConstantLR", "fixed")
    )
    kind: Literal["constant"] = "constant"

    @property
    def is_constant(self) -> bool:  # noqa: D102
        return self.warmup == 0

    def warm_factor(self, step: int, total_steps: int, steps_per_epoch: int) -> float:  # noqa: ARG002, D102
        return 1.0


class StepDecay(RateSchedule):
    """Multiplied after every so many epochs."""

    words: ClassVar[Words] = Words(
        "steps", "Multiplied by the factor after every N epochs: torch's StepLR.", aliases=("StepLR", "step_decay")
    )
    kind: Literal["step"] = "step"
    every: Annotated[int, Words("Every", "Epochs from one decay to the next.", unit="epochs")] = Field(
        30, ge=1, le=1_000_000
    )
    ratio: Annotated[float, Words("Factor", "What the rate is multiplied by: torch's gamma.")] = Field(
        0.1, gt=0, le=10
    )

    def warm_factor(self, step: int, total_steps: int, steps_per_epoch: int) -> float:  # noqa: ARG002, D102
        return self.ratio ** min(step // (self.every * steps_per_epoch), 1000)


class CosineDecay(RateSchedule):
    """Half a cosine down to the end of the training. Source: Loshchilov and Hutter (2017)."""

    words: ClassVar[Words] = Words(
        "cosine",
        "Half a cosine from the full rate down to the end of the training: torch's CosineAnnealingLR, step by step. "
        "Source: Loshchilov and Hutter (2017).",
        aliases=("CosineAnnealingLR", "CosineDecay", "cosine_annealing"),
    )
    kind: Literal["cosine"] = "cosine"
    end: Annotated[float, Words("End", "Share of the full rate that is left at the end.")] = Field(0.0, ge=0, le=1)

    def warm_factor(self, step: int, total_steps: int, steps_per_epoch: int) -> float:  # noqa: ARG002, D102
        return self.end + (1 - self.end) * (1 + math.cos(math.pi * step / total_steps)) / 2


Schedule = Annotated[
    Annotated[ConstantRate | StepDecay | CosineDecay, Field(discriminator="kind")],
    ByWord(),
]
