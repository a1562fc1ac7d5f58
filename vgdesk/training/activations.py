"""Activation functions and their derivatives, by torch's own kernels.

A new activation is a choice in ``vgdesk.experiment.choices`` and an entry in ``_FUNCTIONS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import Tensor

from vgdesk.experiment import choices

_aten = torch.ops.aten

Forward: TypeAlias = Callable[[Tensor], Tensor]
Backward: TypeAlias = Callable[[Tensor, Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class ActivationFunction:
    """phi and its derivative.

    Attributes:
        forward: z to phi(z), any shape.
        backward: (dL/da, z, a) to dL/dz, all of one shape.
    """

    forward: Forward
    backward: Backward


_FUNCTIONS: dict[type[choices.Choice], Callable[[Any], ActivationFunction]] = {
    choices.Linear: lambda _: ActivationFunction(lambda z: z, lambda delta, z, a: delta),
    choices.Sigmoid: lambda _: ActivationFunction(
        torch.sigmoid, lambda delta, z, a: _aten.sigmoid_backward(delta, a)
    ),
    choices.Tanh: lambda _: ActivationFunction(torch.tanh, lambda delta, z, a: _aten.tanh_backward(delta, a)),
    choices.Relu: lambda _: ActivationFunction(torch.relu, lambda delta, z, a: _aten.threshold_backward(delta, a, 0)),
}


def make_activation(choice: choices.Choice) -> ActivationFunction:
    """The function of a choice."""
    return _FUNCTIONS[type(choice)](choice)
