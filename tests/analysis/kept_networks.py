"""Histories of networks whose weights were kept, made without training."""

import numpy as np

from vgdesk.events import Channel, DataPreviewed, Layer, Layout, RunStarted, Sampled, SnapshotTaken
from vgdesk.experiment.slots import list_slots
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.runs.history import History

STEPS_PER_EPOCH = 4


def spec_of(**changes) -> ExperimentSpec:
    """Two hidden layers of four and three tanh units; changes by dotted path, with __ for the dots."""
    plain = {"network.hidden": [{"units": 4}, {"units": 3}], "network.activation": "tanh", "data.n": 64}
    wanted = {path.replace("__", "."): value for path, value in changes.items()}
    return change_spec(
        ExperimentSpec(), {path: value for path, value in (plain | wanted).items() if keeps(wanted, path)}
    )


def keeps(wanted: dict, path: str) -> bool:
    """Points cannot be counted of a data set that is replaced."""
    return path in wanted or not (path == "data.n" and "data" in wanted)


def kept_history(spec=None, snapshots=3, gradients=None, lane="lane", run="run") -> History:
    """A run with random weights an epoch apart, and these gradients [sample, layer], a sample an epoch."""
    spec = spec or spec_of()
    history = _begun(spec, lane, run, "gradient")
    for moment in range(snapshots):
        entries = history.started.parameters
        add_snapshot(history, np.random.default_rng(moment + 1).normal(0, 1, entries))
    add_gradients(history, np.empty((0, len(history.layout.layers))) if gradients is None else gradients)
    return history


def signal_history(signals, spec=None) -> History:
    """A run with these signals [sample, layer], a sample an epoch, and no weights."""
    history = _begun(spec or spec_of(), "lane", "run", "signal")
    add_gradients(history, signals)
    return history


def _begun(spec, lane, run, tensor) -> History:
    layers, slots = layers_of(spec), list_slots(spec)
    count = 1 if spec.network.recurrent and tensor == "signal" else len(layers)
    channels = tuple(Channel(number + 1, tensor, "rms") for number in range(count))
    times = (Layer("t = 1", 3, ""),) if spec.network.recurrent else ()
    layout, entries = Layout(layers, channels, times, slots), sum(slot.size for slot in slots)
    return History(RunStarted(run, spec.to_json(), layout, 40, STEPS_PER_EPOCH, entries, 0.0), lane)


def add_snapshot(history, values) -> None:
    """Go on with weights [entry], an epoch after the last."""
    step = len(history.snapshots) * STEPS_PER_EPOCH
    history.append(SnapshotTaken(history.run, step, np.asarray(values, np.float32)))


def add_gradients(history, values) -> None:
    """Go on with samples [sample, layer], an epoch apart."""
    values = np.asarray(values, np.float32)
    steps = (history.sample_count + np.arange(len(values), dtype=np.int64)) * STEPS_PER_EPOCH
    history.append(Sampled(history.run, steps, np.zeros(len(values), np.float32), values))


def layers_of(spec) -> tuple[Layer, ...]:
    """What the layers of a spec's network are called."""
    recurrent = spec.network.recurrent
    found = [(recurrent.units, recurrent.kind)] if recurrent else []
    found += [(layer.units, layer.activation.kind) for layer in spec.network.resolved()]
    squash = "sigmoid" if spec.outputs == 1 else "softmax"
    found.append((spec.outputs, "linear" if spec.training.loss == "mean_squared_error" else squash))
    names = [str(number) for number in range(1, len(found) + 1)]
    names[0], names[-1] = "1 input", f"{len(found)} output"
    return tuple(Layer(name, *layer) for name, layer in zip(names, found, strict=True))


def points_of(spec=None, count=40) -> DataPreviewed:
    """Points on a ring of radius 2 around (1, 0), all columns of them at random where there are more than two."""
    spec = spec or spec_of()
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    ring = np.stack([1 + 2 * np.cos(turn), 2 * np.sin(turn)], axis=1).astype(np.float32)
    labels = np.arange(count) % max(spec.data.classes, 2)
    wide = np.random.default_rng(4).normal(0, 1, (count, spec.data.inputs)).astype(np.float32)
    rows = ring if spec.data.inputs == 2 else wide
    if spec.data.image_shape is None:
        return DataPreviewed(spec.data.model_dump_json(), ring, labels, rows=rows)
    images = np.random.default_rng(3).uniform(-1, 3, (24, spec.data.inputs)).astype(np.float32)
    return DataPreviewed(spec.data.model_dump_json(), ring, labels, images, np.arange(24) % 10, rows=rows)
