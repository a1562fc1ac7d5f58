import json
import math
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from vgdesk.experiment import choices
from vgdesk.experiment.choices import Activation, AnyInitializer, Choice, Normalization, Sigmoid, Spec

LISTS = {"activation": Activation, "initializer": AnyInitializer, "normalization": Normalization}


def members(choice_list):
    return get_args(get_args(choice_list)[0])


@pytest.mark.parametrize(
    ("name", "kind"),
    [(name, member().kind) for name, choice_list in LISTS.items() for member in members(choice_list)],
)
def test_the_plain_name_is_the_choice_with_its_defaults(name, kind):
    adapter = TypeAdapter(LISTS[name])
    short = adapter.validate_json(json.dumps(kind))
    assert short == adapter.validate_json(json.dumps({"kind": kind}))
    assert adapter.validate_json(adapter.dump_json(short)) == short


def test_a_label_names_the_kind_and_its_numbers():
    assert Sigmoid().label == "sigmoid"
    assert choices.GlorotUniform().label == "glorot uniform"
    assert choices.Normal(mean=0.0, std=0.25).label == "normal(0, 0.25)"
    assert choices.BatchNormalization().label == "batch(0.99, 0.001)"


@pytest.mark.parametrize("value", [math.nan, math.inf, "1", True, -1.0, 101.0])
def test_numbers_are_finite_numbers_in_their_range_and_nothing_else(value):
    with pytest.raises(ValidationError):
        choices.Normal(std=value)


def test_a_spec_never_changes_and_knows_no_other_field():
    normal = choices.Normal()
    with pytest.raises(ValidationError, match="frozen"):
        normal.std = 2.0
    with pytest.raises(ValidationError, match="extra"):
        choices.Normal(deviation=1.0)


@pytest.mark.parametrize("choice_list", LISTS.values(), ids=LISTS)
def test_every_choice_says_what_it_is(choice_list):
    for member in members(choice_list):
        assert issubclass(member, Choice)
        assert issubclass(member, Spec)
        assert member.__doc__
        assert member().kind


@pytest.mark.parametrize(
    ("choice", "gain"),
    [
        (choices.Normal(std=0.5), 25.0),
        (choices.Uniform(low=-1.0, high=1.0), 100 / 3),
        (choices.GlorotUniform(), 2 * 100 / 400),
        (choices.GlorotNormal(), 2 * 100 / 400),
        (choices.HeUniform(), 2.0),
        (choices.HeNormal(), 2.0),
        (choices.TorchDefault(), 1 / 3),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_gain_is_fan_in_times_the_variance(choice, gain):
    assert choice.gain(100, 300) == pytest.approx(gain, rel=1e-12)
