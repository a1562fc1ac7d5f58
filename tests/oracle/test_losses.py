import math

import pytest
import torch
from torch import nn

from tests.oracle.tolerance import assert_close
from tests.training.examples import small_spec
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training
from vgdesk.training.losses import make_loss

POINTS = 200


def made(classes, spread):
    """Logits that autograd follows, and labels."""
    noise = torch.Generator().manual_seed(classes)
    outputs = spread * torch.randn(POINTS, 1 if classes == 2 else classes, generator=noise, dtype=torch.float64)
    return outputs.requires_grad_(), torch.randint(classes, (POINTS,), generator=noise)


@pytest.mark.parametrize("spread", [0.0, 1.0, 50.0], ids=lambda spread: f"logits of {spread:g}")
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_value_and_gradient_are_those_of_torch(classes, spread):
    outputs, labels = made(classes, spread)
    ours = make_loss(classes, torch.float64)
    targets = ours.targets(labels)
    if classes == 2:
        theirs = nn.BCEWithLogitsLoss()(outputs, labels[:, None].double())
    else:
        theirs = nn.CrossEntropyLoss()(outputs, labels)
    theirs.backward()
    assert_value_and_gradient(ours, outputs, targets, theirs)


@pytest.mark.parametrize("spread", [0.0, 1.0, 50.0], ids=lambda spread: f"outputs of {spread:g}")
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_squared_errors_and_their_gradient_are_those_of_torch(classes, spread):
    outputs, labels = made(classes, spread)
    ours = make_loss(classes, torch.float64, "mean_squared_error")
    targets = ours.targets(labels)
    one_hot = torch.eye(classes, dtype=torch.float64)[labels]
    theirs = nn.MSELoss()(outputs, labels[:, None].double() if classes == 2 else one_hot)
    theirs.backward()
    assert_value_and_gradient(ours, outputs, targets, theirs)


def assert_value_and_gradient(ours, outputs, targets, theirs):
    """The value is a mean over all points; an entry of the gradient is a share or an output less a target."""
    steps = POINTS + 2 * outputs.shape[1] + 10
    assert_close(ours.value(outputs.detach(), targets), theirs, steps=steps)
    scale = (outputs.detach().abs() + 2) / POINTS
    assert_close(ours.gradient(outputs.detach(), targets), outputs.grad, steps=2 * outputs.shape[1] + 10, scale=scale)


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_accuracy_counts_the_right_guesses(classes):
    outputs, labels = made(classes, 1.0)
    ours = make_loss(classes)
    rows = outputs.tolist()
    guesses = [int(row[0] > 0) if classes == 2 else max(range(classes), key=row.__getitem__) for row in rows]
    right = sum(guess == label for guess, label in zip(guesses, labels.tolist(), strict=True))
    assert 0 < right < POINTS
    assert ours.accuracy(outputs.detach().float(), ours.targets(labels)) == right / POINTS
    squares = make_loss(classes, kind="mean_squared_error")
    outputs = outputs.detach().float() + (0.5 if classes == 2 else 0)  # it guesses 0 or 1 itself, not a logit
    assert squares.accuracy(outputs, squares.targets(labels)) == right / POINTS


def test_the_cross_entropy_of_a_share_is_that_of_torch_and_has_no_slope_where_the_share_is_0_or_1():
    shares = torch.linspace(0.01, 0.99, POINTS, dtype=torch.float64)[:, None].requires_grad_()
    ours = make_loss(2, torch.float64, "cross_entropy_of_share")
    targets = ours.targets(torch.arange(POINTS) % 2)
    theirs = nn.BCELoss()(shares, targets)
    theirs.backward()
    assert_close(ours.value(shares.detach(), targets), theirs, steps=POINTS + 10)
    assert_close(ours.gradient(shares.detach(), targets), shares.grad, steps=10)
    ones = torch.ones(POINTS, 1, dtype=torch.float64)
    assert not ours.gradient(ones, targets).any()
    assert_close(ours.value(ones, targets), -math.log(1e-7) / 2, steps=POINTS + 10, scale=1e7)
    assert ours.accuracy(ones, targets) == 0.5


def test_a_softmax_of_one_unit_never_learns():
    spec = small_spec({"network.output_function": "softmax"})
    training = Training(spec, load_dataset(spec.data), measure=False)
    before = training.network.parameters.values.clone()
    assert sum(1 for _ in training.rounds()) > 0
    assert training.step == spec.total_steps
    assert torch.equal(training.network.parameters.values, before)
