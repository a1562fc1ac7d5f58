"""Small runs made by hand, without any training."""

import json
from pathlib import Path

import numpy as np

from vgdesk.events import (
    Channel,
    Histogrammed,
    Layer,
    Layout,
    RunEnded,
    RunStarted,
    Sampled,
    Scored,
    SnapshotTaken,
)
from vgdesk.experiment.slots import Slot
from vgdesk.measures import HISTOGRAM_COLUMNS, SCORES, measures_of
from vgdesk.runs.history import History
from vgdesk.runs.writer import RunWriter

STEPS_PER_EPOCH = 4
TENSOR_KEYS = ("gradient", "weight", "bias_gradient", "bias")


def example_layout(layers: int = 3) -> Layout:
    """Every measure of weights and biases of so many sigmoid layers, a measure's layers side by side."""
    channels = [
        Channel(layer, tensor, measure.key)
        for tensor in TENSOR_KEYS
        for measure in measures_of(tensor)
        for layer in range(1, layers + 1)
    ]
    shapes = {"weight": (5, 5), "bias": (5,)}
    slots = [Slot(layer, tensor, shape) for layer in range(1, layers + 1) for tensor, shape in shapes.items()]
    named = tuple(Layer(f"{i + 1}", 5, "sigmoid") for i in range(layers))
    return Layout(named, tuple(channels), slots=tuple(slots))


def example_started(run: str = "run-1", layers: int = 3, layout: Layout | None = None, seed: int = 7) -> RunStarted:
    """The first event of a run that samples every epoch of four steps."""
    return RunStarted(
        run=run,
        spec_json=json.dumps({"version": 1, "name": "example", "seed": seed}, indent=2),
        layout=layout or example_layout(layers),
        total_steps=400,
        steps_per_epoch=STEPS_PER_EPOCH,
        parameters=81,
        started=1_700_000_000.25,
    )


def example_samples(started: RunStarted, count: int, first: int = 0, seed: int = 0) -> Sampled:
    """``count`` random samples in a row, one an epoch, with a NaN, both infinities, a denormal and an exact zero."""
    random = np.random.default_rng([seed, first])
    values = random.normal(size=(count, len(started.layout.channels))).astype(np.float32)
    odd = np.array([np.nan, np.inf, -np.inf, 1e-42, 0], np.float32)
    flat = values.reshape(-1)
    flat[: len(odd)] = odd[: len(flat)]
    steps = (np.arange(count, dtype=np.int64) + first) * started.steps_per_epoch
    return Sampled(started.run, steps, random.random(count, np.float32), values)


def example_histograms(started: RunStarted, count: int, first: int = 0, seed: int = 0) -> Histogrammed:
    """``count`` random moments in a row, one an epoch."""
    layout = started.layout
    shape = (count, len(layout.histograms), HISTOGRAM_COLUMNS)
    counts = np.random.default_rng([seed, first, 1]).integers(0, 26, shape).astype(layout.count_type)
    return Histogrammed(started.run, (np.arange(count, dtype=np.int64) + first) * started.steps_per_epoch, counts)


def example_snapshot(started: RunStarted, epoch: int) -> SnapshotTaken:
    """Random weights, with a NaN and a denormal."""
    entries = sum(slot.size for slot in started.layout.slots)
    values = np.random.default_rng([epoch, 2]).normal(size=entries).astype(np.float32)
    values[:2] = np.nan, 1e-42
    return SnapshotTaken(started.run, epoch * started.steps_per_epoch, values)


def example_history(samples: int = 10, layers: int = 3, *, run: str = "run-1", lane: str = "sigmoid") -> History:
    """A finished run with that many samples and histograms, a score and a snapshot for every second of them."""
    started = example_started(run, layers)
    history = History(started, lane)
    history.append(example_samples(started, samples))
    history.append(example_histograms(started, samples))
    for sample in range(0, samples, 2):
        history.append(example_snapshot(started, sample))
        history.append(Scored(run, sample * STEPS_PER_EPOCH, 0.7 / (1 + sample), 0.5, 0.8, 0.25))
    history.append(RunEnded(run, "finished", "", 1.5))
    return history


def assert_same_run(one: History, other: History) -> None:
    """Two histories hold the same run, bit for bit."""
    assert (one.started, one.lane, one.step, one.ended) == (other.started, other.lane, other.step, other.ended)
    for name in ("steps", "epochs", "batch_loss", "values"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name
    for name in ("steps", "epochs"):
        assert getattr(one.histograms, name).tobytes() == getattr(other.histograms, name).tobytes(), name
        assert getattr(one.snapshots, name).tobytes() == getattr(other.snapshots, name).tobytes(), name
    assert one.histograms.counts.tobytes() == other.histograms.counts.tobytes()
    for snapshot in range(len(one.snapshots)):
        assert one.snapshots.values(snapshot).tobytes() == other.snapshots.values(snapshot).tobytes(), snapshot
    for name, column in vars(one.scores).items():
        assert np.array_equal(column, getattr(other.scores, name), equal_nan=True), name


def record(history: History, path: Path) -> None:
    """Write a history to a run file."""
    with RunWriter(path, history.lane) as writer:
        writer.write(history.started)
        writer.write(Sampled(history.run, history.steps, history.batch_loss, history.values))
        writer.write(Histogrammed(history.run, history.histograms.steps, history.histograms.counts))
        for snapshot, step in enumerate(history.snapshots.steps.tolist()):
            writer.write(SnapshotTaken(history.run, step, history.snapshots.values(snapshot)))
        scores = history.scores
        for step, *values in zip(*(getattr(scores, key) for key in ("step", *SCORES)), strict=True):
            writer.write(Scored(history.run, int(step), *map(float, values)))
        if history.ended:
            writer.write(history.ended)
