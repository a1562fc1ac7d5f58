"""Initial weights: every distribution as a function of the same uniform noise.

The noise of a layer depends on the seed alone, so two lanes of one seed start from the same noise, whatever
their initialisers. A new one is a choice in ``vgdesk.experiment.initializers`` and an entry in ``_QUANTILES``.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from vgdesk.experiment import initializers
from vgdesk.experiment.biases import NormalBias
from vgdesk.experiment.network import ResolvedLayer

_TRUNCATED_STD = 0.87962566103423978  # of a standard normal cut at +-2


def _uniform(noise: Tensor, low: float, high: float) -> Tensor:
    return low + (high - low) * noise


def _normal(noise: Tensor, mean: float, std: float) -> Tensor:
    quantile: Tensor = torch.special.ndtri(noise)
    return mean + std * quantile


def _truncated(noise: Tensor, std: float) -> Tensor:
    tail = 0.5 * math.erfc(2 / math.sqrt(2))
    return _normal(tail + (1 - 2 * tail) * noise, 0.0, std / _TRUNCATED_STD)


def _symmetric(noise: Tensor, choice: initializers.Initializer) -> Tensor:
    limit = math.sqrt(3 * choice.variance(*noise.shape))
    return _uniform(noise, -limit, limit)


def _cut_normal(noise: Tensor, choice: initializers.Initializer) -> Tensor:
    return _truncated(noise, math.sqrt(choice.variance(*noise.shape)))


def _scaled(noise: Tensor, choice: initializers.VarianceScaling) -> Tensor:
    if choice.shape == "uniform":
        return _symmetric(noise, choice)
    if choice.shape == "truncated_normal":
        return _cut_normal(noise, choice)
    return _whole_normal(noise, choice)


def _whole_normal(noise: Tensor, choice: initializers.Initializer) -> Tensor:
    return _normal(noise, 0.0, math.sqrt(choice.variance(*noise.shape)))


def _orthogonal(noise: Tensor, choice: initializers.Orthogonal) -> Tensor:
    """QR of normal noise, with the signs of R's diagonal: uniform over the orthogonal matrices.

    Source: Mezzadri (2007).
    """
    tall = _normal(noise, 0.0, 1.0)
    turned = tall.shape[0] < tall.shape[1]
    q: Tensor
    q, r = torch.linalg.qr(tall.t() if turned else tall)
    q = q * r.diagonal().sign() * choice.factor
    return q.t() if turned else q


_QUANTILES: dict[type[initializers.Initializer], Callable[[Tensor, Any], Tensor]] = {
    initializers.Normal: lambda noise, choice: _normal(noise, choice.mean, choice.std),
    initializers.Uniform: lambda noise, choice: _uniform(noise, choice.low, choice.high),
    initializers.GlorotUniform: _symmetric,
    initializers.GlorotNormal: _cut_normal,
    initializers.HeUniform: _symmetric,
    initializers.HeNormal: _cut_normal,
    initializers.LecunUniform: _symmetric,
    initializers.LecunNormal: _cut_normal,
    initializers.VarianceScaling: _scaled,
    initializers.ScaledNormal: _whole_normal,
    initializers.Orthogonal: _orthogonal,
    initializers.TorchDefault: _symmetric,
    initializers.Constant: lambda noise, choice: torch.full_like(noise, choice.value),
    initializers.Zeros: lambda noise, _: torch.zeros_like(noise),
    initializers.Given: lambda noise, choice: torch.from_numpy(choice.read().weights.copy()).to(noise.dtype),
}


def initial_weights(choice: initializers.Initializer, noise: Tensor) -> Tensor:
    """Weights of a layer from uniform noise.

    Args:
        choice: the distribution.
        noise: float64 [fan_in, fan_out] in (0, 1).

    Returns:
        float64 [fan_in, fan_out].
    """
    return _QUANTILES[type(choice)](noise, choice)


def initial_biases(layer: ResolvedLayer, noise: Tensor, fan_in: int) -> Tensor:
    """Biases of a layer from uniform noise [fan_out]: zero, but for torch's default, or normal, or given."""
    if isinstance(layer.initializer, initializers.Given) and (given := layer.initializer.read().biases) is not None:
        return torch.from_numpy(given.copy())
    if isinstance(layer.bias, NormalBias):
        return _normal(noise, 0.0, layer.bias.std)
    if isinstance(layer.initializer, initializers.TorchDefault):
        limit = 1 / math.sqrt(fan_in)
        return _uniform(noise, -limit, limit)
    return torch.zeros_like(noise)
