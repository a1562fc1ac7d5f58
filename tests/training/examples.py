"""Small experiments that train in a moment, and what their events say."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import Event, Histogrammed, RunEnded, Sampled, Scored, SnapshotTaken
from vgdesk.experiment.data import Circles
from vgdesk.experiment.spec import ExperimentSpec, change_spec, parse_spec
from vgdesk.training.datasets import Dataset
from vgdesk.training.loop import train

ACTIVATIONS = (
    "linear",
    "sigmoid",
    "hard_sigmoid",
    "tanh",
    "softsign",
    "relu",
    {"kind": "leaky_relu", "slope": 0.3},
    {"kind": "prelu", "slope": 0.2},
    {"kind": "elu", "alpha": 1.5},
    "selu",
    "gelu",
    "silu",
    "softplus",
)
OPTIMIZERS = (
    {"kind": "sgd"},
    {"kind": "sgd", "momentum": 0.9},
    {"kind": "adam"},
    {"kind": "adam_keras"},
    {"kind": "rmsprop"},
    {"kind": "rmsprop_keras3"},
    {"kind": "adamw"},
    {"kind": "nadam"},
    {"kind": "adagrad"},
)
CLIPPINGS = (
    {"kind": "none"},
    {"kind": "value", "limit": 0.01},
    {"kind": "norm", "limit": 0.02},
    {"kind": "global_norm", "limit": 0.05},
)
BATCH_NORMS = ({"kind": "batch", "position": "before"}, {"kind": "batch", "position": "after"})
LAYER_NORMS = ({"kind": "layer", "position": "before"}, {"kind": "layer", "position": "after"})
NORMALIZATIONS = ({"kind": "none"}, *BATCH_NORMS, *LAYER_NORMS)
SKIPS = ({"kind": "none"}, {"kind": "identity", "alpha": "1"}, {"kind": "identity", "alpha": "1/sqrt(L)"})
BIASES = ({"kind": "usual"}, {"kind": "none"}, {"kind": "normal", "std": 0.5})
STEPS_PER_EPOCH = 3

_SMALL = """
{
  "data": {"kind": "circles", "n": 80},
  "network": {"hidden": [{"units": 4}, {"units": 3}], "activation": "tanh"},
  "training": {"optimizer": "adam", "batch_size": 32, "epochs": 4}
}
"""


class MadeData(Circles):
    """Points of any number of columns and classes, for data sets made by hand.

    Attributes:
        columns: input columns.
        labels: classes.
    """

    columns: int = 2
    labels: int = 2

    @property
    def inputs(self) -> int:
        """Number of input columns."""
        return self.columns

    @property
    def classes(self) -> int:
        """Number of classes."""
        return self.labels


def small_spec(changes: dict[str, Any] | None = None) -> ExperimentSpec:
    """A network 2-4-3-1 that trains 4 epochs of 3 steps, the last of an epoch half full; with fields changed."""
    return change_spec(parse_spec(_SMALL), changes or {})


def named(choice: Any) -> str:
    """The words of a choice, for the name of a test."""
    return choice if isinstance(choice, str) else "-".join(map(str, choice.values()))


def with_units(*units: int) -> dict[str, Any]:
    """The change that makes the hidden layers that wide."""
    return {"network.hidden": [{"units": number} for number in units]}


def made_for(spec: ExperimentSpec, columns: int, classes: int) -> ExperimentSpec:
    """The spec for as many points of so many columns and classes."""
    data = MadeData(n=spec.data.n, columns=columns, labels=classes)
    return spec.model_copy(update={"data": data})


def made_points(n: int, columns: int, classes: int) -> Dataset:
    """Random points whose class is seen in their columns."""
    random = np.random.default_rng(0)
    labels = random.integers(0, classes, n)
    centres = random.normal(size=(classes, columns))
    inputs = (centres[labels] + random.normal(size=(n, columns))).astype(np.float32)
    return Dataset(inputs, labels, inputs[:0], labels[:0])


def told(spec: ExperimentSpec) -> list[Event]:
    """All events of one training."""
    return list(train([spec], runs=["run"]))


def steps_of(events: Iterable[Event], run: str = "run") -> list[int]:
    """The steps at which a run was sampled."""
    return [step for event in _samples(events, run) for step in event.steps.tolist()]


def values_of(events: Iterable[Event], run: str = "run") -> NDArray[np.float32]:
    """The values of all samples of a run [sample, channel]."""
    return np.concatenate([event.values for event in _samples(events, run)])


def scores_of(events: Iterable[Event], run: str = "run") -> list[tuple[float | None, ...]]:
    """Step, loss, accuracy, test loss and test accuracy of every score of a run."""
    scores = [event for event in events if isinstance(event, Scored) and event.run == run]
    return [(score.step, score.loss, score.accuracy, score.test_loss, score.test_accuracy) for score in scores]


def histograms_of(events: Iterable[Event], run: str = "run") -> tuple[list[int], NDArray[np.unsignedinteger]]:
    """The steps of all histograms of a run, and their counts [moment, histogram, column]."""
    found = [event for event in events if isinstance(event, Histogrammed) and event.run == run]
    return [step for event in found for step in event.steps.tolist()], np.concatenate(
        [event.counts for event in found]
    )


def snapshots_of(events: Iterable[Event], run: str = "run") -> list[SnapshotTaken]:
    """The snapshots of a run."""
    return [event for event in events if isinstance(event, SnapshotTaken) and event.run == run]


def content_of(events: Sequence[Event], run: str = "run") -> tuple[Any, ...]:
    """All that a run told, bit for bit, but for times and for how its samples were handed out."""
    losses = np.concatenate([event.batch_loss for event in _samples(events, run)])
    ends = [event.reason for event in events if isinstance(event, RunEnded) and event.run == run]
    moments, counts = histograms_of(events, run)
    weights = [(event.step, event.values.tobytes()) for event in snapshots_of(events, run)]
    recorded = (values_of(events, run).tobytes(), moments, counts.tobytes(), weights)
    return steps_of(events, run), losses.tobytes(), recorded, scores_of(events, run), ends


def _samples(events: Iterable[Event], run: str) -> list[Sampled]:
    return [event for event in events if isinstance(event, Sampled) and event.run == run]
