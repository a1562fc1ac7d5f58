import numpy as np
import pytest
import torch

from vgdesk.events import Channel, Layer
from vgdesk.measures import measures_of
from vgdesk.training import probe as probe_module
from vgdesk.training.parameters import Parameters, Slot
from vgdesk.training.probe import Probe

SLOTS = (
    Slot(1, "weight", (2, 3)),
    Slot(1, "bias", (3,)),
    Slot(2, "weight", (3, 2)),
    Slot(2, "bias", (2,)),
    Slot(2, "scale", (2,)),
    Slot(2, "shift", (2,)),
    Slot(3, "weight", (2, 1)),
    Slot(3, "bias", (1,)),
)
LAYERS = tuple(Layer(str(number), 2, "relu") for number in (1, 2, 3))


def make_probe(slots=SLOTS):
    parameters = Parameters(slots)
    return Probe("run", parameters, LAYERS), parameters


def fill(parameters, step):
    """Numbers that differ from entry to entry and from step to step; returns value and gradient of each slot."""
    count = len(parameters.values)
    parameters.values.copy_(torch.arange(count) + 100.0 * step)
    parameters.gradients.copy_(-torch.arange(count) - 1000.0 * step - 1)
    found = {}
    for slot in parameters.slots:
        value, gradient = parameters.view(slot.layer, slot.tensor)
        key = "gradient" if slot.tensor == "weight" else f"{slot.tensor}_gradient"
        found[slot.layer, slot.tensor], found[slot.layer, key] = value.mean().item(), gradient.mean().item()
    return found


def test_every_column_holds_what_its_channel_says():
    probe, parameters = make_probe()
    wanted = []
    for step in range(3):
        wanted.append(fill(parameters, step))
        probe.record(10 * step, torch.tensor(step / 4))
    sampled = probe.drain()
    assert sampled.run == "run"
    assert sampled.steps.tolist() == [0, 10, 20]
    assert sampled.batch_loss.tolist() == [0, 0.25, 0.5]
    assert sampled.values.shape == (3, len(probe.layout.channels))
    for column, channel in enumerate(probe.layout.channels):
        if channel.measure == "mean":
            means = [found[channel.layer, channel.tensor] for found in wanted]
            assert sampled.values[:, column].tolist() == pytest.approx(means), channel


def test_the_layout_names_every_measure_of_every_tensor_once():
    probe, _ = make_probe()
    channels = probe.layout.channels
    assert len(set(channels)) == len(channels) == len(SLOTS) * 16
    assert channels[:3] == tuple(Channel(layer, "gradient", "mean") for layer in (1, 2, 3))
    assert channels[3] == Channel(1, "gradient", "std")
    for key in ("scale", "shift", "scale_gradient"):
        assert probe.layout.columns(key, "mean").tolist()[::2] == [-1, -1]
    measured = [channel.measure for channel in channels if channel.tensor == "bias" and channel.layer == 1]
    assert measured == [measure.key for measure in measures_of("bias")]
    plain, _ = make_probe([slot for slot in SLOTS if slot.tensor in ("weight", "bias")])
    assert ("scale", "mean") not in plain.layout


def test_nothing_recorded_is_nothing_to_tell():
    probe, parameters = make_probe()
    assert probe.drain() is None
    fill(parameters, 0)
    probe.record(0, torch.tensor(1.0))
    assert probe.drain() is not None
    assert probe.drain() is None


def test_what_was_told_stays_as_it_was():
    probe, parameters = make_probe()
    fill(parameters, 0)
    probe.record(0, torch.tensor(1.0))
    sampled = probe.drain()
    before = sampled.values.tobytes(), sampled.batch_loss.tobytes(), sampled.steps.tobytes()
    fill(parameters, 5)
    probe.record(1, torch.tensor(2.0))
    probe.drain()
    assert (sampled.values.tobytes(), sampled.batch_loss.tobytes(), sampled.steps.tobytes()) == before
    for array in (sampled.values, sampled.batch_loss, sampled.steps):
        assert not array.flags.writeable


def test_the_ring_is_full_after_64_steps_and_sooner_for_large_networks(monkeypatch):
    probe, _ = make_probe()
    for step in range(64):
        assert not probe.is_full
        probe.record(step, torch.tensor(0.0))
    assert probe.is_full
    assert len(probe.drain().steps) == 64
    monkeypatch.setattr(probe_module, "_RING_BYTES", 100)
    small, _ = make_probe()
    small.record(0, torch.tensor(0.0))
    assert small.is_full


def test_recording_changes_neither_gradients_nor_weights():
    probe, parameters = make_probe()
    fill(parameters, 1)
    before = parameters.values.clone(), parameters.gradients.clone()
    probe.record(0, torch.tensor(0.0))
    probe.drain()
    assert torch.equal(parameters.values, before[0])
    assert torch.equal(parameters.gradients, before[1])


def test_nan_and_infinity_are_counted_and_kept():
    probe, parameters = make_probe()
    fill(parameters, 0)
    parameters.gradients[:2] = torch.tensor([torch.nan, torch.inf])
    probe.record(0, torch.tensor(torch.nan))
    sampled = probe.drain()
    (nonfinite,), (mean,) = (
        sampled.values[:, probe.layout.columns("gradient", measure)] for measure in ("nonfinite", "mean")
    )
    assert nonfinite.tolist() == [2, 0, 0]
    assert np.isnan(mean).tolist() == [True, False, False]
    assert np.isnan(sampled.batch_loss).all()
