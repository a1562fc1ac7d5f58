import pytest
import torch

from tests.pairwise import cover_pairs
from tests.training.examples import made_for, named, small_spec, with_units
from vgdesk.events import Layer
from vgdesk.experiment.estimate import estimate
from vgdesk.experiment.training import TrainingSpec
from vgdesk.training.blocks import Activate, ActivatePrelu, BatchNorm, LayerNorm
from vgdesk.training.network import build_network, layer_labels


def blocks_of(changes):
    return [[type(block) for block in layer.blocks] for layer in build_network(small_spec(changes)).layers]


def test_the_output_layer_has_neither_activation_nor_normalization():
    before, after = ({"network.normalization": {"kind": "batch", "position": place}} for place in ("before", "after"))
    assert blocks_of({}) == [[Activate], [Activate], []]
    assert blocks_of(before) == [[BatchNorm, Activate], [BatchNorm, Activate], []]
    assert blocks_of(after) == [[Activate, BatchNorm], [Activate, BatchNorm], []]
    assert blocks_of({**before, "network.activation": "linear"}) == [[BatchNorm], [BatchNorm], []]
    own = {"network.hidden.0.activation": "prelu", "network.hidden.1.normalization": "layer"}
    assert blocks_of(own) == [[ActivatePrelu], [LayerNorm, Activate], []]


def test_layers_are_named_from_the_input_side():
    assert layer_labels(small_spec(with_units(4, 3))) == (
        Layer("1 input", 4, "tanh"),
        Layer("2", 3, "tanh"),
        Layer("3 output", 1, "sigmoid"),
    )
    assert layer_labels(small_spec(with_units())) == (Layer("1 output", 1, "sigmoid"),)
    three = made_for(small_spec(with_units(4)), columns=5, classes=3)
    assert layer_labels(three)[-1] == Layer("2 output", 3, "softmax")
    for spec in (small_spec(), three):
        squares = spec.model_copy(update={"training": TrainingSpec(loss="mean_squared_error")})
        assert layer_labels(squares)[-1].activation == "linear"


@pytest.mark.parametrize(
    "case",
    cover_pairs(units=[(), (7,), (5, 4, 3)], normalization=["none", "batch", "layer"], activation=["relu", "prelu"]),
    ids=named,
)
def test_it_has_as_many_parameters_as_its_spec_counts(case):
    units = case["units"]
    choices = {"network.normalization": case["normalization"], "network.activation": case["activation"]}
    spec = small_spec({**with_units(*units), **choices})
    network = build_network(spec)
    assert len(network.parameters.values) == estimate(spec).parameters
    assert [tuple(layer.weight.shape) for layer in network.layers] == list(zip((2, *units), (*units, 1), strict=True))


def test_the_output_layer_takes_an_initializer_of_its_own():
    network = build_network(small_spec({"network.output_initializer": {"kind": "uniform", "low": 7.0, "high": 8.0}}))
    assert (network.layers[-1].weight >= 7).all()
    assert (network.layers[0].weight < 7).all()


def test_a_network_without_hidden_layers_is_one_layer():
    network = build_network(small_spec(with_units()))
    x = torch.ones(3, 2)
    assert torch.equal(network.forward(x), x @ network.layers[0].weight + network.layers[0].bias)


def test_skips_go_around_the_hidden_layers_that_are_as_wide_as_what_they_get():
    spec = small_spec({**with_units(2, 2, 3, 3), "network.skip": {"kind": "identity", "alpha": "1/sqrt(L)"}})
    assert [layer.alpha for layer in build_network(spec).layers] == [0.5, 0.5, 0, 0.5, 0]


def test_unmoved_restores_the_moving_statistics_even_after_an_error():
    network = build_network(small_spec({"network.normalization": "batch"}))
    norm, means = network.layers[0].blocks[0], []
    with pytest.raises(RuntimeError, match="torn"):
        forward_and_fail(network, means)
    assert means[0].any()
    assert norm.mean.tolist() == [0] * 4
    assert norm.variance.tolist() == [1] * 4


def forward_and_fail(network, means):
    with network.unmoved():
        network.forward(torch.ones(4, 2), training=True)
        means.append(network.layers[0].blocks[0].mean.clone())
        raise RuntimeError("torn")
