"""What the lessons of the first article claim, tell and lead one to expect is so, with their own seed and mostly."""

import numpy as np
import pytest
import torch

from tests.end_to_end.lesson_runs import (
    all_seeds,
    failed_claims,
    faults_of_words,
    further_seeds,
    mostly,
    of_layers,
    own_seed,
    tried,
)
from tests.end_to_end.told import Told, each, says
from vgdesk.analysis.claims import accuracy, epochs_to_loss, last_to_first, layer_values, loss
from vgdesk.analysis.diagnosis import diagnose, judge
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

GUESSING = np.log(2)
ONE = {name: Told(f"circles-1h-{name}") for name in ("relu", "sigmoid")}
THREE = Told("circles-3h-sigmoid")
FOUR = {name: Told(f"circles-4h-{name}") for name in ("sigmoid", "tanh", "relu")}


def average(history, layer):
    """Run average of the mean absolute gradient of a layer, counted from 0 at the input."""
    return of_layers(history, "mean_abs")[:, layer].mean()


def in_order(history, measure):
    """Whether every layer's run average is below that of the layer above it."""
    return (np.diff(of_layers(history, measure).mean(axis=0)) > 0).all()


def fell_in_the_first_half(history):
    scores = history.scores
    return scores.loss[50] < 0.8 * scores.loss[0] and scores.accuracy[50] > scores.accuracy[0] + 0.2


def stays_within(history, expected, margin):
    return abs(loss(history) - expected) <= margin


def first_layer_gets(factor):
    """Whether the first layer's gradient of one network is that many times another's, as run averages."""
    return lambda one, other: average(one, 0) / average(other, 0) > factor


def dead_units(history):
    """Hidden units of the trained ReLU network that are off for all points."""
    outputs = load_dataset(find_lesson("circles-4h-relu").spec.data).train_inputs
    weights, dead = history.snapshots, 0
    for layer in range(1, 5):
        kernel, bias = (weights.tensor(len(weights) - 1, layer, name) for name in ("weight", "bias"))
        outputs = np.maximum(outputs @ kernel + bias, 0)
        dead += (outputs.max(axis=0) == 0).sum()
    return dead


def saturated_share(seed, std):
    """Smallest share, over the hidden layers of the untrained tanh network, of outputs beyond .97."""
    wide = {"kind": "normal", "mean": 0.0, "std": std}
    spec = change_spec(find_lesson("circles-4h-tanh").spec, {"seed": seed, "network.initializer": wide})
    training = Training(spec, load_dataset(spec.data), measure=False)
    training.network.forward(torch.tensor(load_dataset(spec.data).train_inputs), training=True)
    outputs = [layer.activation for layer in training.network.layers[:-1]]
    return min(float((a.abs() > 0.97).double().mean()) for a in outputs)


def tanh_is_done_while_sigmoid_waits(tanh, sigmoid):
    almost_perfect = np.flatnonzero(tanh.scores.accuracy >= 0.98)[0]
    return almost_perfect < epochs_to_loss(sigmoid, 0.6)


def tanh_is_faster(seed):
    tanh, relu = (epochs_to_loss(FOUR[name].run(seed), 0.35) for name in ("tanh", "relu"))
    return tanh < relu


def tanh_is_sometimes_the_faster():
    return {bool(tanh_is_faster(seed)) for seed in all_seeds("circles-4h-relu")} == {True, False}


ONE_RELU = {
    "A small network that learns": lambda: ONE["relu"].holds(lambda history: accuracy(history) >= 0.85),
    "Loss falls and accuracy climbs within the first half of the training": lambda: ONE["relu"].holds(
        fell_in_the_first_half
    ),
    "both rows of the heatmap stay bright": lambda: ONE["relu"].holds(
        lambda history: of_layers(history, "mean_abs").min() > 1e-3
    ),
    "The input layer gets about as much gradient as the output layer": lambda: ONE["relu"].holds(
        lambda history: 1 / 3 <= last_to_first(history) <= 3
    ),
    "Change the activation to sigmoid and train again: the same network, the same points, and hardly any progress": (
        lambda: ONE["sigmoid"].holds(lambda history: loss(history) > 0.9 * GUESSING)
    ),
}
ONE_SIGMOID = {
    "After 100 epochs the loss still stands near 0.69, which is guessing": lambda: ONE["sigmoid"].holds(
        lambda history: stays_within(history, GUESSING, 0.02)
    ),
    "both rows keep a gradient": lambda: (
        ONE["sigmoid"].holds(lambda history: of_layers(history, "mean_abs").min() > 1e-4)
        and ONE["sigmoid"].holds(first_layer_gets(5), THREE)
    ),
    "Set the epochs to 1000. In the end the rings are found": lambda: tried(
        "circles-1h-sigmoid",
        {"training.epochs": 1000},
        lambda history: accuracy(history) >= 0.95 and loss(history) <= 0.2,
    ),
}
THREE_SIGMOID = {
    "The deeper network does no better: its loss stays at 0.69": lambda: THREE.holds(
        lambda deep, flat: loss(deep) >= loss(flat) and stays_within(deep, GUESSING, 0.01), ONE["sigmoid"]
    ),
    "Each row is darker than the one above": lambda: THREE.holds(lambda history: in_order(history, "mean_abs")),
    "Compare the two lanes' bottom rows": lambda: ONE["sigmoid"].holds(first_layer_gets(5), THREE),
    "The layer that sees the data is the one that learns least": lambda: THREE.holds(
        lambda history: of_layers(history, "mean_abs").mean(axis=0).argmin() == 0
    ),
}
FOUR_SIGMOID = {
    "the gradient of the first layer is far below the last one's": lambda: FOUR["sigmoid"].holds(
        lambda history: last_to_first(history) > 10
    ),
    "the mean absolute gradient of the output layer is more than a hundred times that of the input layer": (
        lambda: FOUR["sigmoid"].holds(lambda history: last_to_first(history, sample=0) > 100)
    ),
    "In the sigmoid lane they stay dark": lambda: FOUR["relu"].holds(first_layer_gets(10), FOUR["sigmoid"]),
    "One lane finds the rings": lambda: FOUR["relu"].holds(lambda history: accuracy(history) >= 0.95),
    "the other stays on its plateau for most of the training": lambda: FOUR["sigmoid"].holds(
        lambda history: epochs_to_loss(history, loss=0.65) > 60
    ),
    "on average in the order of the layers, sample by sample only in about half of the cases": lambda: (
        FOUR["sigmoid"].holds(lambda history: in_order(history, "std"))
        and FOUR["sigmoid"].holds(
            lambda history: 0.2 < (np.diff(of_layers(history, "std"), axis=1) > 0).all(axis=1).mean() < 0.8
        )
    ),
    "Nor is it the input layer's deviation alone that rises. All rise": lambda: FOUR["sigmoid"].holds(
        lambda history: (np.diff(layer_values(history, "weight", "std")[[0, -1]], axis=0) > 0).all()
    ),
    "with 400 epochs the sigmoid network learns the rings too": lambda: tried(
        "circles-4h-sigmoid", {"training.epochs": 400}, lambda history: accuracy(history) >= 0.98
    ),
}
FOUR_TANH = {
    "learns the rings almost perfectly in the epochs that the sigmoid lane spends on its plateau": lambda: (
        FOUR["tanh"].holds(lambda history: accuracy(history) >= 0.98)
        and FOUR["tanh"].holds(tanh_is_done_while_sigmoid_waits, FOUR["sigmoid"])
    ),
    "The gradient that reaches the first layer is many times larger with tanh": lambda: FOUR["tanh"].holds(
        first_layer_gets(10), FOUR["sigmoid"]
    ),
    "Draw them from a wide distribution and tanh saturates as well": lambda: mostly(
        "circles-4h-tanh", lambda seed: saturated_share(seed, 5.0) > 0.5 > 0.2 > saturated_share(seed, 1.0)
    ),
}
FOUR_TANH |= {
    "the curves of all layers change sign about every second epoch": lambda: FOUR["tanh"].holds(
        lambda history: (np.diff(np.sign(of_layers(history, "mean")), axis=0) != 0)[:, :-1].mean() > 0.35
    ),
}
FOUR_RELU = {
    "The rows of the heatmap stay bright down to the input layer": lambda: FOUR["relu"].holds(
        lambda history: average(history, 0) >= average(history, 4)
    ),
    "the rings are found": lambda: FOUR["relu"].holds(lambda history: accuracy(history) >= 0.95),
    "ReLU is not always the faster of the two": tanh_is_sometimes_the_faster,
    "one or more end up off for all points": lambda: FOUR["relu"].holds(lambda history: dead_units(history) >= 1),
    "their gradients are exactly zero": lambda: (
        FOUR["relu"].holds(lambda history: of_layers(history, "zero_fraction")[-1].max() > 0)
        and FOUR["tanh"].holds(lambda history: of_layers(history, "zero_fraction").max() == 0)
    ),
}
STORIES = {
    "circles-1h-relu": ONE_RELU,
    "circles-1h-sigmoid": ONE_SIGMOID,
    "circles-3h-sigmoid": THREE_SIGMOID,
    "circles-4h-sigmoid": FOUR_SIGMOID,
    "circles-4h-tanh": FOUR_TANH,
    "circles-4h-relu": FOUR_RELU,
}


@each(STORIES)
def test_what_a_story_says_is_so(lesson, words, fact):
    assert says(lesson, words), "the story no longer says so"
    assert fact()


@pytest.mark.parametrize("lesson", STORIES)
def test_what_a_lesson_claims_is_so(lesson):
    assert not failed_claims(lesson, (own_seed(lesson),))
    assert not failed_claims(lesson, further_seeds(lesson))


def flows(lesson, cursor=None):
    """Whether the signal arrives, of every seed."""
    return [str(judge(Told(lesson).run(seed), cursor).flow) for seed in all_seeds(lesson)]


@pytest.mark.parametrize("lesson", ["circles-3h-sigmoid", "circles-4h-sigmoid"])
def test_sigmoid_layers_vanish_for_most_of_the_training(lesson):
    assert min(flows(lesson, cursor).count("vanishing") / len(flows(lesson)) for cursor in (1, 50)) >= 0.8
    assert all(diagnose(Told(lesson).run(seed), 0).rate.slope > 0.3 for seed in all_seeds(lesson))


@pytest.mark.parametrize("lesson", ["circles-1h-relu", "circles-4h-tanh", "circles-4h-relu", "circles-1h-sigmoid"])
def test_what_learns_or_is_only_slow_is_never_red_at_the_end(lesson):
    assert flows(lesson, 1).count("level") / len(flows(lesson)) >= 0.8
    red = [judge(Told(lesson).run(seed)).is_red for seed in all_seeds(lesson)]
    assert red.count(False) / len(red) >= 0.8


def test_the_words_on_these_runs_agree_with_their_numbers():
    assert faults_of_words() == {}
