"""Initial weights: every distribution as a function of the same uniform noise.

The noise of a layer depends on the seed alone, so two lanes of one seed start from the same noise, whatever
their initialisers. A new initialiser is a choice in ``vgdesk.experiment.choices`` and an entry in ``_QUANTILES``.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from vgdesk.experiment import choices

_TRUNCATED_STD = 0.87962566103423978  # of a standard normal cut at +-2


def _uniform(noise: Tensor, low: float, high: float) -> Tensor:
    return low + (high - low) * noise


def _normal(noise: Tensor, mean: float, std: float) -> Tensor:
    quantile: Tensor = torch.special.ndtri(noise)
    return mean + std * quantile


def _truncated(noise: Tensor, std: float) -> Tensor:
    tail = 0.5 * math.erfc(2 / math.sqrt(2))
    return _normal(tail + (1 - 2 * tail) * noise, 0.0, std / _TRUNCATED_STD)


def _symmetric(noise: Tensor, choice: choices.Initializer) -> Tensor:
    limit = math.sqrt(3 * choice.variance(*noise.shape))
    return _uniform(noise, -limit, limit)


def _cut_normal(noise: Tensor, choice: choices.Initializer) -> Tensor:
    return _truncated(noise, math.sqrt(choice.variance(*noise.shape)))


_QUANTILES: dict[type[choices.Initializer], Callable[[Tensor, Any], Tensor]] = {
    choices.Normal: lambda noise, choice: _normal(noise, choice.mean, choice.std),
    choices.Uniform: lambda noise, choice: _uniform(noise, choice.low, choice.high),
    choices.GlorotUniform: _symmetric,
    choices.GlorotNormal: _cut_normal,
    choices.HeUniform: _symmetric,
    choices.HeNormal: _cut_normal,
    choices.TorchDefault: _symmetric,
}


def initial_weights(choice: choices.Initializer, noise: Tensor) -> Tensor:
    """Weights of a layer from uniform noise.

    Args:
        choice: the distribution.
        noise: float64 [fan_in, fan_out] in (0, 1).

    Returns:
        float64 [fan_in, fan_out].
    """
    return _QUANTILES[type(choice)](noise, choice)


def initial_biases(choice: choices.Initializer, noise: Tensor, fan_in: int) -> Tensor:
    """Biases of a layer from uniform noise [fan_out]: zero, but for torch's default."""
    if isinstance(choice, choices.TorchDefault):
        limit = 1 / math.sqrt(fan_in)
        return _uniform(noise, -limit, limit)
    return torch.zeros_like(noise)
