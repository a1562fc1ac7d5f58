from itertools import pairwise

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
        ({"initializer": {"kind": "scaled_normal", "scale": 1e-3}}, f"{SIGN} = 1.00·10⁻⁶ · critical 103"),
        ({"initializer": "torch_default"}, f"{SIGN} = 0.333 · critical 103"),
        ({"initializer": "he_normal", "activation": "relu"}, f"{SIGN} = 2 · critical 2"),
        ({"initializer": "he_normal", "activation": "gelu"}, f"{SIGN} = 2 · tips at 2.35"),
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
    assert describe_gain(spec) == f"{SIGN} = {min(gains):.3g} … {max(gains):.3g} by layer · tips at 2.35"
    assert describe_layer_gain(spec, 1) == f"{SIGN} = 2 with 5 inputs"
    assert describe_layer_gain(spec, 2) == f"{SIGN} = {gains[2]:.3g} with 4 inputs"


def test_the_output_has_a_gain_of_its_own_with_an_initialiser_of_its_own():
    assert describe_output_gain(build_circles(4)) == ""
    assert describe_output_gain(build_circles(4, output_initializer="he_normal")) == f"{SIGN} = 2 of the output"


def test_the_explanation_names_the_activation_where_there_is_one_number():
    assert "Critical for tanh: 1." in explain_gain(build_circles(4, activation="tanh"))
    own = change_spec(build_circles(4), {"network.hidden.1.activation": "tanh"})
    assert critical_gain(own) is None
    assert "Critical for" not in explain_gain(own)


@pytest.mark.parametrize("slope", [0.5, -0.5])
def test_a_leaky_relu_passes_the_mean_square_of_its_two_slopes(slope):
    spec = build_circles(3, activation={"kind": "leaky_relu", "slope": slope})
    assert critical_gain(spec) * (1 + slope**2) / 2 == pytest.approx(1)
