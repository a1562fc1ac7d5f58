"""Recurrent layers, written out, against torch's own modules and autograd in float64."""

import pytest
import torch

from vgdesk.experiment.recurrence import Gru, Lstm, SimpleRnn
from vgdesk.training.parameters import Parameters
from vgdesk.training.recurrent import recurrent_class

CASES = [
    (SimpleRnn(units=8), torch.nn.RNN),
    (SimpleRnn(units=8, activation="relu"), torch.nn.RNN),
    (Lstm(units=8), torch.nn.LSTM),
    (Gru(units=8), torch.nn.GRU),
]
BATCH, LENGTH, COLUMNS = 5, 11, 3


def peers(choice, module):
    """Our layer and torch's with the same weights."""
    torch.manual_seed(1)
    kinds = {"nonlinearity": choice.activation} if module is torch.nn.RNN else {}
    theirs = module(COLUMNS, choice.units, batch_first=True, dtype=torch.float64, **kinds)
    made = recurrent_class(choice)
    parameters = Parameters(made.slots(1, COLUMNS, choice.units), torch.float64)
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
    torch.testing.assert_close(last, states[:, -1], rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(ours.states.transpose(0, 1), states, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_the_gradients_are_autograds(choice, module):
    ours, theirs, *_ = passed(choice, module)
    close = {"rtol": 1e-10, "atol": 1e-12}
    torch.testing.assert_close(ours.weight_gradient, theirs.weight_ih_l0.grad.t(), **close)
    torch.testing.assert_close(ours.recurrent_gradient, theirs.weight_hh_l0.grad.t(), **close)
    torch.testing.assert_close(ours.bias_gradient, theirs.bias_ih_l0.grad, **close)
    if module is torch.nn.GRU:
        torch.testing.assert_close(ours.recurrent_bias_gradient, theirs.bias_hh_l0.grad[2 * choice.units :], **close)


@pytest.mark.parametrize(("choice", "module"), CASES)
def test_the_signals_are_what_a_nudge_of_a_state_does_to_the_loss(choice, module):
    ours, theirs, states, _, x, delta = passed(choice, module)
    if module is torch.nn.LSTM:
        pytest.skip("a state of torch's LSTM cannot be nudged without its cell; its gradients hold the signals")
    for step in (0, LENGTH // 2, LENGTH - 1):
        h = states[:, step].clone().requires_grad_()
        rest = x[:, step + 1 :]
        end = theirs(rest, h.unsqueeze(0))[0][:, -1] if rest.shape[1] else h
        (end * delta).sum().backward()
        torch.testing.assert_close(ours.signals[step], h.grad, rtol=1e-10, atol=1e-12)


def test_a_pass_that_does_not_train_leaves_what_the_last_one_remembered():
    ours, _, _, last, x, _ = passed(*CASES[2])
    states = ours.states
    again = ours.forward(x.flatten(1), training=False)
    torch.testing.assert_close(again, last)
    assert ours.states is states
