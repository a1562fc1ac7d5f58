"""Losses on the network's outputs, with their derivative written out."""

import math
from dataclasses import dataclass
from typing import Protocol

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor


class Loss(Protocol):
    """A loss of a batch of outputs [point, output] against labels."""

    def targets(self, labels: Tensor) -> Tensor:
        """Labels int64 [point] in the form the loss compares with."""

    def value(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Mean loss over the batch, a 0-d tensor."""

    def gradient(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """dL/d outputs [point, output] of the mean loss."""

    def accuracy(self, outputs: Tensor, targets: Tensor) -> float:
        """Share of right guesses."""

    def guessing(self, targets: Tensor) -> float:
        """Least loss that the same output for every point can have."""

    def commonest(self, targets: Tensor) -> float:
        """Share of the commonest class: 0..1; NaN where numbers are learned."""


@dataclass(frozen=True)
class BinaryCrossEntropy:
    """Cross-entropy of one logit against a class 0 or 1."""

    dtype: torch.dtype = torch.float32

    def targets(self, labels: Tensor) -> Tensor:
        """Labels as a column of 0 and 1."""
        return labels.to(self.dtype).unsqueeze(1)

    def value(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Mean over the batch, in nats."""
        return F.binary_cross_entropy_with_logits(outputs, targets)

    def gradient(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """(sigmoid(z) - y) / batch."""
        return torch.sigmoid(outputs).sub_(targets).div_(len(outputs))

    def accuracy(self, outputs: Tensor, targets: Tensor) -> float:
        """A logit above 0 guesses class 1."""
        return float(((outputs > 0) == (targets > 0.5)).double().mean())

    def guessing(self, targets: Tensor) -> float:
        """Entropy of the labels, in nats."""
        return _entropy(_class_shares(targets))

    def commonest(self, targets: Tensor) -> float:
        """Share of the commonest class."""
        return float(_class_shares(targets).max())


@dataclass(frozen=True)
class ShareCrossEntropy(BinaryCrossEntropy):
    """Cross-entropy of the share of class 1 itself, kept from 0 and 1 as Keras does."""

    nearest: float = 1e-7

    def value(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Mean over the batch, in nats."""
        shares = outputs.clamp(self.nearest, 1 - self.nearest)
        return -(targets * shares.log() + (1 - targets) * torch.log1p(-shares)).mean()

    def gradient(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """(p - y) / (p (1 - p)) / batch; 0 where p is kept from 0 or 1."""
        shares = outputs.clamp(self.nearest, 1 - self.nearest)
        slopes = (shares - targets) / (shares * (1 - shares)) / len(outputs)
        return torch.where(shares == outputs, slopes, 0.0)

    def accuracy(self, outputs: Tensor, targets: Tensor) -> float:
        """A share above one half guesses class 1."""
        return _share_right(outputs, targets)


@dataclass(frozen=True)
class SoftmaxCrossEntropy:
    """Cross-entropy of one logit a class against the class number."""

    classes: int
    dtype: torch.dtype = torch.float32

    def targets(self, labels: Tensor) -> Tensor:
        """Labels as one row of 0 and 1 a point."""
        return F.one_hot(labels, self.classes).to(self.dtype)

    def value(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Mean over the batch, in nats."""
        return F.cross_entropy(outputs, targets)

    def gradient(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """(softmax(z) - y) / batch."""
        return torch.softmax(outputs, 1).sub_(targets).div_(len(outputs))

    def accuracy(self, outputs: Tensor, targets: Tensor) -> float:
        """The largest logit is the guess."""
        return float((outputs.argmax(1) == targets.argmax(1)).double().mean())

    def guessing(self, targets: Tensor) -> float:
        """Entropy of the labels, in nats."""
        return _entropy(_class_shares(targets))

    def commonest(self, targets: Tensor) -> float:
        """Share of the commonest class."""
        return float(_class_shares(targets).max())


@dataclass(frozen=True)
class MeanSquaredError:
    """Mean squared difference of the outputs from a number, or from a class as 0 and 1."""

    classes: int
    dtype: torch.dtype = torch.float32

    def targets(self, labels: Tensor) -> Tensor:
        """Labels as a column of 0 and 1 for two classes, else one row of 0 and 1 a point; numbers as they are."""
        if self.classes <= 2:
            numbers = labels.to(self.dtype)
            return numbers if numbers.ndim == 2 else numbers.unsqueeze(1)
        return F.one_hot(labels, self.classes).to(self.dtype)

    def value(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Mean over the batch and the outputs."""
        return F.mse_loss(outputs, targets)

    def gradient(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """2 (z - y) / entries."""
        return torch.sub(outputs, targets).mul_(2 / outputs.numel())

    def accuracy(self, outputs: Tensor, targets: Tensor) -> float:
        """An output above one half, or the largest of several, is the guess; NaN for numbers."""
        if self.classes == 1:
            return math.nan
        if self.classes == 2:
            return _share_right(outputs, targets)
        return float((outputs.argmax(1) == targets.argmax(1)).double().mean())

    def guessing(self, targets: Tensor) -> float:
        """Variance of the targets, the mean over the outputs."""
        return float(targets.double().var(0, unbiased=False).mean())

    def commonest(self, targets: Tensor) -> float:
        """Share of the commonest class; NaN for numbers."""
        return math.nan if self.classes == 1 else float(_class_shares(targets).max())


def make_loss(classes: int, dtype: torch.dtype = torch.float32, kind: str = "cross_entropy") -> Loss:
    """The loss of that kind for that number of classes."""
    if kind == "cross_entropy_of_share":
        return ShareCrossEntropy(dtype)
    if kind == "mean_squared_error":
        return MeanSquaredError(classes, dtype)
    return BinaryCrossEntropy(dtype) if classes == 2 else SoftmaxCrossEntropy(classes, dtype)


def _share_right(outputs: Tensor, targets: Tensor) -> float:
    """Of guesses of class 1 wherever the output is above one half."""
    return float(((outputs > 0.5) == (targets > 0.5)).double().mean())


def _class_shares(targets: Tensor) -> Tensor:
    """Share of each class, float64 [class], of targets of 0 and 1."""
    shares = targets.double().mean(0)
    return torch.cat((1 - shares, shares)) if len(shares) == 1 else shares


def _entropy(shares: Tensor) -> float:
    """In nats."""
    return float(torch.special.entr(shares).sum())
