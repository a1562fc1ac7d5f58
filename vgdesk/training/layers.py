"""A layer of a network, with backpropagation written out.

Every layer keeps what the three ledgers need: its activation and the signal dL/dz that came back to it.
Against autograd this saves two thirds of a small network's step, and the tests hold it to autograd.
"""

import torch
from torch import Tensor

from vgdesk.experiment.activation_choice import ActivationChoice
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.training.blocks import Activate, build_blocks
from vgdesk.training.dropout import Dropout
from vgdesk.training.parameters import Parameters


class DenseLayer:
    """z = x W + b, then its blocks; with a skip, x + alpha times the outcome.

    Attributes:
        activation_choice: what its activation function is.
        units: width.
        bias: [unit]; None without biases.
        passes_back: whether anything before it learns.
        dropout: what drops a part of its outputs in a training pass; None for nothing.
        activation: [batch, unit] output of the last training pass, before any is dropped.
        signal: [batch, unit] dL/dz of the last training pass.
    """

    def __init__(self, layer: int, parameters: Parameters, spec: ResolvedLayer):
        self.activation_choice: Choice | None = spec.activation if spec.squash is None else _elementwise(spec.squash)
        self.units = spec.units
        self.dropout: Dropout | None = None
        blocks = build_blocks(layer, parameters, spec.squash or spec.activation, spec.normalization)
        self.weight, self.weight_gradient = parameters.view(layer, "weight")
        self.bias: Tensor | None = None
        self.bias_gradient: Tensor | None = None
        if spec.has_bias:
            self.bias, self.bias_gradient = parameters.view(layer, "bias")
        self.blocks = blocks
        self.alpha = spec.alpha
        self.passes_back = layer > 1
        self._weight_transposed = self.weight.t()
        self._reversed = tuple(reversed(blocks))

    @property
    def pre_activation(self) -> Tensor:
        """[batch, unit] what the activation function was given in the last training pass."""
        return next((block.input for block in self.blocks if isinstance(block, Activate)), self.activation)

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """[batch, fan_in] to [batch, fan_out]."""
        a = torch.mm(x, self.weight) if self.bias is None else torch.addmm(self.bias, x, self.weight)
        for block in self.blocks:
            a = block.forward(a, training)
        passed = self.dropout.forward(a) if training and self.dropout is not None else a
        if self.alpha:
            a = torch.add(x, a, alpha=self.alpha)
            passed = a if self.dropout is None else torch.add(x, passed, alpha=self.alpha)
        if training:
            self._input = x
            self.activation = a
            return passed
        return a

    def backward(self, delta: Tensor) -> Tensor:
        """dL/dx from dL/da; writes the gradients; a layer whose result is not needed returns its signal."""
        passed = delta
        if self.alpha:
            delta = delta * self.alpha
        if self.dropout is not None:
            delta = self.dropout.backward(delta)
        for block in self._reversed:
            delta = block.backward(delta)
        self.signal = delta
        torch.mm(self._input.t(), delta, out=self.weight_gradient)
        if self.bias_gradient is not None:
            torch.sum(delta, 0, out=self.bias_gradient)
        if not self.passes_back:
            return delta
        back = torch.mm(delta, self._weight_transposed)
        return back.add_(passed) if self.alpha else back


def _elementwise(squash: Choice) -> Choice | None:
    """The function, where each of its outputs depends on one input alone."""
    return squash if isinstance(squash, ActivationChoice) else None
