"""The verdicts that lessons lead one to expect, over five seeds each."""

from collections import Counter
from functools import cache

import pytest

from tests.end_to_end.lesson_runs import SEEDS, trained
from vgdesk.analysis.diagnosis import diagnose
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.lessons.catalog import list_lessons
from vgdesk.runs.history import History

UNIFORM = {"kind": "uniform", "low": 0.0, "high": 1.0}
CIRCLES = {
    "data": {
        "kind": "circles",
        "n": 1000,
        "factor": 0.8,
        "noise": 0.1,
        "seed": 1,
        "scaling": "symmetric",
        "test_fraction": 0.5,
    },
    "network.hidden": [{"units": 5}] * 5,
    "network.initializer": UNIFORM,
    "training.optimizer": {"kind": "sgd", "learning_rate": 0.01, "momentum": 0.9},
    "training.batch_size": 32,
}
FASHION = {
    "data": "fashion_mnist",
    "network.hidden": [{"units": 50}] * 10,
    "network.activation": "relu",
    "network.initializer": {"kind": "scaled_normal", "scale": 3.0},
    "training.optimizer": {"kind": "sgd", "learning_rate": 0.01},
    "training.batch_size": 32,
}
MADE = {
    "circles-tanh-uniform01": CIRCLES | {"network.activation": "tanh"},
    "circles-relu-uniform01": CIRCLES | {"network.activation": "relu"},
    "circles-sigmoid-uniform01": CIRCLES | {"network.activation": "sigmoid"},
    "circles-tanh-glorot": CIRCLES | {"network.activation": "tanh", "network.initializer": "glorot_uniform"},
    "fashion-explode": FASHION,
}
"""Changes of the default spec that stand for lessons which are not there."""


@cache
def begun(lesson: str, seed: int, **length: int) -> History:
    """The first part of a lesson from that seed."""
    lessons = {found.id: found.spec for found in list_lessons()}
    spec = lessons.get(lesson) or change_spec(ExperimentSpec(), MADE[lesson])
    length = {f"training.{key}": number for key, number in length.items()}
    return train_in_memory(change_spec(spec, {"seed": seed, **length}))


def verdicts(histories, cursor=None) -> Counter:
    return Counter(diagnose(history, cursor).verdict for history in histories)


def rules_of(history) -> set[str]:
    return {finding.rule for finding in diagnose(history).findings}


@pytest.mark.parametrize("lesson", ["circles-3h-sigmoid", "circles-4h-sigmoid"])
def test_sigmoid_layers_vanish_before_and_after_the_training(lesson):
    histories = [trained(lesson, seed) for seed in SEEDS]
    assert verdicts(histories)["vanishing"] >= 4
    assert verdicts(histories, 1)["vanishing"] >= 4
    assert all(diagnose(history, 0).rate.slope > 0.3 for history in histories)


@pytest.mark.parametrize("lesson", ["circles-1h-relu", "circles-4h-tanh", "circles-4h-relu", "circles-1h-sigmoid"])
def test_what_learns_or_is_only_slow_is_healthy(lesson):
    histories = [trained(lesson, seed) for seed in SEEDS]
    assert verdicts(histories)["healthy"] >= 4
    assert verdicts(histories, 1)["healthy"] >= 4


def test_positive_weights_under_sigmoid_vanish():
    histories = [begun("circles-sigmoid-uniform01", seed, epochs=20) for seed in SEEDS]
    assert verdicts(histories) == verdicts(histories, 0) == {"vanishing": 5}


def test_positive_weights_under_relu_die():
    histories = [begun("circles-relu-uniform01", seed, epochs=20) for seed in SEEDS]
    assert verdicts(histories) == verdicts(histories, 1) == {"dead": 5}


def test_positive_weights_under_tanh_stand_still_and_lose_their_rank():
    histories = [begun("circles-tanh-uniform01", seed, epochs=20) for seed in SEEDS]
    found = verdicts(histories)
    assert found["plateau"] + found["rank collapse"] == 5
    assert found["plateau"] >= 2
    assert all("rank collapse" in rules_of(history) for history in histories)
    assert verdicts(histories, 9)["rank collapse"] == 0


def test_the_initialiser_was_at_fault_and_not_tanh():
    histories = [begun("circles-tanh-glorot", seed, epochs=20) for seed in SEEDS]
    assert verdicts(histories)["healthy"] >= 4


def test_a_deep_network_of_large_weights_explodes():
    histories = [begun("fashion-explode", seed, steps=40) for seed in SEEDS]
    assert verdicts(histories) == verdicts(histories, 0) == {"exploding": 5}
