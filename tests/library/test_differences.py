import pytest

from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.library.differences import SAME, describe_difference

BASE = change_spec(ExperimentSpec(), {"network.activation": "sigmoid", "network.hidden": [{"units": 5}] * 2})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, SAME),
        ({"name": "another name"}, SAME),
        ({"network.activation": "tanh"}, "tanh for sigmoid"),
        ({"network.hidden": [{"units": 20}] * 4}, "4 × 20 units for 2 × 5"),
        ({"network.hidden": []}, "no hidden units for 2 × 5"),
        ({"network.hidden.1.activation": "tanh"}, "layer 2 tanh for the usual"),
        ({"training.optimizer.learning_rate": 1e-5}, "learning rate 10⁻⁵ for 0.001"),
        ({"training.epochs": 7}, "epochs 7 for 100"),
        ({"network.normalization": "batch"}, "normalise batch for none"),
        ({"training.clipping": {"kind": "value", "limit": 1.0}}, "clip by value for none"),
        ({"training.loss": "mean_squared_error"}, "loss mean squared error for cross entropy"),
        ({"data": "spirals"}, "spirals for circles"),
        ({"data.seed": 3}, "data seed 3 for 42"),
        ({"seed": 3}, "seed 3 for 0"),
        ({"network.output_initializer": "zeros"}, "output initialiser zeros for none"),
        ({"network.activation": "tanh", "seed": 1}, "tanh for sigmoid, seed 1 for 0"),
        (
            {"network.activation": "tanh", "seed": 1, "training.epochs": 7, "training.batch_size": 8},
            "tanh for sigmoid, batch 8 for 32 and 2 more",
        ),
    ],
)
def test_a_difference_is_told_in_a_phrase(changes, words):
    assert describe_difference(BASE, change_spec(BASE, changes)) == words


def test_what_is_taken_away_is_told():
    before = change_spec(BASE, {"network.normalization": "batch", "network.output_initializer": "zeros"})
    assert describe_difference(before, BASE) == "output initialiser none for zeros, normalise none for batch"
