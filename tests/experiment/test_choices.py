import json
import math
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from vgdesk.experiment.activations import Activation, Sigmoid
from vgdesk.experiment.choices import Choice, Spec, fold, kind_of
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.initializers import AnyInitializer, GlorotUniform, Normal
from vgdesk.experiment.normalizations import BatchNormalization, Normalization, Skip
from vgdesk.experiment.sampling import HistogramSchedule, Sampling, SnapshotSchedule
from vgdesk.experiment.training import Clipping, Optimizer

LISTS = {
    "activation": Activation,
    "initializer": AnyInitializer,
    "normalization": Normalization,
    "skip": Skip,
    "data": DataSpec,
    "optimizer": Optimizer,
    "clipping": Clipping,
    "sampling": Sampling,
    "histograms": HistogramSchedule,
    "snapshots": SnapshotSchedule,
}


def members(choice_list):
    return get_args(get_args(choice_list)[0])


@pytest.mark.parametrize("name", LISTS)
def test_the_plain_name_is_the_choice_with_its_defaults(name):
    adapter = TypeAdapter(LISTS[name])
    for kind in (member().kind for member in members(LISTS[name])):
        short = adapter.validate_json(json.dumps(kind))
        assert short == adapter.validate_json(json.dumps({"kind": kind})), kind
        assert adapter.validate_json(adapter.dump_json(short)) == short, kind


def test_a_label_names_the_kind_and_its_numbers():
    assert Sigmoid().label == "sigmoid"
    assert GlorotUniform().label == "glorot uniform"
    assert Normal(mean=0.0, std=0.25).label == "normal(0, 0.25)"
    assert BatchNormalization().label == "batch(0.99, 0.001)"


@pytest.mark.parametrize("value", [math.nan, math.inf, "1", True, -1.0, 101.0])
def test_numbers_are_finite_numbers_in_their_range_and_nothing_else(value):
    with pytest.raises(ValidationError):
        Normal(std=value)


def test_a_spec_never_changes_and_knows_no_other_field():
    normal = Normal()
    with pytest.raises(ValidationError, match="frozen"):
        normal.std = 2.0
    with pytest.raises(ValidationError, match="extra"):
        Normal(deviation=1.0)


@pytest.mark.parametrize("choice_list", LISTS.values(), ids=LISTS)
def test_every_choice_says_what_it_is(choice_list):
    for member in members(choice_list):
        assert issubclass(member, Choice)
        assert issubclass(member, Spec)
        assert member.__doc__
        assert member().kind


@pytest.mark.parametrize(
    ("name", "typed", "kind"),
    [
        ("activation", "ReLU", "relu"),
        ("activation", "LeakyReLU", "leaky_relu"),
        ("activation", "Swish", "silu"),
        ("initializer", "Xavier_Uniform", "glorot_uniform"),
        ("initializer", "kaiming_normal_", "he_normal"),
        ("initializer", "lecun", "lecun_normal"),
        ("normalization", "BatchNorm1d", "batch"),
        ("normalization", "batch_norm", "batch"),
        ("skip", "residual", "identity"),
        ("optimizer", "SGD", "sgd"),
        ("clipping", "clip_grad_norm_", "global_norm"),
        ("data", "make_moons", "moons"),
    ],
)
def test_the_names_of_keras_and_torch_are_read_in_any_case(name, typed, kind):
    adapter = TypeAdapter(LISTS[name])
    assert adapter.validate_python(typed).kind == kind
    assert adapter.validate_python({"kind": typed}).kind == kind


@pytest.mark.parametrize("choice_list", LISTS.values(), ids=LISTS)
def test_no_name_stands_for_two_choices(choice_list):
    names = [fold(name) for one in members(choice_list) for name in (kind_of(one), *one.words.aliases)]
    assert sorted(set(names)) == sorted(names)
