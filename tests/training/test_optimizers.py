"""One and two updates by hand; whole trainings are held against torch and Keras in ``tests/oracle``."""

import math
from typing import get_args

import pytest
import torch

from tests.oracle.tolerance import assert_close
from vgdesk.experiment import training
from vgdesk.training.optimizers import make_optimizer
from vgdesk.training.parameters import Parameters, Slot

G1, G2 = 0.5, -0.25
ADAM_2 = (0.1 * G2 + 0.9 * 0.1 * G1) / (1 - 0.9**2), (0.001 * G2**2 + 0.999 * 0.001 * G1**2) / (1 - 0.999**2)
V1, V2 = 0.1 * G1**2, 0.1 * G2**2 + 0.9 * 0.1 * G1**2


def nadam_updates(rate, epsilon, gradients):
    """Dozat (2016), algorithm 2, with the warming momentum of torch."""
    beta1, beta2, decay = 0.9, 0.999, 0.004
    m = v = 0.0
    product = 1.0
    for step, g in enumerate(gradients, start=1):
        here, ahead = (beta1 * (1 - 0.96 ** (at * decay) / 2) for at in (step, step + 1))
        product *= here
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        looked_ahead = ahead * m / (1 - product * ahead) + (1 - here) * g / (1 - product)
        yield -rate * looked_ahead / (math.sqrt(v / (1 - beta2**step)) + epsilon)


AFTER_TWO = {
    "sgd": (training.Sgd(learning_rate=0.1), -0.1 * G1 - 0.1 * G2),
    "sgd, momentum": (training.Sgd(learning_rate=0.1, momentum=0.9), -0.1 * G1 - 0.1 * (G2 + 0.9 * G1)),
    "adam": (
        training.Adam(learning_rate=0.1, epsilon=0.01),
        -0.1 * G1 / (G1 + 0.01) - 0.1 * ADAM_2[0] / (math.sqrt(ADAM_2[1]) + 0.01),
    ),
    "adam_keras": (
        training.AdamKeras(learning_rate=0.1, epsilon=0.01),
        -0.1 * G1 / (G1 + 0.01 / 0.001**0.5)
        - 0.1 * ADAM_2[0] / (math.sqrt(ADAM_2[1]) + 0.01 / math.sqrt(1 - 0.999**2)),
    ),
    "rmsprop": (
        training.Rmsprop(learning_rate=0.1, epsilon=0.01),
        -0.1 * G1 / (math.sqrt(V1) + 0.01) - 0.1 * G2 / (math.sqrt(V2) + 0.01),
    ),
    "rmsprop_keras3": (
        training.RmspropKeras3(learning_rate=0.1, epsilon=0.01),
        -0.1 * G1 / math.sqrt(V1 + 0.01) - 0.1 * G2 / math.sqrt(V2 + 0.01),
    ),
    "adamw": (
        training.AdamW(learning_rate=0.1, epsilon=0.01, decay=0.5),
        -0.1 * G1 / (G1 + 0.01) * (1 - 0.1 * 0.5) - 0.1 * ADAM_2[0] / (math.sqrt(ADAM_2[1]) + 0.01),
    ),
    "nadam": (training.Nadam(learning_rate=0.1, epsilon=0.01), sum(nadam_updates(0.1, 0.01, [G1, G2]))),
    "adagrad": (
        training.Adagrad(learning_rate=0.1, epsilon=0.01),
        -0.1 * G1 / (G1 + 0.01) - 0.1 * G2 / (math.sqrt(G1**2 + G2**2) + 0.01),
    ),
}


WITH_EPSILON = [
    training.Rmsprop,
    training.Adam,
    training.AdamKeras,
    training.AdamW,
    training.Nadam,
    training.Adagrad,
]


def test_every_choice_is_tested_here():
    kinds = {member().kind for member in get_args(get_args(training.Optimizer)[0])}
    assert {spec.kind for spec, _ in AFTER_TWO.values()} == kinds


def make_pair(spec):
    parameters = Parameters([Slot(1, "weight", (2,))], torch.float64)
    return parameters, make_optimizer(spec, parameters)


@pytest.mark.parametrize("name", AFTER_TWO)
def test_two_updates_are_those_of_the_formula(name):
    spec, wanted = AFTER_TWO[name]
    parameters, optimizer = make_pair(spec)
    for gradient in (G1, G2):
        parameters.gradients.copy_(torch.tensor([gradient, 0.0]))
        optimizer.step()
    assert_close(parameters.values[0], wanted, steps=50)
    assert parameters.values[1].item() == 0


@pytest.mark.parametrize("name", AFTER_TWO)
def test_an_update_leaves_the_gradients_as_they_are(name):
    parameters, optimizer = make_pair(AFTER_TWO[name][0])
    parameters.gradients.fill_(G1)
    optimizer.step()
    assert parameters.gradients.tolist() == [G1, G1]


@pytest.mark.parametrize("name", AFTER_TWO)
def test_a_learning_rate_of_0_moves_nothing(name):
    parameters, optimizer = make_pair(AFTER_TWO[name][0].model_copy(update={"learning_rate": 0.0}))
    parameters.gradients.fill_(G1)
    optimizer.step()
    assert parameters.values.tolist() == [0, 0]


@pytest.mark.parametrize("kind", WITH_EPSILON)
def test_a_denormal_gradient_still_moves_the_weight(kind):
    spec = kind(epsilon=1e-30)
    parameters, optimizer = make_pair(spec)
    parameters.gradients.fill_(1e-42)
    optimizer.step()
    assert parameters.values[0].item() < 0
