import pytest
import torch

from tests.training.examples import made_for, small_spec, with_units
from vgdesk.events import Layer
from vgdesk.experiment.estimate import count_parameters
from vgdesk.training.layers import Activate, BatchNorm
from vgdesk.training.network import build_network, layer_labels


def blocks_of(changes):
    return [[type(block) for block in layer.blocks] for layer in build_network(small_spec(changes)).layers]


def test_the_output_layer_has_neither_activation_nor_normalization():
    before, after = ({"network.normalization": {"kind": "batch", "position": place}} for place in ("before", "after"))
    assert blocks_of({}) == [[Activate], [Activate], []]
    assert blocks_of(before) == [[BatchNorm, Activate], [BatchNorm, Activate], []]
    assert blocks_of(after) == [[Activate, BatchNorm], [Activate, BatchNorm], []]
    assert blocks_of({**before, "network.activation": "linear"}) == [[BatchNorm], [BatchNorm], []]


def test_layers_are_named_from_the_input_side():
    assert layer_labels(small_spec(with_units(4, 3))) == (
        Layer("1 input", 4, "tanh"),
        Layer("2", 3, "tanh"),
        Layer("3 output", 1, "sigmoid"),
    )
    assert layer_labels(small_spec(with_units())) == (Layer("1 output", 1, "sigmoid"),)
    three = made_for(small_spec(with_units(4)), columns=5, classes=3)
    assert layer_labels(three)[-1] == Layer("2 output", 3, "softmax")


@pytest.mark.parametrize("normalization", ["none", "batch"])
@pytest.mark.parametrize("units", [(), (7,), (5, 4, 3)])
def test_it_has_as_many_parameters_as_its_spec_counts(units, normalization):
    spec = small_spec({**with_units(*units), "network.normalization": normalization})
    network = build_network(spec)
    assert len(network.parameters.values) == count_parameters(spec)
    assert [tuple(layer.weight.shape) for layer in network.layers] == list(zip((2, *units), (*units, 1), strict=True))


def test_the_output_layer_takes_an_initializer_of_its_own():
    network = build_network(small_spec({"network.output_initializer": {"kind": "uniform", "low": 7.0, "high": 8.0}}))
    assert (network.layers[-1].weight >= 7).all()
    assert (network.layers[0].weight < 7).all()


def test_a_network_without_hidden_layers_is_one_layer():
    network = build_network(small_spec(with_units()))
    x = torch.ones(3, 2)
    assert torch.equal(network.forward(x), x @ network.layers[0].weight + network.layers[0].bias)
