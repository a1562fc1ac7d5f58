import pytest
import torch

from tests.oracle.tolerance import assert_close
from tests.training.examples import BATCH_NORMS, small_spec
from vgdesk.experiment.activations import Linear
from vgdesk.experiment.initializers import Zeros
from vgdesk.experiment.network import ResolvedLayer
from vgdesk.experiment.normalizations import BatchNormalization
from vgdesk.experiment.slots import dense_slots
from vgdesk.training.blocks import BatchNorm
from vgdesk.training.network import build_network
from vgdesk.training.parameters import Parameters


def make_pair(momentum=0.99, epsilon=1e-3):
    """Ours and torch's, four units each."""
    spec = BatchNormalization(momentum=momentum, epsilon=epsilon)
    parameters = Parameters(tuple(dense_slots(1, 4, ResolvedLayer(4, Linear(), Zeros(), spec))), torch.float64)
    theirs = torch.nn.BatchNorm1d(4, momentum=1 - momentum, eps=epsilon, dtype=torch.float64)
    return BatchNorm(spec, 1, parameters), theirs


@pytest.mark.parametrize(("momentum", "epsilon"), [(0.99, 1e-3), (0.9, 1e-5), (0.0, 0.5)])
def test_moving_statistics_follow_torch_over_many_batches(momentum, epsilon):
    """In float64; a moving statistic is a sum over the batches, whose shares add up to 1."""
    ours, theirs = make_pair(momentum, epsilon)
    noise = torch.Generator().manual_seed(0)
    batches = (32, 32, 2, 7, 32) * 10
    steps = len(batches) + max(batches) + 10
    for size in batches:
        x = 3 + 2 * torch.randn(size, 4, generator=noise, dtype=torch.float64)
        outputs = ours.forward(x, training=True)
        deviation = (x.var(0, correction=0) + epsilon).sqrt()
        assert_close(outputs, theirs(x), steps=steps, scale=2 * x.abs().max() / deviation)
    assert_close(ours.mean, theirs.running_mean, steps=steps, scale=x.abs().max())
    assert_close(ours.variance, theirs.running_var, steps=steps, scale=x.square().max())
    assert not torch.allclose(ours.mean, torch.zeros(4, dtype=torch.float64), atol=0.5)
    theirs.eval()
    scale = 2 * x.abs().max() / (theirs.running_var + epsilon).sqrt()
    assert_close(ours.forward(x, training=False), theirs(x), steps=steps, scale=scale)


def test_scoring_moves_nothing():
    ours, _ = make_pair()
    ours.forward(torch.randn(9, 4, generator=torch.Generator().manual_seed(0), dtype=torch.float64), training=False)
    assert (ours.mean.tolist(), ours.variance.tolist()) == ([0.0] * 4, [1.0] * 4)


def test_a_batch_of_one_point_leaves_the_moving_statistics_finite():
    ours, _ = make_pair()
    before = [tensor.clone() for tensor in ours.moving]
    y = ours.forward(torch.ones(1, 4, dtype=torch.float64), training=True)
    delta = ours.backward(torch.ones(1, 4, dtype=torch.float64))
    assert torch.equal(y, ours.shift[None])
    assert all(torch.equal(*pair) for pair in zip(before, ours.moving, strict=True))
    assert torch.equal(delta, torch.zeros(1, 4, dtype=torch.float64))
    assert torch.equal(ours.shift_gradient, torch.ones(4, dtype=torch.float64))


@pytest.mark.parametrize("normalization", BATCH_NORMS, ids=lambda choice: choice["position"])
def test_unmoved_restores_the_moving_statistics_of_every_layer(normalization):
    network = build_network(small_spec({"network.normalization": normalization}))
    x = torch.randn(16, 2, generator=torch.Generator().manual_seed(0))
    network.forward(x, training=True)
    moving = [tensor for layer in network.layers for block in layer.blocks for tensor in block.moving]
    before = [tensor.clone() for tensor in moving]
    assert len(moving) == 4
    with network.unmoved():
        network.forward(5 + x, training=True)
        assert not any(torch.equal(*pair) for pair in zip(before, moving, strict=True))
    assert all(torch.equal(*pair) for pair in zip(before, moving, strict=True))
