import math
from typing import get_args

import pytest
import torch

from tests.training.examples import ACTIVATIONS
from vgdesk.experiment import choices
from vgdesk.training.activations import make_activation

Z = torch.linspace(-6, 6, 241, dtype=torch.float64)
KINDS = {member.__name__: member for member in get_args(get_args(choices.Activation)[0])}
DEFINITIONS = {
    "linear": (lambda z: z, lambda z: 1.0),
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: float(z > 0)),
}


def choice_of(kind):
    return next(member() for member in KINDS.values() if member().kind == kind)


def test_every_choice_is_tested_here():
    assert {member().kind for member in KINDS.values()} == set(DEFINITIONS) == set(ACTIVATIONS)


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_a_function_and_its_slope_are_as_defined(kind):
    phi, slope = DEFINITIONS[kind]
    function = make_activation(choice_of(kind))
    a = function.forward(Z)
    torch.testing.assert_close(a, torch.tensor([phi(z) for z in Z.tolist()], dtype=torch.float64))
    delta = torch.linspace(-2, 3, len(Z), dtype=torch.float64)
    wanted = delta * torch.tensor([slope(z) for z in Z.tolist()], dtype=torch.float64)
    torch.testing.assert_close(function.backward(delta, Z, a), wanted, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("kind", DEFINITIONS)
def test_nothing_is_written_into_what_was_given(kind):
    function = make_activation(choice_of(kind))
    z, delta = Z.clone(), torch.ones_like(Z)
    function.backward(delta, z, function.forward(z))
    assert torch.equal(z, Z)
    assert torch.equal(delta, torch.ones_like(Z))


def test_the_slope_of_sigmoid_is_at_most_a_quarter_and_that_of_tanh_one():
    largest = {}
    for kind in ("sigmoid", "tanh"):
        function = make_activation(choice_of(kind))
        largest[kind] = function.backward(torch.ones_like(Z), Z, function.forward(Z)).max().item()
    assert largest == {"sigmoid": 0.25, "tanh": 1.0}
