"""What became of a network, told without any gradient: from its scores, its points, its first and last weights."""

from typing import NamedTuple

import numpy as np

from vgdesk.analysis.forward import read_spec
from vgdesk.experiment.normalizations import NoNormalization
from vgdesk.runs.history import History
from vgdesk.training.datasets import load_dataset

_FROZEN = 0.02  # of the last layer's relative change
_FAR = 20.0  # times the loss of guessing


class Truth(NamedTuple):
    """What became of a network.

    Attributes:
        ratio: loss at the end / loss of guessing, the median of the last scores; NaN where it is no number.
        exploded: whether a number became NaN or infinite, or the loss ended far above that of guessing, that of the
            last batches too: moving statistics may be far off where nothing else is.
        frozen: whether the first layers hardly changed beside the last one; None where nothing says so.
        dead: whether most units of a layer are 0 for every point at the end; None where that is not known.
    """

    ratio: float
    exploded: bool
    frozen: bool | None
    dead: bool | None

    @property
    def beats_guessing(self) -> bool:
        """Whether the loss is below that of one who guesses."""
        return self.ratio < 0.97


def find_truth(history: History) -> Truth:
    """What became of the network of a run that kept its first and its last weights."""
    loss = history.scores.loss
    guess = _guessing(history)
    ratio = float(np.median(loss[-max(len(loss) // 10, 3) :])) / guess
    last = len(history.snapshots) - 1
    finite = bool(np.isfinite(history.snapshots.values(last)).all() and np.isfinite(loss).all())
    batches = float(np.median(history.batch_loss[-max(len(loss) // 10, 3) :])) / guess
    exploded = not finite or not min(ratio, batches) <= _FAR
    return Truth(ratio, exploded, _is_frozen(history) if finite else None, _is_dead(history) if finite else None)


def _guessing(history: History) -> float:
    spec = read_spec(history)
    labels = load_dataset(spec.data).train_labels
    shares = np.bincount(labels) / len(labels)
    if spec.training.loss == "cross_entropy":
        return float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
    variances = shares * (1 - shares)
    return float(variances[1] if len(variances) == 2 else variances.mean())


def _is_frozen(history: History) -> bool | None:
    layers = len(history.layout.layers)
    if layers < 4:
        return None
    first, last = 0, len(history.snapshots) - 1
    moved = []
    for layer in range(1, layers + 1):
        before, after = (history.snapshots.tensor(snapshot, layer).astype(float) for snapshot in (first, last))
        if not np.any(before):
            return None
        moved.append(np.sqrt(np.sum((after - before) ** 2) / np.sum(before**2)))
    return bool(max(moved[: layers // 2]) < _FROZEN * moved[-1])


def _is_dead(history: History) -> bool | None:
    """By a forward pass of its own; None for networks with normalisation or skips."""
    spec = read_spec(history)
    plain = isinstance(spec.network.normalization, NoNormalization) and spec.network.skip.kind == "none"
    if not plain:
        return None
    last, x = len(history.snapshots) - 1, load_dataset(spec.data).train_inputs
    with np.errstate(all="ignore"):
        for layer in range(1, len(history.layout.layers)):
            weight, bias = (history.snapshots.tensor(last, layer, tensor) for tensor in ("weight", "bias"))
            x = spec.network.activation.apply(x @ weight.reshape(x.shape[1], -1) + bias)
            if np.mean((x == 0).all(axis=0)) >= 0.8:
                return True
    return False
