import pytest
from pydantic import TypeAdapter, ValidationError

from vgdesk.experiment.activations import Activation, Elu, LeakyRelu, Prelu

READ = TypeAdapter(Activation)


def test_slopes_are_explicit_and_stand_in_the_label():
    assert (LeakyRelu().slope, Prelu().slope, Elu().alpha) == (0.01, 0.25, 1.0)
    assert LeakyRelu(slope=0.3).label == "leaky relu(0.3)"
    assert Prelu().label == "prelu(0.25)"
    assert Elu(alpha=0.5).label == "elu(0.5)"


@pytest.mark.parametrize("slope", [-1.0, 0.0, 0.2, 1.0])
def test_a_leak_may_be_as_steep_as_the_line(slope):
    assert READ.validate_python({"kind": "leaky_relu", "slope": slope}) == LeakyRelu(slope=slope)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "leaky_relu", "slope": 1.1},
        {"kind": "prelu", "slope": -1.1},
        {"kind": "elu", "alpha": 0.0},
        {"kind": "elu", "alpha": -1.0},
        {"kind": "relu", "slope": 0.1},
        {"kind": "squish"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        READ.validate_python(wrong)


def test_equal_choices_are_one_key_of_a_table():
    assert {LeakyRelu(slope=0.3): "mine"}[LeakyRelu(slope=0.3)] == "mine"
    assert len({LeakyRelu(slope=0.25), Prelu(slope=0.25), LeakyRelu()}) == 3
