"""The verdicts that lessons lead one to expect after their first epochs, over five seeds each."""

from collections import Counter

import pytest

from vgdesk.analysis.diagnosis import diagnose, judge
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson

SEEDS = range(5)


def begun(lesson: str, **length: int) -> list:
    """The first part of a lesson from each seed."""
    length = {f"training.{key}": number for key, number in length.items()}
    return [train_in_memory(change_spec(find_lesson(lesson).spec, {"seed": seed, **length})) for seed in SEEDS]


def flows(histories, cursor=None) -> Counter:
    return Counter(str(judge(history, cursor).flow) for history in histories)


def learning(histories) -> Counter:
    return Counter(str(judge(history).learning) for history in histories)


def rules_of(history) -> set[str]:
    return {finding.rule for finding in diagnose(history).findings}


def test_positive_weights_under_sigmoid_vanish():
    histories = begun("circles-sigmoid-uniform01", epochs=20)
    assert flows(histories) == flows(histories, 0) == {"vanishing": 5}
    assert learning(histories) == {"guessing": 5}


def test_positive_weights_under_relu_die():
    histories = begun("circles-relu-uniform01", epochs=20)
    assert flows(histories) == flows(histories, 1) == {"dead": 5}
    assert learning(histories) == {"guessing": 5}


def test_positive_weights_under_tanh_stand_still_and_lose_their_rank():
    histories = begun("circles-tanh-uniform01", epochs=20)
    assert not any(judge(history).is_green for history in histories)
    assert all("collapsed" in rules_of(history) for history in histories)
    assert flows(histories, 4)["collapsed"] == 0
    assert learning(histories)["guessing"] >= 4


def test_the_initialiser_was_at_fault_and_not_tanh():
    assert flows(begun("circles-tanh-glorot", epochs=20))["level"] >= 4


def test_a_deep_network_of_large_weights_explodes():
    histories = begun("fashion-explode", steps=40)
    assert flows(histories) == flows(histories, 0) == {"exploding": 5}
    assert learning(histories) == {"diverged": 5}


@pytest.mark.parametrize("lesson", ["circles-4h-sigmoid", "circles-4h-tanh", "circles-4h-relu"])
def test_a_cure_is_seen_and_what_was_wrong_stays_as_history(lesson):
    history = train_in_memory(change_spec(find_lesson(lesson).spec, {"training.epochs": 200}))
    found = diagnose(history)
    assert history.scores.accuracy[-1] > 0.95
    assert (found.verdict.learning, found.verdict.is_red) == ("learned", False)
    was_sick = lesson == "circles-4h-sigmoid"
    assert any(note.startswith("It was vanishing from epoch 0") for note in found.notes) == was_sick
    assert len(found.stretches) <= 7
