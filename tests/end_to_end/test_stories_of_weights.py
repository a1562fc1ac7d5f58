"""What the lessons about initial weights and clipping tell is so, with their own seed and mostly."""

import numpy as np
import pytest

from tests.end_to_end.lesson_runs import changed, failed_claims, faults_of_words, of_layers, own_seed
from tests.end_to_end.told import Told, each, says
from vgdesk.analysis.claims import (
    FIGURES,
    accuracy,
    dead_layer,
    effective_rank,
    epochs_to_loss,
    last_to_first,
    layer_values,
    loss,
    weight_change,
)

TESTED = FIGURES["test_accuracy"]
GLOROT = {name: Told(f"circles-4h-glorot/{name}") for name in ("sigmoid", "tanh", "relu")}
LARGE_SIGMOID = Told("circles-4h-sigmoid")
POSITIVE = {
    "tanh": Told("circles-tanh-uniform01", enough=200),
    "relu": Told("circles-relu-uniform01", enough=20),
    "sigmoid": Told("circles-sigmoid-uniform01", enough=100),
}
RELU_HE, TANH_GLOROT = Told("circles-relu-he", enough=200), Told("circles-tanh-glorot")
CLIPPED = {name: Told(f"clip-vectors/{name}") for name in ("none", "value", "norm", "global-norm")}


def moved(history):
    return weight_change(history, layer=1, since=50, until=100)


def deep_rank(history, epoch):
    return effective_rank(history, first=2, last=5, epoch=epoch)


def angle(entries):
    return np.degrees(np.arctan2(entries[1], entries[0]))


def stuck():
    history = changed("circles-relu-he", {"seed": 4, "training.epochs": 100})
    return dead_layer(history, epoch=5) == 1 and abs(accuracy(history) - 0.5) < 0.02


GLOROT_WEIGHTS = {
    "Tanh and ReLU find the rings in the first half": lambda: all(
        GLOROT[name].holds(lambda history: epochs_to_loss(history, loss=0.35) <= 50) for name in ("tanh", "relu")
    ),
    "its output layer's gradient is hundreds of times the input layer's: far worse than with the large weights": (
        lambda: GLOROT["sigmoid"].holds(
            lambda small, large: last_to_first(small) > max(100, 3 * last_to_first(large)), LARGE_SIGMOID
        )
    ),
    "It stays near guessing": lambda: GLOROT["sigmoid"].holds(lambda history: abs(accuracy(history) - 0.5) < 0.12),
}
TANH_POSITIVE = {
    "For the first 200 epochs the first lane's accuracy stays near one half": lambda: POSITIVE["tanh"].holds(
        lambda history: np.abs(history.scores.test_accuracy[10:200] - 0.5).max() < 0.15
    ),
    "The others find the rings in that time": lambda: all(
        told.holds(lambda history: history.scores.test_accuracy[200] > 0.75) for told in (RELU_HE, TANH_GLOROT)
    ),
    "In the first lane they have moved by about a hundredth": lambda: POSITIVE["tanh"].holds(
        lambda history: moved(history) < 0.05
    ),
    "in the lane with Glorot's weights by a third or more": lambda: TANH_GLOROT.holds(
        lambda history: moved(history) > 0.3
    ),
    "At epoch 0 the mean absolute gradient of the output layer is 32 times that of the input layer": lambda: (
        round(last_to_first(POSITIVE["tanh"].run(own_seed("circles-tanh-uniform01")), sample=0)) == 32
    ),
    "averaged over the training it is a little more than twice": lambda: POSITIVE["tanh"].holds(
        lambda history: 1 < last_to_first(history) < 4
    ),
    "from the second hidden layer on it is close to 1": lambda: POSITIVE["tanh"].holds(
        lambda history: deep_rank(history, 0) < 1.05 and deep_rank(history, 100) < 1.05
    ),
    "gets more than 80 % of the test points right": lambda: TANH_GLOROT.holds(lambda history: TESTED(history) > 0.8),
}
HE = {
    "Within the first 100 epochs this lane parts the rings": lambda: RELU_HE.holds(
        lambda history: history.scores.test_accuracy[100] > 0.75
    ),
    "here they move by a fifth or more": lambda: RELU_HE.holds(lambda history: moved(history) > 0.2),
    "Within a few epochs all units of one hidden layer are off for every point": stuck,
}
GLOROT_TANH = {
    "here it climbs above 2 in the deeper layers": lambda: TANH_GLOROT.holds(
        lambda history: deep_rank(history, 500) > 2
    ),
}
RELU_POSITIVE = {
    "each layer puts out more than the one before": lambda: POSITIVE["relu"].holds(
        lambda history: (np.diff(layer_values(history, "activation", "mean")[0]) > 0).all()
    ),
    "the loss starts many times above": lambda: POSITIVE["relu"].holds(
        lambda history: history.scores.loss[0] > 4 * np.log(2)
    ),
    "after one epoch every unit of every hidden layer is off": lambda: POSITIVE["relu"].holds(
        lambda history: (layer_values(history, "activation", "dead_fraction")[1, :-1] == 1).all()
    ),
    "exactly 0 in all layers": lambda: POSITIVE["relu"].holds(
        lambda history: not of_layers(history, "max_abs")[1:].any()
    ),
    "Change the initialiser to He's and train again: the same network lives": lambda: (
        TESTED(changed("circles-relu-uniform01", {"network.initializer": "he_uniform", "training.epochs": 150}))
        > 0.75
    ),
}
SIGMOID_POSITIVE = {
    "with sigmoid each row is darker than the one above it": lambda: POSITIVE["sigmoid"].holds(
        lambda history: (np.diff(of_layers(history, "mean_abs").mean(axis=0)) > 0).all()
    ),
    "The output layer's gradient is some ten thousand times the input layer's": lambda: POSITIVE["sigmoid"].holds(
        lambda history: 5e3 < last_to_first(history) < 5e4
    ),
    "they have moved by about a ten-thousandth": lambda: POSITIVE["sigmoid"].holds(
        lambda history: moved(history) < 2e-4
    ),
    "the loss is still 0.693": lambda: (
        abs(loss(changed("circles-sigmoid-uniform01", {"training.epochs": 2000})) - np.log(2)) < 1e-3
    ),
}
CLIPPING = {
    "at 48 degrees instead of 89.5": lambda: (
        round(angle((0.9, 1.0))) == 48 and round(2 * angle((0.9, 100.0))) / 2 == 89.5
    ),
    "the largest entry of its gradient is above 10": lambda: CLIPPED["none"].holds(
        lambda history: of_layers(history, "max_abs")[0].max() > 10
    ),
    "half of a layer or more is off at the end": lambda: CLIPPED["none"].holds(
        lambda history: dead_layer(history, epoch=50) >= 0.5
    ),
    "The clipped lanes find the rings within 25 epochs": lambda: all(
        CLIPPED[name].holds(lambda history: epochs_to_loss(history, loss=0.35) <= 25)
        for name in ("value", "norm", "global-norm")
    ),
}
STORIES = {
    "circles-4h-glorot": GLOROT_WEIGHTS,
    "circles-tanh-uniform01": TANH_POSITIVE,
    "circles-relu-he": HE,
    "circles-tanh-glorot": GLOROT_TANH,
    "circles-relu-uniform01": RELU_POSITIVE,
    "circles-sigmoid-uniform01": SIGMOID_POSITIVE,
    "clip-vectors": CLIPPING,
}


@pytest.mark.parametrize("lesson", STORIES)
def test_what_a_lesson_about_weights_claims_is_so(lesson):
    assert not failed_claims(lesson, (own_seed(lesson),))


@each(STORIES)
def test_what_a_story_about_weights_says_is_so(lesson, words, fact):
    assert says(lesson, words), "the story no longer says so"
    assert fact()


def test_the_words_on_these_runs_agree_with_their_numbers():
    assert faults_of_words() == {}
