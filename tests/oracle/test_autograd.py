import pytest
import torch

from tests.oracle.textbook import textbook_pass
from tests.training.examples import (
    ACTIVATIONS,
    NORMALIZATIONS,
    SKIPS,
    made_for,
    made_points,
    named,
    small_spec,
    with_units,
)
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network

DEPTHS = ((), (5,), (5, 4), (5, 4, 3), (6, 5, 4, 3))
POINTS = 17


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("hidden", DEPTHS, ids=lambda hidden: f"{len(hidden)} hidden")
@pytest.mark.parametrize("normalization", NORMALIZATIONS, ids=named)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=named)
def test_gradients_activations_and_signals_are_those_of_autograd(activation, normalization, hidden, classes):
    choices = {"network.activation": activation, "network.normalization": normalization}
    spec = made_for(small_spec({**choices, **with_units(*hidden)}), columns=4, classes=classes)
    assert_pass_is_that_of_autograd(spec)


@pytest.mark.parametrize("loss", ["cross_entropy", "mean_squared_error"])
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("skip", SKIPS, ids=named)
@pytest.mark.parametrize("normalization", NORMALIZATIONS, ids=named)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=named)
def test_skips_and_losses_are_differentiated_as_autograd_does(activation, normalization, skip, classes, loss):
    choices = {"network.activation": activation, "network.normalization": normalization, "network.skip": skip}
    spec = small_spec({**choices, "training.loss": loss, **with_units(4, 4, 3, 3)})
    assert_pass_is_that_of_autograd(made_for(spec, columns=4, classes=classes))


@pytest.mark.parametrize("normalization", NORMALIZATIONS, ids=named)
@pytest.mark.parametrize("hidden", DEPTHS, ids=lambda hidden: f"{len(hidden)} hidden")
def test_normalized_inputs_are_differentiated_as_autograd_does(hidden, normalization):
    choices = {"network.input_normalization": "batch", "network.normalization": normalization}
    assert_pass_is_that_of_autograd(made_for(small_spec({**choices, **with_units(*hidden)}), columns=4, classes=3))


def assert_pass_is_that_of_autograd(spec):
    network = moved_network(spec)
    classes = spec.data.classes
    points = made_points(POINTS, spec.data.inputs, classes)
    inputs, labels = torch.tensor(points.train_inputs).double(), torch.tensor(points.train_labels)
    loss = make_loss(classes, torch.float64, spec.training.loss)
    targets = loss.targets(labels)
    outputs = network.forward(inputs, training=True)
    network.backward(loss.gradient(outputs, targets))
    wanted = textbook_pass(spec, network, inputs, labels)
    assert_close(loss.value(outputs, targets), wanted.loss)
    for (number, tensor), gradient in wanted.gradients.items():
        assert_close(network.parameters.view(number, tensor)[1], gradient)
    assert {tensor for _, tensor in wanted.gradients} == {slot.tensor for slot in network.parameters.slots}
    for layer, activation_wanted, signal in zip(network.layers, wanted.activations, wanted.signals, strict=True):
        assert_close(layer.activation, activation_wanted)
        assert_close(layer.signal, signal)


def test_one_layer_of_its_own_activation_and_normalization_is_differentiated_as_such():
    hidden = [{"units": 4, "activation": "relu"}, {"units": 3, "normalization": "batch"}, {"units": 3}]
    spec = small_spec({"network.hidden": hidden})
    network = moved_network(spec)
    inputs = torch.linspace(-1, 1, 2 * POINTS, dtype=torch.float64).reshape(POINTS, 2)
    labels = torch.arange(POINTS) % 2
    loss = make_loss(2, torch.float64)
    outputs = network.forward(inputs, training=True)
    network.backward(loss.gradient(outputs, loss.targets(labels)))
    wanted = textbook_pass(spec, network, inputs, labels)
    assert {key for key in wanted.gradients if key[1] == "scale"} == {(2, "scale")}
    for (number, tensor), gradient in wanted.gradients.items():
        assert_close(network.parameters.view(number, tensor)[1], gradient)


@pytest.mark.parametrize("slope", [0.2, -0.3, 0.0])
def test_the_gradient_of_a_learned_slope_is_the_sum_over_what_is_negative(slope):
    spec = small_spec({"network.activation": {"kind": "prelu", "slope": slope}, **with_units(5)})
    network = build_network(spec, torch.float64)
    x = torch.linspace(-1, 1, 2 * POINTS, dtype=torch.float64).reshape(POINTS, 2)
    z = (x @ network.layers[0].weight).requires_grad_()
    outputs = network.forward(x, training=True)
    assert torch.equal(outputs, torch.where(z > 0, z, slope * z) @ network.layers[1].weight)
    delta = torch.linspace(-2, 3, POINTS, dtype=torch.float64)[:, None]
    network.backward(delta)
    back = delta @ network.layers[1].weight.T
    wanted = sum(back[i, j] * z[i, j] for i in range(POINTS) for j in range(5) if z[i, j] < 0)
    gradient = network.parameters.view(1, "slope")[1]
    assert gradient.shape == (1,)
    assert_close(gradient[0], wanted.detach())
    assert wanted.abs() > 0.1


def moved_network(spec):
    """A float64 network whose biases, scales and shifts have left their initial values."""
    network = build_network(spec, torch.float64)
    noise = torch.Generator().manual_seed(1)
    values = network.parameters.values
    values.add_(torch.randn(values.shape, dtype=values.dtype, generator=noise), alpha=0.3)
    return network


def assert_close(ours, theirs):
    """Within 1e-10 of the tensor's size, or of rounding: before a batch norm the gradient of a bias is 0."""
    assert ours.shape == theirs.shape
    assert (ours - theirs).abs().max().item() <= 1e-10 * theirs.abs().max().item() + 1e-15
