"""What the lessons about activations, initialisers and clipping tell is so, with their own seed and mostly."""

import numpy as np
import pytest

from tests.end_to_end.lesson_runs import changed, failed_claims, faults_of_words, own_seed
from tests.end_to_end.told import Told, each, says
from vgdesk.analysis.claims import (
    FIGURES,
    accuracy,
    activation_mean,
    dead_layer,
    gradient_late_to_early,
    last_to_first,
    layer_values,
    loss,
    signal_first_to_last,
)

TESTED = FIGURES["test_accuracy"]
ELU, RELU_HE = Told("circles-elu", enough=200), Told("circles-relu-he", enough=200)
LATE = {name: Told(f"circles-gradients-over-time/{name}") for name in ("tanh", "sigmoid")}
SHORTENED = {name: Told(f"clip-vanishing/{name}") for name in ("sgd", "sgd-clipped", "rmsprop", "rmsprop-clipped")}
SMALL = {
    name: Told(f"digits-small-weights/{name}") for name in ("tanh-small", "relu-small", "tanh-glorot", "relu-he")
}
TABLE = {
    name: Told(f"digits-initializers/{name}")
    for name in ("tanh-glorot", "relu-he", "selu-lecun", "sigmoid-he-average", "sigmoid-glorot", "sigmoid-large")
}
PRELU = {name: Told(f"digits-prelu/{name}") for name in ("prelu", "relu", "leaky")}
SELU = {name: Told(f"digits-selu/{name}", enough=1) for name in ("selu-lecun", "selu-he", "relu-he", "tanh-glorot")}


def outputs(history, measure):
    """A measure of the activation of the untrained hidden layers, the first one first."""
    return layer_values(history, "activation", measure)[0, :-1]


def signals(history):
    """Root mean square of the signal of the untrained layers, the first one first, the output layer last."""
    return layer_values(history, "signal", "rms")[0]


def arrives(told):
    return told.holds(lambda history: 0.1 <= signal_first_to_last(history) <= 10)


def shrinks_by(history):
    """What a layer of small weights multiplies the size of the activation by, the geometric mean."""
    sizes = outputs(history, "rms")
    return (sizes[-1] / sizes[0]) ** (1 / (len(sizes) - 1))


BENDING = {
    "the mean is smaller: 0.6 of ReLU's here": lambda: (
        ELU.holds(lambda elu, relu: activation_mean(elu) < activation_mean(relu), RELU_HE)
        and round(activation_mean(ELU.run(0)) / activation_mean(RELU_HE.run(0)), 1) == 0.6
    ),
    "ELU within the first 50 epochs": lambda: ELU.holds(lambda history: history.scores.test_accuracy[50] > 0.75),
    "the ELU lane learns as before": lambda: (
        TESTED(changed("circles-elu", {"seed": 4, "training.epochs": 100})) > 0.75
    ),
    "no ELU unit is off for all points": lambda: ELU.holds(lambda history: dead_layer(history, epoch=200) == 0),
}
OVER_TIME = {
    "The output layer's mean absolute gradient falls to about a twentieth": lambda: LATE["tanh"].holds(
        lambda history: gradient_late_to_early(history, layer=5) < 0.1
    ),
    "the input layer's does not fall": lambda: LATE["tanh"].holds(
        lambda history: gradient_late_to_early(history, layer=1) > 0.9
    ),
    "its input layer's gradient grows, too": lambda: LATE["sigmoid"].holds(
        lambda history: gradient_late_to_early(history, layer=1) > 1
    ),
}
CLIPPED = {
    "is as many times that of the input layer with it as without": lambda: SHORTENED["rmsprop"].holds(
        lambda free, cut: last_to_first(free, sample=0) == last_to_first(cut, sample=0), SHORTENED["rmsprop-clipped"]
    ),
    "One stands at 0.69, which is guessing; the clipped one has not even come down to it": lambda: (
        SHORTENED["sgd"].holds(
            lambda free, cut: abs(loss(free) - np.log(2)) < 0.005 and loss(cut) > loss(free),
            SHORTENED["sgd-clipped"],
        )
        and loss(SHORTENED["sgd-clipped"].run(own_seed("clip-vanishing"))) > 0.75
    ),
    "With RMSprop the clipped lane is a little ahead": lambda: SHORTENED["rmsprop"].holds(
        lambda free, cut: loss(free) - 0.2 < loss(cut) < loss(free), SHORTENED["rmsprop-clipped"]
    ),
    "At a limit of 0.01 the loss of this network ends at 0.670 in place of 0.673": lambda: (
        [
            round(loss(changed("clip-vanishing/rmsprop", {"training.clipping": clipping})), 3)
            for clipping in ({"kind": "value", "limit": 0.01}, "none")
        ]
        == [0.67, 0.673]
    ),
}
SMALL_WEIGHTS = {
    "by about a sixth with tanh": lambda: SMALL["tanh-small"].holds(
        lambda history: 1 / 8 < shrinks_by(history) < 1 / 5
    ),
    "by a ninth with ReLU": lambda: SMALL["relu-small"].holds(lambda history: 1 / 11 < shrinks_by(history) < 1 / 7.5),
    "it is less than a hundred-millionth of what it is at the last one": lambda: SMALL["relu-small"].holds(
        lambda history: signal_first_to_last(history) < 1e-8
    ),
    "The lanes with small weights stay at a loss of 2.3": lambda: all(
        SMALL[name].holds(lambda history: loss(history) > 2.2) for name in ("tanh-small", "relu-small")
    ),
    "the other two know nearly all digits": lambda: all(
        SMALL[name].holds(lambda history: accuracy(history) > 0.95) for name in ("tanh-glorot", "relu-he")
    ),
}
WHICH = {
    "In three lanes it arrives within a factor of ten": lambda: all(
        arrives(TABLE[name]) for name in ("tanh-glorot", "relu-he", "selu-lecun")
    ),
    "in the sigmoid lane it loses five decades": lambda: TABLE["sigmoid-he-average"].holds(
        lambda history: 1e-6 < signal_first_to_last(history) < 1e-5
    ),
    "Three lanes know nearly all digits after ten epochs, the sigmoid lane one in five": lambda: (
        all(TABLE[name].holds(lambda history: accuracy(history) > 0.95) for name in ("tanh-glorot", "relu-he"))
        and TABLE["sigmoid-he-average"].holds(lambda history: accuracy(history) < 0.35)
    ),
    "The signal arrives within a factor of ten, and the digits are learned": lambda: (
        arrives(TABLE["sigmoid-large"]) and TABLE["sigmoid-large"].holds(lambda history: accuracy(history) > 0.6)
    ),
    "the signal loses between six and seven decades, and nothing is learned": lambda: TABLE["sigmoid-glorot"].holds(
        lambda history: 1e-7 < signal_first_to_last(history) < 1e-6 and accuracy(history) < 0.2
    ),
}
LEARNED = {
    "all three lanes know the digits, within a point or two of each other": lambda: PRELU["prelu"].holds(
        lambda *histories: np.ptp([accuracy(history) for history in histories]) < 0.02,
        PRELU["relu"],
        PRELU["leaky"],
    ),
    "all above the 0.25 that they began with": lambda: PRELU["prelu"].holds(
        lambda history: (layer_values(history, "slope", "mean")[-1] > 0.3).all()
    ),
}
LEVEL = {
    "it stays within a tenth or so of 1 in all twenty layers": lambda: SELU["selu-lecun"].holds(
        lambda history: np.abs(outputs(history, "std") - 1).max() < 0.2
    ),
    "Tanh's falls to a sixth of that": lambda: SELU["tanh-glorot"].holds(
        lambda history: outputs(history, "std")[-1] < 0.2
    ),
    "SELU's with He's weights rises to between six and ten": lambda: SELU["selu-he"].holds(
        lambda history: 6 < outputs(history, "std")[-1] < 10.5
    ),
    "In the SELU lane the first layer gets about two thirds of the last one's": lambda: SELU["selu-lecun"].holds(
        lambda history: 0.4 < signal_first_to_last(history) < 1.2
    ),
    "the nineteen steps below that double what is left": lambda: SELU["selu-lecun"].holds(
        lambda history: 1.6 < signals(history)[0] / signals(history)[-2] < 2.4
    ),
    "With He's weights it starts at a loss far above guessing": lambda: SELU["selu-he"].holds(
        lambda history: history.scores.loss[0] > 2 * np.log(10)
    ),
}
STORIES = {
    "circles-elu": BENDING,
    "circles-gradients-over-time": OVER_TIME,
    "clip-vanishing": CLIPPED,
    "digits-small-weights": SMALL_WEIGHTS,
    "digits-initializers": WHICH,
    "digits-prelu": LEARNED,
    "digits-selu": LEVEL,
}


@pytest.mark.parametrize("lesson", STORIES)
def test_what_a_lesson_about_a_choice_claims_is_so(lesson):
    assert not failed_claims(lesson, (own_seed(lesson),))


@each(STORIES)
def test_what_a_story_about_a_choice_says_is_so(lesson, words, fact):
    assert says(lesson, words), "the story no longer says so"
    assert fact()


def test_the_words_on_these_runs_agree_with_their_numbers():
    assert faults_of_words() == {}
