"""Every fact that a lesson's story states is shown, as a median over five seeds; each test names the words."""

import numpy as np
import pytest
import torch

from tests.end_to_end.lesson_runs import SEEDS, median, of_layers, trained
from vgdesk.analysis.claims import accuracy, epochs_to_loss, last_to_first, loss
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training

GUESSING = np.log(2)


def always(holds):
    """Whether it holds in the median of the seeds."""
    return median(lambda seed: float(holds(seed))) == 1


def of(lesson, figure, epochs=100, **arguments):
    """Median of a figure of that lesson."""
    return median(lambda seed: figure(trained(lesson, seed, epochs), **arguments))


def average(history, layer, measure="mean_abs"):
    """Run average of a measure of a layer's gradient, counted from 0 at the input."""
    return of_layers(history, measure)[:, layer].mean()


def in_order(history, measure):
    """Whether every layer's run average is below that of the layer above it."""
    return (np.diff(of_layers(history, measure).mean(axis=0)) > 0).all()


def fell_in_the_first_half(history):
    scores = history.scores
    return scores.loss[50] < 0.8 * scores.loss[0] and scores.accuracy[50] > scores.accuracy[0] + 0.2


def stays_within(history, expected, margin):
    return abs(loss(history) - expected) <= margin


def activations_of(training):
    """Outputs of the hidden layers for all points."""
    training.network.forward(torch.tensor(load_dataset(training.spec.data).train_inputs), training=True)
    return [layer.activation for layer in training.network.layers[:-1]]


def dead_units(seed):
    """Hidden units of the trained ReLU network that are off for all points."""
    spec = change_spec(find_lesson("circles-4h-relu").spec, {"seed": seed})
    training = Training(spec, load_dataset(spec.data), measure=False)
    for _ in training.rounds():
        pass
    return sum(int((a.amax(0) <= 0).sum()) for a in activations_of(training))


def saturated_share(seed, std):
    """Smallest share, over the hidden layers of the untrained tanh network, of outputs beyond .97."""
    wide = {"kind": "normal", "mean": 0.0, "std": std}
    spec = change_spec(find_lesson("circles-4h-tanh").spec, {"seed": seed, "network.initializer": wide})
    outputs = activations_of(Training(spec, load_dataset(spec.data), measure=False))
    return min(float((a.abs() > 0.97).double().mean()) for a in outputs)


def tanh_is_done_while_sigmoid_waits(seed):
    tanh, sigmoid = trained("circles-4h-tanh", seed), trained("circles-4h-sigmoid", seed)
    almost_perfect = np.flatnonzero(tanh.scores.accuracy >= 0.98)[0]
    return almost_perfect < epochs_to_loss(sigmoid, 0.6)


def first_layers(one, other):
    """Median ratio of the run averages of the first layers' gradients of two lessons."""
    return median(lambda seed: average(trained(one, seed), 0) / average(trained(other, seed), 0))


def tanh_is_sometimes_the_faster():
    epochs = [
        [epochs_to_loss(trained(f"circles-4h-{name}", seed), 0.35) for name in ("tanh", "relu")] for seed in SEEDS
    ]
    return 1 <= sum(tanh < relu for tanh, relu in epochs) < len(epochs)


ONE_RELU = {
    "A small network that learns": lambda: of("circles-1h-relu", accuracy) >= 0.85,
    "Loss falls and accuracy climbs within the first half of the training": lambda: always(
        lambda seed: fell_in_the_first_half(trained("circles-1h-relu", seed))
    ),
    "both rows of the heatmap stay bright": lambda: (
        of("circles-1h-relu", lambda history: of_layers(history, "mean_abs").min()) > 1e-3
    ),
    "The input layer gets about as much gradient as the output layer": lambda: (
        1 / 3 <= of("circles-1h-relu", last_to_first) <= 3
    ),
    "Change the activation to sigmoid and train again: the same network, the same points, and hardly any progress": (
        lambda: of("circles-1h-sigmoid", loss) > 0.9 * GUESSING
    ),
}
ONE_SIGMOID = {
    "After 100 epochs the loss still stands near 0.69, which is guessing": lambda: always(
        lambda seed: stays_within(trained("circles-1h-sigmoid", seed), GUESSING, 0.02)
    ),
    "both rows keep a gradient": lambda: (
        of("circles-1h-sigmoid", lambda history: of_layers(history, "mean_abs").min()) > 1e-4
        and first_layers("circles-1h-sigmoid", "circles-3h-sigmoid") > 5
    ),
    "Set the epochs to 1000. In the end the rings are found": lambda: (
        of("circles-1h-sigmoid", accuracy, 1000) >= 0.95 and of("circles-1h-sigmoid", loss, 1000) <= 0.2
    ),
}
THREE_SIGMOID = {
    "The deeper network does no better: its loss stays at 0.69": lambda: (
        of("circles-3h-sigmoid", loss) >= of("circles-1h-sigmoid", loss)
        and always(lambda seed: stays_within(trained("circles-3h-sigmoid", seed), GUESSING, 0.01))
    ),
    "Each row is darker than the one above": lambda: always(
        lambda seed: in_order(trained("circles-3h-sigmoid", seed), "mean_abs")
    ),
    "Compare the two lanes' bottom rows": lambda: first_layers("circles-1h-sigmoid", "circles-3h-sigmoid") > 5,
    "The layer that sees the data is the one that learns least": lambda: always(
        lambda seed: of_layers(trained("circles-3h-sigmoid", seed), "mean_abs").mean(axis=0).argmin() == 0
    ),
}
FOUR_SIGMOID = {
    "the gradient of the first layer is far below the last one's": lambda: (
        of("circles-4h-sigmoid", last_to_first) > 10
    ),
    "before the first update the output layer's gradient is more than a hundred times the input layer's": lambda: (
        of("circles-4h-sigmoid", last_to_first, sample=0) > 100
        and last_to_first(trained("circles-4h-sigmoid", find_lesson("circles-4h-sigmoid").spec.seed), sample=0) > 100
    ),
    "In the sigmoid lane they stay dark": lambda: first_layers("circles-4h-relu", "circles-4h-sigmoid") > 10,
    "One lane finds the rings": lambda: of("circles-4h-relu", accuracy) >= 0.95,
    "the other stays on its plateau for most of the training": lambda: (
        of("circles-4h-sigmoid", epochs_to_loss, loss=0.65) > 60
    ),
    "In the sigmoid lane they lie apart, in the order of the layers": lambda: always(
        lambda seed: in_order(trained("circles-4h-sigmoid", seed), "std")
    ),
    "with 400 epochs the sigmoid network learns the rings too": lambda: (
        of("circles-4h-sigmoid", accuracy, 400) >= 0.98
    ),
}
FOUR_TANH = {
    "learns the rings almost perfectly in the epochs that the sigmoid lane spends on its plateau": lambda: (
        of("circles-4h-tanh", accuracy) >= 0.98 and always(tanh_is_done_while_sigmoid_waits)
    ),
    "The gradient that reaches the first layer is many times larger with tanh": lambda: (
        first_layers("circles-4h-tanh", "circles-4h-sigmoid") > 10
    ),
    "Draw them from a wide distribution and tanh saturates as well": lambda: (
        median(lambda seed: saturated_share(seed, 5.0)) > 0.5 > 0.2 > median(lambda seed: saturated_share(seed, 1.0))
    ),
}
FOUR_RELU = {
    "The rows of the heatmap stay bright down to the input layer": lambda: always(
        lambda seed: average(trained("circles-4h-relu", seed), 0) >= average(trained("circles-4h-relu", seed), 4)
    ),
    "the rings are found": lambda: of("circles-4h-relu", accuracy) >= 0.95,
    "ReLU is not always the faster of the two": tanh_is_sometimes_the_faster,
    "one or more end up off for all points": lambda: median(dead_units) >= 1,
    "their gradients are exactly zero": lambda: (
        of("circles-4h-relu", lambda history: of_layers(history, "zero_fraction")[-1].max()) > 0
        and of("circles-4h-tanh", lambda history: of_layers(history, "zero_fraction").max()) == 0
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
FACTS = [(lesson, words, fact) for lesson, facts in STORIES.items() for words, fact in facts.items()]


@pytest.mark.parametrize(("lesson", "words", "fact"), FACTS, ids=[f"{lesson}: {words}" for lesson, words, _ in FACTS])
def test_what_a_story_says_is_so(lesson, words, fact):
    told = find_lesson(lesson)
    assert words in " ".join((told.summary, *told.story)), "the story no longer says so"
    assert fact()
