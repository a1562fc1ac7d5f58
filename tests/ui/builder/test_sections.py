from itertools import pairwise

import pytest

from tests.ui.builder.examples import build_circles
from vgdesk.ui.builder.sections import describe_gain


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ({}, "σ<sub>w</sub>² = 2 … 5 by layer"),
        ({"initializer": "torch_default"}, "σ<sub>w</sub>² = 0.333"),
        ({"initializer": "he_normal"}, "σ<sub>w</sub>² = 2"),
        ({"initializer": {"kind": "normal", "std": 0.0}}, "σ<sub>w</sub>² = 0"),
        ({"initializer": "he_normal", "output_initializer": "torch_default"}, "σ<sub>w</sub>² = 0.333 … 2 by layer"),
    ],
)
def test_the_gain_is_one_number_or_a_range(network, said):
    assert describe_gain(build_circles(4, **network)) == said


def test_the_gain_counts_a_layers_own_initialiser():
    own = [{"units": 5}, {"units": 4, "initializer": "he_normal"}, {"units": 3}]
    spec = build_circles(0, hidden=own, initializer="glorot_uniform")
    fans = list(pairwise((2, 5, 4, 3, 1)))
    gains = [2 * fan_in / (fan_in + fan_out) for fan_in, fan_out in fans]
    gains[1] = 2.0
    assert describe_gain(spec) == f"σ<sub>w</sub>² = {min(gains):.3g} … {max(gains):.3g} by layer"
