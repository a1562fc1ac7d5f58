"""Against networks made by the training room: they know nothing of the theory."""

import numpy as np
import pytest

from tests.analysis.untrained import LEDGERS, deep_spec, measured, predicted
from tests.training.examples import ACTIVATIONS, BATCH_NORMS, LAYER_NORMS, named
from vgdesk.experiment.spec import change_spec

NETWORKS = 6
INITIALIZERS = ("torch_default", "he_normal", {"kind": "scaled_normal", "scale": 1.2})


def off_by(spec, networks=NETWORKS):
    """How far measured networks lie from the prediction [network, ledger, hidden layer], and its deviations."""
    prediction = predicted(spec)
    ledgers = [prediction.ledgers[name] for name in LEDGERS]
    middle = np.array([ledger.exponents for ledger in ledgers])
    deviation = np.array([ledger.deviations for ledger in ledgers])
    return (measured(spec, networks) - middle)[..., :-1], deviation[..., :-1]


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=named)
@pytest.mark.parametrize("initializer", INITIALIZERS, ids=named)
def test_networks_of_width_300_do_as_predicted(activation, initializer):
    """The signal's slope within 3 % of itself, or a hundredth of a decade a layer; nearly all within the band."""
    spec = deep_spec(activation=activation, initializer=initializer)
    off, deviation = off_by(spec)
    depth = np.arange(off.shape[-1])
    slope = np.polyfit(depth, predicted(spec).ledgers["signal"].exponents[:-1], 1)[0]
    missed = np.polyfit(depth, off.mean(axis=0)[1], 1)[0]
    assert abs(missed) < 0.03 * max(abs(slope), 0.3)
    inside = (np.abs(off) < 2 * deviation + 0.01).mean(axis=(0, 2))
    assert (inside > [0.75, 0.75, 0.5]).all(), inside
    assert (np.abs(off.mean(axis=0)).max(axis=1) < [0.08, 0.12, 0.3]).all()


@pytest.mark.parametrize("normalization", [*BATCH_NORMS, *LAYER_NORMS], ids=named)
@pytest.mark.parametrize("activation", ["prelu", "tanh"])
def test_normalised_networks_do_as_predicted(activation, normalization):
    off, deviation = off_by(deep_spec(activation=activation, initializer="he_normal", normalization=normalization))
    assert (np.abs(off.mean(axis=0)) < 2 * deviation + 0.06).mean() > 0.95


def test_batch_normalisation_makes_signals_grow_by_the_known_factor_a_layer():
    spec = deep_spec(depth=20, activation="relu", initializer="he_normal", normalization="batch")
    wide = change_spec(spec, {"training.batch_size": 1024})
    slope = np.polyfit(np.arange(8.0), predicted(wide).ledgers["signal"].exponents[10:18], 1)[0]
    assert slope == pytest.approx(-np.log10(np.pi / (np.pi - 1)) / 2, rel=0.03)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("alpha", ["1", "1/sqrt(L)"])
def test_networks_with_skips_do_as_predicted(activation, alpha):
    skip = {"kind": "identity", "alpha": alpha}
    off, _ = off_by(deep_spec(activation=activation, initializer="glorot_normal", skip=skip))
    assert (np.abs(off.mean(axis=0)).max(axis=1) < [0.03, 0.06, 0.25]).all()


@pytest.mark.parametrize(
    "changes",
    [
        {"network.bias": {"kind": "normal", "std": 0.5}},
        {"network.hidden": [{"units": units} for units in (300, 200, 150, 100, 200, 64)]},
        {"training.loss": "mean_squared_error"},
        {"training.batch_size": 256},
        {"network.input_normalization": "batch"},
        {"data": {"kind": "circles"}},
    ],
    ids=["biases", "widths", "mean squared error", "a large batch", "normalised inputs", "two classes"],
)
def test_other_choices_are_followed(changes):
    off, deviation = off_by(change_spec(deep_spec(activation="tanh", initializer="glorot_normal"), changes))
    assert (np.abs(off.mean(axis=0)) < 1.5 * deviation + 0.03).mean() > 0.95


def test_the_band_is_as_wide_as_networks_differ():
    spec = deep_spec(depth=10, width=64, activation="relu", initializer="he_normal")
    off, deviation = off_by(spec, networks=30)
    assert off.std(axis=0)[:2].mean(axis=1) == pytest.approx(deviation[:2].mean(axis=1), rel=0.35)


def test_factors_multiply_to_what_the_signal_loses_from_layer_to_layer():
    for skip in ("none", "identity"):
        spec = deep_spec(depth=6, activation="tanh", initializer="torch_default", normalization="layer", skip=skip)
        prediction = predicted(spec)
        products = [np.log10(each.product) / 2 for each in prediction.factors]
        exponents, spread = prediction.ledgers["signal"].exponents, prediction.ledgers["signal"].deviations
        means = exponents + spread**2 * np.log(10)
        assert -np.diff(means) == pytest.approx(products, abs=1e-3)
    plain = predicted(deep_spec(depth=3, activation="relu", initializer="torch_default")).factors
    assert [each.weights for each in plain[:2]] == pytest.approx([1 / 3] * 2)
    assert [each.slopes for each in plain] == pytest.approx([0.5] * 3, rel=0.02)
    assert {each.skip for each in plain} == {1.0}


@pytest.mark.parametrize("activation", ["hard_sigmoid", "relu", "gelu"])
@pytest.mark.parametrize("scale", [1e-6, 100.0])
def test_what_underflows_or_overflows_is_predicted_as_far_as_there_are_numbers(activation, scale):
    spec = deep_spec(
        depth=120, width=32, activation=activation, initializer={"kind": "scaled_normal", "scale": scale}
    )
    exponents = predicted(spec).ledgers["activation"].exponents
    assert np.isfinite(exponents[0])
    assert len(exponents) == 121


@pytest.mark.parametrize(
    ("depth", "width", "choices"),
    [
        (20, 300, {"activation": "softplus"}),
        (50, 100, {"activation": "relu", "normalization": "batch"}),
    ],
    ids=["signals along the outputs", "spreads of small batches"],
)
def test_what_adds_up_over_many_layers_is_followed(depth, width, choices):
    """Outputs that keep growing carry back what slopes let vanish; batches of 32 make 1 / variance larger."""
    spec = deep_spec(depth=depth, width=width, initializer="he_normal", **choices)
    off, deviation = off_by(spec, networks=3)
    slope = np.polyfit(np.arange(depth), predicted(spec).ledgers["signal"].exponents[:-1], 1)[0]
    missed = np.polyfit(np.arange(depth), off.mean(axis=0)[1], 1)[0]
    assert abs(missed) < 0.06 * abs(slope)
    assert (np.abs(off[:, 1]) < 2 * deviation[1]).mean() > 0.9
