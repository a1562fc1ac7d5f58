"""What happened in a training: the only things that leave the torch room.

Events are frozen, hold plain Python and read-only numpy arrays, and carry the id of their run.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.data_facts import DataFacts
from vgdesk.experiment.recording import RunMoved, TrainingState
from vgdesk.experiment.slots import Slot
from vgdesk.experiment.start import Origin
from vgdesk.experiment.watched import Watched
from vgdesk.measures import HISTOGRAM_TENSORS, find_tensor, gradient_of

EndReason: TypeAlias = Literal["finished", "stopped", "failed"]
LONGEST_NAME = 48
"""Bytes of the name of a number that a program tells."""


@dataclass(frozen=True)
class Layer:
    """One row of the heatmap.

    Attributes:
        name: shown beside the row, such as ``1 input``.
        units: width.
        activation: its label.
    """

    name: str
    units: int
    activation: str


@dataclass(frozen=True)
class Channel:
    """What one column of a sample's values means.

    Attributes:
        layer: number of the layer, 1 at the input, or of the time step, 1 the first.
        tensor: key of the tensor, see ``vgdesk.measures``.
        measure: key of the measure.
    """

    layer: int
    tensor: str
    measure: str


@dataclass(frozen=True)
class Layout:
    """What is measured in a run, and the meaning of every column.

    Attributes:
        layers: input side first.
        channels: one a column.
        time_steps: of a recurrent network, the first first: the rows of tensors that follow time; else empty.
        slots: the tensors of a snapshot in the order in which they lie; empty in runs of older versions.
    """

    layers: tuple[Layer, ...]
    channels: tuple[Channel, ...]
    time_steps: tuple[Layer, ...] = ()
    slots: tuple[Slot, ...] = ()

    def rows(self, tensor: str) -> tuple[Layer, ...]:
        """What the rows of a tensor are, the one at the bottom of the heatmap first: layers, or time steps."""
        return self.time_steps if self.time_steps and find_tensor(tensor).follows_time else self.layers

    @cached_property
    def _columns(self) -> dict[tuple[str, str], NDArray[np.intp]]:
        columns: dict[tuple[str, str], NDArray[np.intp]] = {}
        for column, channel in enumerate(self.channels):
            key = (channel.tensor, channel.measure)
            if key not in columns:
                columns[key] = np.full(len(self.rows(channel.tensor)), -1, np.intp)
            columns[key][channel.layer - 1] = column
        return columns

    def columns(self, tensor: str, measure: str) -> NDArray[np.intp]:
        """Column of each layer [layer] for a measure of a tensor; -1 where the layer has none.

        Raises:
            KeyError: no layer of this run has that measure.
        """
        return self._columns[tensor, measure]

    @cached_property
    def histograms(self) -> tuple[tuple[str, int], ...]:
        """Tensor and layer of every histogram, in their order; those of one tensor are side by side."""
        return tuple(
            (tensor, slot.layer)
            for tensor in HISTOGRAM_TENSORS
            for slot in self.slots
            if tensor in (slot.tensor, gradient_of(slot.tensor))
        )

    @cached_property
    def count_type(self) -> np.dtype[Any]:
        """The smallest unsigned type that counts the entries of every tensor with a histogram."""
        largest = max((slot.size for slot in self.slots if slot.tensor in HISTOGRAM_TENSORS), default=0)
        return np.min_scalar_type(largest)

    def __contains__(self, key: tuple[str, str]) -> bool:
        """Whether any layer has that (tensor, measure)."""
        return key in self._columns


@dataclass(frozen=True)
class RunStarted:
    """A training began.

    Attributes:
        run: id of the run, unique for ever.
        spec_json: the spec as JSON; empty where a program of one's own trained.
        layout: what its samples hold.
        total_steps: updates planned; 0 where nobody knows.
        steps_per_epoch: updates an epoch; 1 where there are none.
        parameters: trained numbers.
        started: seconds since 1970, UTC.
        origin: of a run that continues from the weights of another; its steps are counted on from there.
        data: what the training points are like; None in runs of older versions and where nobody knows.
        watched: what was watched; None of what vgdesk trained from a spec.
    """

    run: str
    spec_json: str
    layout: Layout
    total_steps: int
    steps_per_epoch: int
    parameters: int
    started: float
    origin: Origin | None = None
    data: DataFacts | None = None
    watched: Watched | None = None

    @property
    def is_watched(self) -> bool:
        """Whether a program of the user's own trained it, so that there is no spec."""
        return self.watched is not None

    @property
    def has_epochs(self) -> bool:
        """Whether an epoch is more than a word for a step."""
        return not self.is_watched or self.steps_per_epoch > 1

    @property
    def first_step(self) -> int:
        """Updates that count as done before it began."""
        return self.origin.steps_done(self.steps_per_epoch) if self.origin else 0


@dataclass(frozen=True)
class Sampled:
    """Some samples in a row, each the state before the update of its step.

    Attributes:
        run: id of the run.
        steps: int64 [sample], updates done before the sample; 0 is the untrained network.
        batch_loss: float32 [sample], loss of the batch whose gradient was measured.
        values: float32 [sample, channel], in the order of the layout's channels.
    """

    run: str
    steps: NDArray[np.int64]
    batch_loss: NDArray[np.float32]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Histogrammed:
    """The histograms of some samples in a row, each before the update of its step.

    Attributes:
        run: id of the run.
        steps: int64 [sample], updates done before it; 0 is the untrained network.
        counts: of the layout's count type, [sample, histogram, column], in the order of the layout's histograms; a
            column a bin, then the exact zeros, then the non-finite; see ``vgdesk.measures``.
    """

    run: str
    steps: NDArray[np.int64]
    counts: NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class SnapshotTaken:
    """All numbers that make up the network, between two updates.

    Attributes:
        run: id of the run.
        step: updates done; 0 is the untrained network.
        values: float32 [entry], the tensors of the layout's slots one after the other.
    """

    run: str
    step: int
    values: NDArray[np.float32] = field(repr=False)


@dataclass(frozen=True)
class Scored:
    """Loss and accuracy over all points, measured between two updates.

    Attributes:
        run: id of the run.
        step: updates done.
        loss: mean over the training points.
        accuracy: share of right guesses, 0..1; NaN where numbers are learned.
        test_loss: over the test points; None without any.
        test_accuracy: over the test points; None without any.
    """

    run: str
    step: int
    loss: float
    accuracy: float
    test_loss: float | None = None
    test_accuracy: float | None = None


@dataclass(frozen=True)
class Logged:
    """A number that the program of a watched run told beside its losses, such as the learning rate.

    Attributes:
        run: id of the run.
        step: updates done.
        name: as it was told, ``LONGEST_NAME`` bytes of UTF-8 at most.
        value: the number; it may be NaN or infinite.
    """

    run: str
    step: int
    name: str
    value: float


@dataclass(frozen=True)
class Progressed:
    """A sign of life: updates done so far."""

    run: str
    step: int


@dataclass(frozen=True)
class RoundEnded:
    """Every lane of a race has come to its next sample, or its end."""


@dataclass(frozen=True)
class RunEnded:
    """A training ended.

    Attributes:
        run: id of the run.
        reason: finished all its steps, stopped by the user, or failed.
        message: why it failed, for the user; else empty.
        seconds: time spent training.
    """

    run: str
    reason: EndReason
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class RacePaused:
    """All lanes wait; every earlier event has been sent."""

    race: str


@dataclass(frozen=True)
class RaceResumed:
    """All lanes continue."""

    race: str


@dataclass(frozen=True)
class RaceEnded:
    """All lanes have ended.

    Attributes:
        race: id that the race was started under.
        message: why it failed, for the user; else empty.
    """

    race: str
    message: str = ""


@dataclass(frozen=True)
class EngineReady:
    """The training process waits for commands."""


@dataclass(frozen=True)
class DataPreviewed:
    """Some points of a data set, to be shown.

    Attributes:
        data_json: the data spec asked for, as JSON.
        inputs: float32 [point, 2]; of more columns their two principal components.
        labels: int64 [point].
        images: float32 [image, pixel], scaled as trained; none of data that are no images.
        image_labels: int64 [image].
        columns: float32 [point, column] a few training points in any order, with all their columns as trained.
        targets: float32 [point], their classes or numbers, or [point, target] several numbers.
        rows: float32 [point, column], the first of the points as trained on, all their columns; their labels come
            first in ``labels``.
    """

    data_json: str
    inputs: NDArray[np.float32] = field(repr=False)
    labels: NDArray[np.int64] = field(repr=False)
    images: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32), repr=False)
    image_labels: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)
    columns: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32), repr=False)
    targets: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32), repr=False)
    rows: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32), repr=False)


RunEvent: TypeAlias = RunStarted | Sampled | Histogrammed | SnapshotTaken | Scored | Logged | Progressed | RunEnded
Recording: TypeAlias = TrainingState | RunMoved
Event: TypeAlias = (
    RunEvent | Recording | RoundEnded | RacePaused | RaceResumed | RaceEnded | EngineReady | DataPreviewed
)


_Array = TypeVar("_Array", bound=NDArray[Any])


def freeze(array: _Array) -> _Array:
    """The array itself, made read-only."""
    array.setflags(write=False)
    return array
