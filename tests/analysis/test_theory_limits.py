import pytest

from tests.analysis.untrained import deep_spec
from vgdesk.analysis.theory_limits import find_obstacle
from vgdesk.experiment.spec import change_spec


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"network.initializer": {"kind": "uniform", "low": -0.1, "high": 0.1}}, ""),
        ({"network.skip": "identity"}, ""),
        (
            {"network.skip": "identity", "network.activation": "relu"},
            "with skips it holds for tanh and sigmoid alone",
        ),
        (
            {"network.normalization": {"kind": "batch", "position": "after"}, "network.activation": "relu"},
            "batch normalisation divides by the spread of units that are hardly ever on",
        ),
        ({"network.normalization": {"kind": "batch", "position": "after"}}, ""),
        ({"network.hidden": []}, "there are no hidden layers"),
        ({"network.hidden.1.units": 31}, "a layer of 31 units; it holds from 32"),
        ({"network.initializer": {"kind": "uniform", "low": 0.0, "high": 1.0}}, "the mean of the weights is not 0"),
        ({"network.output_initializer": {"kind": "normal", "mean": 1.0}}, "the mean of the weights is not 0"),
        ({"network.dropout": 0.5}, "dropout adds noise that it leaves out"),
        (
            {"training.loss": "mse", "network.output_function": "sigmoid"},
            "it begins at the logits, and the output layer has a function of its own",
        ),
        (
            {"network.output_initializer": {"kind": "given", "weights": [[0.1] * 10, [-0.1] * 10] * 16}},
            "the weights are given, not drawn",
        ),
        ({"network.initializer": "zeros"}, "weights of a layer are all the same"),
        ({"network.hidden.0.initializer": "constant"}, "weights of a layer are all the same"),
    ],
)
def test_where_the_theory_does_not_hold_it_says_why(changes, reason):
    spec = deep_spec(depth=3, width=32, activation="tanh")
    assert find_obstacle(change_spec(spec, changes)) == reason


def test_a_recurrent_network_has_no_prediction():
    spec = change_spec(deep_spec(depth=1), {"data": {"kind": "delayed_recall"}, "network.recurrence": "gru"})
    assert find_obstacle(spec) == "the network is recurrent"
