"""The verdicts that lessons lead one to expect after their first epochs, over five seeds each."""

from collections import Counter

from vgdesk.analysis.diagnosis import diagnose
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson

SEEDS = range(5)


def begun(lesson: str, **length: int) -> list:
    """The first part of a lesson from each seed."""
    length = {f"training.{key}": number for key, number in length.items()}
    return [train_in_memory(change_spec(find_lesson(lesson).spec, {"seed": seed, **length})) for seed in SEEDS]


def verdicts(histories, cursor=None) -> Counter:
    return Counter(diagnose(history, cursor).verdict for history in histories)


def rules_of(history) -> set[str]:
    return {finding.rule for finding in diagnose(history).findings}


def test_positive_weights_under_sigmoid_vanish():
    histories = begun("circles-sigmoid-uniform01", epochs=20)
    assert verdicts(histories) == verdicts(histories, 0) == {"vanishing": 5}


def test_positive_weights_under_relu_die():
    histories = begun("circles-relu-uniform01", epochs=20)
    assert verdicts(histories) == verdicts(histories, 1) == {"dead": 5}


def test_positive_weights_under_tanh_stand_still_and_lose_their_rank():
    histories = begun("circles-tanh-uniform01", epochs=20)
    found = verdicts(histories)
    assert found["plateau"] + found["rank collapse"] == 5
    assert found["plateau"] >= 2
    assert all("rank collapse" in rules_of(history) for history in histories)
    assert verdicts(histories, 9)["rank collapse"] == 0


def test_the_initialiser_was_at_fault_and_not_tanh():
    histories = begun("circles-tanh-glorot", epochs=20)
    assert verdicts(histories)["healthy"] >= 4


def test_a_deep_network_of_large_weights_explodes():
    histories = begun("fashion-explode", steps=40)
    assert verdicts(histories) == verdicts(histories, 0) == {"exploding": 5}
