"""Optimizers on flat buffers: a handful of whole-array operations a step, however many layers there are.

A new optimizer is a choice in ``vgdesk.experiment.training`` and an entry in ``_OPTIMIZERS``.
"""

from abc import ABC, abstractmethod
from typing import Any

import torch

from vgdesk.experiment import training
from vgdesk.training.parameters import Parameters


class FlatOptimizer(ABC):
    """Updates the parameters from their gradients, in place.

    Attributes:
        rate: learning rate of the next update; a schedule changes it.
        tensors: names of what it keeps from one update to the next, [n] each.
        counters: names of the single numbers that it keeps.
    """

    tensors: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()

    def __init__(self, spec: Any, parameters: Parameters):
        self.spec = spec
        self.rate: float = spec.learning_rate
        self.values = parameters.values
        self.gradients = parameters.gradients
        self.scratch = torch.empty_like(self.values)

    @abstractmethod
    def step(self) -> None:
        """Do one update."""


class SgdOptimizer(FlatOptimizer):
    """v = m v + g; w = w - lr v."""

    def __init__(self, spec: training.Sgd, parameters: Parameters):
        super().__init__(spec, parameters)
        self.velocity = torch.zeros_like(self.values)
        self.tensors = ("velocity",) if spec.momentum else ()

    def step(self) -> None:
        """Do one update."""
        if self.spec.momentum == 0:
            self.values.add_(self.gradients, alpha=-self.rate)
            return
        self.velocity.mul_(self.spec.momentum).add_(self.gradients)
        self.values.add_(self.velocity, alpha=-self.rate)


class AdamOptimizer(FlatOptimizer):
    """Adam, epsilon added to the corrected root as torch does."""

    tensors = ("mean", "square")
    counters: tuple[str, ...] = ("steps",)

    def __init__(self, spec: training.AdamSpec, parameters: Parameters):
        super().__init__(spec, parameters)
        self.mean = torch.zeros_like(self.values)
        self.square = torch.zeros_like(self.values)
        self.steps = 0

    def step(self) -> None:
        """Do one update."""
        spec, gradients = self.spec, self.gradients
        self.steps += 1
        self.mean.lerp_(gradients, 1 - spec.beta1)
        self.square.mul_(spec.beta2).addcmul_(gradients, gradients, value=1 - spec.beta2)
        root = torch.sqrt(self.square, out=self.scratch)
        root.div_((1 - spec.beta2**self.steps) ** 0.5).add_(spec.epsilon)
        rate = self.rate / (1 - spec.beta1**self.steps)
        self.values.addcdiv_(self.mean, root, value=-rate)


class AdamKerasOptimizer(AdamOptimizer):
    """Adam, epsilon added to the root before it is corrected.

    Source: Kingma and Ba (2015), end of section 2; Keras and TensorFlow do the same.
    """

    def step(self) -> None:
        """Do one update."""
        spec, gradients = self.spec, self.gradients
        self.steps += 1
        self.mean.lerp_(gradients, 1 - spec.beta1)
        self.square.mul_(spec.beta2).addcmul_(gradients, gradients, value=1 - spec.beta2)
        root = torch.sqrt(self.square, out=self.scratch).add_(spec.epsilon)
        rate = self.rate * (1 - spec.beta2**self.steps) ** 0.5 / (1 - spec.beta1**self.steps)
        self.values.addcdiv_(self.mean, root, value=-rate)


class AdamWOptimizer(AdamOptimizer):
    """Adam after every weight has lost lr decay of itself."""

    def step(self) -> None:
        """Do one update."""
        self.values.mul_(1 - self.rate * self.spec.decay)
        super().step()


class NadamOptimizer(AdamOptimizer):
    """Adam whose momentum looks ahead, with torch's schedule of momentum."""

    counters = ("steps", "product")

    def __init__(self, spec: training.Nadam, parameters: Parameters):
        super().__init__(spec, parameters)
        self.product = 1.0

    def step(self) -> None:
        """Do one update."""
        spec, gradients = self.spec, self.gradients
        self.steps += 1
        here, ahead = (self._momentum(step) for step in (self.steps, self.steps + 1))
        self.product *= here
        self.mean.lerp_(gradients, 1 - spec.beta1)
        self.square.mul_(spec.beta2).addcmul_(gradients, gradients, value=1 - spec.beta2)
        root = torch.div(self.square, 1 - spec.beta2**self.steps, out=self.scratch).sqrt_().add_(spec.epsilon)
        rate = self.rate
        self.values.addcdiv_(gradients, root, value=-rate * (1 - here) / (1 - self.product))
        self.values.addcdiv_(self.mean, root, value=-rate * ahead / (1 - self.product * ahead))

    def _momentum(self, step: int) -> float:
        return float(self.spec.beta1 * (1 - 0.5 * 0.96 ** (step * self.spec.momentum_decay)))


class AdagradOptimizer(FlatOptimizer):
    """w = w - lr g / (sqrt(sum of g^2) + epsilon)."""

    tensors = ("total",)

    def __init__(self, spec: training.Adagrad, parameters: Parameters):
        super().__init__(spec, parameters)
        self.total = torch.zeros_like(self.values)

    def step(self) -> None:
        """Do one update."""
        self.total.addcmul_(self.gradients, self.gradients)
        root = torch.sqrt(self.total, out=self.scratch).add_(self.spec.epsilon)
        self.values.addcdiv_(self.gradients, root, value=-self.rate)


class RmspropOptimizer(FlatOptimizer):
    """w = w - lr g / (sqrt(v) + epsilon)."""

    tensors = ("square",)

    def __init__(self, spec: training.Rmsprop, parameters: Parameters):
        super().__init__(spec, parameters)
        self.square = torch.zeros_like(self.values)

    def step(self) -> None:
        """Do one update."""
        spec, gradients = self.spec, self.gradients
        self.square.mul_(spec.rho).addcmul_(gradients, gradients, value=1 - spec.rho)
        root = torch.sqrt(self.square, out=self.scratch).add_(spec.epsilon)
        self.values.addcdiv_(gradients, root, value=-self.rate)


class RmspropKeras3Optimizer(RmspropOptimizer):
    """w = w - lr g / sqrt(v + epsilon)."""

    def step(self) -> None:
        """Do one update."""
        spec, gradients = self.spec, self.gradients
        self.square.mul_(spec.rho).addcmul_(gradients, gradients, value=1 - spec.rho)
        root = torch.add(self.square, spec.epsilon, out=self.scratch).sqrt_()
        self.values.addcdiv_(gradients, root, value=-self.rate)


_OPTIMIZERS: dict[type[training.OptimizerSpec], type[FlatOptimizer]] = {
    training.Sgd: SgdOptimizer,
    training.Adam: AdamOptimizer,
    training.AdamKeras: AdamKerasOptimizer,
    training.AdamW: AdamWOptimizer,
    training.Nadam: NadamOptimizer,
    training.Adagrad: AdagradOptimizer,
    training.Rmsprop: RmspropOptimizer,
    training.RmspropKeras3: RmspropKeras3Optimizer,
}


def make_optimizer(spec: training.OptimizerSpec, parameters: Parameters) -> FlatOptimizer:
    """The optimizer of a choice, bound to those parameters."""
    return _OPTIMIZERS[type(spec)](spec, parameters)
