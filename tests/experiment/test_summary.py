import pytest

from tests.form.examples import build_circles
from vgdesk.experiment.spec import change_spec
from vgdesk.experiment.summary import describe_layers, describe_spec


@pytest.mark.parametrize(
    ("units", "said"),
    [((), "no hidden layers"), ((5,), "5 sigmoid"), ((5, 5), "2 × 5 sigmoid"), ((300, 100), "300, 100 sigmoid")],
)
def test_layers_are_told_by_their_shape(units, said):
    assert describe_layers(build_circles(0, hidden=[{"units": width} for width in units])) == said


def test_layers_of_several_activations_are_mixed():
    assert describe_layers(change_spec(build_circles(2), {"network.hidden.0.activation": "relu"})) == "2 × 5 mixed"


def test_a_spec_is_told_on_one_line_with_what_is_not_usual():
    spec = build_circles(2)
    said = "circles · 2 × 5 sigmoid · normal(0, 1) · RMSprop (Keras) 0.001 · batch 32 · seed 3"
    assert describe_spec(spec) == said
    assert "sigmoid · batch norm · normal" in describe_spec(change_spec(spec, {"network.normalization": "batch"}))
