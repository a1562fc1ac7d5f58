import json
from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from tests.training.examples import small_spec
from vgdesk.errors import SpecError
from vgdesk.experiment import initializers
from vgdesk.experiment.initializers import AnyInitializer
from vgdesk.experiment.spec import check_spec, parse_spec

GAINS = [  # 100 inputs, 300 outputs
    (initializers.Normal(std=0.5), 25.0),
    (initializers.Uniform(low=-1.0, high=1.0), 100 / 3),
    (initializers.GlorotUniform(), 2 * 100 / 400),
    (initializers.GlorotNormal(), 2 * 100 / 400),
    (initializers.HeUniform(), 2.0),
    (initializers.HeNormal(), 2.0),
    (initializers.LecunUniform(), 1.0),
    (initializers.LecunNormal(), 1.0),
    (initializers.VarianceScaling(scale=3.0), 3.0),
    (initializers.VarianceScaling(scale=3.0, mode="fan_out"), 1.0),
    (initializers.VarianceScaling(scale=3.0, mode="fan_avg", shape="uniform"), 1.5),
    (initializers.ScaledNormal(scale=1.5), 2.25),
    (initializers.Orthogonal(factor=3.0), 3.0),
    (initializers.TorchDefault(), 1 / 3),
    (initializers.Constant(value=5.0), 0.0),
    (initializers.Zeros(), 0.0),
    (initializers.Given(weights="1 -1; 3 -3"), 100 * 5.0),
]


@pytest.mark.parametrize(("choice", "gain"), GAINS, ids=lambda value: getattr(value, "kind", ""))
def test_the_gain_is_fan_in_times_the_variance(choice, gain):
    assert choice.gain(100, 300) == pytest.approx(gain, rel=1e-12)


def test_the_gain_of_every_choice_is_tested_here():
    assert {choice.kind for choice, _ in GAINS} == {member().kind for member in get_args(get_args(AnyInitializer)[0])}


def test_an_orthogonal_matrix_has_a_gain_of_1_unless_it_widens():
    assert initializers.Orthogonal().gain(300, 100) == pytest.approx(1.0)
    assert initializers.Orthogonal().gain(100, 300) == pytest.approx(1 / 3)


@pytest.mark.parametrize("wrong", [{"scale": 0.0}, {"mode": "fans"}, {"shape": "normal"}], ids=str)
def test_variance_scaling_refuses_what_keras_does_not_know(wrong):
    with pytest.raises(ValidationError):
        initializers.VarianceScaling(**wrong)


def test_typed_weights_that_fit_no_layer_are_refused_with_both_shapes():
    with pytest.raises(
        SpecError, match=r"network\.initializer\.weights.*for 2 inputs and 1 units.*has 2 inputs and 4"
    ):
        small_spec({"network.initializer": {"kind": "given", "weights": "1; 2"}})
    with pytest.raises(SpecError, match=r"network\.hidden\.0\.initializer\.weights.*its rows are the other ones"):
        small_spec({"network.hidden": [{"units": 1, "initializer": {"kind": "given", "weights": "1 2"}}]})


def test_weights_that_are_not_there_yet_are_missed_when_it_is_trained():
    spec = small_spec({"network.output_initializer": "given"})
    with pytest.raises(SpecError, match=r"network\.output_initializer\.weights.*type them, or name a file"):
        check_spec(spec)


def test_a_file_gives_every_layer_its_own_matrix_and_says_which_it_lacks(tmp_path):
    file = str(tmp_path / "w.npz")
    made = np.random.default_rng(0)
    arrays = [made.normal(size=shape) for shape in [(4, 2), (4,), (3, 4), (3,), (1, 3)]]
    np.savez(file, *arrays)
    choice = {"kind": "given", "file": file, "rows": "units"}
    spec = small_spec({"network.initializer": choice})
    check_spec(spec)
    for layer, array in zip(spec.network.resolved(2), arrays[::2], strict=False):
        assert layer.initializer.read().weights.tolist() == array.T.tolist()
    with pytest.raises(SpecError, match="holds 3 matrices and none for layer 4"):
        check_spec(small_spec({"network.initializer": choice, "network.hidden": [{"units": 4}, {"units": 3}, {}]}))
    assert parse_spec(spec.to_json().replace("w.npz", "gone.npz"))


def test_given_weights_survive_json_to_the_last_digit():
    rows = [[0.1 + 0.2, -1e-30, 3.0, 1.0], [2.0, 5.0, 7.0, 1 / 3]]
    hidden = [{"units": 4, "initializer": {"kind": "given", "weights": rows, "biases": [1, 2, 3, 4]}}]
    spec = small_spec({"network.hidden": hidden})
    again = parse_spec(json.dumps(json.loads(spec.to_json())))
    assert again == spec
    assert again.network.hidden[0].initializer.read().weights.tolist() == rows
