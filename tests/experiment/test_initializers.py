from typing import get_args

import pytest
from pydantic import ValidationError

from vgdesk.experiment import initializers
from vgdesk.experiment.initializers import AnyInitializer

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
