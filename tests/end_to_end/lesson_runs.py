"""Trainings of the lessons, each done once for all tests, and what the claims read off them."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.runs.history import History
from vgdesk.training.loop import train

SEEDS = range(5)


@cache
def trained(lesson: str, seed: int, epochs: int = 100) -> History:
    """The whole run of a lesson from that seed."""
    spec = change_spec(find_lesson(lesson).spec, {"seed": seed, "training.epochs": epochs})
    started, *events = train([spec])
    history = History(started, spec.name)
    for event in events:
        if getattr(event, "run", None) == history.run:
            history.append(event)
    return history


def median(figure: Callable[[int], float]) -> float:
    """Median of a figure over the five seeds."""
    return float(np.median([figure(seed) for seed in SEEDS]))


def of_layers(history: History, measure: str, tensor: str = "gradient") -> NDArray[np.float64]:
    """A measure of every layer [sample, layer], input side first, without the last sample, which closes the run."""
    columns = history.layout.columns(tensor, measure)
    return history.values[:-1, columns].astype(np.float64)


def final_loss(history: History) -> float:
    """Loss over all points after the training."""
    return float(history.scores.loss[-1])


def final_accuracy(history: History) -> float:
    """Accuracy over all points after the training."""
    return float(history.scores.accuracy[-1])


def last_to_first(history: History) -> float:
    """Run average of the last layer's mean absolute gradient / the first layer's."""
    average = of_layers(history, "mean_abs").mean(axis=0)
    return float(average[-1] / average[0])


def last_to_first_untrained(history: History) -> float:
    """The same before the first update."""
    first = of_layers(history, "mean_abs")[0]
    return float(first[-1] / first[0])


def hidden_deviation(history: History) -> float:
    """Geometric mean of the standard deviation of the gradients of the layers between first and last."""
    return float(np.exp(np.log(of_layers(history, "std")[:, :-1]).mean()))


def last_mean_to_others(history: History) -> float:
    """Run average of |mean gradient|: the last layer's / the largest of the others."""
    means = np.abs(of_layers(history, "mean")).mean(axis=0)
    return float(means[-1] / means[:-1].max())


def epochs_to_loss(history: History, loss: float) -> float:
    """Epochs until the loss over all points is at most that; infinite when it never is."""
    reached = np.flatnonzero(history.scores.loss <= loss)
    return float(reached[0]) if len(reached) else float("inf")
