import pytest
import torch

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
    parameters = Parameters(tuple(dense_slots(1, 4, ResolvedLayer(4, Linear(), Zeros(), spec))))
    return BatchNorm(spec, 1, parameters), torch.nn.BatchNorm1d(4, momentum=1 - momentum, eps=epsilon)


@pytest.mark.parametrize(("momentum", "epsilon"), [(0.99, 1e-3), (0.9, 1e-5), (0.0, 0.5)])
def test_moving_statistics_follow_torch_over_many_batches(momentum, epsilon):
    ours, theirs = make_pair(momentum, epsilon)
    noise = torch.Generator().manual_seed(0)
    for size in (32, 32, 2, 7, 32) * 10:
        x = 3 + 2 * torch.randn(size, 4, generator=noise)
        torch.testing.assert_close(ours.forward(x, training=True), theirs(x).detach())
    torch.testing.assert_close(ours.mean, theirs.running_mean)
    torch.testing.assert_close(ours.variance, theirs.running_var)
    assert not torch.allclose(ours.mean, torch.zeros(4), atol=0.5)
    theirs.eval()
    torch.testing.assert_close(ours.forward(x, training=False), theirs(x).detach())


def test_scoring_moves_nothing():
    ours, _ = make_pair()
    ours.forward(torch.randn(9, 4, generator=torch.Generator().manual_seed(0)), training=False)
    assert (ours.mean.tolist(), ours.variance.tolist()) == ([0.0] * 4, [1.0] * 4)


def test_a_batch_of_one_point_leaves_the_moving_statistics_finite():
    ours, _ = make_pair()
    before = [tensor.clone() for tensor in ours.moving]
    y = ours.forward(torch.ones(1, 4), training=True)
    delta = ours.backward(torch.ones(1, 4))
    assert torch.equal(y, ours.shift[None])
    assert all(torch.equal(*pair) for pair in zip(before, ours.moving, strict=True))
    assert torch.equal(delta, torch.zeros(1, 4))
    assert torch.equal(ours.shift_gradient, torch.ones(4))


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
