import pytest

from tests.session.examples import small_spec
from vgdesk.training.network import build_network


@pytest.mark.parametrize("forget_bias", [0.0, 1.0, -2.5])
def test_the_forget_bias_goes_to_the_forget_gate_alone(forget_bias):
    recurrence = {"kind": "lstm", "units": 3, "forget_bias": forget_bias, "initializer": "orthogonal"}
    spec = small_spec(
        data={"kind": "adding", "n": 64, "length": 4},
        training__loss="mean_squared_error",
        network__recurrence=recurrence,
    )
    bias, _ = build_network(spec).parameters.view(1, "bias")
    assert bias.tolist() == [0.0] * 3 + [forget_bias] * 3 + [0.0] * 6
