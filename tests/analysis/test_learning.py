"""What is said of learning by the loss alone, at the end of a run whose loss takes a certain course."""

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.course import follow_course
from vgdesk.experiment.data_facts import DataFacts
from vgdesk.experiment.slots import Slot

FACTS = DataFacts(points=100, guessing=0.7, low=(0.0,), high=(1.0,), commonest=0.5)
TIME = np.linspace(0, 1, 401)


def learning(losses, accuracy=0.5, data=FACTS):
    """The last word on a run with these losses, every one a score at a step of its own."""
    scores = [(step, float(loss), accuracy) for step, loss in enumerate(losses)]
    history = measured_history(losses=losses, scores=scores, data=data)
    return str(follow_course(history).stretches[-1].verdict.learning)


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        (0.7 + 0 * TIME, "guessing"),
        (0.7 - 0.02 * TIME, "slow"),
        (0.7 - 0.3 * TIME, "learning"),
        (0.7 * np.exp(-4 * TIME), "learned"),
        (np.maximum(0.45, 0.7 - 2 * TIME), "stuck"),
        (80 + 0 * TIME, "diverged"),
        (80 * np.exp(-3 * TIME), "slow"),
        (np.where(TIME < 0.9, 0.3, np.nan), "diverged"),
        (0.9 - 0.2 * np.minimum(4 * TIME, 1), "guessing"),
    ],
)
def test_the_course_of_the_loss_has_a_word(losses, expected):
    assert learning(losses) == expected


def test_a_level_loss_with_few_mistakes_has_learned_what_it_can():
    level = np.maximum(0.4, 0.7 - 2 * TIME)
    assert learning(level, accuracy=0.83) == "learned"
    assert learning(level, accuracy=0.7) == "stuck"


def test_a_loss_that_swings_about_guessing_only_guesses():
    random = np.random.default_rng(2)
    assert learning(0.7 * np.exp(random.normal(0, 0.3, 4001))) == "guessing"


def test_a_loss_that_is_often_far_below_guessing_and_as_often_above_is_stuck():
    """As that of XOR's four rows, taken one at a time with a large rate: .14 or .4, where guessing gives .25."""
    random = np.random.default_rng(3)
    swings = np.where(random.random(4001) < 0.4, 0.4, 1.1)
    assert learning(swings) == "stuck"
    assert learning(np.where(np.arange(4001) < 2500, swings, 0.1)) == "learned"


@pytest.mark.parametrize("every", [25, 100])
def test_few_batches_that_are_below_guessing_and_swing_are_not_called_stuck(every):
    steps = np.arange(0, 301, every)
    losses = np.where(steps, 0.4 * np.exp(0.1 * (-1.0) ** (steps / every)), 0.9)
    history = measured_history(losses=losses, steps=steps, data=FACTS)
    told = [str(stretch.verdict.learning) for stretch in follow_course(history).stretches]
    assert not {"stuck", "guessing"} & set(told)


def test_the_fall_is_that_of_the_batches_while_moving_statistics_warm_up():
    """The loss over all points is judged once it is as low as the batches': that is no rise."""
    slots = (Slot(1, "moving_mean", (5,)),)
    losses = 0.7 * np.exp(-2 * TIME)
    scores = [(step, float(0.7 if step < 200 else loss * 1.3), 0.5) for step, loss in enumerate(losses)]
    history = measured_history(losses=losses, scores=scores, data=FACTS, slots=slots)
    assert "stuck" not in {str(stretch.verdict.learning) for stretch in follow_course(history).stretches}


@pytest.mark.parametrize("data", [None, FACTS])
def test_nothing_is_said_before_fifty_updates(data):
    assert learning(0.7 + 0 * TIME[:50], data=data) == "not judged"
    assert learning(0.7 + 0 * TIME[:51], data=data) == "guessing"


def test_nothing_is_said_where_all_labels_are_the_same():
    facts = DataFacts(points=100, guessing=0.0, low=(0.0,), high=(1.0,), commonest=1.0)
    assert learning(0.7 * np.exp(-4 * TIME), data=facts) == "not judged"
