"""Networks that people have asked about in public, and what must be said of each.

After Nielsen, Neural Networks and Deep Learning, chapter 5; Stanford's CS231n, ten tanh layers; d2l.ai, numerical
stability; questions on one ReLU unit, unscaled inputs and ReLU recurrences.
"""

import numpy as np
import pytest

from vgdesk.analysis.diagnosis import diagnose
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import ExperimentSpec

DIGITS = {"kind": "digits", "scaling": "unit"}


def run(data, layers, activation, initializer, **training):
    """A short training, sampled often; ``layers`` is units and number of the hidden layers."""
    units, count = layers
    steps = training.pop("steps", 60)
    made = {
        "data": data,
        "network": {
            "hidden": tuple({"units": units} for _ in range(count)),
            "activation": {"kind": activation},
            "initializer": initializer,
        },
        "training": {"steps": steps, "epochs": steps, "batch_size": 32, **training},
        "sampling": {"kind": "steps", "steps": 5},
        "histograms": {"kind": "none"},
    }
    return train_in_memory(ExperimentSpec.model_validate(made))


def table(path, columns, labels):
    """A CSV of columns and labels as a data set without scaling."""
    names = ",".join([*(f"x{place}" for place in range(columns.shape[1])), "label"])
    np.savetxt(path, np.column_stack([columns, labels]), delimiter=",", header=names, comments="", fmt="%.6g")
    return {"kind": "csv", "path": str(path), "scaling": "none", "test_fraction": 0.0}


def sgd(rate):
    return {"kind": "sgd", "learning_rate": rate}


def keys_of(diagnosis):
    """Keys of every remedy that is offered."""
    return {remedy.key for finding in diagnosis.findings for remedy in finding.remedies}


def test_a_hundred_linear_layers_overflow_on_the_way_forward_and_no_clipping_helps():
    found = diagnose(run(DIGITS, (256, 60), "linear", {"kind": "normal", "std": 1.0}, steps=5, optimizer=sgd(0.01)))
    (cause,) = found.causes
    assert (cause.rule, cause.tensor, cause.since) == ("overflow", "activation", 0)
    assert 25 <= cause.layers[0] <= 40
    assert "before any update" in cause.sentence
    assert {"lecun", "orthogonal"} & keys_of(found)
    assert not [key for key in keys_of(found) if key.startswith(("clip", "rate"))]
    assert (found.verdict.flow, found.verdict.learning) == ("exploding", "diverged")


def test_relu_units_of_one_sign_are_dead_and_both_signs_are_named(tmp_path):
    random = np.random.default_rng(0)
    columns = random.uniform(-1, -0.1, (200, 2))
    data = table(tmp_path / "negative.csv", columns, (columns[:, 0] > columns[:, 1]).astype(int))
    found = diagnose(run(data, (8, 2), "relu", {"kind": "normal", "mean": 10.0, "std": 0.1}, optimizer=sgd(0.01)))
    dead = next(finding for finding in found.findings if finding.rule == "dead")
    assert "No input is above 0" in dead.sentence
    assert "all positive" in dead.sentence
    assert (found.verdict.text, found.verdict.is_green) == ("dead · guessing", False)


def test_one_relu_unit_that_only_guesses_is_not_called_healthy(tmp_path):
    random = np.random.default_rng(6)
    columns = random.uniform(0, 1, (160, 2))
    data = table(tmp_path / "positive.csv", columns, (random.random(160) < 0.45).astype(int))
    weights = {"kind": "uniform", "low": -0.05, "high": 0.05}
    found = diagnose(run(data, (1, 1), "relu", weights, steps=300, optimizer=sgd(0.1)))
    assert found.verdict.learning == "guessing"
    assert not found.verdict.is_green
    assert "standardize" in keys_of(found)


def test_columns_of_very_different_ranges_are_the_cause_and_scaling_the_cure(tmp_path):
    random = np.random.default_rng(1)
    columns = random.uniform(0, 1, (200, 3)) * np.array([1.0, 100.0, 200_000.0])
    data = table(tmp_path / "unscaled.csv", columns, (columns[:, 0] > 0.5).astype(int))
    history = run(data, (16, 2), "relu", {"kind": "glorot_uniform"}, steps=200, optimizer=sgd(0.1))
    found = diagnose(history)
    assert found.causes[0].rule == "inputs"
    assert "column 3" in found.causes[0].sentence
    assert found.causes[0].remedies[0].key == "standardize"
    assert not found.verdict.is_green


def test_tanh_layers_of_large_weights_grow_then_saturate_and_are_told_both():
    history = run(DIGITS, (200, 10), "tanh", {"kind": "normal", "std": 1.0}, steps=40, optimizer=sgd(0.1))
    found = diagnose(history)
    flows = [stretch.verdict.flow for stretch in found.stretches]
    assert flows[0] == "growing"
    assert flows[-1] in ("saturated", "vanishing")
    assert any(note.startswith("It was growing") for note in found.notes)
    assert not {"tanh", "critical"} & keys_of(found)


@pytest.mark.parametrize(("std", "flow"), [(0.01, "vanishing"), (200**-0.5, "level")])
def test_tanh_layers_of_small_weights_vanish_and_of_glorots_size_do_not(std, flow):
    found = diagnose(run(DIGITS, (200, 10), "tanh", {"kind": "normal", "std": std}, steps=5, optimizer=sgd(0.1)))
    assert found.verdict.flow == flow
    assert not {"tanh", "relu"} & keys_of(found)


def test_sigmoid_layers_vanish_and_may_become_relu():
    weights = {"kind": "glorot_uniform"}
    found = diagnose(run(DIGITS, (100, 4), "sigmoid", weights, steps=100, optimizer=sgd(0.01)))
    assert found.verdict.flow == "vanishing"
    assert "relu" in keys_of(found)
    assert not found.verdict.is_green


def test_a_rate_far_too_large_is_named():
    found = diagnose(run(DIGITS, (32, 3), "relu", {"kind": "he_normal"}, steps=80, optimizer=sgd(50.0)))
    assert not found.verdict.is_green
    assert {"rate", "overflow"} & {finding.rule for finding in found.causes}
    assert "rate-tenth" in keys_of(found)
