"""Recurrent layers, written out, against torch's own modules and autograd in float64."""

import numpy as np
import pytest
import torch

from tests.oracle.tolerance import assert_close, bound
from vgdesk.experiment.recurrence import Gru, Lstm, SimpleRnn
from vgdesk.experiment.slots import recurrent_slots
from vgdesk.training.parameters import Parameters
from vgdesk.training.recurrent import recurrent_class

CASES = [
    (SimpleRnn(units=8), torch.nn.RNN),
    (SimpleRnn(units=8, activation="relu"), torch.nn.RNN),
    (Lstm(units=8), torch.nn.LSTM),
    (Gru(units=8), torch.nn.GRU),
]
BATCH, LENGTH, COLUMNS = 5, 11, 3
# forth and back through time, in each step a sum over states and inputs and some ten roundings besides; a sequence
# forgets, as its weights are below 1, and so no rounding grows on its way
STEPS = 2 * LENGTH * (8 + COLUMNS + 10)


def peers(choice, module):
    """Our layer and torch's with the same weights."""
    torch.manual_seed(1)
    kinds = {"nonlinearity": choice.activation} if module is torch.nn.RNN else {}
    theirs = module(COLUMNS, choice.units, batch_first=True, dtype=torch.float64, **kinds)
    made = recurrent_class(choice)
    parameters = Parameters(tuple(recurrent_slots(choice, COLUMNS)), torch.float64)
    ours = made(choice, 1, parameters)
    with torch.no_grad():
        ours.weight.copy_(theirs.weight_ih_l0.t())
        ours.recurrent.copy_(theirs.weight_hh_l0.t())
        ours.bias.copy_(theirs.bias_ih_l0)
        if module is torch.nn.GRU:
            gates = 2 * choice.units
            ours.bias[:gates] += theirs.bias_hh_l0[:gates]
            ours.recurrent_bias.copy_(theirs.bias_hh_l0[gates:])
        else:
            ours.bias += theirs.bias_hh_l0
    return ours, theirs


def passed(choice, module):
    """Both after one pass forth and back from random sequences and a random dL/dh of the last step."""
    ours, theirs = peers(choice, module)
    x = torch.randn(BATCH, LENGTH, COLUMNS, dtype=torch.float64)
    delta = torch.randn(BATCH, choice.units, dtype=torch.float64)
    states, _ = theirs(x)
    (states[:, -1] * delta).sum().backward()
    last = ours.forward(x.flatten(1), training=True)
    ours.backward(delta)
    return ours, theirs, states.detach(), last, x, delta


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_the_states_are_torchs(choice, module):
    ours, _, states, last, *_ = passed(choice, module)
    assert_close(last, states[:, -1], steps=STEPS)
    assert_close(ours.states.transpose(0, 1), states, steps=STEPS)


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_the_gradients_are_autograds(choice, module):
    ours, theirs, *_ = passed(choice, module)
    over_batch = STEPS + BATCH * LENGTH
    assert_close(ours.weight_gradient, theirs.weight_ih_l0.grad.t(), steps=over_batch)
    assert_close(ours.recurrent_gradient, theirs.weight_hh_l0.grad.t(), steps=over_batch)
    assert_close(ours.bias_gradient, theirs.bias_ih_l0.grad, steps=over_batch)
    if module is torch.nn.GRU:
        wanted = theirs.bias_hh_l0.grad[2 * choice.units :]
        assert_close(ours.recurrent_bias_gradient, wanted, steps=over_batch)


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_the_signals_are_what_a_nudge_of_a_state_does_to_the_loss(choice, module):
    ours, theirs, states, _, x, delta = passed(choice, module)
    for step in (0, LENGTH // 2, LENGTH - 1):
        h = states[:, step].clone().requires_grad_()
        start = h.unsqueeze(0)
        if module is torch.nn.LSTM:  # its cell is left as it is
            _, (_, cell) = theirs(x[:, : step + 1])
            start = (start, cell.detach())
        rest = x[:, step + 1 :]
        end = theirs(rest, start)[0][:, -1] if rest.shape[1] else h
        (end * delta).sum().backward()
        assert_close(ours.signals[step], h.grad, steps=STEPS)
        assert torch.equal(ours.signal_steps[step], ours.signals[step])


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_in_float32_gradients_and_signals_lose_no_more_than_a_step_rounds(choice, module):
    torch.manual_seed(2)
    wide = choice.model_copy(update={"units": 64})
    double, single = (
        recurrent_class(wide)(wide, 1, Parameters(tuple(recurrent_slots(wide, COLUMNS)), dtype))
        for dtype in (torch.float64, torch.float32)
    )
    for one, other in zip(weights_of(single), weights_of(double), strict=True):
        other.copy_(one.uniform_(-0.125, 0.125))
    x, delta = torch.randn(32, 100 * COLUMNS), torch.randn(32, 64)
    for layer in (double, single):
        layer.forward(x.to(layer.weight.dtype), training=True)
        layer.backward(delta.to(layer.weight.dtype))
    found = (single.signals, single.weight_gradient, single.recurrent_gradient, single.bias_gradient)
    wanted = (double.signals, double.weight_gradient, double.recurrent_gradient, double.bias_gradient)
    allowed = bound(1, (32 + 64 + COLUMNS) ** 0.5, np.float32)  # errors of a sum's terms do not depend on each other
    for one, other in zip(found, wanted, strict=True):
        assert (one - other).norm().item() <= allowed * other.norm().item()


def weights_of(layer):
    """The parameters of any recurrent layer."""
    return [
        layer.weight,
        layer.recurrent,
        layer.bias,
        *([layer.recurrent_bias] if hasattr(layer, "recurrent_bias") else []),
    ]


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_a_large_batch_is_read_as_its_parts_are(choice, module):
    ours, _ = peers(choice, module)
    x = torch.randn(150, LENGTH * COLUMNS, dtype=torch.float64)
    whole = ours.forward(x, training=False)
    parts = [ours.forward(part, training=False) for part in x.split(50)]
    assert_close(whole, torch.cat(parts), steps=STEPS)


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_scoring_forgets_nothing_that_backward_needs(choice, module):
    ours, *_, x, delta = passed(choice, module)
    gradient, signals = ours.recurrent_gradient.clone(), ours.signals.clone()
    ours.forward(x.flatten(1), training=True)
    ours.forward(-5 * x[:2].flatten(1), training=False)
    ours.backward(delta)
    assert torch.equal(ours.recurrent_gradient, gradient)
    assert torch.equal(ours.signals, signals)


def test_a_pass_that_does_not_train_leaves_what_the_last_one_remembered():
    ours, _, _, last, x, _ = passed(*CASES[2])
    states = ours.states
    again = ours.forward(x.flatten(1), training=False)
    assert_close(again, last, steps=STEPS)
    assert ours.states is states
