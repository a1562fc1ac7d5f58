"""What follows the weights of a layer: activation and normalisation, with backpropagation written out."""

from typing import Protocol

import torch
from torch import Tensor

from vgdesk.experiment.activations import Linear, Prelu
from vgdesk.experiment.choices import Choice
from vgdesk.experiment.normalizations import BatchNormalization, LayerNormalization
from vgdesk.experiment.output_functions import Softmax
from vgdesk.training.activations import make_activation
from vgdesk.training.parameters import Parameters

_aten = torch.ops.aten


class Block(Protocol):
    """A differentiable step from [batch, unit] to the same shape.

    Attributes:
        moving: statistics that a training pass moves in addition to the parameters.
    """

    moving: tuple[Tensor, ...]

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """The output; with ``training``, remembers what ``backward`` needs."""

    def backward(self, delta: Tensor) -> Tensor:
        """dL/d input from dL/d output; writes the gradients of its parameters."""


class Activate:
    """Applies an activation function without parameters.

    Attributes:
        input: what it was given in the last training pass.
    """

    moving: tuple[Tensor, ...] = ()

    def __init__(self, choice: Choice):
        self.function = make_activation(choice)

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """Phi of every entry."""
        a = self.function.forward(x)
        if training:
            self.input, self._output = x, a
        return a

    def backward(self, delta: Tensor) -> Tensor:
        """Phi' of every entry times delta."""
        return self.function.backward(delta, self.input, self._output)


class ActivatePrelu(Activate):
    """Applies PReLU; its slope is one trained number a layer."""

    def __init__(self, choice: Prelu, layer: int, parameters: Parameters):
        self.slope, self.slope_gradient = parameters.view(layer, "slope")
        self.slope.fill_(choice.slope)

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """Phi of every entry."""
        if training:
            self.input = x
        return torch.prelu(x, self.slope)

    def backward(self, delta: Tensor) -> Tensor:
        """Phi' of every entry times delta; writes the gradient of the slope."""
        x = self.input
        torch.sum((delta * x.clamp(max=0)).view(-1), 0, keepdim=True, out=self.slope_gradient)
        return torch.where(x > 0, delta, delta * self.slope)


class BatchNorm:
    """Standardises every unit over the batch, by torch's kernels.

    Args:
        spec: its momentum and epsilon.
        layer: whose parameters it trains.
        parameters: of the network.
        of: what its parameters are called after; ``input_`` for those of the data's columns.

    Attributes:
        mean: [unit] moving mean, used when not training.
        variance: [unit] moving variance, used when not training.
    """

    def __init__(self, spec: BatchNormalization, layer: int, parameters: Parameters, of: str = ""):
        self.spec = spec
        self.scale, self.scale_gradient = parameters.view(layer, f"{of}scale")
        self.shift, self.shift_gradient = parameters.view(layer, f"{of}shift")
        self.scale.fill_(1)
        self.mean = torch.zeros_like(self.shift)
        self.variance = torch.ones_like(self.scale)
        self.moving: tuple[Tensor, ...] = (self.mean, self.variance)

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


class LayerNorm:
    """Standardises every point over the units, by torch's kernels."""

    moving: tuple[Tensor, ...] = ()

    def __init__(self, spec: LayerNormalization, layer: int, parameters: Parameters):
        self.epsilon = spec.epsilon
        self.scale, self.scale_gradient = parameters.view(layer, "scale")
        self.shift, self.shift_gradient = parameters.view(layer, "shift")
        self.scale.fill_(1)
        self._shape = list(self.scale.shape)

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """[batch, unit] to the same shape."""
        y: Tensor
        y, mean, inverse_std = _aten.native_layer_norm(x, self._shape, self.scale, self.shift, self.epsilon)
        if training:
            self._saved = (x, mean, inverse_std)
        return y

    def backward(self, delta: Tensor) -> Tensor:
        """dL/dx; writes the gradients of scale and shift."""
        x, mean, inverse_std = self._saved
        delta, scale, shift = _aten.native_layer_norm_backward(
            delta, x, self._shape, mean, inverse_std, self.scale, self.shift, [True, True, True]
        )
        self.scale_gradient.copy_(scale)
        self.shift_gradient.copy_(shift)
        return delta


class ActivateSoftmax(Activate):
    """Turns the units of each point into shares that sum to 1."""

    def __init__(self) -> None:
        """Without parameters."""

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """Shares [batch, unit]."""
        a = torch.softmax(x, 1)
        if training:
            self.input, self._output = x, a
        return a

    def backward(self, delta: Tensor) -> Tensor:
        """dL/dx: share times delta less its mean by shares."""
        a = self._output
        return a * (delta - (a * delta).sum(1, keepdim=True))


def build_blocks(layer: int, parameters: Parameters, activation: Choice, normalization: Choice) -> tuple[Block, ...]:
    """The blocks of a layer in their order."""
    blocks: list[Block] = []
    if isinstance(activation, Prelu):
        blocks = [ActivatePrelu(activation, layer, parameters)]
    elif isinstance(activation, Softmax):
        blocks = [ActivateSoftmax()]
    elif not isinstance(activation, Linear):
        blocks = [Activate(activation)]
    if isinstance(normalization, BatchNormalization):
        place = 0 if normalization.position == "before" else len(blocks)
        blocks.insert(place, BatchNorm(normalization, layer, parameters))
    elif isinstance(normalization, LayerNormalization):
        place = 0 if normalization.position == "before" else len(blocks)
        blocks.insert(place, LayerNorm(normalization, layer, parameters))
    return tuple(blocks)
