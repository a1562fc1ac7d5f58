"""Whether a word hangs on how often a network is looked at: the same trainings, sampled every 1, 7 and 12 updates."""

from functools import cache

import pytest

from vgdesk.analysis.course import follow_course
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import ExperimentSpec

EPOCH = 12  # updates
STEPS = 8 * EPOCH
NETWORKS = {
    "learns": ("tanh", (16, 2), {"kind": "glorot_uniform"}, 0.5),
    "vanishes": ("sigmoid", (5, 5), {"kind": "glorot_uniform"}, 0.1),
    "explodes": ("relu", (16, 6), {"kind": "scaled_normal", "scale": 6.0}, 0.1),
    "dies": ("relu", (6, 3), {"kind": "normal", "mean": -3.0, "std": 0.1}, 0.1),
    "guesses": ("linear", (6, 2), {"kind": "lecun_normal"}, 0.05),
}


@cache
def trained(name, every):
    activation, (units, layers), weights, rate = NETWORKS[name]
    made = {
        "data": {"kind": "circles", "n": 16 * EPOCH, "noise": 0.05},
        "network": {
            "hidden": tuple({"units": units} for _ in range(layers)),
            "activation": {"kind": activation},
            "initializer": weights,
        },
        "training": {
            "optimizer": {"kind": "sgd", "learning_rate": rate, "momentum": 0.9},
            "batch_size": 16,
            "steps": STEPS,
            "epochs": STEPS,
        },
        "sampling": {"kind": "epoch"} if every == EPOCH else {"kind": "steps", "steps": every},
        "histograms": {"kind": "none"},
        "seed": 3,
    }
    return train_in_memory(ExperimentSpec.model_validate(made))


def words(history):
    """The word at every sampled update."""
    course = follow_course(history)
    return {int(step): course.stretch_at(sample).verdict.word for sample, step in enumerate(history.steps)}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_word_does_not_hang_on_how_often_one_looks(name):
    """Beside a change, whose moment can be known no better than the samples are apart."""
    often = words(trained(name, every=1))
    changes = [step for step in often if step and often[step] != often[step - 1]]
    for every in (7, EPOCH):
        for step, word in words(trained(name, every)).items():
            assert word == often[step] or any(change <= step < change + every for change in changes), (every, step)


def test_the_networks_differ_in_what_is_said_of_them():
    ends = {name: words(trained(name, EPOCH))[STEPS] for name in NETWORKS}
    expected = {"learns": "healthy", "vanishes": "vanishing", "explodes": "exploding", "dies": "dead"}
    assert ends == expected | {"guesses": "guessing"}
