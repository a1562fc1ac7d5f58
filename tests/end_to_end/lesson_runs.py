"""Trainings of the lessons, each done once for all tests that look at more than the claims do."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.claims import layer_values
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import change_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.runs.history import History

SEEDS = range(5)


@cache
def trained(lesson: str, seed: int, epochs: int = 100) -> History:
    """The whole run of a lesson from that seed."""
    return train_in_memory(change_spec(find_lesson(lesson).spec, {"seed": seed, "training.epochs": epochs}))


def median(figure: Callable[[int], float]) -> float:
    """Median of a figure over the five seeds."""
    return float(np.median([figure(seed) for seed in SEEDS]))


def of_layers(history: History, measure: str) -> NDArray[np.float64]:
    """A measure of every layer's gradient [sample, layer], input side first, without the last sample."""
    return layer_values(history, "gradient", measure)[:-1]
