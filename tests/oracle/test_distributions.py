"""Initial weights: moments and bounds by their definitions, and one noise for all lanes of a seed."""

import math
from typing import get_args

import numpy as np
import pytest
import torch
from scipy import stats

from tests.training.examples import small_spec, with_units
from vgdesk.experiment import initializers
from vgdesk.experiment.activations import Linear
from vgdesk.experiment.biases import NormalBias, UsualBias
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.training.initializers import initial_biases, initial_weights
from vgdesk.training.network import build_network
from vgdesk.training.seeding import draw_noise

FAN_IN, FAN_OUT = 300, 500
CUT = 2 / 0.87962566103423978

BOUNDED = {
    "uniform": (initializers.Uniform(low=-1.0, high=3.0), (-1.0, 3.0)),
    "glorot_uniform": (initializers.GlorotUniform(), (-math.sqrt(6 / 800), math.sqrt(6 / 800))),
    "he_uniform": (initializers.HeUniform(), (-math.sqrt(6 / 300), math.sqrt(6 / 300))),
    "torch_default": (initializers.TorchDefault(), (-1 / math.sqrt(300), 1 / math.sqrt(300))),
    "lecun_uniform": (initializers.LecunUniform(), (-math.sqrt(3 / 300), math.sqrt(3 / 300))),
    "variance_scaling": (
        initializers.VarianceScaling(scale=5.0, mode="fan_out", shape="uniform"),
        (-math.sqrt(15 / 500), math.sqrt(15 / 500)),
    ),
}
CUT_NORMAL = {
    "glorot_normal": (initializers.GlorotNormal(), math.sqrt(2 / 800)),
    "he_normal": (initializers.HeNormal(), math.sqrt(2 / 300)),
    "lecun_normal": (initializers.LecunNormal(), math.sqrt(1 / 300)),
    "variance_scaling": (initializers.VarianceScaling(scale=5.0, mode="fan_avg"), math.sqrt(5 / 400)),
}
NORMAL = {
    "normal": (initializers.Normal(mean=0.5, std=2.0), 0.5, 2.0),
    "scaled_normal": (initializers.ScaledNormal(scale=1.5), 0.0, 1.5 / math.sqrt(300)),
    "variance_scaling": (
        initializers.VarianceScaling(scale=5.0, shape="untruncated_normal"),
        0.0,
        math.sqrt(5 / 300),
    ),
}
MONOTONE = [choice for choice, *_ in (*NORMAL.values(), *BOUNDED.values(), *CUT_NORMAL.values())]
ALL = [
    *MONOTONE,
    initializers.Orthogonal(),
    initializers.Orthogonal(factor=1.5),
    initializers.Constant(),
    initializers.Zeros(),
]


def draw(choice, seed=0, layer=1):
    return initial_weights(choice, draw_noise(seed, "weight", layer, (FAN_IN, FAN_OUT))).numpy().ravel()


@pytest.mark.parametrize("name", BOUNDED)
def test_uniform_weights_fill_their_interval_evenly(name):
    choice, (low, high) = BOUNDED[name]
    assert stats.kstest(draw(choice), stats.uniform(low, high - low).cdf).pvalue > 0.01


@pytest.mark.parametrize("name", CUT_NORMAL)
def test_cut_normal_weights_end_at_two_deviations_of_the_uncut_one(name):
    choice, std = CUT_NORMAL[name]
    uncut = std * CUT / 2
    weights = draw(choice)
    assert np.abs(weights).max() <= 2 * uncut
    assert np.abs(weights).max() > 1.999 * uncut
    assert stats.kstest(weights, stats.truncnorm(-2, 2, scale=uncut).cdf).pvalue > 0.01


@pytest.mark.parametrize("name", NORMAL)
def test_normal_weights_are_normal(name):
    choice, mean, std = NORMAL[name]
    assert stats.kstest(draw(choice), stats.norm(mean, std).cdf).pvalue > 0.01


def test_every_choice_is_tested_here():
    assert {choice.kind for choice in ALL} | {"given"} == {
        member().kind for member in get_args(get_args(initializers.AnyInitializer)[0])
    }


def test_orthogonal_matrices_are_drawn_evenly_from_all_rotations_and_reflections():
    """Of two by two: the angle of the first column is uniform, and half of them are reflections."""
    noises = [draw_noise(seed, "weight", 1, (2, 2)) for seed in range(4000)]
    matrices = torch.stack([initial_weights(initializers.Orthogonal(), noise) for noise in noises]).numpy()
    angles = np.arctan2(matrices[:, 1, 0], matrices[:, 0, 0])
    assert stats.kstest(angles, stats.uniform(-np.pi, 2 * np.pi).cdf).pvalue > 0.01
    assert 0.47 < (np.linalg.det(matrices) > 0).mean() < 0.53


@pytest.mark.parametrize("choice", ALL, ids=lambda choice: choice.kind)
def test_weights_have_the_variance_that_the_choice_tells(choice):
    assert np.isclose(draw(choice).var(), choice.variance(FAN_IN, FAN_OUT), rtol=0.015, atol=1e-30)
    assert choice.gain(FAN_IN, FAN_OUT) == FAN_IN * choice.variance(FAN_IN, FAN_OUT)


@pytest.mark.parametrize("choice", MONOTONE, ids=lambda choice: choice.kind)
def test_lanes_of_one_seed_start_from_the_same_noise(choice):
    ranks = np.argsort(draw(initializers.Normal()))
    assert (np.diff(draw(choice)[ranks]) >= 0).all()
    assert np.corrcoef(draw(choice), draw(choice, seed=1))[0, 1] < 0.02
    assert np.corrcoef(draw(choice), draw(choice, layer=2))[0, 1] < 0.02


def test_a_network_draws_each_layer_from_its_own_noise_whatever_the_activation():
    deep, shallow = (build_network(small_spec(with_units(*units))) for units in [(4, 3, 3), (4, 3)])
    other = build_network(small_spec({**with_units(4, 3, 3), "network.activation": "relu"}))
    assert torch.equal(deep.parameters.values, other.parameters.values)
    for mine, yours in zip(deep.layers, shallow.layers[:2], strict=False):
        assert torch.equal(mine.weight, yours.weight)
    assert not torch.equal(deep.layers[1].weight[:3], deep.layers[2].weight)


@pytest.mark.parametrize("bias", [UsualBias(), NormalBias(std=0.4)], ids=lambda bias: bias.kind)
def test_biases_are_zero_but_for_torch_default_or_as_normal_as_is_asked(bias):
    noise = draw_noise(0, "bias", 1, (20_000,))
    for choice in ALL:
        layer = ResolvedLayer(len(noise), Linear(), choice, NoNormalization(), bias=bias)
        biases = initial_biases(layer, noise, FAN_IN).numpy()
        assert np.isclose(biases.var(), bias.variance(choice, FAN_IN), rtol=0.03, atol=1e-30)
        if bias.kind == "normal":
            assert stats.kstest(biases, stats.norm(0, 0.4).cdf).pvalue > 0.01
        elif choice.kind == "torch_default":
            assert stats.kstest(biases, stats.uniform(-1 / math.sqrt(300), 2 / math.sqrt(300)).cdf).pvalue > 0.01
        else:
            assert not biases.any()


def test_torch_draws_its_own_default_the_same_way():
    torch.manual_seed(0)
    linear = torch.nn.Linear(FAN_IN, FAN_OUT)
    assert stats.ks_2samp(linear.weight.detach().numpy().ravel(), draw(initializers.TorchDefault())).pvalue > 0.01
