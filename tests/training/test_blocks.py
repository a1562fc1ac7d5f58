"""Small cases by hand; whole networks are held against autograd in ``tests/oracle``."""

import math

import pytest
import torch

from vgdesk.experiment.activations import Linear, Prelu, Relu
from vgdesk.experiment.initializers import Zeros
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization, LayerNormalization, NoNormalization
from vgdesk.experiment.output_functions import Softmax
from vgdesk.experiment.slots import dense_slots
from vgdesk.training.blocks import Activate, ActivatePrelu, BatchNorm, LayerNorm, build_blocks
from vgdesk.training.parameters import Parameters


def build(activation, normalization, units=2):
    """The blocks of a layer 1, over parameters of their own."""
    slots = dense_slots(1, units, ResolvedLayer(units, activation, Zeros(), normalization))
    parameters = Parameters([slot for slot in slots if slot.tensor not in ("weight", "bias")])
    return build_blocks(1, parameters, activation, normalization), parameters


@pytest.mark.parametrize("kind", [BatchNormalization, LayerNormalization])
def test_a_normalization_stands_before_or_after_the_activation(kind):
    norm = {BatchNormalization: BatchNorm, LayerNormalization: LayerNorm}[kind]
    before, after = (build(Relu(), kind(position=place))[0] for place in ("before", "after"))
    assert [type(block) for block in before] == [norm, Activate]
    assert [type(block) for block in after] == [Activate, norm]
    assert [type(block) for block in build(Linear(), kind(position="after"))[0]] == [norm]


def test_a_linear_layer_without_normalization_has_no_block():
    assert build(Linear(), NoNormalization())[0] == ()


def test_a_fresh_batch_norm_standardizes_every_unit():
    (norm, _), _ = build(Relu(), BatchNormalization(epsilon=1e-9))
    y = norm.forward(torch.tensor([[1.0, 30.0], [3.0, 10.0]]), training=True)
    torch.testing.assert_close(y, torch.tensor([[-1.0, 1.0], [1.0, -1.0]]))
    assert (norm.scale.tolist(), norm.shift.tolist()) == ([1, 1], [0, 0])
    assert norm.moving == (norm.mean, norm.variance)


def test_a_fresh_layer_norm_standardizes_every_point_alike_in_training_and_scoring():
    (norm, _), _ = build(Relu(), LayerNormalization(epsilon=1e-9))
    x = torch.tensor([[1.0, 3.0], [30.0, 10.0]])
    y = norm.forward(x, training=True)
    torch.testing.assert_close(y, torch.tensor([[-1.0, 1.0], [1.0, -1.0]]))
    assert torch.equal(norm.forward(x[:1], training=False), y[:1])
    assert norm.moving == ()


def test_a_layer_norm_follows_torch():
    (norm, _), parameters = build(Relu(), LayerNormalization(epsilon=0.1), units=5)
    theirs = torch.nn.LayerNorm(5, eps=0.1)
    noise = torch.Generator().manual_seed(0)
    parameters.values.copy_(torch.randn(10, generator=noise))
    theirs.weight.data.copy_(norm.scale)
    theirs.bias.data.copy_(norm.shift)
    x = torch.randn(7, 5, generator=noise).requires_grad_()
    delta = torch.randn(7, 5, generator=noise)
    theirs(x).backward(delta)
    torch.testing.assert_close(norm.forward(x.detach(), training=True), theirs(x).detach())
    torch.testing.assert_close(norm.backward(delta), x.grad)
    torch.testing.assert_close(norm.scale_gradient, theirs.weight.grad)
    torch.testing.assert_close(norm.shift_gradient, theirs.bias.grad)


def test_prelu_starts_from_its_slope_and_learns_it():
    (block,), parameters = build(Prelu(slope=0.25), NoNormalization())
    assert isinstance(block, ActivatePrelu)
    assert parameters.values.tolist() == [0.25]
    x = torch.tensor([[-4.0, 2.0], [0.0, -8.0]])
    assert block.forward(x, training=True).tolist() == [[-1, 2], [0, -2]]
    assert block.backward(torch.tensor([[1.0, 5.0], [7.0, 3.0]])).tolist() == [[0.25, 5], [1.75, 0.75]]
    assert parameters.gradients.tolist() == [-4 * 1 - 8 * 3]
    parameters.values.fill_(-1)
    assert block.forward(x, training=False).tolist() == [[4, 2], [0, 8]]
    assert torch.equal(block.input, x)


@pytest.mark.parametrize("activation", [Relu(), Prelu()])
def test_scoring_forgets_nothing_that_backward_needs(activation):
    blocks, parameters = build(activation, BatchNormalization())
    x = torch.tensor([[1.0, -3.0], [2.0, 4.0], [-5.0, 1.0]])
    found = []
    for scored in (False, True):
        for block in blocks:
            x = block.forward(x, training=True)
            if scored:
                block.forward(7 + x, training=False)
        delta = torch.linspace(-1, 2, 6).reshape(3, 2)
        for block in reversed(blocks):
            delta = block.backward(delta)
        found.append((delta, parameters.gradients.clone()))
        x = torch.tensor([[1.0, -3.0], [2.0, 4.0], [-5.0, 1.0]])
    assert all(torch.equal(one, other) for one, other in zip(*found, strict=True))


def test_a_softmax_gives_back_what_moves_shares_against_each_other():
    (block,), _ = build(Softmax(), NoNormalization(), units=2)
    shares = block.forward(torch.tensor([[0.0, math.log(3)]]), training=True)
    assert shares[0].tolist() == pytest.approx([0.25, 0.75])
    assert block.backward(torch.tensor([[1.0, 0.0]]))[0].tolist() == pytest.approx([0.1875, -0.1875])
    assert block.backward(torch.ones(1, 2))[0].tolist() == pytest.approx([0, 0], abs=1e-7)
