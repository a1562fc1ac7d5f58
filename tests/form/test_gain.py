from itertools import pairwise

import numpy as np
import pytest

from tests.form.examples import build_circles
from vgdesk.experiment.spec import change_spec
from vgdesk.form.gain import (
    critical_gain,
    describe_gain,
    describe_layer_gain,
    describe_output_gain,
    explain_gain,
)

SIGN = "σ<sub>w</sub>²"


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ({}, f"{SIGN} = 2 … 5 by layer · critical 103"),
        ({"initializer": "torch_default"}, f"{SIGN} = 0.333 · critical 103"),
        ({"initializer": "he_normal", "activation": "relu"}, f"{SIGN} = 2 · critical 2"),
        ({"initializer": "he_normal", "activation": "gelu"}, f"{SIGN} = 2"),
        ({"initializer": {"kind": "normal", "std": 0.0}, "normalization": "layer"}, f"{SIGN} = 0"),
        ({"initializer": "he_normal", "output_initializer": "torch_default", "skip": "identity"}, f"{SIGN} = 2"),
    ],
)
def test_the_gain_is_one_number_or_a_range(network, said):
    assert describe_gain(build_circles(4, **network)) == said


def test_the_gain_counts_a_layers_own_initialiser():
    own = [{"units": 5}, {"units": 4, "initializer": "he_normal"}, {"units": 3}]
    spec = build_circles(0, hidden=own, initializer="glorot_uniform", activation="gelu")
    gains = [2 * fan_in / (fan_in + fan_out) for fan_in, fan_out in pairwise((2, 5, 4, 3, 1))]
    gains[1] = 2.0
    assert describe_gain(spec) == f"{SIGN} = {min(gains):.3g} … {max(gains):.3g} by layer"
    assert describe_layer_gain(spec, 1) == f"{SIGN} = 2 with 5 inputs"
    assert describe_layer_gain(spec, 2) == f"{SIGN} = {gains[2]:.3g} with 4 inputs"


def test_the_output_has_a_gain_of_its_own_with_an_initialiser_of_its_own():
    assert describe_output_gain(build_circles(4)) == ""
    assert describe_output_gain(build_circles(4, output_initializer="he_normal")) == f"{SIGN} = 2 of the output"


NUMPY = {
    "linear": lambda z: z,
    "tanh": np.tanh,
    "softsign": lambda z: z / (1 + np.abs(z)),
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
}


@pytest.mark.parametrize("activation", NUMPY)
def test_the_critical_gain_hands_the_gradient_on_at_the_fixed_point_of_a_wide_network(activation):
    critical = critical_gain(build_circles(4, activation=activation))
    assert chi(NUMPY[activation], critical) == pytest.approx(1, abs=0.03)
    assert chi(NUMPY[activation], 0.9 * critical) < 0.99


def chi(phi, gain: float) -> float:
    """Factor of the mean squared signal a layer, by dense sums over the normal distribution."""
    u = np.linspace(-9, 9, 40_001)
    weight = np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi) * (u[1] - u[0])
    q = 1.0
    for _ in range(3000):
        q = max(gain * float(weight @ phi(np.sqrt(q) * u) ** 2), 1e-12)
    z, step = np.sqrt(q) * u, 1e-6 * np.sqrt(q)
    slope = (phi(z + step) - phi(z - step)) / (2 * step)
    return gain * float(weight @ slope**2)


def test_the_explanation_names_the_activation_where_there_is_one_number():
    assert "Critical for tanh: 1." in explain_gain(build_circles(4, activation="tanh"))
    own = change_spec(build_circles(4), {"network.hidden.1.activation": "tanh"})
    assert critical_gain(own) is None
    assert "Critical for" not in explain_gain(own)
