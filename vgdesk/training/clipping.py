"""Clipping of gradients, in place, before the update.

A new kind is a choice in ``vgdesk.experiment.training`` and an entry in ``_CLIPPERS``.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import torch
from torch import Tensor

from vgdesk.experiment import training
from vgdesk.experiment.choices import Choice
from vgdesk.training.parameters import Parameters

Clip: TypeAlias = Callable[[], None]


def make_clipping(choice: Choice, parameters: Parameters) -> Clip | None:
    """A function that clips the parameters' gradients; None where nothing is clipped."""
    make = _CLIPPERS.get(type(choice))
    return make(choice, parameters) if make else None


def _by_value(choice: training.ClipByValue, parameters: Parameters) -> Clip:
    gradients, limit = parameters.gradients, choice.limit

    def clip() -> None:
        gradients.clamp_(-limit, limit)

    return clip


def _by_norm(choice: training.ClipByNorm, parameters: Parameters) -> Clip:
    parts = list(parameters.gradients.split([slot.size for slot in parameters.slots]))

    def clip() -> None:
        for part in parts:
            _shrink(part, choice.limit)

    return clip


def _by_global_norm(choice: training.ClipByGlobalNorm, parameters: Parameters) -> Clip:
    def clip() -> None:
        _shrink(parameters.gradients, choice.limit)

    return clip


def _shrink(gradients: Tensor, limit: float) -> None:
    """Scale to a norm of at most ``limit``; the norm is summed in float64."""
    norm = torch.linalg.vector_norm(gradients, dtype=torch.float64)
    gradients.mul_(limit / torch.clamp(norm, min=limit))


_CLIPPERS: dict[type[Choice], Callable[[Any, Parameters], Clip]] = {
    training.ClipByValue: _by_value,
    training.ClipByNorm: _by_norm,
    training.ClipByGlobalNorm: _by_global_norm,
}
