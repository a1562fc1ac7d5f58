"""What the lessons claim: the median over five seeds, and the seed they open with."""

import math

import pytest

from tests.end_to_end.lesson_runs import (
    epochs_to_loss,
    final_accuracy,
    final_loss,
    hidden_deviation,
    last_mean_to_others,
    last_to_first,
    last_to_first_untrained,
    median,
    trained,
)
from vgdesk.lessons.catalog import find_lesson, list_lessons


def of(lesson, figure):
    """Median of a figure of that lesson."""
    return median(lambda seed: figure(trained(lesson, seed)))


def test_circles_1h_relu_learns():
    assert of("circles-1h-relu", final_accuracy) >= 0.85
    assert of("circles-1h-relu", final_loss) <= 0.45


def test_circles_1h_sigmoid_hardly_moves():
    assert of("circles-1h-sigmoid", final_loss) >= 0.65
    assert of("circles-1h-sigmoid", final_accuracy) < of("circles-1h-relu", final_accuracy)


def test_circles_3h_sigmoid_vanishes():
    assert of("circles-3h-sigmoid", final_loss) >= 0.66

    def compared(seed):
        three, one = (last_to_first(trained(lesson, seed)) for lesson in ("circles-3h-sigmoid", "circles-1h-sigmoid"))
        return three / one

    assert median(compared) >= 5


def test_circles_4h_sigmoid_stays_poor():
    assert of("circles-4h-sigmoid", final_loss) >= 0.50
    assert of("circles-4h-sigmoid", final_accuracy) <= 0.85


def test_circles_4h_sigmoid_vanishes():
    assert of("circles-4h-sigmoid", last_to_first) >= 5
    assert of("circles-4h-sigmoid", last_to_first_untrained) >= 30
    assert 5e-4 <= of("circles-4h-sigmoid", hidden_deviation) <= 1e-2
    assert of("circles-4h-sigmoid", last_mean_to_others) >= 5


def test_circles_4h_tanh_learns_and_its_gradient_arrives():
    assert of("circles-4h-tanh", final_accuracy) >= 0.98
    assert of("circles-4h-tanh", final_loss) <= 0.06
    assert 1e-2 <= of("circles-4h-tanh", hidden_deviation) <= 1e-1

    def compared(seed):
        tanh, sigmoid = (trained(lesson, seed) for lesson in ("circles-4h-tanh", "circles-4h-sigmoid"))
        return hidden_deviation(tanh) / hidden_deviation(sigmoid)

    assert median(compared) >= 5


def test_circles_4h_relu_learns_before_sigmoid():
    assert of("circles-4h-relu", final_accuracy) >= 0.95

    def epochs(lesson):
        return of(lesson, lambda history: epochs_to_loss(history, 0.35))

    assert epochs("circles-4h-relu") < epochs("circles-4h-sigmoid")


@pytest.mark.parametrize("lesson", list_lessons(), ids=lambda lesson: lesson.id)
def test_the_seed_that_a_lesson_opens_with_is_typical(lesson):
    history = trained(lesson.id, lesson.spec.seed)
    learns = {"circles-1h-relu": 0.85, "circles-4h-tanh": 0.98, "circles-4h-relu": 0.95}
    if lesson.id in learns:
        assert final_accuracy(history) >= learns[lesson.id]
        assert final_loss(history) <= 0.45
    else:
        assert final_accuracy(history) <= 0.85
        assert final_loss(history) >= 0.5
        assert last_to_first(history) >= 5


def test_a_race_trains_its_companions_from_the_seed_of_the_lesson():
    for lesson in list_lessons():
        assert {find_lesson(other).spec.seed for other in lesson.race} <= {lesson.spec.seed}


def test_a_loss_that_is_never_reached_takes_for_ever():
    assert epochs_to_loss(trained("circles-4h-tanh", 0), -1.0) == math.inf
    assert epochs_to_loss(trained("circles-4h-tanh", 0), 9.0) == 0
