import pytest

from tests.form.examples import build_circles
from vgdesk.experiment.shapes import describe_layers
from vgdesk.experiment.spec import change_spec


@pytest.mark.parametrize(
    ("units", "said"),
    [((), "no hidden layers"), ((5,), "5 sigmoid"), ((5, 5), "2 × 5 sigmoid"), ((300, 100), "300, 100 sigmoid")],
)
def test_layers_are_told_by_their_shape(units, said):
    assert describe_layers(build_circles(0, hidden=[{"units": width} for width in units]).network) == said


def test_layers_of_several_activations_are_mixed():
    spec = change_spec(build_circles(2), {"network.hidden.0.activation": "relu"})
    assert describe_layers(spec.network) == "2 × 5 mixed"
