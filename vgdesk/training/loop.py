"""The training loop: specs go in, events come out."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import torch
from torch import Tensor

from vgdesk.errors import VgdeskError
from vgdesk.events import Event, Progressed, RoundEnded, RunEnded, RunStarted, Scored
from vgdesk.experiment.network import LayerSpec
from vgdesk.experiment.recording import TrainingState
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.start import Origin, Start, check_start
from vgdesk.training.batches import Batches
from vgdesk.training.clipping import make_clipping
from vgdesk.training.control import TrainControl
from vgdesk.training.data_facts import describe_points
from vgdesk.training.datasets import Dataset, load_dataset
from vgdesk.training.histograms import HistogramRecorder
from vgdesk.training.losses import make_loss
from vgdesk.training.network import build_network
from vgdesk.training.optimizers import make_optimizer
from vgdesk.training.penalties import make_penalty
from vgdesk.training.probe import Probe
from vgdesk.training.snapshots import SnapshotRecorder
from vgdesk.training.state_keeper import StateKeeper

_HAND_OUT_SECONDS = 0.033
_NARROW = LayerSpec(units=500)
_PROBE_OFTEN, _PROBE_SELDOM = 64, 512  # points whose activations are measured, by how often that is
_SCORED_POINTS = 4096  # a pass: bounds the memory of wide networks


class Training:
    """One network on its way from the first to the last step.

    Attributes:
        run: id of the run.
        network: as it is now.
        step: updates done.
        layout: what is measured, and what lies where in a snapshot.
        origin: of the weights that it began with; None for fresh ones.
        keeps_states: whether it yields all that it needs to go on, now and then.
    """

    def __init__(self, spec: ExperimentSpec, dataset: Dataset, *, run: str = "", measure: bool = True):
        self.spec = spec
        self.run = run or uuid.uuid4().hex
        self.network = build_network(spec)
        self.optimizer = make_optimizer(spec.training.optimizer, self.network.parameters)
        self.clip = make_clipping(spec.training.clipping, self.network.parameters)
        self.penalty = make_penalty(spec.training.penalty, self.network.parameters, self.optimizer)
        self.loss = make_loss(spec.data.classes, kind=spec.loss_kind)
        self.batches = Batches(spec, dataset, self.loss)
        inputs = self.batches.train[0][: _PROBE_OFTEN if spec.sample_every < spec.steps_per_epoch else _PROBE_SELDOM]
        self.probe = Probe(self.run, self.network, spec.training.batch_size, inputs)
        self.snapshots = SnapshotRecorder(self.run, self.network)
        self.states = StateKeeper(self.run, self.network, self.optimizer, self.batches)
        self.layout = replace(self.probe.layout, slots=self.snapshots.slots)
        self.histograms = HistogramRecorder(self.run, self.network.parameters, self.layout)
        schedule = spec.training.schedule
        self._schedule = None if schedule.is_constant else schedule
        self._plan = spec.total_steps, spec.steps_per_epoch
        self.step = 0
        self.keeps_states = self._goes_on = False
        self.origin: Origin | None = None
        parameters = len(self.network.parameters.values)
        intervals = spec.sample_every, spec.histogram_every, spec.snapshot_every(parameters)
        self._sample_every, self._histogram_every, self._snapshot_every = intervals if measure else (0, 0, 0)
        self._handed_out = time.perf_counter()

    def begin(self, start: Start) -> None:
        """Go on from weights of another run: same epoch, the order of the data as the spec draws it.

        The optimizer is a fresh one, unless its state is there.

        Raises:
            VgdeskError: the weights do not fit the network, or nothing is left to train.
        """
        check_start(self.spec, start)
        self.snapshots.restore(start.slots, start.values)
        if start.state is not None:
            self.states.restore_optimizer(start.state)
        self.origin = start.origin
        self.step = start.origin.steps_done(self.spec.steps_per_epoch)
        self.batches.skip(self.step // self.spec.steps_per_epoch)

    def go_on(self, state: TrainingState) -> None:
        """Be the training that the state is of, and yield what comes after it.

        Raises:
            VgdeskError: the state is not of this training, or nothing is left to train.
        """
        if state.step >= self.spec.total_steps:
            raise VgdeskError(
                f"{self.spec.name!r} has come to its end, step {state.step}; ask for more epochs to go on"
            )
        self.states.restore(state)
        self.step, self._goes_on = state.step, True
        if self._is_due(self._snapshot_every):
            self.snapshots.last_step = self.step

    def started(self) -> RunStarted:
        """The event that opens the run."""
        spec = self.spec
        parameters = len(self.network.parameters.values)
        plan = (spec.total_steps, spec.steps_per_epoch, parameters)
        facts = describe_points(*self.batches.train, self.loss, self.batches.targets)
        return RunStarted(self.run, spec.to_json(), self.layout, *plan, time.time(), self.origin, facts)

    def rounds(self) -> Iterator[Event | None]:
        """Train to the end; None marks each sample taken and its update done."""
        if not self._goes_on:
            yield self.score()
            if self._snapshot_every:
                yield self.snapshots.take(self.step)
            yield from self._keep_due_state()
        every = self.spec.steps_per_epoch
        for before in range(self.step // every * every, self.spec.total_steps, every):
            for inputs, targets in islice(self.batches.epoch(), self.step - before, self.spec.total_steps - before):
                yield from self._do_step(inputs, targets)
            yield self.score()
            yield from self._take_due_snapshot()
            yield from self._keep_due_state()
        yield from self._keep_state()
        self._measure_trained()
        yield from self._close()

    def end(self) -> Iterator[Event]:
        """What was not handed out yet, and the network as it is now, wherever training was stopped."""
        if self.step % self.spec.steps_per_epoch:
            yield from self._keep_state()
        yield from self._close()

    def _close(self) -> Iterator[Event]:
        if self._snapshot_every and self.snapshots.last_step != self.step:
            yield self.snapshots.take(self.step)
        yield from self.hand_out()

    def hand_out(self) -> Iterator[Event]:
        """The histograms and samples taken since the last call, and a sign of life."""
        for recorder in (self.histograms, self.probe):
            event = recorder.drain()  # one at a time: what is drained and not yielded is lost to every other call
            if event is not None:
                yield event
        self._handed_out = time.perf_counter()
        yield Progressed(self.run, self.step)

    def score(self) -> Scored:
        """Loss and accuracy as the network is now."""
        train, test = self.batches.train, self.batches.test
        scores = (*self._score(*train), *(self._score(*test) if len(test[0]) else ()))
        return Scored(self.run, self.step, *scores)

    def _do_step(self, inputs: Tensor, targets: Tensor) -> Iterator[Event | None]:
        sampled, counted = self._is_due(self._sample_every), self._is_due(self._histogram_every)
        self._measure_batch(inputs, targets, sampled=sampled, counted=counted)
        self._update()
        self.step += 1
        if sampled:
            self.probe.record_update()
        is_full = self.probe.is_full or self.histograms.is_full
        if is_full or time.perf_counter() - self._handed_out > _HAND_OUT_SECONDS:
            yield from self.hand_out()
            if self.step % self.spec.steps_per_epoch:  # at the end of an epoch a score comes first
                yield from self._keep_due_state()
        if sampled:
            yield None

    def _update(self) -> None:
        if self._schedule is not None:
            factor = self._schedule.factor(self.step, *self._plan)
            self.optimizer.rate = self.spec.training.optimizer.learning_rate * factor
        if self.clip is not None:
            self.clip()
        if self.penalty is not None:
            self.penalty()
        self.optimizer.step()

    def _is_due(self, interval: int) -> bool:
        return interval > 0 and self.step % interval == 0

    def _take_due_snapshot(self) -> Iterator[Event]:
        if self._is_due(self._snapshot_every):
            yield self.snapshots.take(self.step)

    def _keep_due_state(self) -> Iterator[Event]:
        if self.keeps_states and self.states.is_due:
            yield from self._keep_state()

    def _keep_state(self) -> Iterator[Event]:
        """All that is needed to go on, after what was told up to here."""
        if self.keeps_states and self.states.last_step != self.step:
            yield from self.hand_out()
            in_epoch = self.step % self.spec.steps_per_epoch > 0
            yield self.states.take(self.step, in_epoch=in_epoch)

    def _measure_trained(self) -> None:
        """Measure the batch that would come next, and leave the network as it is."""
        sampled, counted = self._sample_every > 0, self._histogram_every > 0
        if sampled or counted:
            with self.network.unmoved():
                inputs, targets = next(self.batches.epoch())
                self._measure_batch(inputs, targets, sampled=sampled, counted=counted)

    def _measure_batch(self, inputs: Tensor, targets: Tensor, *, sampled: bool, counted: bool) -> None:
        self.network.begin_step(self.step)
        if sampled:
            self.probe.record_activations()
        outputs = self.network.forward(inputs, training=True)
        self.network.backward(self.loss.gradient(outputs, targets))
        if sampled:
            self.probe.record(self.step, self.loss.value(outputs, targets))
        if counted:
            self.histograms.record(self.step)

    def _score(self, inputs: Tensor, targets: Tensor) -> tuple[float, float]:
        parts = zip(inputs.split(_SCORED_POINTS), targets.split(_SCORED_POINTS), strict=True)
        sums = np.zeros(2)
        for part_inputs, part_targets in parts:
            outputs = self.network.forward(part_inputs)
            loss = float(self.loss.value(outputs, part_targets))
            sums += np.array([loss, self.loss.accuracy(outputs, part_targets)]) * len(part_inputs)
        loss, accuracy = sums / len(inputs)
        return float(loss), float(accuracy)


def train(
    specs: Sequence[ExperimentSpec],
    control: TrainControl | None = None,
    runs: Sequence[str] = (),
    starts: Sequence[Start | TrainingState | None] = (),
    keep_states: bool = False,
) -> Iterator[Event]:
    """Train the lanes of a race in turns, a sample each, and yield what happens.

    Bit-identical for equal specs, wherever it runs. Uses one thread for all but wide networks.

    Args:
        specs: one a lane.
        control: looked at between events.
        runs: id of each run; new ones are made when there are none.
        starts: weights of another run that each continues from, or the state of its own that it goes on from; None,
            or none at all, for fresh ones.
        keep_states: yield what each needs to go on, now and then.

    Yields:
        RunStarted of every lane, then their events in lock step, then RunEnded of each.

    Raises:
        VgdeskError: a start does not fit its spec.
    """
    control = control or TrainControl()
    known = [start.threads for start in starts if isinstance(start, TrainingState)]
    torch.set_num_threads(max([_threads_for(specs), *known]))
    trainings = _make_trainings(specs, runs, starts)
    for training in trainings:
        training.keeps_states = keep_states and training.states.fits
    yield from (training.started() for training in trainings)
    turns = {training: _Turns(training) for training in trainings}
    while turns:
        fewest = min(lane.samples for lane in turns.values())
        for training, lane in [item for item in turns.items() if item[1].samples == fewest or control.stop]:
            yield from lane.take(control)
            if lane.is_over or control.stop:
                yield from lane.end()
                del turns[training]
        if control.holds_nothing_back:
            for training in turns:
                yield from training.hand_out()
        yield RoundEnded()


def _make_trainings(
    specs: Sequence[ExperimentSpec], runs: Sequence[str], starts: Sequence[Start | TrainingState | None]
) -> list[Training]:
    ids = runs or [""] * len(specs)
    trainings = [Training(spec, load_dataset(spec.data), run=run) for spec, run in zip(specs, ids, strict=True)]
    for training, start in zip(trainings, starts or [None] * len(specs), strict=True):
        if isinstance(start, TrainingState):
            training.go_on(start)
        elif start is not None:
            training.begin(start)
    return trainings


class _Turns:
    """A lane of a race: trains from one sample to the next at each turn."""

    def __init__(self, training: Training):
        self._training = training
        self._rounds = training.rounds()
        self._seconds = 0.0
        self.samples = 0
        self.is_over = False

    def take(self, control: TrainControl) -> Iterator[Event]:
        """Train to the next sample or the end; earlier if control says stop."""
        hurried = False
        while not hurried:
            began = time.perf_counter()
            event = next(self._rounds, self)
            self._seconds += time.perf_counter() - began
            if event is None:
                self.samples += 1
                break
            if event is self:
                self.is_over = True
                return
            yield event  # type: ignore[misc]
            hurried = control.stop or control.pausing

    def end(self) -> Iterator[Event]:
        """What a stopped lane has not handed out yet, and the event that closes the run."""
        if not self.is_over:
            yield from self._training.end()
        yield RunEnded(self._training.run, "finished" if self.is_over else "stopped", seconds=self._seconds)


def _threads_for(specs: Sequence[ExperimentSpec]) -> int:
    """Threads that pay: a second one slows narrow networks down many times on a busy machine."""
    widest = max(layer.units for spec in specs for layer in (*spec.network.hidden, _NARROW))
    return 1 if widest <= _NARROW.units else min(4, torch.get_num_threads())
