import torch

from vgdesk.experiment.data_facts import DataFacts
from vgdesk.training.data_facts import describe_points
from vgdesk.training.losses import make_loss


def test_points_are_described_as_the_network_sees_them():
    inputs = torch.tensor([[0.0, -3.0], [2.0, 5.0], [1.0, 4.0], [1.0, 4.0]])
    loss = make_loss(2, kind="mean_squared_error")
    facts = describe_points(inputs, loss.targets(torch.tensor([0, 1, 0, 0])), loss)
    assert facts == DataFacts(points=4, guessing=3 / 16, commonest=0.75, low=(0, -3), high=(2, 5))


def test_numbers_have_no_commonest_class():
    loss = make_loss(1, kind="mean_squared_error")
    assert describe_points(torch.ones(2, 1), loss.targets(torch.tensor([1.0, 3.0])), loss).commonest is None
