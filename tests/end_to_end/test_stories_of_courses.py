"""What the lessons after public courses and books tell is so, with their own seed and mostly."""

import numpy as np
import pytest

from tests.end_to_end.lesson_runs import failed_claims, faults_of_words, own_seed
from tests.end_to_end.told import Told, each, says
from vgdesk.analysis.claims import (
    FIGURES,
    accuracy,
    layer_values,
    loss,
    saturated_share,
    signal_first_to_last,
)
from vgdesk.analysis.diagnosis import diagnose, judge

overflow, silent, growth = (FIGURES[name] for name in ("first_overflow", "silent_layers", "growth_a_layer"))
updates = FIGURES["update_exponent"]
GUESSING = np.log(10)


def lanes(lesson, *names, **how):
    return {name: Told(f"{lesson}/{name}", **how) for name in names}


NIELSEN = lanes("digits-bias-gradients", "two", "three", "four", enough=60)
SCALES = lanes("digits-tanh-scales", "small", "suited", "large")
GAINS = lanes("digits-tanh-gains", "five-thirds", "half") | lanes("digits-tanh-gains", "three", "slow", enough=5)
SYMMETRY = lanes("circles-symmetry", "large", "he") | lanes("circles-symmetry", "zeros", "equal", enough=100)
LINEAR = lanes("digits-linear-100", "one", "hundredth", "clipped", "scaled")
PRODUCT = lanes("moons-matrix-product", "normal", "scaled", "orthogonal")
NORMED = lanes("digits-batchnorm-deep", "batch") | lanes("digits-batchnorm-deep", "none", "layer", enough=1)


def flows(told, flow, cursor=None):
    return told.holds(lambda history: judge(history, cursor).flow == flow)


def speeds(history, sample=0):
    """Norm of the gradient of the biases of every hidden layer over that of the first one."""
    norms = layer_values(history, "bias_gradient", "l2")[sample, :-1]
    return norms / norms[0]


def spreads(history):
    return layer_values(history, "activation", "std")[0, :-1]


def signals(history):
    return layer_values(history, "signal", "rms")[0]


BIASES = {
    "the second hidden layer's is about five times the first one's. The verdict is vanishing": lambda: (
        NIELSEN["two"].holds(lambda history: 4 < speeds(history)[1] < 6.5) and flows(NIELSEN["two"], "vanishing")
    ),
    "the last hidden layer's norm is some fifteen to fifty times the first one's": lambda: (
        NIELSEN["three"].holds(lambda history: 14 < speeds(history)[2] < 51)
        and NIELSEN["four"].holds(lambda history: 60 < speeds(history)[3] < 200)
    ),
    "the ratios stay through the training": lambda: all(
        told.holds(lambda history: 0.4 < speeds(history, -2)[-1] / speeds(history)[-1] < 2.5)
        for told in NIELSEN.values()
    ),
    "After a hundred epochs of one update each all three lanes only guess": lambda: all(
        told.holds(lambda history: judge(history).learning == "guessing") for told in NIELSEN.values()
    ),
}
TEN_LAYERS = {
    "At 0.01 it falls to a seventh with every layer": lambda: SCALES["small"].holds(
        lambda history: (np.abs(spreads(history)[1:] / spreads(history)[:-1] - 1 / 7) < 0.03).all()
    ),
    "less than a ten-millionth of what the first says": lambda: SCALES["small"].holds(
        lambda history: spreads(history)[-1] < 1e-7 * spreads(history)[0]
    ),
    "The signal comes back just as weak, and the verdict is vanishing": lambda: (
        SCALES["small"].holds(lambda history: signal_first_to_last(history) < 1e-8)
        and flows(SCALES["small"], "vanishing", 0)
    ),
    "more than four of five outputs saturated. The loss starts at about 20": lambda: SCALES["large"].holds(
        lambda history: saturated_share(history) > 0.8 and 18 < history.scores.loss[0] < 24
    ),
    "it grows, thousands of times": lambda: SCALES["large"].holds(
        lambda history: 2000 < signal_first_to_last(history) < 20000
    ),
    "The verdict at step 0 is growing": lambda: flows(SCALES["large"], "growing", 0),
    "changes the first layer by several times its own size": lambda: SCALES["large"].holds(
        lambda history: layer_values(history, "update", "ratio")[0, 0] > np.log10(3)
    ),
    "about ten updates after the start the verdict is vanishing": lambda: (
        flows(SCALES["large"], "vanishing", 12)
        and SCALES["large"].holds(lambda history: saturated_share(history, 12) > 0.95)
    ),
    "an activation of a quarter in its tenth layer, next to nothing saturated": lambda: (
        SCALES["suited"].holds(
            lambda history: (
                abs(spreads(history)[-1] - 0.23) < 0.05
                and saturated_share(history) < 0.01
                and 0.76 < accuracy(history) < 0.88
            )
        )
        and flows(SCALES["suited"], "level")
    ),
}
FIVE_LAYERS = {
    "With 5/3 the deviation settles near 0.65, and about one output in twelve is saturated": lambda: GAINS[
        "five-thirds"
    ].holds(lambda history: abs(spreads(history)[-1] - 0.65) < 0.04 and 0.06 < saturated_share(history) < 0.11),
    "With 1/2 it halves from layer to layer": lambda: GAINS["half"].holds(
        lambda history: (np.abs(spreads(history)[1:] / spreads(history)[:-1] - 0.5) < 0.06).all()
    ),
    "With 3 it stays near 0.84, but two of five outputs are saturated": lambda: GAINS["three"].holds(
        lambda history: (np.abs(spreads(history) - 0.84) < 0.05).all() and abs(saturated_share(history) - 0.4) < 0.03
    ),
    "In the first epoch the lane with 5/3 lies about on it": lambda: GAINS["five-thirds"].holds(
        lambda history: abs(updates(history, first=0, last=1) + 3) < 0.5
    ),
    "The slow lane lies more than a hundred times below": lambda: GAINS["slow"].holds(
        lambda history: updates(history, first=0, last=1) < -5
    ),
    "the three lanes with a rate of 0.1 have all learned": lambda: all(
        GAINS[name].holds(lambda history: judge(history).learning == "learned")
        for name in ("five-thirds", "half", "three")
    ),
    "The slow lane is still learning": lambda: GAINS["slow"].holds(
        lambda history: loss(history) > 0.5 and accuracy(history) < 0.9
    ),
    "as the loss falls to nothing, so do the updates": lambda: GAINS["five-thirds"].holds(
        lambda history: updates(history, first=8, last=10) < updates(history, first=0, last=1) - 0.5
    ),
}
ALIKE = {
    "the loss stays at 0.693, and half of the points are right": lambda: SYMMETRY["zeros"].holds(
        lambda history: abs(loss(history) - np.log(2)) < 1e-3 and abs(accuracy(history) - 0.5) < 0.02
    ),
    "The finding names the cause: the initial weights are 0": lambda: SYMMETRY["zeros"].holds(
        lambda history: diagnose(history).causes[0].rule == "constant weights"
    ),
    "Their effective rank is 1": lambda: SYMMETRY["equal"].holds(
        lambda history: np.abs(layer_values(history, "activation", "effective_rank")[:, :-1] - 1).max() < 1e-3
    ),
    "the loss starts in the hundreds or thousands. The verdict at step 0 is exploding": lambda: (
        SYMMETRY["large"].holds(lambda history: 100 < history.scores.loss[0] < 10000)
        and flows(SYMMETRY["large"], "exploding", 0)
    ),
    "most of these networks are still behind": lambda: SYMMETRY["large"].holds(
        lambda large, he: loss(large) > loss(he), SYMMETRY["he"]
    ),
    "next to all are right, and the verdict is learned": lambda: SYMMETRY["he"].holds(
        lambda history: accuracy(history) > 0.95 and judge(history).learning == "learned"
    ),
}
HUNDRED = {
    "At layer 43 single precision ends": lambda: LINEAR["one"].holds(lambda history: overflow(history) == 43),
    "The verdict is exploding": lambda: flows(LINEAR["one"], "exploding", 0),
    "from layer 41 on all is exactly 0": lambda: LINEAR["hundredth"].holds(
        lambda history: abs(100 - silent(history) + 1 - 41) <= 1
    ),
    "No signal comes back; the verdict is dead": lambda: (
        LINEAR["hundredth"].holds(lambda history: signal_first_to_last(history) == 0)
        and flows(LINEAR["hundredth"], "dead")
    ),
    "It looks like the first": lambda: LINEAR["clipped"].holds(
        lambda clipped, one: overflow(clipped) == overflow(one), LINEAR["one"]
    ),
    "between a twentieth and three times what it was": lambda: LINEAR["scaled"].holds(
        lambda history: 0.05 < spreads(history)[-1] / spreads(history)[0] < 3.2
    ),
    "The verdict is level": lambda: flows(LINEAR["scaled"], "level"),
}
FOUR_BY_FOUR = {
    "by 1.7 on average": lambda: PRODUCT["normal"].holds(lambda history: 1.6 < growth(history) < 2),
    "The verdict is exploding, and after a few updates no number is left": lambda: (
        flows(PRODUCT["normal"], "exploding", 0)
        and PRODUCT["normal"].holds(lambda history: not np.isfinite(history.batch_loss[5:]).any())
    ),
    "The verdict is vanishing": lambda: flows(PRODUCT["scaled"], "vanishing", 0),
    "the signal is the same in all hidden layers": lambda: PRODUCT["orthogonal"].holds(
        lambda history: np.ptp(signals(history)[:-1]) < 1e-5 * signals(history)[0]
    ),
    "The verdict is level": lambda: flows(PRODUCT["orthogonal"], "level", 0),
    "why half of the output's signal": lambda: PRODUCT["orthogonal"].holds(
        lambda history: abs(signal_first_to_last(history) - 0.5) < 1e-5
    ),
}
FIFTY = {
    "keeps every layer's deviation at the same 0.59": lambda: NORMED["batch"].holds(
        lambda history: np.abs(spreads(history) - 0.59).max() < 0.05
    ),
    "it grows by a fifth with every layer: the first layer gets about ten thousand times": lambda: NORMED[
        "batch"
    ].holds(lambda history: abs(growth(history) - 1.21) < 0.02 and 7000 < signal_first_to_last(history) < 15000),
    "The verdict is growing. In the other lanes it is level": lambda: (
        flows(NORMED["batch"], "growing", 0) and all(flows(NORMED[name], "level", 0) for name in ("none", "layer"))
    ),
    "changes the first layer's weights by several times their own size": lambda: NORMED["batch"].holds(
        lambda history: layer_values(history, "update", "ratio")[0, 0] > np.log10(3)
    ),
    "become a few hundred with the first two updates, and some dozens within thirty": lambda: NORMED["batch"].holds(
        lambda history: 100 < signal_first_to_last(history, 1) < 800 and signal_first_to_last(history, -2) < 100
    ),
    "By then no lane has learned much": lambda: all(
        NORMED[name].holds(lambda history: history.batch_loss[-1] > 0.85 * GUESSING) for name in NORMED
    ),
}
STORIES = {
    "digits-bias-gradients": BIASES,
    "digits-tanh-scales": TEN_LAYERS,
    "digits-tanh-gains": FIVE_LAYERS,
    "circles-symmetry": ALIKE,
    "digits-linear-100": HUNDRED,
    "moons-matrix-product": FOUR_BY_FOUR,
    "digits-batchnorm-deep": FIFTY,
}


@pytest.mark.parametrize("lesson", STORIES)
def test_what_a_lesson_after_a_course_claims_is_so(lesson):
    assert not failed_claims(lesson, (own_seed(lesson),))


@each(STORIES)
def test_what_a_story_after_a_course_says_is_so(lesson, words, fact):
    assert says(lesson, words), "the story no longer says so"
    assert fact()


def test_the_words_on_these_runs_agree_with_their_numbers():
    assert faults_of_words() == {}
