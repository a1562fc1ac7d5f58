"""Keeps weights small, in place, between the clipping of the gradients and the update.

A new kind is a choice in ``vgdesk.experiment.penalties`` and an entry in ``_PENALTIES``.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import torch
from torch import Tensor

from vgdesk.experiment import penalties
from vgdesk.experiment.choices import Choice
from vgdesk.training.optimizers import FlatOptimizer
from vgdesk.training.parameters import Parameters

Shrink: TypeAlias = Callable[[], None]

_WEIGHTS = ("weight", "recurrent_weight")


def make_penalty(choice: Choice, parameters: Parameters, optimizer: FlatOptimizer) -> Shrink | None:
    """A function to call before each update; None where weights are left alone."""
    make = _PENALTIES.get(type(choice))
    return make(choice, parameters, optimizer) if make else None


def _add_to_gradients(choice: penalties.L2Penalty, parameters: Parameters, _: FlatOptimizer) -> Shrink:
    strengths = choice.strength * _chosen(choice.of, parameters)

    def shrink() -> None:
        parameters.gradients.addcmul_(parameters.values, strengths)

    return shrink


def _decay(choice: penalties.WeightDecay, parameters: Parameters, optimizer: FlatOptimizer) -> Shrink:
    strengths = choice.strength * _chosen(choice.of, parameters)

    def shrink() -> None:
        parameters.values.addcmul_(parameters.values, strengths, value=-optimizer.rate)

    return shrink


def _chosen(of: str, parameters: Parameters) -> Tensor:
    """1 for every entry that is kept small, else 0: [n]."""
    parts = [
        torch.full((slot.size,), float(of == "all" or slot.tensor in _WEIGHTS), dtype=parameters.values.dtype)
        for slot in parameters.slots
    ]
    return torch.cat(parts)


_PENALTIES: dict[type[Choice], Callable[[Any, Parameters, FlatOptimizer], Shrink]] = {
    penalties.L2Penalty: _add_to_gradients,
    penalties.WeightDecay: _decay,
}
