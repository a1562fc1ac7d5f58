"""Small cases by hand; whole networks are held against autograd in ``tests/oracle``."""

import torch

from vgdesk.experiment.choices import BatchNormalization, Relu
from vgdesk.training.layers import Activate, BatchNorm, DenseLayer
from vgdesk.training.parameters import Parameters

X = torch.tensor([[1.0, 2.0], [3.0, -1.0]])


def make_layer(number=1, blocks=()):
    """Two inputs, two units, weights 1..4, biases 0 and -10."""
    parameters = Parameters([*[slot for layer in range(1, number + 1) for slot in DenseLayer.slots(layer, 2, 2)]])
    layer = DenseLayer(number, parameters, blocks)
    layer.weight.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    layer.bias.copy_(torch.tensor([0.0, -10.0]))
    return layer


def test_a_layer_is_x_w_plus_b_then_its_blocks():
    z = [[7, 0], [0, -8]]
    assert make_layer().forward(X, training=False).tolist() == z
    assert make_layer(blocks=(Activate(Relu()),)).forward(X, training=False).tolist() == [[7, 0], [0, 0]]


def test_a_layer_keeps_its_activation_and_its_signal():
    layer = make_layer(2, (Activate(Relu()),))
    a = layer.forward(X, training=True)
    delta = layer.backward(torch.ones(2, 2))
    assert torch.equal(layer.activation, a)
    assert layer.signal.tolist() == [[1, 0], [0, 0]]
    assert layer.weight_gradient.tolist() == [[1, 0], [2, 0]]
    assert layer.bias_gradient.tolist() == [1, 0]
    assert delta.tolist() == [[1, 3], [0, 0]]


def test_scoring_forgets_nothing_that_backward_needs():
    layer = make_layer(blocks=(Activate(Relu()),))
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


def test_a_fresh_batch_norm_standardizes_every_unit():
    parameters = Parameters(BatchNorm.slots(1, 2))
    norm = BatchNorm(BatchNormalization(epsilon=1e-9), 1, parameters)
    y = norm.forward(torch.tensor([[1.0, 30.0], [3.0, 10.0]]), training=True)
    torch.testing.assert_close(y, torch.tensor([[-1.0, 1.0], [1.0, -1.0]]))
    assert (norm.scale.tolist(), norm.shift.tolist()) == ([1, 1], [0, 0])
    assert norm.moving == (norm.mean, norm.variance)
