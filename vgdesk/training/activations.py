"""Activation functions and their derivatives, by torch's own kernels.

A new activation is a class in ``vgdesk.experiment.activations`` and an entry of ``_FUNCTIONS`` here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any, TypeAlias

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from vgdesk.experiment import activations
from vgdesk.experiment.choices import Choice

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


def _leaky_relu(choice: activations.LeakyRelu) -> ActivationFunction:
    return ActivationFunction(
        lambda z: F.leaky_relu(z, choice.slope),
        lambda delta, z, a: _aten.leaky_relu_backward(delta, z, choice.slope, False),
    )


def _elu(alpha: float, scale: float = 1.0) -> ActivationFunction:
    return ActivationFunction(
        lambda z: _aten.elu(z, alpha, scale, 1.0),
        lambda delta, z, a: _aten.elu_backward(delta, alpha, scale, 1.0, False, z),
    )


_FUNCTIONS: dict[type[Choice], Callable[[Any], ActivationFunction]] = {
    activations.Linear: lambda _: ActivationFunction(lambda z: z, lambda delta, z, a: delta),
    activations.Sigmoid: lambda _: ActivationFunction(
        torch.sigmoid, lambda delta, z, a: _aten.sigmoid_backward(delta, a)
    ),
    activations.HardSigmoid: lambda _: ActivationFunction(
        # torch's own hardsigmoid_backward rounds 1/6 to float32
        F.hardsigmoid,
        lambda delta, z, a: torch.where(z.abs() < 3, delta / 6, 0.0),
    ),
    activations.Tanh: lambda _: ActivationFunction(torch.tanh, lambda delta, z, a: _aten.tanh_backward(delta, a)),
    activations.Softsign: lambda _: ActivationFunction(
        F.softsign, lambda delta, z, a: delta / (1 + z.abs()).square_()
    ),
    activations.Relu: lambda _: ActivationFunction(
        torch.relu, lambda delta, z, a: _aten.threshold_backward(delta, a, 0)
    ),
    activations.LeakyRelu: _leaky_relu,
    activations.Elu: lambda choice: _elu(choice.alpha),
    activations.Selu: lambda _: _elu(activations.SELU_ALPHA, activations.SELU_SCALE),
    activations.Gelu: lambda _: ActivationFunction(F.gelu, lambda delta, z, a: _aten.gelu_backward(delta, z)),
    activations.Silu: lambda _: ActivationFunction(F.silu, lambda delta, z, a: _aten.silu_backward(delta, z)),
    activations.Softplus: lambda _: ActivationFunction(
        F.softplus, lambda delta, z, a: _aten.softplus_backward(delta, z, 1.0, 20.0)
    ),
}


def make_activation(choice: Choice) -> ActivationFunction:
    """The function of a choice that has no learned parameters.

    Raises:
        KeyError: PReLU, which learns its slope and is a block of its own.
    """
    return _FUNCTIONS[type(choice)](choice)


def slope_of(choice: Choice, z: Tensor) -> Tensor:
    """phi'(z) of every entry; PReLU's with the slope that it starts from."""
    if isinstance(choice, activations.Prelu):
        choice = activations.LeakyRelu(slope=choice.slope)
    function = make_activation(choice)
    return function.backward(torch.ones_like(z), z, function.forward(z))


@cache
def largest_slope(choice: Choice) -> float:
    """The largest |phi'|, found on a fine grid from -10 to 10."""
    return float(slope_of(choice, torch.linspace(-10, 10, 20_001, dtype=torch.float64)).abs().max())


@cache
def flat_ranges(choice: Choice, share: float) -> tuple[tuple[float, float], ...]:
    """Where |phi'| is below a share of its largest: intervals of z, both ends included.

    What is found at -20 and 20 holds beyond.
    """
    limit = share * largest_slope(choice)

    def is_flat(z: Tensor) -> Tensor:
        return slope_of(choice, z).abs() < limit

    grid = torch.arange(-20_000, 20_001, dtype=torch.float64) / 1000
    flat = is_flat(grid)
    turns = (flat[1:] != flat[:-1]).nonzero().flatten()
    low, high, starts_flat = grid[turns], grid[turns + 1], flat[turns]
    for _ in range(60):
        middle = (low + high) / 2
        below = is_flat(middle) == starts_flat
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    ends = torch.where(starts_flat, low, high).tolist()
    ends = [-inf] * bool(flat[0]) + ends + [inf] * bool(flat[-1])
    return tuple(zip(ends[::2], ends[1::2], strict=True))
