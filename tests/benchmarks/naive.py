"""Measuring as one would write it first: every measure of every tensor asked for by its ``.item()``."""

import torch
from torch import Tensor, nn

from vgdesk.measures import measures_of

_SLOPES = {nn.Sigmoid: (lambda z: torch.sigmoid(z) * (1 - torch.sigmoid(z)), 0.25), nn.ReLU: (lambda z: z > 0, 1.0)}
REDUCE = {
    "mean": lambda x: x.mean(),
    "std": lambda x: x.std(correction=0),
    "mean_abs": lambda x: x.abs().mean(),
    "rms": lambda x: x.square().mean().sqrt(),
    "l2": lambda x: x.norm(),
    "max_abs": lambda x: x.abs().max(),
    "min": lambda x: x.min(),
    "max": lambda x: x.max(),
    "zero_fraction": lambda x: (x == 0).float().mean(),
    "negative_fraction": lambda x: (x < 0).float().mean(),
    "nonfinite": lambda x: (~x.isfinite()).sum(),
    "dead_fraction": lambda a: (a == 0).all(0).float().mean(),
    "effective_rank": lambda a: participation(torch.cov(a.T, correction=0).reshape(a.shape[1], -1)),
    "unresponsive_fraction": lambda a: (a.std(0, correction=0) <= 0.01 * a.square().mean(0).sqrt()).float().mean(),
}
_WANTED = {
    tensor: [REDUCE[measure.key] for measure in measures_of(tensor) if measure.key in REDUCE]
    for tensor in ("activation", "signal", "gradient", "weight")
}


class NaiveMeasures:
    """Measures what ``Probe`` measures, at every step of a network of linear layers and activations.

    Attributes:
        found: the measures of the last step.
    """

    def __init__(self, network: nn.Sequential, probe: Tensor):
        self._modules, self._probe = list(network), probe
        self._linear = [module for module in network if isinstance(module, nn.Linear)]
        self._sums: list[Tensor] = []
        self.found: list[float] = []
        for module in self._linear:
            module.register_forward_hook(self._keep)

    def before_pass(self) -> None:
        """Measure the activations."""
        self.found = []
        with torch.no_grad():
            z = a = self._probe
            for module, following in zip(self._modules, [*self._modules[1:], None], strict=True):
                z, a = a, module(a)
                if not isinstance(following, nn.Sigmoid | nn.ReLU):
                    self._measure("activation", a)
                    slope, largest = _SLOPES.get(type(module), (torch.ones_like, 1.0))
                    self.found.append((slope(z) < 0.05 * largest).float().mean().item())
        self._sums = []

    def after_pass(self) -> None:
        """Measure signals, gradients and weights."""
        for z in self._sums:
            self._measure("signal", z.grad)
        for module in self._linear:
            for parameter in (module.weight, module.bias):
                self._measure("gradient", parameter.grad)
                self._measure("weight", parameter.detach())
        self._before = [module.weight.detach().clone() for module in self._linear]

    def after_step(self) -> None:
        """Measure the updates."""
        for module, before in zip(self._linear, self._before, strict=True):
            change = (module.weight.detach() - before).square().mean().sqrt()
            self.found.append(torch.log10(change / before.square().mean().sqrt()).item())

    def _keep(self, *passed: object) -> None:
        *_, output = passed
        if output.requires_grad:
            output.retain_grad()
            self._sums.append(output)

    def _measure(self, tensor: str, x: Tensor) -> None:
        self.found += [reduce(x).item() for reduce in _WANTED[tensor]]


def participation(covariance: Tensor) -> Tensor:
    """Effective rank of a covariance matrix."""
    return covariance.trace().square() / covariance.square().sum()
