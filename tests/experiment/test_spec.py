import json
from typing import get_args

import pytest

from tests.training.examples import small_spec
from vgdesk.errors import SpecError
from vgdesk.experiment.activations import Activation
from vgdesk.experiment.data import DataSpec
from vgdesk.experiment.initializers import AnyInitializer
from vgdesk.experiment.normalizations import Normalization, Skip
from vgdesk.experiment.sampling import HistogramSchedule, Sampling, SnapshotSchedule
from vgdesk.experiment.spec import ExperimentSpec, change_spec, check_spec, name_change, parse_spec
from vgdesk.experiment.training import Clipping, Optimizer

FIELDS = {
    "data": DataSpec,
    "network.activation": Activation,
    "network.hidden.0.activation": Activation,
    "network.initializer": AnyInitializer,
    "network.output_initializer": AnyInitializer,
    "network.hidden.1.initializer": AnyInitializer,
    "network.normalization": Normalization,
    "network.hidden.1.normalization": Normalization,
    "network.skip": Skip,
    "training.optimizer": Optimizer,
    "training.clipping": Clipping,
    "sampling": Sampling,
    "histograms": HistogramSchedule,
    "snapshots": SnapshotSchedule,
}


@pytest.mark.parametrize("field", FIELDS)
def test_every_choice_survives_json_and_may_be_given_by_its_name(field):
    kinds = [member().kind for member in get_args(get_args(FIELDS[field])[0])]
    assert {kind: survives(field, kind) for kind in kinds} == dict.fromkeys(kinds, (True, True, True))


def survives(field, kind):
    """Whether JSON, the short form and the place in JSON are right."""
    base = small_spec({"data": "adding", "training.loss": "mean_squared_error"} if kind == "adding" else {})
    spec = change_spec(base, {field: {"kind": kind}})
    chosen = json.loads(spec.to_json())
    for name in field.split("."):
        chosen = chosen[int(name)] if isinstance(chosen, list) else chosen[name]
    return parse_spec(spec.to_json()) == spec, change_spec(base, {field: kind}) == spec, chosen["kind"] == kind


def test_numbers_survive_json_to_the_last_digit():
    spec = change_spec(small_spec(), {"training.optimizer.learning_rate": 0.1 + 0.2, "data.noise": 1e-300})
    read = parse_spec(spec.to_json())
    assert (read.training.optimizer.learning_rate, read.data.noise) == (0.1 + 0.2, 1e-300)


def test_an_empty_object_is_the_default_spec():
    assert parse_spec("{}") == ExperimentSpec()
    assert parse_spec(b"{}").network.hidden[0].units == 5


@pytest.mark.parametrize(
    ("points", "fraction", "batch", "epochs", "steps"),
    [
        (1000, 0.0, 32, 100, (32, 3200)),
        (1000, 0.5, 32, 1, (16, 16)),
        (64, 0.0, 32, 3, (2, 6)),
        (65, 0.0, 32, 3, (3, 9)),
    ],
)
def test_steps_are_counted_with_the_last_small_batch(points, fraction, batch, epochs, steps):
    changes = {"data.n": points, "data.test_fraction": fraction, "training.epochs": epochs}
    spec = small_spec({**changes, "training.batch_size": batch})
    assert (spec.steps_per_epoch, spec.total_steps) == steps
    assert spec.sample_every == spec.steps_per_epoch
    assert change_spec(spec, {"sampling": {"kind": "steps", "steps": 7}}).sample_every == 7
    assert spec.outputs == 1


@pytest.mark.parametrize(("most", "total", "epochs"), [(None, 12, 4), (12, 12, 4), (7, 7, 3), (3, 3, 1), (99, 12, 4)])
def test_a_limit_of_steps_cuts_the_training_short(most, total, epochs):
    spec = small_spec({"training.steps": most})
    assert (spec.total_steps, spec.epochs_begun) == (total, epochs)


def test_a_change_sets_its_paths_and_nothing_else():
    spec = small_spec()
    changed = change_spec(spec, {"network.hidden.1.units": 10, "seed": 5, "training.optimizer": "sgd"})
    assert [layer.units for layer in changed.network.hidden] == [4, 10]
    assert (changed.seed, changed.training.optimizer.kind) == (5, "sgd")
    back = {"network.hidden.1.units": 3, "seed": spec.seed, "training.optimizer": "adam"}
    assert change_spec(changed, back) == spec
    assert small_spec() == spec


def test_a_change_may_replace_the_layers():
    spec = change_spec(small_spec(), {"network.hidden": [{"units": 2}] * 3, "network.hidden.2.activation": "relu"})
    assert [layer.units for layer in spec.network.hidden] == [2, 2, 2]
    assert spec.network.resolved()[2].activation.kind == "relu"


@pytest.mark.parametrize(
    "path",
    [
        "nonsense",
        "network.nonsense",
        "network.hidden.2.units",
        "network.hidden.x.units",
        "seed.x",
        "",
        "network.hidden.9",
    ],
)
def test_an_unknown_path_is_named(path):
    with pytest.raises(SpecError) as caught:
        change_spec(small_spec(), {path: 3})
    assert [problem.field for problem in caught.value.problems] == [path]


def test_all_bad_changes_are_told_at_once():
    with pytest.raises(SpecError) as caught:
        change_spec(small_spec(), {"seed": -1, "network.hidden.0.units": "5", "training.epochs": True})
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["network.hidden.0.units", "training.epochs", "seed"]


def test_a_checked_spec_fits_together():
    check_spec(small_spec())
    broken = small_spec().model_copy(update={"training": small_spec().training.model_copy(update={"batch_size": 81})})
    with pytest.raises(SpecError, match="80 training points"):
        check_spec(broken)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "network"),
        ({"name": "mine"}, "mine"),
        ({"network.activation": "relu"}, "relu"),
        ({"network.initializer": "he_normal"}, "he normal"),
        ({"seed": 3}, "seed 3"),
        ({"training.optimizer.learning_rate": 0.05}, "learning rate 0.05"),
        ({"training.batch_size": 16}, "batch size 16"),
        ({"network.hidden.1.units": 8}, "units 8"),
        ({"network.normalization": {"kind": "batch", "position": "after"}}, "batch"),
        ({"data": "moons", "seed": 3}, "moons"),
        ({"data.scaling": "unit"}, "unit"),
        ({"network.hidden": []}, "hidden 0"),
        ({"network.hidden": [{"units": 4}]}, "hidden 1"),
        ({"network.hidden": [{"units": 4}, {"units": 3}, {"units": 2}]}, "hidden 3"),
        ({"network.hidden.0.activation": "relu"}, "relu"),
    ],
)
def test_a_change_is_named_after_the_first_field_that_differs(changes, name):
    assert name_change(small_spec(), small_spec(changes)) == name


def test_another_kind_alone_says_how_to_set_the_whole_choice():
    with pytest.raises(SpecError, match=r"set the whole of it, training\.optimizer=sgd"):
        change_spec(ExperimentSpec(), {"training.optimizer.kind": "sgd"})
    assert change_spec(ExperimentSpec(), {"network.activation.kind": "Tanh"}).network.activation.kind == "tanh"


def test_of_very_many_problems_the_first_are_named_and_the_rest_counted():
    spec = json.dumps({"version": 1, **{f"a{number}": 1 for number in range(3000)}})
    with pytest.raises(SpecError) as caught:
        parse_spec(spec)
    assert len(caught.value.problems) == 51
    assert "there are 2,9" in str(caught.value)
    assert len(str(caught.value)) < 10_000


@pytest.mark.parametrize("name", ["a\nb", "\x1b[2J", "x" * 5000])
def test_the_name_of_an_unknown_field_stays_on_one_short_line(name):
    with pytest.raises(SpecError) as caught:
        parse_spec(json.dumps({"version": 1, name: 1}))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500
