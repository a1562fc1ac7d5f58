from collections import deque

import numpy as np
import pytest
import torch

from tests.training.examples import STEPS_PER_EPOCH, small_spec, snapshots_of, steps_of, told
from vgdesk.events import RoundEnded
from vgdesk.training.control import TrainControl
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training, train
from vgdesk.training.network import build_network
from vgdesk.training.snapshots import SnapshotRecorder


def take(changes=None):
    network = build_network(small_spec(changes))
    network.parameters.values.copy_(torch.arange(len(network.parameters.values)))
    recorder = SnapshotRecorder("run", network)
    return network, recorder, recorder.take(7)


def tensors_in(recorder, snapshot):
    parts = np.split(snapshot.values, np.cumsum([slot.size for slot in recorder.slots])[:-1])
    pairs = zip(recorder.slots, parts, strict=True)
    return {(slot.layer, slot.tensor): part.reshape(slot.shape) for slot, part in pairs}


def test_every_parameter_lies_where_the_slots_say():
    network, recorder, snapshot = take({"network.activation": "prelu"})
    assert (snapshot.run, snapshot.step, recorder.last_step) == ("run", 7, 7)
    assert snapshot.values.dtype == np.float32
    found = tensors_in(recorder, snapshot)
    assert list(found) == [(slot.layer, slot.tensor) for slot in network.parameters.slots]
    for key, values in found.items():
        assert np.array_equal(values, network.parameters.view(*key)[0].numpy())


def test_moving_statistics_belong_to_it():
    network, recorder, _ = take({"network.normalization": "batch", "network.input_normalization": "batch"})
    network.forward(3 + torch.linspace(-1, 1, 16).reshape(8, 2), training=True)
    found = tensors_in(recorder, recorder.take(1))
    assert len(found) == len(network.parameters.slots) + 6
    assert np.array_equal(found[1, "input_moving_mean"], network.entry.mean.numpy())
    for layer in (1, 2):
        (norm,) = [block for block in network.layers[layer - 1].blocks if block.moving]
        assert np.array_equal(found[layer, "moving_mean"], norm.mean.numpy())
        assert np.array_equal(found[layer, "moving_variance"], norm.variance.numpy())
        assert norm.mean.any()


@pytest.mark.parametrize("normalization", ["none", "layer", "batch"])
def test_a_snapshot_stays_as_it_was(normalization):
    network, _, snapshot = take({"network.normalization": normalization})
    before = snapshot.values.tobytes()
    network.parameters.values.add_(1)
    assert snapshot.values.tobytes() == before
    assert not snapshot.values.flags.writeable


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({}, [0, 3, 6, 9, 12]),
        ({"snapshots": {"kind": "epochs", "epochs": 3}}, [0, 9, 12]),
        ({"snapshots": "none"}, []),
        ({"training.steps": 7}, [0, 3, 6, 7]),
        ({"training.steps": 2}, [0, 2]),
    ],
)
def test_snapshots_begin_untrained_and_one_closes_the_run(changes, steps):
    assert [event.step for event in snapshots_of(told(small_spec(changes)))] == steps


@pytest.mark.parametrize("normalization", ["none", "batch"])
def test_snapshots_are_the_network_as_it_was(normalization):
    spec = small_spec({"network.normalization": normalization, "training.epochs": 1})
    events = told(spec)
    for step, snapshot in zip((0, STEPS_PER_EPOCH), snapshots_of(events), strict=True):
        twin = Training(spec, load_dataset(spec.data), measure=False)
        if step:
            deque(twin.rounds())
        assert snapshot.values.tobytes() == twin.snapshots.take(step).values.tobytes()
        assert len(snapshot.values) == sum(slot.size for slot in events[0].layout.slots)


def test_a_stopped_run_keeps_the_weights_it_came_to():
    control, events = TrainControl(), []
    for event in train([small_spec({"sampling": {"kind": "steps", "steps": 1}})], control, ["run"]):
        events.append(event)
        control.stop = control.stop or isinstance(event, RoundEnded)
    assert events[-2].reason == "stopped"
    assert [event.step for event in snapshots_of(events)] == [0, steps_of(events)[-1] + 1]
