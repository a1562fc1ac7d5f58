import json

import pytest

from tests.training.examples import small_spec
from vgdesk.errors import Problem, SpecError
from vgdesk.experiment.problems import find_problems
from vgdesk.experiment.spec import change_spec, parse_spec

BROKEN = {
    "data": {"kind": "circles", "n": 5, "factor": 1.5},
    "network": {
        "hidden": [{"units": 0}, {"units": 5, "activation": "swosh"}, {"width": 3}],
        "initializer": {"kind": "normal", "std": "wide"},
    },
    "training": {"optimizer": {"kind": "adam", "learning_rate": -1}, "epochs": 1.5},
    "sampling": {"kind": "steps", "steps": 0},
    "sed": 3,
}


def problems_of(tree):
    with pytest.raises(SpecError) as caught:
        parse_spec(tree if isinstance(tree, str) else json.dumps(tree))
    return caught.value.problems


def test_every_problem_is_told_at_once_by_field_value_and_message():
    problems = problems_of(BROKEN)
    assert {(problem.field, problem.value) for problem in problems} == {
        ("data.n", "5"),
        ("data.factor", "1.5"),
        ("network.hidden.0.units", "0"),
        ("network.hidden.1.activation", '"swosh"'),
        ("network.hidden.2.width", "3"),
        ("network.initializer.std", '"wide"'),
        ("training.optimizer.learning_rate", "-1"),
        ("training.epochs", "1.5"),
        ("sampling.steps", "0"),
        ("sed", "3"),
    }
    assert all(problem.message for problem in problems)


@pytest.mark.parametrize(
    ("tree", "field", "message"),
    [
        ({"data": {"n": 100}}, "data", 'has no "kind"; add it'),
        (
            {"data": "squares"},
            "data",
            "is no known kind; take one of 'circles', 'moons', 'xor', 'spirals', 'gaussians', 'digits'",
        ),
        (
            {"network": {"activation": "swosh"}},
            "network.activation",
            "take one of 'linear', 'sigmoid', 'hard_sigmoid', 'tanh', 'softsign', 'relu'",
        ),
        (
            {"network": {"skip": {"kind": "identity", "alpha": "2"}}},
            "network.skip.alpha",
            "should be '1' or '1/sqrt(L)'",
        ),
        ({"network": {"activation": {"kind": "elu", "alpha": 0}}}, "network.activation.alpha", "greater than 0"),
        ({"training": {"clipping": {"kind": "norm", "limit": 0}}}, "training.clipping.limit", "greater than 0"),
        ({"training": {"loss": "hinge"}}, "training.loss", "'cross_entropy' or 'mean_squared_error'"),
        (
            {"training": {"batch": 5}},
            "training.batch",
            "is not a field here: did you mean 'batch_size'? remove it or correct its name",
        ),
        ({"training": {"epochs": 0}}, "training.epochs", "should be greater than or equal to 1"),
        ({"training": {"epochs": "5"}}, "training.epochs", "should be a valid integer"),
        ({"seed": True}, "seed", "should be a valid integer"),
        ({"name": ""}, "name", "should have at least 1 character"),
        ({"version": 2}, "version", "should be 1"),
        ({"network": {"hidden": [{"units": 1}] * 201}}, "network.hidden", "at most 200"),
    ],
)
def test_a_problem_says_the_way_out(tree, field, message):
    (problem,) = problems_of(tree)
    assert problem.field == field
    assert message in problem.message
    assert "Input" not in problem.message


@pytest.mark.parametrize("text", ["", "{", "{'seed': 1}", '{"seed": }'])
def test_what_is_no_json_is_called_so(text):
    (problem,) = problems_of(text)
    assert (problem.field, problem.value) == ("", "")
    assert "this is no JSON" in problem.message


@pytest.mark.parametrize("text", ["[]", "3", "null", '"spec"'])
def test_json_that_is_no_spec_is_refused(text):
    (problem,) = problems_of(text)
    assert problem.field == ""
    assert str(problem).startswith("spec")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(number):
    (problem,) = problems_of(f'{{"data": {{"kind": "circles", "noise": {number}}}}}')
    assert problem.field == "data.noise"


def test_a_long_value_is_shortened():
    (problem,) = problems_of({"name": "x" * 1000})
    assert len(problem.value) == 60
    assert problem.value.endswith("…")


def test_a_batch_larger_than_the_training_points_is_refused():
    spec = small_spec({"data.n": 100, "training.batch_size": 80})
    assert find_problems(spec.data, spec.network, spec.training) == ()
    with pytest.raises(SpecError) as caught:
        change_spec(spec, {"data.test_fraction": 0.25})
    message = "is more than the 75 training points; take 75 or fewer, or more points"
    assert caught.value.problems == (Problem("training.batch_size", "80", message),)


@pytest.mark.parametrize(
    "field", ["network.initializer", "network.output_initializer", "network.hidden.1.initializer"]
)
@pytest.mark.parametrize(("low", "high"), [(1.0, 0.0), (1.0, 1.0)])
def test_an_empty_interval_of_weights_is_refused_wherever_it_stands(field, low, high):
    with pytest.raises(SpecError) as caught:
        small_spec({field: {"kind": "uniform", "low": low, "high": high}})
    message = f"is not below high = {high:g}; exchange them"
    assert caught.value.problems == (Problem(f"{field}.low", f"{low:g}", message),)


def test_rules_between_fields_are_told_all_at_once():
    uniform = {"kind": "uniform", "low": 1.0, "high": 0.0}
    with pytest.raises(SpecError) as caught:
        small_spec(
            {"training.batch_size": 1000, "network.initializer": uniform, "network.hidden.0.initializer": uniform}
        )
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["training.batch_size", "network.initializer.low", "network.hidden.0.initializer.low"]


SEQUENCES = {
    "data": {"kind": "adding", "length": 9},
    "network": {"hidden": [], "recurrence": "lstm"},
    "training": {"loss": "mean_squared_error"},
}


@pytest.mark.parametrize(
    ("section", "change", "field", "words"),
    [
        ("data", {"kind": "circles"}, "network.recurrence", "take none here, or adding or delayed_recall"),
        ("training", {"loss": "cross_entropy"}, "training.loss", "take mean_squared_error"),
        (
            "network",
            {"hidden": [], "recurrence": "gru", "input_normalization": "batch"},
            "network.input_normalization",
            "take none",
        ),
    ],
)
def test_what_does_not_go_with_sequences_is_refused(section, change, field, words):
    assert parse_spec(json.dumps(SEQUENCES)).network.recurrent is not None
    (problem,) = problems_of({**SEQUENCES, section: change})
    assert problem.field == field
    assert words in problem.message
