"""Recurrent layers, with backpropagation through time written out.

What can be worked out for all time steps at once is; a step of the loop is left with a handful of operations.
"""

from abc import ABC, abstractmethod
from typing import Any, TypeAlias

import torch
from torch import Tensor

from vgdesk.experiment import recurrence
from vgdesk.experiment.choices import Choice
from vgdesk.training.blocks import Block
from vgdesk.training.dropout import Dropout
from vgdesk.training.parameters import Parameters

_aten = torch.ops.aten
_sigmoid_slope, _tanh_slope = _aten.sigmoid_backward.grad_input, _aten.tanh_backward.grad_input

_KERNEL_POINTS = 64  # torch's LSTM takes twice as long a sequence for more at once

Gates: TypeAlias = tuple[Tensor, ...]


class RecurrentLayer(ABC):
    """Reads [batch, time x column] and gives the last hidden state [batch, unit].

    Args:
        spec: what it is.
        layer: its number.
        parameters: of the network; the layer's slots among them.

    Attributes:
        states: [time, batch, unit] hidden states of the last training pass.
        state_steps: the same, step by step.
        signals: [time, batch, unit] dL/dh of the last training pass.
        signal_steps: the same, step by step.
    """

    blocks: tuple[Block, ...] = ()
    dropout: Dropout | None = None

    def __init__(self, spec: Any, layer: int, parameters: Parameters):
        self.spec = spec
        self.weight, self.weight_gradient = parameters.view(layer, "weight")
        self.recurrent, self.recurrent_gradient = parameters.view(layer, "recurrent_weight")
        self.bias, self.bias_gradient = parameters.view(layer, "bias")
        self._recurrent_transposed = self.recurrent.t()

    def forward(self, x: Tensor, training: bool) -> Tensor:
        """The last hidden state [batch, unit] of sequences [batch, time x column]."""
        steps = x.view(len(x), -1, len(self.weight)).transpose(0, 1).contiguous()
        states, gates = self._run(steps)
        if training:
            self._input, self.states, self._gates = steps, states, gates
            self.state_steps = states.unbind()
        return states[-1]

    def backward(self, delta: Tensor) -> Tensor:
        """Fill the gradients and ``signals`` from dL/dh of the last step; returns delta, which is not used."""
        self.signals = self._run_back(delta)
        self.signal_steps = self.signals.unbind()
        return delta

    @abstractmethod
    def _run(self, steps: Tensor) -> tuple[Tensor, Gates]:
        """Hidden states [time, batch, unit] of inputs [time, batch, column], and what else ``_run_back`` needs."""

    @abstractmethod
    def _run_back(self, delta: Tensor) -> Tensor:
        """Fill the gradients; gives the signals dL/dh [time, batch, unit], the last of which is delta."""

    def _make_signals(self, delta: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Signals to be filled but for the last, and the same step by step."""
        signals = torch.empty_like(self.states)
        signals[-1] = delta
        return signals, signals.unbind()

    def _drive(self, steps: Tensor) -> Tensor:
        """What the input contributes [time, batch, gate x unit]."""
        return torch.addmm(self.bias, steps.flatten(0, 1), self.weight).view(*steps.shape[:2], -1)

    def _fill(self, driven: Tensor, fed: Tensor) -> None:
        """The gradients from dL/d of what the input and what the state before contribute."""
        flat = driven.flatten(0, 1)
        torch.mm(self._input.flatten(0, 1).t(), flat, out=self.weight_gradient)
        torch.sum(flat, 0, out=self.bias_gradient)
        torch.mm(self.states[:-1].flatten(0, 1).t(), fed[1:].flatten(0, 1), out=self.recurrent_gradient)


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
        return self._layer.signal_steps[self._step]

    @property
    def activation(self) -> Tensor:
        """[batch, unit] the hidden state after this step in the last training pass."""
        return self._layer.state_steps[self._step]

    pre_activation = activation


class SimpleRnnLayer(RecurrentLayer):
    """h = phi(driven + h U)."""

    def _run(self, steps: Tensor) -> tuple[Tensor, Gates]:
        squash = torch.tanh_ if self.spec.activation == "tanh" else torch.relu_
        states = self._drive(steps)
        h = torch.zeros_like(states[0])
        for state in states.unbind():
            h = squash(state.addmm_(h, self.recurrent))
        return states, ()

    def _run_back(self, delta: Tensor) -> Tensor:
        states = self.states
        slopes = 1 - states.square() if self.spec.activation == "tanh" else (states > 0).to(states.dtype)
        signals, steps = self._make_signals(delta)
        for step, slope in reversed(list(enumerate(slopes.unbind()))):
            driven = slope.mul_(steps[step])
            if step:
                torch.mm(driven, self._recurrent_transposed, out=steps[step - 1])
        self._fill(slopes, slopes)
        return signals


class LstmLayer(RecurrentLayer):
    """c = f c + i g; h = o tanh c. The order of the gates is i, f, g, o.

    Torch's own kernel finds the hidden states; from them all gates follow at once. On the way back the batch is the
    last axis, so that a gate of a step is one piece of memory.
    """

    def _run(self, steps: Tensor) -> tuple[Tensor, Gates]:
        parts = [self._run_part(part) for part in steps.split(_KERNEL_POINTS, dim=1)]
        return parts[0] if len(parts) == 1 else torch.cat(parts, dim=1), ()

    def _run_part(self, steps: Tensor) -> Tensor:
        start = steps.new_zeros(1, steps.shape[1], len(self.recurrent))
        weights = [self.weight.t(), self._recurrent_transposed, self.bias, torch.zeros_like(self.bias)]
        states, _, _ = torch.lstm(steps, (start, start), weights, True, 1, 0.0, False, False, False)
        return states

    def _run_back(self, delta: Tensor) -> Tensor:
        fed = self._list_fed()
        weights = torch.cat([self.weight, self.recurrent, self.bias.unsqueeze(0)])
        opened = torch.bmm(weights.t().expand(len(fed), -1, -1), fed)
        driven, signals = self._go_back(opened.unflatten(1, (4, -1)), delta)
        gradients = torch.zeros_like(weights)
        for x, back in zip(fed.unbind(), driven.flatten(1, 2).unbind(), strict=True):
            gradients.addmm_(x, back.t())
        parts = gradients.split([len(self.weight), len(self.recurrent), 1])
        self.weight_gradient.copy_(parts[0])
        self.recurrent_gradient.copy_(parts[1])
        self.bias_gradient.copy_(parts[2][0])
        return signals.mT

    def _list_fed(self) -> Tensor:
        """What every gate of every step is fed [time, column + unit + 1, batch]: input, state before and a 1."""
        steps, batch, columns = self._input.shape
        fed = self.states.new_ones(steps, columns + len(self.recurrent) + 1, batch)
        fed[:, :columns] = self._input.mT
        fed[0, columns:-1] = 0
        fed[1:, columns:-1] = self.states[:-1].mT
        return fed

    def _go_back(self, opened: Tensor, delta: Tensor) -> tuple[Tensor, Tensor]:
        """DL/d of what the gates are fed [time, gate, unit, batch], from it, and signals [time, unit, batch]."""
        i, f, g, o = opened.unbind(1)
        opened[:, :2].sigmoid_()
        g.tanh_()
        o.sigmoid_()
        cells = _run_cells(f, i * g)
        squashed = cells[1:].tanh()
        through = _aten.tanh_backward(o, squashed).unbind()
        driven, signals = torch.empty_like(opened), torch.empty_like(squashed)
        _sigmoid_slope(g, i, grad_input=driven[:, 0])
        _sigmoid_slope(cells[:-1], f, grad_input=driven[:, 1])
        _tanh_slope(i, g, grad_input=driven[:, 2])
        _sigmoid_slope(squashed, o, grad_input=driven[:, 3])
        parts = (driven[:, :3], driven[:, 3], driven.flatten(1, 2), f, signals)
        inner, outer, all_gates, forget, steps = (part.unbind() for part in parts)
        steps[-1].copy_(delta.t())
        cell = torch.zeros_like(steps[0])
        for step in range(len(steps) - 1, -1, -1):
            cell.addcmul_(steps[step], through[step])
            inner[step].mul_(cell)
            outer[step].mul_(steps[step])
            if step:
                torch.mm(self.recurrent, all_gates[step], out=steps[step - 1])
                cell.mul_(forget[step])
        return driven, signals


def _run_cells(forget: Tensor, added: Tensor) -> Tensor:
    """Cells of an LSTM [time + 1, unit, batch], from 0."""
    cells = torch.zeros(len(added) + 1, *added.shape[1:], dtype=added.dtype)
    steps = cells.unbind()
    for step, (kept, more) in enumerate(zip(forget.unbind(), added.unbind(), strict=True)):
        torch.addcmul(more, kept, steps[step], out=steps[step + 1])
    return cells


class GruLayer(RecurrentLayer):
    """h = (1 - z) n + z h, n = tanh(driven + r (h U + b)). The order of the gates is r, z, n."""

    def __init__(self, spec: Any, layer: int, parameters: Parameters):
        super().__init__(spec, layer, parameters)
        self.recurrent_bias, self.recurrent_bias_gradient = parameters.view(layer, "recurrent_bias")

    def _run(self, steps: Tensor) -> tuple[Tensor, Gates]:
        units = len(self.recurrent)
        driven = self._drive(steps)
        opened = torch.empty_like(driven)
        held, states = (driven.new_empty(*driven.shape[:2], units) for _ in range(2))
        h = driven.new_zeros(driven.shape[1], units)
        parts = (driven, opened, held, states)
        for x, gate, behind, state in zip(*(part.unbind() for part in parts), strict=True):
            fed = torch.mm(h, self.recurrent)
            torch.add(x[:, : 2 * units], fed[:, : 2 * units], out=gate[:, : 2 * units]).sigmoid_()
            torch.add(fed[:, 2 * units :], self.recurrent_bias, out=behind)
            new = torch.addcmul(x[:, 2 * units :], gate[:, :units], behind, out=gate[:, 2 * units :]).tanh_()
            h = torch.lerp(new, h, gate[:, units : 2 * units], out=state)
        return states, (opened.unflatten(2, (3, units)), held)

    def _run_back(self, delta: Tensor) -> Tensor:
        states, (opened, held) = self.states, self._gates
        signals, steps = self._make_signals(delta)
        r, z, n = opened.unbind(2)
        before = torch.cat([torch.zeros_like(states[:1]), states[:-1]])
        to_new = (1 - z) * (1 - n.square())
        to_update = (before - n) * z * (1 - z)
        to_reset = held * r * (1 - r)
        driven, fed = torch.empty_like(opened), torch.empty_like(opened)
        for step in range(len(states) - 1, -1, -1):
            delta = steps[step]
            new = torch.mul(delta, to_new[step], out=driven[step, :, 2])
            torch.mul(delta, to_update[step], out=driven[step, :, 1])
            torch.mul(new, to_reset[step], out=driven[step, :, 0])
            fed[step].copy_(driven[step])
            fed[step, :, 2] *= r[step]
            if step:
                kept = delta * z[step]
                torch.addmm(kept, fed[step].flatten(1), self._recurrent_transposed, out=steps[step - 1])
        torch.sum(fed[:, :, 2], (0, 1), out=self.recurrent_bias_gradient)
        self._fill(driven.flatten(2), fed.flatten(2))
        return signals


_LAYERS: dict[type[recurrence.RecurrentChoice], type[RecurrentLayer]] = {
    recurrence.SimpleRnn: SimpleRnnLayer,
    recurrence.Lstm: LstmLayer,
    recurrence.Gru: GruLayer,
}


def recurrent_class(choice: recurrence.RecurrentChoice) -> type[RecurrentLayer]:
    """The layer that does what a choice says."""
    return _LAYERS[type(choice)]
