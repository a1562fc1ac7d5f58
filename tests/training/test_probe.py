import math

import numpy as np
import pytest
import torch

from tests.oracle.tolerance import assert_close
from tests.training.examples import NORMALIZATIONS, named, small_spec, with_units
from vgdesk.events import Channel
from vgdesk.measures import TENSORS, measures_of
from vgdesk.training import probe as probe_module
from vgdesk.training.network import build_network
from vgdesk.training.probe import Probe

X = torch.linspace(-1, 1, 16).reshape(8, 2)
CHOICES = {
    "network.hidden.0.normalization": "batch",
    "network.hidden.1.normalization": {"kind": "layer", "position": "after"},
    "network.hidden.1.activation": "prelu",
}


def make_probe(changes=None, batch_size=8):
    network = build_network(small_spec({**with_units(3, 2), **(CHOICES if changes is None else changes)}))
    return Probe("run", network, batch_size, X[:4]), network


def fill(network, step):
    """Numbers that differ from entry to entry and from step to step; returns value and gradient of each slot."""
    parameters = network.parameters
    count = len(parameters.values)
    parameters.values.copy_(torch.arange(count) + 100.0 * step)
    parameters.gradients.copy_(-torch.arange(count) - 1000.0 * step - 1)
    found = {}
    for slot in parameters.slots:
        value, gradient = parameters.view(slot.layer, slot.tensor)
        key = "gradient" if slot.tensor == "weight" else f"{slot.tensor}_gradient"
        found[slot.layer, slot.tensor], found[slot.layer, key] = value.mean().item(), gradient.mean().item()
    return found


def sample(probe, network, step, loss=0.0):
    """One whole sample of a network that is trained by nobody."""
    probe.record_activations()
    network.forward(X, training=True)
    network.backward(torch.ones(8, 1))
    found = fill(network, step)
    probe.record(10 * step, torch.tensor(loss))
    return found


def test_every_column_of_a_parameter_holds_what_its_channel_says():
    probe, network = make_probe()
    wanted = [sample(probe, network, step, step / 4) for step in range(3)]
    sampled = probe.drain()
    assert sampled.run == "run"
    assert sampled.steps.tolist() == [0, 10, 20]
    assert sampled.batch_loss.tolist() == [0, 0.25, 0.5]
    assert sampled.values.shape == (3, len(probe.layout.channels))
    for column, channel in enumerate(probe.layout.channels):
        if channel.measure == "mean" and channel.tensor != "activation":
            means = [found[channel.layer, channel.tensor] for found in wanted]
            assert_close(sampled.values[:, column], means, steps=20, what=str(channel))


def test_every_column_of_a_ledger_holds_its_layer():
    probe, network = make_probe()
    probe.record_activations()
    means = [layer.activation.double().mean().item() for layer in network.layers]
    network.forward(X, training=True)
    network.backward(torch.ones(8, 1))
    signals = [layer.signal.abs().max().item() for layer in network.layers]
    probe.record(0, torch.tensor(0.0))
    before = [layer.weight.clone() for layer in network.layers]
    for number, layer in enumerate(network.layers):
        layer.weight.mul_(1 + 10.0 ** -(number + 1))
    probe.record_update()
    (row,) = probe.drain().values
    columns = probe.layout.columns
    assert_close(row[columns("activation", "mean")], np.float32(means), steps=1)
    assert row[columns("signal", "max_abs")].tolist() == signals
    lost = np.array([1e1, 1e2, 1e3])  # a weight rounds as a whole, and its change is a small part of it
    assert_close(row[columns("update", "ratio")], np.array([-1.0, -2.0, -3.0]), steps=2, scale=3 + lost)
    assert_close(row[columns("weight", "l2")], [weight.double().norm().item() for weight in before], steps=1)


def test_the_layout_names_every_measure_of_every_tensor_once():
    probe, network = make_probe()
    channels = probe.layout.channels
    assert len(set(channels)) == len(channels) == len(network.parameters.slots) * 17 + 3 * (8 + 4 + 1)
    assert channels[:3] == tuple(Channel(layer, "activation", "mean") for layer in (1, 2, 3))
    assert channels[3] == Channel(1, "activation", "std")
    order = [tensor.key for tensor in TENSORS]
    assert [order.index(channel.tensor) for channel in channels] == sorted(order.index(c.tensor) for c in channels)
    for key in ("scale", "shift", "scale_gradient"):
        assert (probe.layout.columns(key, "mean") >= 0).tolist() == [True, True, False]
    assert (probe.layout.columns("slope", "mean") >= 0).tolist() == [False, True, False]
    for tensor in ("bias", "signal", "update"):
        measured = [channel.measure for channel in channels if channel.tensor == tensor and channel.layer == 1]
        assert measured == [measure.key for measure in measures_of(tensor)]
    plain, _ = make_probe({})
    assert ("scale", "mean") not in plain.layout
    assert ("slope", "mean") not in plain.layout


def test_nothing_recorded_is_nothing_to_tell():
    probe, network = make_probe()
    assert probe.drain() is None
    sample(probe, network, 0)
    assert probe.drain() is not None
    assert probe.drain() is None


def test_what_was_told_stays_as_it_was():
    probe, network = make_probe()
    sample(probe, network, 0, 1.0)
    sampled = probe.drain()
    before = sampled.values.tobytes(), sampled.batch_loss.tobytes(), sampled.steps.tobytes()
    sample(probe, network, 5, 2.0)
    probe.drain()
    assert (sampled.values.tobytes(), sampled.batch_loss.tobytes(), sampled.steps.tobytes()) == before
    for array in (sampled.values, sampled.batch_loss, sampled.steps):
        assert not array.flags.writeable


def test_the_ring_is_full_after_64_steps_and_sooner_for_large_networks(monkeypatch):
    probe, network = make_probe()
    for step in range(64):
        assert not probe.is_full
        sample(probe, network, step)
    assert probe.is_full
    assert len(probe.drain().steps) == 64
    monkeypatch.setattr(probe_module, "_RING_BYTES", 100)
    small, network = make_probe()
    sample(small, network, 0)
    assert small.is_full


@pytest.mark.parametrize("activation", ["tanh", "prelu"])
@pytest.mark.parametrize("normalization", NORMALIZATIONS, ids=named)
def test_recording_changes_neither_gradients_nor_weights_nor_moving_statistics(normalization, activation):
    probe, network = make_probe({"network.normalization": normalization, "network.activation": activation})
    network.forward(3 + X, training=True)
    network.backward(torch.ones(8, 1))
    parameters = network.parameters
    moving = [tensor for layer in network.layers for block in layer.blocks for tensor in block.moving]
    kept = [parameters.values, parameters.gradients, *moving]
    before = [tensor.clone() for tensor in kept]
    probe.record_activations()
    network.forward(X, training=False)
    probe.record(0, torch.tensor(0.0))
    probe.record_update()
    probe.drain()
    assert all(torch.equal(*pair) for pair in zip(kept, before, strict=True))
    assert parameters.gradients.any()


def test_an_update_is_known_only_to_the_sample_that_it_followed():
    probe, network = make_probe()
    sample(probe, network, 1)
    probe.record_update()
    sample(probe, network, 2)
    network.parameters.values.mul_(2)
    probe.record_update()
    sample(probe, network, 3)
    ratios = probe.drain().values[:, probe.layout.columns("update", "ratio")]
    assert ratios[0].tolist() == [-math.inf] * 3
    assert_close(ratios[1], np.zeros(3), steps=1, scale=1.0)
    assert np.isnan(ratios[2]).all()
    sample(probe, network, 4)
    assert np.isnan(probe.drain().values[0, probe.layout.columns("update", "ratio")]).all()


@pytest.mark.parametrize("interval", [1, 7])
def test_weights_and_updates_are_those_of_their_step_in_every_rhythm(interval):
    """Two rings full: at every step the weights behind an update are those before the next one."""
    probe, network = make_probe()
    parameters, wanted, found = network.parameters, [], []
    parameters.values.copy_(torch.linspace(-1, 1, len(parameters.values)))
    for number in range(128):
        network.forward(X, training=True)
        network.backward(torch.ones(8, 1))
        probe.record_activations()
        probe.record(number * interval, torch.tensor(0.0))
        factor = 1 + 1 / (number + 2)
        wanted.append((network.layers[0].weight.double().norm().item(), math.log10(factor - 1)))
        parameters.values.mul_(factor)
        probe.record_update()
        parameters.values.mul_(1 if interval == 1 else 0.5)
        if probe.is_full:
            rows = probe.drain().values
            columns = [probe.layout.columns(*key)[0] for key in (("weight", "l2"), ("update", "ratio"))]
            found += rows[:, columns].tolist()
    assert len(found) == 128
    norms, ratios = np.float32(found).T, np.array(wanted).T
    assert_close(norms[0], ratios[0], steps=1)
    assert_close(norms[1], ratios[1], steps=2, scale=130 + 3)  # the last change is a part in 130 of what rounds


def test_nan_and_infinity_are_counted_and_kept():
    probe, network = make_probe()
    probe.record_activations()
    network.forward(X, training=True)
    network.backward(torch.tensor([[torch.nan], [torch.inf], *[[1.0]] * 6]))
    fill(network, 0)
    network.parameters.gradients[:2] = torch.tensor([torch.nan, torch.inf])
    probe.record(0, torch.tensor(torch.nan))
    sampled = probe.drain()
    (nonfinite,), (mean,), (signals,) = (
        sampled.values[:, probe.layout.columns(*key)]
        for key in (("gradient", "nonfinite"), ("gradient", "mean"), ("signal", "nonfinite"))
    )
    assert nonfinite.tolist() == [2, 0, 0]
    assert np.isnan(mean).tolist() == [True, False, False]
    assert signals[2] == 2
    assert np.isnan(sampled.batch_loss).all()
