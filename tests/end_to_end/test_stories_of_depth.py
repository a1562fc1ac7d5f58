"""What the lessons about images, skips, normalisation and memory tell is so, with their own seed and mostly."""

import numpy as np
import pytest

from tests.end_to_end.lesson_runs import changed, failed_claims, faults_of_words, own_seed
from tests.end_to_end.told import Told, each, says
from vgdesk.analysis.claims import (
    accuracy,
    first_gradient,
    last_to_first,
    last_to_second,
    layer_values,
    signal_first_to_last,
    weight_gradient_first_to_last,
)

IMAGES = {name: Told(f"images-6x10-{name}") for name in ("sigmoid", "relu", "leaky")}
NORMED = {name: Told(f"fashion-batchnorm/{name}") for name in ("without", "with")}
NORMED_SIGMOID = {name: Told(f"fashion-sigmoid-batchnorm/{name}") for name in ("without", "with")}
EXPLODED = Told("fashion-explode/none", enough=1)
DEEP = {
    "sigmoid-skips": Told("depth-residual/sigmoid-skips"),
    "tanh-skips": Told("depth-residual/tanh-skips", enough=1),
}
UNTRAINED = {
    name: Told(f"depth-residual/{name}", epochs=1)
    for name in ("sigmoid", "sigmoid-skips", "tanh", "tanh-skips", "tanh-zero-biases")
}
MEMORY = {name: Told(f"recurrent-memory/{name}", epochs=1) for name in ("rnn", "lstm", "gru", "orthogonal-rnn")}
TRAINED_MEMORY = {name: Told(f"recurrent-memory/{name}") for name in ("rnn", "gru")}


def within(figure, low, high):
    return lambda history: low <= figure(history) <= high


def halves_are_negative(history):
    shares = layer_values(history, "weight", "negative_fraction")[-1]
    return ((shares > 0.25) & (shares < 0.75)).all()


SIGMOID_IMAGES = {
    "the output layer's gradient is thousands of times the first layer's": lambda: IMAGES["sigmoid"].holds(
        lambda history: last_to_first(history, sample=0) > 1000
    ),
    "In the other lanes the two are about alike": lambda: all(
        IMAGES[name].holds(within(lambda history: last_to_first(history, sample=0), 1 / 4, 4))
        for name in ("relu", "leaky")
    ),
    "the sigmoid lane's loss stays near 2.3": lambda: IMAGES["sigmoid"].holds(
        lambda history: (np.abs(history.batch_loss[1:3] - np.log(10)) < 0.15).all()
    ),
    "The other lanes fall at once": lambda: all(
        IMAGES[name].holds(lambda history: history.batch_loss[2] < 1.6) for name in ("relu", "leaky")
    ),
    "the accuracy rises above guessing. But the other lanes have passed 75 % by then": lambda: (
        IMAGES["sigmoid"].holds(lambda history: accuracy(history) > 0.2)
        and all(IMAGES[name].holds(lambda history: accuracy(history) > 0.75) for name in ("relu", "leaky"))
    ),
}
RELU_IMAGES = {
    "the output layer's gradient is about ten times the first layer's": lambda: IMAGES["relu"].holds(
        within(last_to_first, 5, 20)
    ),
    "compare the output layer with the second layer: about the same": lambda: IMAGES["relu"].holds(
        within(last_to_second, 0.4, 2.5)
    ),
}
LEAKY_IMAGES = {
    "the two end within a few points of accuracy": lambda: IMAGES["leaky"].holds(
        lambda leaky, relu: abs(accuracy(leaky) - accuracy(relu)) < 0.05, IMAGES["relu"]
    ),
    "In layer 4, as in every other, it is about one half": lambda: IMAGES["leaky"].holds(halves_are_negative),
}
BATCH_NORM = {
    "is ahead by several points": lambda: NORMED["with"].holds(
        lambda normed, plain: accuracy(normed) - accuracy(plain) > 0.02, NORMED["without"]
    ),
    "the first layer's gradient is five to six times as large": lambda: NORMED["with"].holds(
        lambda normed, plain: 3 < first_gradient(normed) / first_gradient(plain) < 9, NORMED["without"]
    ),
}
BATCH_NORM_SIGMOID = {
    "One lane passes 70 % of the pictures in a single pass over the data; the other is far behind": lambda: (
        NORMED_SIGMOID["with"].holds(
            lambda normed, plain: accuracy(normed) > max(0.7, accuracy(plain) + 0.1), NORMED_SIGMOID["without"]
        )
    ),
    "about six times as large with batch normalisation": lambda: NORMED_SIGMOID["with"].holds(
        lambda normed, plain: 4 < first_gradient(normed) / first_gradient(plain) < 9, NORMED_SIGMOID["without"]
    ),
}
EXPLODING = {
    "The loss starts in the hundreds or thousands, is in the millions or more after one update": lambda: (
        EXPLODED.holds(lambda history: 100 < history.batch_loss[0] < 1e5 and history.batch_loss[1] > 1e6)
    ),
    "two updates and no number is left": lambda: EXPLODED.holds(
        lambda history: not np.isfinite(history.batch_loss[2])
    ),
    "Set the initialiser to He's and clip nothing": lambda: (
        accuracy(changed("fashion-explode/none", {"network.initializer": "he_normal"})) > 0.65
    ),
}
SKIPS = {
    "the first layer's is less than a ten-million-millionth of the last one's": lambda: UNTRAINED["sigmoid"].holds(
        lambda history: signal_first_to_last(history) < 1e-13
    ),
    "plain tanh loses six decades": lambda: UNTRAINED["tanh"].holds(within(signal_first_to_last, 1e-7, 1e-5)),
    "With skips it arrives within a factor of ten": lambda: all(
        UNTRAINED[name].holds(within(signal_first_to_last, 0.1, 10)) for name in ("sigmoid-skips", "tanh-skips")
    ),
    "Tanh with skips is right about most digits after a single epoch": lambda: DEEP["tanh-skips"].holds(
        lambda history: history.scores.accuracy[1] > 0.6
    ),
    "sigmoid with skips follows within twenty": lambda: DEEP["sigmoid-skips"].holds(
        lambda history: history.scores.accuracy[1] < 0.4 and accuracy(history) > 0.85
    ),
    "Its weight gradients are as large in the first layer as in the last": lambda: UNTRAINED[
        "tanh-zero-biases"
    ].holds(
        lambda history: signal_first_to_last(history) < 1e-5 and 0.2 < weight_gradient_first_to_last(history) < 2
    ),
    "the untrained sigmoid network with skips starts at a loss of 13": lambda: (
        UNTRAINED["sigmoid-skips"].holds(within(lambda history: history.scores.loss[0], 12.5, 33.5))
        and round(UNTRAINED["sigmoid-skips"].run(own_seed("depth-residual")).scores.loss[0]) == 13
    ),
}
REMEMBERING = {
    "The simple network (rnn) loses some thirteen decades": lambda: MEMORY["rnn"].holds(
        lambda history: signal_first_to_last(history) < 1e-11
    ),
    "The lstm loses five": lambda: MEMORY["lstm"].holds(within(signal_first_to_last, 1e-6, 1e-4)),
    "it loses about eleven decades": lambda: MEMORY["gru"].holds(within(signal_first_to_last, 1e-13, 1e-10)),
    "loses no more than two": lambda: MEMORY["orthogonal-rnn"].holds(
        lambda history: signal_first_to_last(history) > 1e-2
    ),
    "one lane learns to add, and it is the gru": lambda: TRAINED_MEMORY["gru"].holds(
        lambda gru, rnn: gru.scores.loss[-1] < 0.05 and rnn.scores.loss[-1] > 0.12, TRAINED_MEMORY["rnn"]
    ),
    "Set the forget bias of the lstm to 0: it forgets as fast as the gru": lambda: (
        signal_first_to_last(
            changed("recurrent-memory/lstm", {"network.recurrence.forget_bias": 0.0, "training.epochs": 1})
        )
        < 1e-10
    ),
    "until the first time step gets about a hundredth of the last one's signal": lambda: TRAINED_MEMORY["gru"].holds(
        lambda history: (
            layer_values(history, "signal", "rms")[10, 0] > 1e-3 * layer_values(history, "signal", "rms")[10, -1]
        )
    ),
}
STORIES = {
    "images-6x10-sigmoid": SIGMOID_IMAGES,
    "images-6x10-relu": RELU_IMAGES,
    "images-6x10-leaky": LEAKY_IMAGES,
    "fashion-batchnorm": BATCH_NORM,
    "fashion-sigmoid-batchnorm": BATCH_NORM_SIGMOID,
    "fashion-explode": EXPLODING,
    "depth-residual": SKIPS,
    "recurrent-memory": REMEMBERING,
}


@pytest.mark.parametrize("lesson", STORIES)
def test_what_a_lesson_about_depth_claims_is_so(lesson):
    assert not failed_claims(lesson, (own_seed(lesson),))


@each(STORIES)
def test_what_a_story_about_depth_says_is_so(lesson, words, fact):
    assert says(lesson, words), "the story no longer says so"
    assert fact()


def test_the_words_on_these_runs_agree_with_their_numbers():
    assert faults_of_words() == {}
