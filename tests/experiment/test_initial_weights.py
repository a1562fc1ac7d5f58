import pytest

from tests.training.examples import small_spec
from vgdesk.experiment.initial_weights import are_sound, decades_of_growth, family_of, gains_of, start_sound

DEEP = [{"units": 10}] * 10


def spec_of(activation="relu", initializer="glorot_uniform", **fields):
    changes = {"network.hidden": DEEP, "network.activation": activation, "network.initializer": initializer}
    return small_spec(changes | {f"network.{name}": value for name, value in fields.items()})


@pytest.mark.parametrize(
    ("activation", "family"),
    [("elu", "rectifier"), ("linear", "identity"), ("tanh", "identity"), ("hard_sigmoid", "sigmoid")],
)
def test_activations_that_need_the_same_weights_are_of_one_family(activation, family):
    assert family_of(spec_of(activation)) == family


def test_layers_of_different_families_are_mixed_and_no_layer_hands_all_on():
    mixed = [{"units": 4}, {"units": 4, "activation": "relu"}]
    assert family_of(small_spec({"network.hidden": mixed})) == "mixed"
    assert family_of(small_spec({"network.hidden": []})) == "identity"


def test_a_gain_counts_the_mean_of_the_weights():
    normal = spec_of(initializer={"kind": "normal", "mean": 0.5, "std": 0.1})
    assert gains_of(normal)[1] == pytest.approx(10 * 0.1**2 + (10 * 0.5) ** 2)
    assert gains_of(spec_of(initializer={"kind": "constant", "value": 2.0}))[1] == pytest.approx(20.0**2)
    assert gains_of(spec_of(initializer="he_normal"))[0] == pytest.approx(2)


@pytest.mark.parametrize(
    "unsound",
    [
        "zeros",
        "constant",
        {"kind": "normal", "std": 0.0},
        {"kind": "uniform", "low": 0.0, "high": 1.0},
        {"kind": "normal", "mean": 10.0, "std": 0.1},
    ],
)
def test_weights_all_alike_or_all_of_one_sign_are_unsound(unsound):
    assert not are_sound(spec_of(initializer=unsound))
    assert are_sound(spec_of(initializer="he_normal", output_initializer=unsound))


def test_a_gain_far_above_the_critical_one_spoils_the_start():
    assert start_sound(spec_of(initializer={"kind": "scaled_normal", "scale": 3.0}))
    assert not start_sound(spec_of("tanh", {"kind": "normal", "std": 5.0}))


def test_growth_adds_up_over_the_layers_unless_something_bounds_it():
    large = {"kind": "scaled_normal", "scale": 20**0.5}
    assert decades_of_growth(spec_of(initializer=large)) == pytest.approx(10 * 0.5, rel=1e-3)
    assert decades_of_growth(spec_of("tanh", large)) == 0
    assert decades_of_growth(spec_of(initializer=large, normalization="layer")) == 0
    assert decades_of_growth(spec_of(initializer="zeros")) < -100
