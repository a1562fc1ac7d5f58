"""What the lesson with five symptoms tells is so, with its own seed and mostly."""

import numpy as np

from tests.end_to_end.lesson_runs import failed_claims, own_seed
from tests.end_to_end.told import Told, each, says
from vgdesk.analysis.claims import accuracy, last_to_first, layer_values, loss, unresponsive_share
from vgdesk.analysis.diagnosis import judge

LESSON = "digits-five-symptoms"
SIGMOID, TANH = Told(f"{LESSON}/sigmoid"), Told(f"{LESSON}/tanh", enough=5)


def scores(history, epoch):
    at = int(np.searchsorted(history.scores.epoch, epoch))
    return history.scores.loss[at], history.scores.accuracy[at]


def inert(history):
    return layer_values(history, "activation", "unresponsive_fraction")[0, :-1]


FACTS = {
    "After five epochs the sigmoid lane is still at the loss of guessing, 2.3": lambda: SIGMOID.holds(
        lambda history: abs(scores(history, 5)[0] - np.log(10)) < 0.06
    ),
    "after twenty it knows a third of the digits or so": lambda: SIGMOID.holds(
        lambda history: 0.25 < accuracy(history) < 0.65 and loss(history) > 1.2
    ),
    "knows nine of ten after five epochs": lambda: TANH.holds(lambda history: scores(history, 5)[1] > 0.88),
    "about a hundred times the first layer's or more, in the tanh lane about twice": lambda: SIGMOID.holds(
        lambda sigmoid, tanh: last_to_first(sigmoid, 0) > 80 and 1 < last_to_first(tanh, 0) < 3, TANH
    ),
    "On the way down the gradient shrinks layer by layer": lambda: SIGMOID.holds(
        lambda history: (np.diff(layer_values(history, "gradient", "mean_abs")[0]) > 0).mean() >= 0.8
    ),
    "to a fifth and more before the first update; in the tanh lane it is 0": lambda: SIGMOID.holds(
        lambda sigmoid, tanh: unresponsive_share(sigmoid, 0) >= 0.2 and inert(tanh).max() == 0, TANH
    ),
    "The late layers go flat, not the early ones": lambda: SIGMOID.holds(
        lambda history: inert(history)[:3].max() < inert(history)[-3:].min()
    ),
    "vanishing in the first ten epochs": lambda: SIGMOID.holds(
        lambda history: {judge(history, sample).flow for sample in range(3, 10)} == {"vanishing"}
    ),
    "the verdict of the sigmoid lane ends with learning": lambda: SIGMOID.holds(
        lambda history: judge(history).learning == "learning"
    ),
}


STORIES = {LESSON: FACTS}


def test_what_the_lesson_claims_is_so():
    assert not failed_claims(LESSON, (own_seed(LESSON),))


@each(STORIES)
def test_what_is_told_is_so(lesson, words, fact):
    assert says(lesson, words)
    assert fact()
