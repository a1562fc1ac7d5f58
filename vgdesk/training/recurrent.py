"""Recurrent layers, with backpropagation through time written out.

What can be worked out for all time steps at once is; a step of the loop is left with a handful of operations.
"""

from abc import ABC, abstractmethod
from typing import Any

import torch
from torch import Tensor

from vgdesk.experiment import recurrence
from vgdesk.experiment.choices import Choice
from vgdesk.training.blocks import Block
from vgdesk.training.parameters import Parameters, Slot


class RecurrentLayer(ABC):
    """Reads [batch, time x column] and gives the last hidden state [batch, unit].

    Args:
        spec: what it is.
        layer: its number.
        parameters: of the network; the layer's slots among them.

    Attributes:
        states: [time, batch, unit] hidden states of the last training pass.
        signals: [time, batch, unit] dL/dh of the last training pass.
    """

    gates: int
    blocks: tuple[Block, ...] = ()

    def __init__(self, spec: Any, layer: int, parameters: Parameters):
        self.spec = spec
        self.weight, self.weight_gradient = parameters.view(layer, "weight")
        self.recurrent, self.recurrent_gradient = parameters.view(layer, "recurrent_weight")
        self.bias, self.bias_gradient = parameters.view(layer, "bias")
        self._recurrent_transposed = self.recurrent.t()

    @classmethod
    def slots(cls, layer: int, columns: int, units: int) -> tuple[Slot, ...]:
        """Its parameters; the gates stand side by side in the last axis."""
        wide = cls.gates * units
        return (
            Slot(layer, "weight", (columns, wide)),
            Slot(layer, "recurrent_weight", (units, wide)),
            Slot(layer, "bias", (wide,)),
        )

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """The last hidden state [batch, unit] of sequences [batch, time x column]."""
        steps = x.view(len(x), -1, len(self.weight)).transpose(0, 1).contiguous()
        driven = torch.addmm(self.bias, steps.flatten(0, 1), self.weight).view(*steps.shape[:2], -1)
        states = self._run(driven)
        if training:
            self._input, self.states = steps, states
        return states[-1]

    def backward(self, delta: Tensor) -> Tensor:
        """Fill the gradients and ``signals`` from dL/dh of the last step; returns delta, which nobody asks for."""
        self.signals, driven = self._run_back(delta)
        flat = driven.flatten(0, 1)
        torch.mm(self._input.flatten(0, 1).t(), flat, out=self.weight_gradient)
        torch.sum(flat, 0, out=self.bias_gradient)
        self._fill_recurrent(self._fed_back(driven))
        return delta

    @abstractmethod
    def _run(self, driven: Tensor) -> Tensor:
        """Hidden states [time, batch, unit] from what the input contributes [time, batch, gate x unit]."""

    @abstractmethod
    def _run_back(self, delta: Tensor) -> tuple[Tensor, Tensor]:
        """Signals dL/dh [time, batch, unit] and dL/d driven [time, batch, gate x unit]."""

    def _fed_back(self, driven: Tensor) -> Tensor:
        """dL/d of what the state before contributes, where it differs from dL/d driven."""
        return driven

    def _fill_recurrent(self, fed: Tensor) -> None:
        before, after = self.states[:-1].flatten(0, 1), fed[1:].flatten(0, 1)
        torch.mm(before.t(), after, out=self.recurrent_gradient)


class TimeStep:
    """One time step of a recurrent layer, as a row of the ledgers.

    Attributes:
        units: width of the state.
        activation_choice: none that saturates as a whole.
    """

    activation_choice: Choice | None = None

    def __init__(self, layer: RecurrentLayer, step: int):
        self.units = len(layer.recurrent)
        self._layer, self._step = layer, step

    @property
    def signal(self) -> Tensor:
        """[batch, unit] dL/dh of this step in the last training pass."""
        return self._layer.signals[self._step]

    @property
    def activation(self) -> Tensor:
        """[batch, unit] the hidden state after this step in the last training pass."""
        return self._layer.states[self._step]

    pre_activation = activation


class SimpleRnnLayer(RecurrentLayer):
    """h = phi(driven + h U)."""

    gates = 1

    def _run(self, driven: Tensor) -> Tensor:
        squash = torch.tanh if self.spec.activation == "tanh" else torch.relu
        states = torch.empty_like(driven)
        h = states[0].copy_(squash(driven[0]))
        for step in range(1, len(driven)):
            h = states[step].copy_(squash(torch.addmm(driven[step], h, self.recurrent)))
        return states

    def _run_back(self, delta: Tensor) -> tuple[Tensor, Tensor]:
        states = self.states
        slopes = 1 - states.square() if self.spec.activation == "tanh" else (states > 0).to(states.dtype)
        signals, driven = torch.empty_like(states), torch.empty_like(states)
        for step in range(len(states) - 1, -1, -1):
            signals[step].copy_(delta)
            torch.mul(delta, slopes[step], out=driven[step])
            if step:
                delta = torch.mm(driven[step], self._recurrent_transposed)
        return signals, driven


class LstmLayer(RecurrentLayer):
    """c = f c + i g; h = o tanh c. The gates stand in the order i, f, g, o."""

    gates = 4

    def _run(self, driven: Tensor) -> Tensor:
        steps, batch, wide = driven.shape
        units = wide // 4
        opened = torch.empty_like(driven).view(steps, batch, 4, units)
        cells = driven.new_zeros(steps + 1, batch, units)
        states, squashed = (driven.new_empty(steps, batch, units) for _ in range(2))
        h = driven.new_zeros(batch, units)
        for step in range(steps):
            z = torch.addmm(driven[step], h, self.recurrent).view(batch, 4, units)
            gate = torch.sigmoid(z, out=opened[step])
            torch.tanh(z[:, 2], out=gate[:, 2])
            torch.mul(gate[:, 0], gate[:, 2], out=cells[step + 1]).addcmul_(gate[:, 1], cells[step])
            torch.tanh(cells[step + 1], out=squashed[step])
            h = torch.mul(gate[:, 3], squashed[step], out=states[step])
        self._opened, self._cells, self._squashed = opened, cells, squashed
        return states

    def _run_back(self, delta: Tensor) -> tuple[Tensor, Tensor]:
        opened, squashed = self._opened, self._squashed
        i, f, g, o = opened.unbind(2)
        slopes = opened * (1 - opened)
        slopes[:, :, 0] *= g
        slopes[:, :, 1] *= self._cells[:-1]
        slopes[:, :, 2] = i * (1 - g.square())
        slopes[:, :, 3] *= squashed
        through = o * (1 - squashed.square())
        signals, driven = torch.empty_like(squashed), torch.empty_like(slopes)
        cell = torch.zeros_like(delta)
        for step in range(len(squashed) - 1, -1, -1):
            signals[step].copy_(delta)
            cell = torch.addcmul(cell, delta, through[step])
            torch.mul(slopes[step, :, :3], cell.unsqueeze(1), out=driven[step, :, :3])
            torch.mul(slopes[step, :, 3], delta, out=driven[step, :, 3])
            if step:
                delta = torch.mm(driven[step].flatten(1), self._recurrent_transposed)
                cell = cell.mul_(f[step])
        return signals, driven.flatten(2)


class GruLayer(RecurrentLayer):
    """h = (1 - z) n + z h, n = tanh(driven + r (h U + b)). The gates stand in the order r, z, n."""

    gates = 3

    def __init__(self, spec: Any, layer: int, parameters: Parameters):
        super().__init__(spec, layer, parameters)
        self.recurrent_bias, self.recurrent_bias_gradient = parameters.view(layer, "recurrent_bias")

    @classmethod
    def slots(cls, layer: int, columns: int, units: int) -> tuple[Slot, ...]:
        """Its parameters, and a bias behind the reset gate."""
        return (*super().slots(layer, columns, units), Slot(layer, "recurrent_bias", (units,)))

    def _run(self, driven: Tensor) -> Tensor:
        steps, batch, wide = driven.shape
        units = wide // 3
        opened = torch.empty_like(driven)
        held, states = (driven.new_empty(steps, batch, units) for _ in range(2))
        h = driven.new_zeros(batch, units)
        for step in range(steps):
            fed, x, gate = torch.mm(h, self.recurrent), driven[step], opened[step]
            torch.add(x[:, : 2 * units], fed[:, : 2 * units], out=gate[:, : 2 * units]).sigmoid_()
            torch.add(fed[:, 2 * units :], self.recurrent_bias, out=held[step])
            new = torch.addcmul(x[:, 2 * units :], gate[:, :units], held[step], out=gate[:, 2 * units :]).tanh_()
            h = torch.lerp(new, h, gate[:, units : 2 * units], out=states[step])
        self._opened, self._held = opened.view(steps, batch, 3, units), held
        return states

    def _run_back(self, delta: Tensor) -> tuple[Tensor, Tensor]:
        states = self.states
        r, z, n = self._opened.unbind(2)
        before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
        to_new = (1 - z) * (1 - n.square())
        to_update = (before - n) * z * (1 - z)
        to_reset = self._held * r * (1 - r)
        signals = torch.empty_like(states)
        driven, fed = torch.empty_like(self._opened), torch.empty_like(self._opened)
        for step in range(len(states) - 1, -1, -1):
            signals[step].copy_(delta)
            new = torch.mul(delta, to_new[step], out=driven[step, :, 2])
            torch.mul(delta, to_update[step], out=driven[step, :, 1])
            torch.mul(new, to_reset[step], out=driven[step, :, 0])
            fed[step].copy_(driven[step])
            fed[step, :, 2] *= r[step]
            if step:
                delta = torch.addmm(delta * z[step], fed[step].flatten(1), self._recurrent_transposed)
        self._fed = fed
        return signals, driven.flatten(2)

    def _fed_back(self, driven: Tensor) -> Tensor:  # noqa: ARG002
        torch.sum(self._fed[:, :, 2], (0, 1), out=self.recurrent_bias_gradient)
        return self._fed.flatten(2)


_LAYERS: dict[type[recurrence.RecurrentChoice], type[RecurrentLayer]] = {
    recurrence.SimpleRnn: SimpleRnnLayer,
    recurrence.Lstm: LstmLayer,
    recurrence.Gru: GruLayer,
}


def recurrent_class(choice: recurrence.RecurrentChoice) -> type[RecurrentLayer]:
    """The layer that does what a choice says."""
    return _LAYERS[type(choice)]
