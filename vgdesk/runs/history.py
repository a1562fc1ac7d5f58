"""A run in memory: everything its events have said so far, as arrays that grow."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vgdesk.events import (
    Event,
    Histogrammed,
    Layout,
    Logged,
    Progressed,
    RunEnded,
    RunStarted,
    Sampled,
    Scored,
    SnapshotTaken,
)
from vgdesk.runs.column import Column, Timed
from vgdesk.runs.histograms import Histograms
from vgdesk.runs.scalars import Scalar
from vgdesk.runs.snapshots import Snapshots

_UPDATE = ("update", "ratio")


@dataclass(frozen=True)
class Scores:
    """The scores of a run, one entry a measurement; NaN where a score is absent.

    Attributes:
        step: int64 [score], updates done.
        epoch: float64 [score], step / steps per epoch.
        loss: float64 [score], over the training points.
        accuracy: float64 [score], over the training points, 0..1.
        test_loss: float64 [score], over the test points.
        test_accuracy: float64 [score], over the test points, 0..1.
    """

    step: NDArray[np.int64]
    epoch: NDArray[np.float64]
    loss: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    test_loss: NDArray[np.float64]
    test_accuracy: NDArray[np.float64]


class History(Timed):
    """A run in memory.

    Args:
        started: the run's first event.
        lane: name of the lane it ran in.

    Attributes:
        histograms: of its samples.
        snapshots: of its weights.
        scalars: numbers that a program of one's own told, by their name, in the order in which they came first.
        note: what a reader of its file had to leave out and why, for the user; empty when the run is whole.
    """

    def __init__(self, started: RunStarted, lane: str = ""):
        super().__init__(started.steps_per_epoch)
        self._started = started
        self._lane = lane
        self.histograms = Histograms(started.layout, started.steps_per_epoch)
        self.snapshots = Snapshots(started.layout, started.steps_per_epoch)
        self.scalars: dict[str, Scalar] = {}
        self.note = ""
        self._batch_loss = Column(np.float32)
        self._values = Column(np.float32, (len(started.layout.channels),))
        self._score_steps = Column(np.int64)
        self._score_values = Column(np.float64, (4,))
        self._selections: dict[tuple[str, str], slice | NDArray[np.intp]] = {}
        self._step = started.first_step
        self._ended: RunEnded | None = None
        self._revision = 0

    def append(self, event: Event) -> None:
        """Take in what happened.

        Raises:
            ValueError: an event of another run, one that no history holds, or values that do not fit the layout.
        """
        if not isinstance(event, Sampled | Histogrammed | SnapshotTaken | Scored | Logged | Progressed | RunEnded):
            raise ValueError(f"a history holds no {type(event).__name__}")
        if event.run != self.run:
            raise ValueError(f"an event of run {event.run} came to the history of run {self.run}")
        if isinstance(event, Sampled):
            self._append_samples(event)
        elif isinstance(event, Histogrammed):
            self._append_histograms(event)
        elif isinstance(event, SnapshotTaken):
            self.snapshots.append(event)
            self._step = max(self._step, event.step)
        elif isinstance(event, Scored):
            self._append_score(event)
        elif isinstance(event, Logged):
            self.scalars.setdefault(event.name, Scalar(self._steps_per_epoch)).append(event)
            self._step = max(self._step, event.step)
        elif isinstance(event, Progressed):
            self._step = max(self._step, event.step)
        else:
            self._ended = event
        self._revision += 1

    def go_on(self, started: RunStarted) -> None:
        """Take in the plan of a run that goes on; when it began and what from stays.

        Raises:
            ValueError: another run, or other columns.
        """
        if started.run != self.run or started.layout != self.layout:
            raise ValueError(f"run {started.run} does not go on where run {self.run} is")
        self._started = replace(started, started=self._started.started, origin=self._started.origin)
        self._revision += 1

    @property
    def started(self) -> RunStarted:
        """The run's first event."""
        return self._started

    @property
    def run(self) -> str:
        """Id of the run."""
        return self._started.run

    @property
    def lane(self) -> str:
        """Name of the lane it ran in; may be empty."""
        return self._lane

    @property
    def layout(self) -> Layout:
        """Its layers, and the meaning of every column of ``values``."""
        return self._started.layout

    @property
    def sample_count(self) -> int:
        """Samples so far."""
        return self._steps.count

    @property
    def batch_loss(self) -> NDArray[np.float32]:
        """float32 [sample], loss of the batch whose gradient was measured."""
        return self._batch_loss.view()

    @property
    def values(self) -> NDArray[np.float32]:
        """float32 [sample, channel], in the order of the layout's channels."""
        return self._values.view()

    @property
    def has_closing_sample(self) -> bool:
        """Whether the last sample was taken after the last update, so that no update of its own was measured."""
        if not self.sample_count or _UPDATE not in self.layout:
            return False
        columns = self.layout.columns(*_UPDATE)
        is_lost = not np.isfinite(self.batch_loss[-1]) and self.steps[-1] < self._started.total_steps
        return not is_lost and bool(np.isnan(self.values[-1, columns[columns >= 0]]).all())

    @property
    def scores(self) -> Scores:
        """The scores so far."""
        step = self._score_steps.view()
        epoch = step / self._started.steps_per_epoch
        epoch.setflags(write=False)
        return Scores(step, epoch, *self._score_values.view().T)

    @property
    def step(self) -> int:
        """Updates done, according to the newest event."""
        return self._step

    @property
    def planned_epochs(self) -> float:
        """Epochs of the whole training; those done so far where nobody knows how long it is."""
        return (self._started.total_steps or self._step) / self._started.steps_per_epoch

    @property
    def memory_bytes(self) -> int:
        """What its samples, histograms and weights take, about."""
        weights = sum(self.snapshots.values(number).nbytes for number in range(len(self.snapshots)))
        return self.values.nbytes + self.histograms.counts.nbytes + weights

    @property
    def ended(self) -> RunEnded | None:
        """How it ended; None while it runs, or when it was cut off."""
        return self._ended

    @property
    def revision(self) -> int:
        """A number that grows at each change."""
        return self._revision

    def grid(self, tensor: str, measure: str) -> NDArray[np.float32]:
        """One measure of one tensor over time: float32 [sample, layer], NaN where a layer has none.

        A view without copying where the layers' columns are at equal distances.

        Raises:
            KeyError: no layer of this run has that measure.
        """
        key = (tensor, measure)
        if key not in self._selections:
            self._selections[key] = _select(self.layout.columns(tensor, measure))
        selection = self._selections[key]
        if isinstance(selection, slice):
            return self.values[:, selection]
        gathered = self.values[:, selection]
        gathered[:, selection < 0] = np.nan
        gathered.setflags(write=False)
        return gathered

    def _append_samples(self, event: Sampled) -> None:
        count = len(event.steps)
        if event.values.shape != (count, len(self.layout.channels)) or event.batch_loss.shape != (count,):
            shape = event.values.shape
            raise ValueError(f"{count} samples of {len(self.layout.channels)} channels cannot hold values {shape}")
        if not count:
            return
        self._append_steps(event.steps)
        self._batch_loss.extend(event.batch_loss)
        self._values.extend(event.values)
        self._step = max(self._step, int(event.steps[-1]))

    def _append_histograms(self, event: Histogrammed) -> None:
        self.histograms.append(event)
        self._step = max([self._step, *event.steps[-1:].tolist()])

    def _append_score(self, event: Scored) -> None:
        values = (event.loss, event.accuracy, event.test_loss, event.test_accuracy)
        self._score_steps.extend(np.array([event.step]))
        self._score_values.extend(np.array([values], np.float64))  # numpy reads None as NaN
        self._step = max(self._step, event.step)


def _select(columns: NDArray[np.intp]) -> slice | NDArray[np.intp]:
    """The columns as a slice where they are at equal distances, else as they are."""
    distances = np.diff(columns)
    distance = int(distances[0]) if len(distances) else 1
    if columns.min() < 0 or distance < 1 or np.any(distances != distance):
        return columns
    return slice(int(columns[0]), int(columns[-1]) + 1, distance)
