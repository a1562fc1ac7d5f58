"""Exact values at chosen noise; the distributions as a whole are held in ``tests/oracle``."""

import math
from statistics import NormalDist
from typing import get_args

import pytest
import torch

from vgdesk.experiment import choices
from vgdesk.training.initializers import initial_biases, initial_weights

FAN_IN, FAN_OUT = 3, 2
QUANTILE = NormalDist().inv_cdf(3 / 4)
CUT_QUANTILE = NormalDist().inv_cdf(1 / 2 + math.erf(math.sqrt(2)) / 4) / 0.87962566103423978  # cut at 2, std 1

AT_THREE_QUARTERS = {
    "normal": (choices.Normal(mean=1.0, std=2.0), 1 + 2 * QUANTILE),
    "uniform": (choices.Uniform(low=-1.0, high=3.0), 2.0),
    "glorot_uniform": (choices.GlorotUniform(), 0.5 * math.sqrt(6 / 5)),
    "glorot_normal": (choices.GlorotNormal(), CUT_QUANTILE * math.sqrt(2 / 5)),
    "he_uniform": (choices.HeUniform(), 0.5 * math.sqrt(6 / 3)),
    "he_normal": (choices.HeNormal(), CUT_QUANTILE * math.sqrt(2 / 3)),
    "torch_default": (choices.TorchDefault(), 0.5 / math.sqrt(3)),
}


def test_every_choice_is_tested_here():
    assert {member().kind for member in get_args(get_args(choices.AnyInitializer)[0])} == set(AT_THREE_QUARTERS)


@pytest.mark.parametrize("kind", AT_THREE_QUARTERS)
def test_noise_of_three_quarters_is_the_upper_quartile(kind):
    choice, wanted = AT_THREE_QUARTERS[kind]
    weights = initial_weights(choice, torch.full((FAN_IN, FAN_OUT), 0.75, dtype=torch.float64))
    assert (weights.shape, weights.dtype) == ((FAN_IN, FAN_OUT), torch.float64)
    assert torch.allclose(weights, torch.tensor(wanted, dtype=torch.float64), rtol=1e-12)


@pytest.mark.parametrize("kind", AT_THREE_QUARTERS)
def test_biases_are_zero_but_for_torch_default(kind):
    biases = initial_biases(AT_THREE_QUARTERS[kind][0], torch.full((FAN_OUT,), 0.75, dtype=torch.float64), FAN_IN)
    wanted = 0.5 / math.sqrt(3) if kind == "torch_default" else 0.0
    assert torch.allclose(biases, torch.tensor(wanted, dtype=torch.float64))
