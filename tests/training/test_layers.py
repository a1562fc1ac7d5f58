"""Small cases by hand; whole networks are held against autograd in ``tests/oracle``."""

import torch

from vgdesk.experiment.activations import Linear, Relu
from vgdesk.experiment.initializers import Zeros
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, NoNormalization
from vgdesk.experiment.slots import dense_slots
from vgdesk.training.layers import DenseLayer
from vgdesk.training.parameters import Parameters

X = torch.tensor([[1.0, 2.0], [3.0, -1.0]])


def make_layer(number=1, activation=None, normalization=None, alpha=0.0):
    """Two inputs, two units, weights 1..4, biases 0 and -10."""
    spec = ResolvedLayer(2, activation or Linear(), Zeros(), normalization or NoNormalization(), alpha)
    parameters = Parameters([slot for layer in range(1, number + 1) for slot in dense_slots(layer, 2, spec)])
    layer = DenseLayer(number, parameters, spec)
    layer.weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    layer.bias.copy_(torch.tensor([0.0, -10.0]))
    return layer


def test_a_layer_is_x_w_plus_b_then_its_blocks():
    z = [[7, 0], [0, -8]]
    assert make_layer().forward(X, training=False).tolist() == z
    assert make_layer(activation=Relu()).forward(X, training=False).tolist() == [[7, 0], [0, 0]]


def test_a_layer_keeps_its_activation_and_its_signal():
    layer = make_layer(2, Relu())
    a = layer.forward(X, training=True)
    delta = layer.backward(torch.ones(2, 2))
    assert torch.equal(layer.activation, a)
    assert layer.signal.tolist() == [[1, 0], [0, 0]]
    assert layer.weight_gradient.tolist() == [[1, 0], [2, 0]]
    assert layer.bias_gradient.tolist() == [1, 0]
    assert delta.tolist() == [[1, 3], [0, 0]]


def test_scoring_forgets_nothing_that_backward_needs():
    layer = make_layer(activation=Relu())
    layer.forward(X, training=True)
    layer.forward(-5 * X[:1], training=False)
    layer.backward(torch.ones(2, 2))
    assert layer.weight_gradient.tolist() == [[1, 0], [2, 0]]


def test_the_first_layer_wastes_no_work_on_a_gradient_that_nobody_asks_for():
    layer = make_layer()
    layer.forward(X, training=True)
    delta = torch.ones(2, 2)
    assert layer.backward(delta) is delta


def test_gradients_are_written_anew_by_every_pass():
    layer = make_layer()
    for _ in range(2):
        layer.forward(X, training=True)
        layer.backward(torch.ones(2, 2))
    assert layer.bias_gradient.tolist() == [2, 2]


def test_a_skip_adds_what_went_in_and_its_gradient():
    layer = make_layer(2, Relu(), alpha=0.5)
    assert layer.forward(X, training=True).tolist() == [[1 + 3.5, 2], [3, -1]]
    delta = layer.backward(torch.ones(2, 2))
    assert layer.signal.tolist() == [[0.5, 0], [0, 0]]
    assert layer.weight_gradient.tolist() == [[0.5, 0], [1, 0]]
    assert delta.tolist() == [[1.5, 2.5], [1, 1]]


def test_a_skip_leaves_what_came_in_as_it_was():
    layer = make_layer(2, Relu(), alpha=1.0)
    x, delta = X.clone(), torch.ones(2, 2)
    layer.forward(x, training=True)
    layer.backward(delta)
    assert torch.equal(x, X)
    assert torch.equal(delta, torch.ones(2, 2))


def test_the_pre_activation_is_what_the_activation_function_is_given():
    z = torch.tensor([[7.0, 0.0], [0.0, -8.0]])
    plain, normalized, linear = (
        make_layer(activation=Relu()),
        make_layer(activation=Relu(), normalization=BatchNormalization(epsilon=1e-9)),
        make_layer(),
    )
    for layer in (plain, normalized, linear):
        layer.forward(X, training=True)
    assert torch.equal(plain.pre_activation, z)
    torch.testing.assert_close(normalized.pre_activation, torch.tensor([[1.0, 1.0], [-1.0, -1.0]]))
    assert torch.equal(linear.pre_activation, z)
