"""Edges of the losses; values and gradients are held against torch in ``tests/oracle``."""

import math

import pytest
import torch

from tests.oracle.tolerance import assert_close
from vgdesk.training.losses import BinaryCrossEntropy, MeanSquaredError, SoftmaxCrossEntropy, make_loss


def test_two_classes_are_learned_with_one_output_and_more_with_one_each():
    assert make_loss(2) == BinaryCrossEntropy()
    assert make_loss(3, torch.float64) == SoftmaxCrossEntropy(3, torch.float64)
    labels = torch.tensor([0, 1, 1])
    assert make_loss(2).targets(labels).tolist() == [[0], [1], [1]]
    assert make_loss(3).targets(labels).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]
    assert make_loss(3, torch.float64).targets(labels).dtype == torch.float64


def test_squared_errors_are_taken_from_one_output_for_two_classes_and_from_one_each_for_more():
    pair, three = (make_loss(classes, kind="mean_squared_error") for classes in (2, 3))
    assert (pair, three) == (MeanSquaredError(2), MeanSquaredError(3))
    labels = torch.tensor([0, 1, 1])
    assert pair.targets(labels).tolist() == [[0], [1], [1]]
    assert three.targets(labels).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]
    outputs = torch.tensor([[0.25], [0.5], [3.0]])
    assert pair.value(outputs, pair.targets(labels)).item() == (0.25**2 + 0.5**2 + 2.0**2) / 3
    assert_close(pair.gradient(outputs, pair.targets(labels)).flatten(), [0.5 / 3, -1 / 3, 4 / 3], steps=4)
    assert pair.accuracy(outputs, pair.targets(labels)) == 2 / 3


def test_guessing_costs_ln_of_the_classes():
    for classes in (2, 3, 10):
        loss = make_loss(classes)
        outputs = torch.zeros(6, 1 if classes == 2 else classes)
        targets = loss.targets(torch.tensor([0, 1] * 3))
        assert_close(loss.value(outputs, targets), math.log(classes), steps=6 + classes)


def test_a_sure_mistake_costs_its_logit_and_stays_finite():
    for logit in (100.0, 1e30):
        binary, softmax = make_loss(2), make_loss(3)
        assert binary.value(torch.tensor([[logit]]), torch.tensor([[0.0]])).item() == torch.tensor(logit).item()
        outputs = torch.tensor([[logit, 0.0, 0.0]])
        targets = softmax.targets(torch.tensor([1]))
        assert softmax.value(outputs, targets).item() == torch.tensor(logit).item()
        assert_close(softmax.gradient(outputs, targets)[0], [1, -1, 0], steps=4)


def test_logits_that_are_nan_are_no_right_guess_of_class_1():
    loss = make_loss(2)
    assert loss.accuracy(torch.full((4, 1), math.nan), loss.targets(torch.ones(4, dtype=torch.int64))) == 0


def test_the_gradient_leaves_outputs_and_targets_as_they_are():
    for classes, kind in ((2, "cross_entropy"), (3, "cross_entropy"), (2, "mean_squared_error")):
        loss = make_loss(classes, kind=kind)
        outputs = torch.ones(2, 1 if classes == 2 else classes)
        targets = loss.targets(torch.tensor([0, 1]))
        before = outputs.clone(), targets.clone()
        loss.gradient(outputs, targets)
        assert torch.equal(outputs, before[0])
        assert torch.equal(targets, before[1])


@pytest.mark.parametrize("kind", ["cross_entropy", "mean_squared_error"])
@pytest.mark.parametrize("labels", [[0, 1, 1, 1], [0, 1, 2, 2, 2]], ids=["two classes", "three classes"])
def test_guessing_costs_what_the_best_constant_output_costs(kind, labels):
    labels = torch.tensor(labels)
    classes = int(labels.max()) + 1
    loss = make_loss(classes, torch.float64, kind)
    targets = loss.targets(labels)
    shares = targets.mean(0)
    logits = torch.log(shares) if classes > 2 else torch.logit(shares)
    best = (shares if kind == "mean_squared_error" else logits).expand_as(targets)
    assert_close(loss.value(best, targets), loss.guessing(targets), steps=8 * len(labels))
    assert loss.commonest(targets) == torch.bincount(labels).max().item() / len(labels)


def test_one_label_is_guessed_without_a_loss():
    for classes, kind in ((2, "cross_entropy"), (3, "cross_entropy"), (2, "mean_squared_error")):
        loss = make_loss(classes, kind=kind)
        targets = loss.targets(torch.tensor([1, 1]))
        assert (loss.guessing(targets), loss.commonest(targets)) == (0, 1)


def test_numbers_are_guessed_with_their_variance():
    loss = make_loss(1, kind="mean_squared_error")
    targets = loss.targets(torch.tensor([1.0, 3.0, 5.0, 7.0]))
    assert loss.guessing(targets) == 5
    assert math.isnan(loss.commonest(targets))
