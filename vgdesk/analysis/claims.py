"""The figures that lessons make claims about, each read off one run.

A new figure is a function of a history, with keyword arguments, and an entry in ``FIGURES``. Layers count from 1 at
the input side, samples from 0. Runs end with one more sample after the last update, which averages leave out.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.depth_rate import fit_depth_rate
from vgdesk.runs.history import History

Figure: TypeAlias = Callable[..., float]
Averaged: TypeAlias = Literal["gradients", "ratios"]


def loss(history: History) -> float:
    """Loss over the training points, after the training."""
    return float(history.scores.loss[-1])


def accuracy(history: History) -> float:
    """Accuracy over the training points, after the training: 0..1."""
    return float(history.scores.accuracy[-1])


def test_accuracy(history: History) -> float:
    """Accuracy over the test points, after the training: 0..1; NaN without any."""
    return float(history.scores.test_accuracy[-1])


def epochs_to_loss(history: History, loss: float) -> float:
    """Epochs until the loss over the training points is at most that; one more than there were if it never is."""
    reached = np.flatnonzero(history.scores.loss <= loss)
    return float(history.scores.epoch[reached[0]] if len(reached) else history.scores.epoch[-1] + 1)


def last_to_first(history: History, sample: int | None = None, averaged: Averaged = "gradients") -> float:
    """Mean absolute weight gradient: the last layer's / the first layer's.

    Args:
        history: of the network.
        sample: look at this one alone; without, at all of the training.
        averaged: over the samples, the gradients before they are divided, or the ratios.
    """
    return _last_to(history, 0, sample, averaged)


def last_to_second(history: History, sample: int | None = None, averaged: Averaged = "gradients") -> float:
    """Mean absolute weight gradient: the last layer's / the second layer's; see ``last_to_first``."""
    return _last_to(history, 1, sample, averaged)


def first_gradient(history: History, sample: int = 0) -> float:
    """Mean absolute weight gradient of the first layer at a sample."""
    return float(layer_values(history, "gradient", "mean_abs")[sample, 0])


def hidden_gradient_std(history: History) -> float:
    """Geometric mean, over samples and hidden layers, of the standard deviation of the weight gradient."""
    deviations = layer_values(history, "gradient", "std")[:-1, :-1]
    with np.errstate(divide="ignore"):
        return float(np.exp(np.log(deviations).mean()))


def last_mean_to_others(history: History) -> float:
    """Run average of the absolute mean of the weight gradient: the last layer's / the largest of the others."""
    means = np.abs(layer_values(history, "gradient", "mean")[:-1]).mean(axis=0)
    return _divide(means[-1], means[:-1].max())


def negative_share(history: History, layer: int) -> float:
    """Share of negative weights of a layer, after the training: 0..1."""
    return float(layer_values(history, "weight", "negative_fraction")[-1, layer - 1])


def dead_layer(history: History, epoch: float = 1) -> float:
    """Share of dead units in the hidden layer that has most of them, after a number of epochs: 0..1."""
    sample = _sample_at(history, epoch)
    return float(layer_values(history, "activation", "dead_fraction")[sample, :-1].max())


def unresponsive_share(history: History, sample: int = -1) -> float:
    """Share of unresponsive units at a sample in the hidden layer that has most of them: 0..1."""
    return float(layer_values(history, "activation", "unresponsive_fraction")[sample, :-1].max())


def effective_rank(history: History, first: int, last: int, epoch: float | None = None) -> float:
    """The largest effective rank of the layers first..last, after a number of epochs; after the training for None."""
    sample = -1 if epoch is None else _sample_at(history, epoch)
    return float(layer_values(history, "activation", "effective_rank")[sample, first - 1 : last].max())


def nonfinite(history: History) -> float:
    """1 if a loss, a gradient or a weight ever was NaN or infinite, else 0."""
    counts = [layer_values(history, tensor, "nonfinite").sum() for tensor in ("gradient", "weight")]
    losses = np.concatenate([history.batch_loss, history.scores.loss])
    return float(sum(counts) > 0 or not np.isfinite(losses).all())


def signal_first_to_last(history: History, sample: int = 0) -> float:
    """Root mean square of the signal at a sample: the first layer's, or time step's, / the last one's."""
    signals = layer_values(history, "signal", "rms")[sample]
    return _divide(signals[0], signals[-1])


def weight_gradient_first_to_last(history: History, sample: int = 0) -> float:
    """Root mean square of the weight gradient at a sample: the first layer's / the last layer's."""
    gradients = layer_values(history, "gradient", "rms")[sample]
    return _divide(gradients[0], gradients[-1])


def gradient_late_to_early(history: History, layer: int, samples: int = 10) -> float:
    """Mean absolute weight gradient of a layer: the average of the last samples / that of as many first ones."""
    gradients = layer_values(history, "gradient", "mean_abs")[:-1, layer - 1]
    return _divide(gradients[-samples:].mean(), gradients[:samples].mean())


def learned_slope(history: History) -> float:
    """Slope below zero that PReLU has learned, after the training: the mean of its layers."""
    return float(layer_values(history, "slope", "mean")[-1].mean())


def activation_mean(history: History, sample: int = 0) -> float:
    """Mean activation at a sample: the average of the hidden layers."""
    return float(layer_values(history, "activation", "mean")[sample, :-1].mean())


def activation_std_range(history: History, sample: int = 0) -> float:
    """Standard deviation of the activation at a sample: the largest of the hidden layers / the smallest."""
    deviations = layer_values(history, "activation", "std")[sample, :-1]
    return _divide(deviations.max(), deviations.min())


def activation_std_last_to_first(history: History, sample: int = 0) -> float:
    """Standard deviation of the activation at a sample: the last hidden layer's / the first one's."""
    deviations = layer_values(history, "activation", "std")[sample, :-1]
    return _divide(deviations[-1], deviations[0])


def bias_gradient_ratio(history: History, layer: int, below: int, sample: int = 0) -> float:
    """Norm of the gradient of a layer's biases at a sample / that of a layer below it."""
    norms = layer_values(history, "bias_gradient", "l2")[sample]
    return _divide(norms[layer - 1], norms[below - 1])


def saturated_share(history: History, sample: int = 0) -> float:
    """Share of saturated outputs at a sample: the average of the hidden layers, 0..1."""
    return float(layer_values(history, "activation", "saturated_fraction")[sample, :-1].mean())


def update_exponent(history: History, first: float, last: float) -> float:
    """Log10 of update to weight, averaged over the hidden layers and the samples from one epoch to another."""
    ratios = layer_values(history, "update", "ratio")[_sample_at(history, first) : _sample_at(history, last), :-1]
    return float(ratios.mean())


def first_overflow(history: History, sample: int = 0) -> float:
    """Number of the first layer with an activation that is NaN or infinite at a sample; 0 without any."""
    broken = np.flatnonzero(layer_values(history, "activation", "nonfinite")[sample])
    return float(broken[0] + 1) if len(broken) else 0.0


def silent_layers(history: History, sample: int = 0) -> float:
    """Number of hidden layers at a sample whose activation is exactly 0 for every point."""
    return float((layer_values(history, "activation", "rms")[sample, :-1] == 0).sum())


def growth_a_layer(history: History, sample: int = 0) -> float:
    """Factor by which the signal grows from one hidden layer to the next below, by a line through its logarithms."""
    signals = layer_values(history, "signal", "rms")[sample, :-1]
    with np.errstate(divide="ignore"):
        rate = fit_depth_rate(np.log10(signals))
    return float(10**-rate.slope) if rate is not None else float("nan")


def weight_change(history: History, layer: int, since: float, until: float) -> float:
    """Mean absolute change of the weights of a layer from one epoch to another.

    Raises:
        ValueError: the weights of those epochs were not kept.
    """
    before, after = (_weights_at(history, layer, epoch) for epoch in (since, until))
    return float(np.abs(after - before).mean())


FIGURES: Mapping[str, Figure] = {
    figure.__name__: figure
    for figure in (
        loss,
        accuracy,
        test_accuracy,
        epochs_to_loss,
        last_to_first,
        last_to_second,
        first_gradient,
        hidden_gradient_std,
        last_mean_to_others,
        negative_share,
        dead_layer,
        unresponsive_share,
        effective_rank,
        nonfinite,
        signal_first_to_last,
        weight_gradient_first_to_last,
        weight_change,
        gradient_late_to_early,
        learned_slope,
        activation_mean,
        activation_std_range,
        activation_std_last_to_first,
        bias_gradient_ratio,
        saturated_share,
        update_exponent,
        first_overflow,
        silent_layers,
        growth_a_layer,
    )
}

MEASURED: Mapping[str, tuple[str, str]] = {
    "last_to_first": ("gradient", "mean_abs"),
    "last_to_second": ("gradient", "mean_abs"),
    "first_gradient": ("gradient", "mean_abs"),
    "hidden_gradient_std": ("gradient", "std"),
    "last_mean_to_others": ("gradient", "mean"),
    "negative_share": ("weight", "negative_fraction"),
    "dead_layer": ("activation", "dead_fraction"),
    "unresponsive_share": ("activation", "unresponsive_fraction"),
    "effective_rank": ("activation", "effective_rank"),
    "signal_first_to_last": ("signal", "rms"),
    "weight_gradient_first_to_last": ("gradient", "rms"),
    "gradient_late_to_early": ("gradient", "mean_abs"),
    "activation_mean": ("activation", "mean"),
    "activation_std_range": ("activation", "std"),
    "activation_std_last_to_first": ("activation", "std"),
    "bias_gradient_ratio": ("bias_gradient", "l2"),
    "saturated_share": ("activation", "saturated_fraction"),
    "update_exponent": ("update", "ratio"),
    "growth_a_layer": ("signal", "rms"),
}
"""Tensor and measure that a figure is of; the others are of no measure of a layer."""


def takes(figure: Figure, arguments: Mapping[str, Any]) -> bool:
    """Whether a figure takes these arguments beside the network, and needs no others."""
    try:
        inspect.signature(figure).bind(None, **arguments)
    except TypeError:
        return False
    return True


def layer_values(history: History, tensor: str, measure: str) -> NDArray[np.float64]:
    """A measure of every row that has it: float64 [sample, row], the first layer or time step first.

    Raises:
        KeyError: no row has it.
    """
    columns = history.layout.columns(tensor, measure)
    return history.values[:, columns[columns >= 0]].astype(np.float64)


def _last_to(history: History, below: int, sample: int | None, averaged: Averaged) -> float:
    gradients = layer_values(history, "gradient", "mean_abs")
    gradients = gradients[:-1] if sample is None else gradients[[sample]]
    if averaged == "gradients":
        gradients = gradients.mean(axis=0, keepdims=True)
    return float(np.mean([_divide(row[-1], row[below]) for row in gradients]))


def _sample_at(history: History, epoch: float) -> int:
    """The first sample that is not before an epoch.

    Raises:
        ValueError: there is none.
    """
    later = np.flatnonzero(history.epochs >= epoch)
    if not len(later):
        raise ValueError(f"no sample at epoch {epoch:g}: the training ended at {history.epochs[-1]:g}")
    return int(later[0])


def _weights_at(history: History, layer: int, epoch: float) -> NDArray[np.float64]:
    kept = history.snapshots
    place = kept.at(epoch)
    if place < 0 or kept.epochs[place] != epoch:
        raise ValueError(f"the weights of epoch {epoch:g} were not kept; {len(kept)} snapshots are there")
    return kept.tensor(place, layer).astype(np.float64)


def _divide(number: float, by: float) -> float:
    """The quotient; by 0 it is infinite, and 0 by 0 no number."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide(number, by))
