import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.loss_rules import describe_cold, find_learning
from vgdesk.experiment.data_facts import DataFacts
from vgdesk.experiment.slots import Slot

FACTS = DataFacts(points=8, guessing=0.5, low=(0.0,), high=(1.0,), commonest=0.5)
TIME = np.arange(200)


def last(losses, scores=True, **made):
    told = [(step, float(loss), 0.5) for step, loss in enumerate(losses)] if scores is True else scores
    history = measured_history(losses=losses, scores=told, data=FACTS, **made)
    return Evidence(history, history.sample_count - 1)


@pytest.mark.parametrize(
    ("losses", "words", "good"),
    [
        (
            0.5 + 0 * TIME,
            "It only guesses: the loss is 0.50, 100 % of that of guessing, 0.50, and does not fall.",
            False,
        ),
        (0.5 * np.exp(-TIME / 20), "It has learned: the loss is", True),
        (0.5 - 0.001 * TIME, "It learns: the loss is 0.30", True),
        (50 + 0 * TIME, "It has diverged: the loss is 50, 100 times that of guessing", False),
        (50 * np.exp(-TIME / 100), "It comes down from far above guessing", False),
    ],
)
def test_the_loss_is_told_against_that_of_guessing(losses, words, good):
    finding = find_learning(last(losses))
    assert finding.sentence.startswith(words)
    assert finding.is_good == good


def test_a_loss_that_is_no_number_is_told_so():
    finding = find_learning(last([0.5] * 60 + [np.nan] * 20))
    assert finding.sentence == "It has diverged: the loss is no number; guessing has 0.50."


def test_a_loss_that_swings_is_told_by_its_middle():
    losses = 0.5 * np.exp(np.random.default_rng(0).normal(0, 0.5, 200))
    losses[-1] = 0.9
    assert "the loss swings, 0.90 now and lately" in find_learning(last(losses)).sentence


def test_the_loss_of_the_batches_is_named():
    assert "the loss of the last batches is 0.50" in find_learning(last([0.5] * 80, scores=())).sentence


def test_moving_statistics_that_are_not_warm_are_told():
    made = {"slots": (Slot(1, "moving_mean", (5,)),)}
    cold = last(0.5 * np.exp(-TIME / 20), scores=[(step, 0.6, 0.5) for step in TIME.tolist()], **made)
    assert cold.verdict.is_cold
    assert "The loss over all points is 0.60, no better than that of guessing" in describe_cold(cold)
    assert describe_cold(last(0.5 * np.exp(-TIME / 20), **made)) == ""


def test_nothing_is_said_before_it_is_judged():
    assert find_learning(last([0.5] * 9)) is None
