"""The lessons as they stand in their files; what they claim is held in ``tests/end_to_end``."""

import json
import re

import pytest

from vgdesk.errors import VgdeskError
from vgdesk.experiment.activations import Relu, Sigmoid, Tanh
from vgdesk.experiment.data import Circles
from vgdesk.experiment.initializers import GlorotUniform, Normal
from vgdesk.experiment.spec import check_spec, parse_spec
from vgdesk.experiment.training import Adam, EveryEpoch, Rmsprop
from vgdesk.lessons.catalog import find_lesson, first_lesson, lanes_of, list_lessons

CIRCLES_A = Circles(n=1000, factor=0.5, noise=0.1, seed=42, scaling="none", test_fraction=0.0)
ADAM = Adam(learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7)
RMSPROP = Rmsprop(learning_rate=0.001, rho=0.9, epsilon=1e-7)
NORMAL = Normal(mean=0.0, std=1.0)

SETTINGS = {
    "circles-1h-relu": (1, Relu(), GlorotUniform(), ADAM),
    "circles-1h-sigmoid": (1, Sigmoid(), GlorotUniform(), ADAM),
    "circles-3h-sigmoid": (3, Sigmoid(), GlorotUniform(), ADAM),
    "circles-4h-sigmoid": (4, Sigmoid(), NORMAL, RMSPROP),
    "circles-4h-tanh": (4, Tanh(), NORMAL, RMSPROP),
    "circles-4h-relu": (4, Relu(), NORMAL, RMSPROP),
}


def test_the_lessons_come_in_the_order_in_which_they_are_told():
    assert [lesson.id for lesson in list_lessons()] == list(SETTINGS)
    assert first_lesson().id == "circles-4h-sigmoid"


@pytest.mark.parametrize("id", SETTINGS)
def test_a_lesson_is_set_as_its_source_has_it(id):
    depth, activation, initializer, optimizer = SETTINGS[id]
    spec = find_lesson(id).spec
    assert spec.data == CIRCLES_A
    layers = spec.network.resolved()
    assert [layer.units for layer in layers] == [5] * depth
    assert {(layer.activation, layer.initializer, layer.normalization.kind) for layer in layers} == {
        (activation, initializer, "none")
    }
    assert spec.network.resolved_output(1).initializer == initializer
    assert spec.training.optimizer == optimizer
    assert (spec.training.batch_size, spec.training.epochs, spec.sampling) == (32, 100, EveryEpoch())


@pytest.mark.parametrize("id", SETTINGS)
def test_a_lesson_has_a_story_a_source_and_a_valid_spec(id):
    lesson = find_lesson(id)
    check_spec(lesson.spec)
    assert parse_spec(lesson.spec.to_json()) == lesson.spec
    assert lesson.title
    assert lesson.summary.endswith(".")
    assert lesson.source.title == "Visualizing the vanishing gradient problem"
    assert lesson.source.author == "Adrian Tam"
    assert 4 <= len(lesson.story) <= 5
    assert all(re.search(r"[.?]$", step) for step in lesson.story)


@pytest.mark.parametrize("id", SETTINGS)
def test_the_lanes_of_a_race_share_one_seed_and_differ_in_name(id):
    lesson = find_lesson(id)
    lanes = lanes_of(lesson)
    assert lanes[0] == lesson.spec
    assert len(lanes) == 1 + len(lesson.race)
    assert {lane.seed for lane in lanes} == {lesson.spec.seed}
    assert len({lane.name for lane in lanes}) == len(lanes)


def test_the_lessons_share_one_seed():
    assert {lesson.spec.seed for lesson in list_lessons()} == {4}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("circles-1h-relu", "circles-1h-sigmoid"),
        ("circles-4h-sigmoid", "circles-4h-tanh"),
        ("circles-4h-tanh", "circles-4h-relu"),
    ],
)
def test_one_lesson_changes_the_activation_of_the_other_and_nothing_else(before, after):
    trees = [json.loads(find_lesson(id).spec.to_json()) for id in (before, after)]
    for tree in trees:
        del tree["name"], tree["network"]["activation"]
    assert trees[0] == trees[1]


def test_an_unknown_lesson_is_refused_and_the_known_ones_named():
    with pytest.raises(VgdeskError, match="no lesson 'x'; take one of circles-1h-relu, circles-1h-sigmoid"):
        find_lesson("x")
