"""The layers of a network, with backpropagation written out.

Every layer keeps what the three ledgers need: its activation and the signal dL/dz that came back to it.
Against autograd this saves two thirds of a small network's step, and the tests hold it to autograd.
"""

from typing import Protocol

import torch
from torch import Tensor

from vgdesk.experiment.choices import BatchNormalization, Choice
from vgdesk.training.activations import make_activation
from vgdesk.training.parameters import Parameters, Slot

_aten = torch.ops.aten


class Block(Protocol):
    """A differentiable step from [batch, unit] to the same shape.

    Attributes:
        moving: statistics that a training pass moves besides the parameters.
    """

    moving: tuple[Tensor, ...]

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """The output; with ``training``, remembers what ``backward`` needs."""

    def backward(self, delta: Tensor) -> Tensor:
        """dL/d input from dL/d output; writes the gradients of its parameters."""


class BatchNorm:
    """Standardises every unit over the batch, by torch's kernels.

    Attributes:
        mean: [unit] moving mean, used when not training.
        variance: [unit] moving variance, used when not training.
    """

    def __init__(self, spec: BatchNormalization, layer: int, parameters: Parameters):
        self.spec = spec
        self.scale, self.scale_gradient = parameters.view(layer, "scale")
        self.shift, self.shift_gradient = parameters.view(layer, "shift")
        self.scale.fill_(1)
        self.mean = torch.zeros_like(self.shift)
        self.variance = torch.ones_like(self.scale)
        self.moving: tuple[Tensor, ...] = (self.mean, self.variance)

    @staticmethod
    def slots(layer: int, units: int) -> tuple[Slot, ...]:
        """Its parameters: scale (gamma) and shift (beta)."""
        return (Slot(layer, "scale", (units,)), Slot(layer, "shift", (units,)))

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """[batch, unit] to the same shape; moves the moving statistics when training on more than one point."""
        moving = (None, None) if training and len(x) == 1 else self.moving  # one point has no variance: 0 / 0
        arguments = (x, self.scale, self.shift, *moving, training)
        y: Tensor
        y, mean, inverse_std = _aten.native_batch_norm(*arguments, 1 - self.spec.momentum, self.spec.epsilon)
        if training:
            self._saved = (x, mean, inverse_std)
        return y

    def backward(self, delta: Tensor) -> Tensor:
        """dL/dx; writes the gradients of scale and shift."""
        x, mean, inverse_std = self._saved
        moving = (self.mean, self.variance, mean, inverse_std)
        delta, scale, shift = _aten.native_batch_norm_backward(
            delta, x, self.scale, *moving, True, self.spec.epsilon, [True, True, True]
        )
        self.scale_gradient.copy_(scale)
        self.shift_gradient.copy_(shift)
        return delta


class Activate:
    """Applies the activation function."""

    moving: tuple[Tensor, ...] = ()

    def __init__(self, choice: Choice):
        self.function = make_activation(choice)

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """Phi of every entry."""
        a = self.function.forward(x)
        if training:
            self._saved = (x, a)
        return a

    def backward(self, delta: Tensor) -> Tensor:
        """Phi' of every entry times delta."""
        return self.function.backward(delta, *self._saved)


class DenseLayer:
    """z = x W + b, then its blocks: normalisation and activation in their order.

    Attributes:
        activation: [batch, unit] output of the last training pass.
        signal: [batch, unit] dL/dz of the last training pass.
    """

    def __init__(self, layer: int, parameters: Parameters, blocks: tuple[Block, ...]):
        self.weight, self.weight_gradient = parameters.view(layer, "weight")
        self.bias, self.bias_gradient = parameters.view(layer, "bias")
        self.blocks = blocks
        self.is_first = layer == 1
        self._weight_transposed = self.weight.t()
        self._reversed = tuple(reversed(blocks))

    @staticmethod
    def slots(layer: int, fan_in: int, fan_out: int) -> tuple[Slot, ...]:
        """Its parameters: weight [fan_in, fan_out] and bias [fan_out]."""
        return (Slot(layer, "weight", (fan_in, fan_out)), Slot(layer, "bias", (fan_out,)))

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """[batch, fan_in] to [batch, fan_out]."""
        a = torch.addmm(self.bias, x, self.weight)
        for block in self.blocks:
            a = block.forward(a, training)
        if training:
            self._input = x
            self.activation = a
        return a

    def backward(self, delta: Tensor) -> Tensor:
        """dL/dx from dL/da; writes the gradients; the first layer, which nobody asks, returns delta itself."""
        for block in self._reversed:
            delta = block.backward(delta)
        self.signal = delta
        torch.mm(self._input.t(), delta, out=self.weight_gradient)
        torch.sum(delta, 0, out=self.bias_gradient)
        return delta if self.is_first else torch.mm(delta, self._weight_transposed)
