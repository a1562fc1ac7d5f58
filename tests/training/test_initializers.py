"""Exact values at chosen noise; the distributions as a whole are held in ``tests/oracle``."""

import math
from statistics import NormalDist
from typing import get_args

import numpy as np
import pytest
import torch

from tests.oracle.tolerance import assert_close
from vgdesk.experiment import initializers
from vgdesk.experiment.activations import Linear
from vgdesk.experiment.biases import BiasChoice, NormalBias, UsualBias
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.training.initializers import initial_biases, initial_weights

FAN_IN, FAN_OUT = 3, 2
QUANTILE = NormalDist().inv_cdf(3 / 4)
CUT_QUANTILE = NormalDist().inv_cdf(1 / 2 + math.erf(math.sqrt(2)) / 4) / 0.87962566103423978  # cut at 2, std 1

AT_THREE_QUARTERS = {
    "normal": (initializers.Normal(mean=1.0, std=2.0), 1 + 2 * QUANTILE),
    "uniform": (initializers.Uniform(low=-1.0, high=3.0), 2.0),
    "glorot_uniform": (initializers.GlorotUniform(), 0.5 * math.sqrt(6 / 5)),
    "glorot_normal": (initializers.GlorotNormal(), CUT_QUANTILE * math.sqrt(2 / 5)),
    "he_uniform": (initializers.HeUniform(), 0.5 * math.sqrt(6 / 3)),
    "he_normal": (initializers.HeNormal(), CUT_QUANTILE * math.sqrt(2 / 3)),
    "torch_default": (initializers.TorchDefault(), 0.5 / math.sqrt(3)),
    "lecun_uniform": (initializers.LecunUniform(), 0.5 * math.sqrt(3 / 3)),
    "lecun_normal": (initializers.LecunNormal(), CUT_QUANTILE * math.sqrt(1 / 3)),
    "scaled_normal": (initializers.ScaledNormal(scale=1.5), QUANTILE * 1.5 / math.sqrt(3)),
    "constant": (initializers.Constant(value=0.3), 0.3),
    "zeros": (initializers.Zeros(), 0.0),
    **{
        f"variance_scaling, {mode}, {shape}": (
            initializers.VarianceScaling(scale=3.0, mode=mode, shape=shape),
            quantile * math.sqrt(3.0 / fans),
        )
        for mode, fans in (("fan_in", 3), ("fan_out", 2), ("fan_avg", 2.5))
        for shape, quantile in (
            ("uniform", 0.5 * math.sqrt(3)),
            ("truncated_normal", CUT_QUANTILE),
            ("untruncated_normal", QUANTILE),
        )
    },
}


def test_every_choice_is_tested_here():
    kinds = {member().kind for member in get_args(get_args(initializers.AnyInitializer)[0])}
    assert kinds == {choice.kind for choice, _ in AT_THREE_QUARTERS.values()} | {"orthogonal", "given"}


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 5), (5, 3), (4, 4)])
def test_an_orthogonal_matrix_keeps_every_length_but_for_its_gain(shape):
    noise = torch.rand(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    weights = initial_weights(initializers.Orthogonal(factor=3.0), noise)
    assert weights.shape == shape
    short = weights if shape[0] >= shape[1] else weights.t()
    assert_close(short.t() @ short, 9 * torch.eye(min(shape), dtype=torch.float64), steps=10 * max(shape))


@pytest.mark.parametrize("kind", AT_THREE_QUARTERS)
def test_noise_of_three_quarters_is_the_upper_quartile(kind):
    choice, wanted = AT_THREE_QUARTERS[kind]
    weights = initial_weights(choice, torch.full((FAN_IN, FAN_OUT), 0.75, dtype=torch.float64))
    assert (weights.shape, weights.dtype) == ((FAN_IN, FAN_OUT), torch.float64)
    assert_close(weights, np.full((FAN_IN, FAN_OUT), wanted), steps=50, scale=max(1.0, abs(wanted)))


@pytest.mark.parametrize("kind", AT_THREE_QUARTERS)
def test_usual_biases_are_zero_but_for_torch_default(kind):
    biases = initial_biases(
        with_weights(AT_THREE_QUARTERS[kind][0]), torch.full((FAN_OUT,), 0.75, dtype=torch.float64), FAN_IN
    )
    wanted = 0.5 / math.sqrt(3) if kind == "torch_default" else 0.0
    assert_close(biases, np.full(FAN_OUT, wanted), steps=4)


@pytest.mark.parametrize("kind", ["he_normal", "torch_default"])
def test_normal_biases_have_their_own_deviation_whatever_the_weights(kind):
    layer = with_weights(AT_THREE_QUARTERS[kind][0], NormalBias(std=0.3))
    noise = torch.full((FAN_OUT,), 0.75, dtype=torch.float64)
    assert_close(initial_biases(layer, noise, FAN_IN), np.full(FAN_OUT, 0.3 * QUANTILE), steps=50)


def with_weights(initializer: initializers.Initializer, bias: BiasChoice | None = None) -> ResolvedLayer:
    return ResolvedLayer(FAN_OUT, Linear(), initializer, NoNormalization(), bias=bias or UsualBias())


def test_given_weights_and_biases_are_as_given_whatever_the_noise():
    choice = initializers.Given(weights="1 2; 3 4; 5 6", biases="7 8")
    noise = torch.full((FAN_IN, FAN_OUT), 0.75, dtype=torch.float64)
    assert initial_weights(choice, noise).tolist() == [[1, 2], [3, 4], [5, 6]]
    layer = ResolvedLayer(FAN_OUT, Linear(), choice, NoNormalization(), bias=NormalBias())
    assert initial_biases(layer, noise[0], FAN_IN).tolist() == [7, 8]
