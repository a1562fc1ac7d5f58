"""How samples are kept; every value is held against its definition in ``tests/oracle/test_ledgers.py``."""

import numpy as np
import torch

from tests.oracle.tolerance import assert_close
from tests.training.examples import small_spec, with_units
from vgdesk.measures import measures_of
from vgdesk.training.ledgers import ActivationRing, SignalRing
from vgdesk.training.network import build_network

X = torch.linspace(-1, 1, 20).reshape(10, 2)


def teach(network, inputs):
    outputs = network.forward(inputs, training=True)
    network.backward(outputs - 1)


def test_a_slot_keeps_its_signals_whatever_follows():
    network = build_network(small_spec(with_units(4, 3)))
    ring = SignalRing(network, 2)
    teach(network, X)
    ring.keep(0)
    alone = ring.reduce(1)
    teach(network, 5 * X)
    ring.keep(1)
    network.parameters.values.zero_()
    teach(network, X)
    both = ring.reduce(2)
    assert both.shape == (2, len(measures_of("signal")), 3)
    np.testing.assert_array_equal(both[:1], alone)
    assert (both[0] != both[1]).any()


def test_a_slot_is_used_again_for_a_batch_of_another_size():
    network = build_network(small_spec(with_units(4, 3)))
    ring, fresh = SignalRing(network, 1), SignalRing(network, 1)
    teach(network, 7 * X)
    ring.keep(0)
    teach(network, X[:3])
    ring.keep(0)
    fresh.keep(0)
    np.testing.assert_array_equal(ring.reduce(1), fresh.reduce(1))


def test_a_slot_keeps_its_activations_whatever_follows():
    network = build_network(small_spec({**with_units(4, 3), "network.skip": "identity"}))
    ring = ActivationRing(network, 2, X)
    ring.keep(0)
    alone = ring.reduce(1)
    network.parameters.values.mul_(2)
    ring.keep(1)
    teach(network, 5 * X)
    both = ring.reduce(2)
    assert both.shape == (2, len(measures_of("activation")), 3)
    np.testing.assert_array_equal(both[:1], alone)
    assert (both[0] != both[1]).any()


def test_the_probe_is_measured_alike_alone_or_among_others():
    network = build_network(small_spec({**with_units(4, 3), "network.normalization": "batch"}))
    ring = ActivationRing(network, 3, X)
    for slot in range(3):
        ring.keep(slot)
    np.testing.assert_array_equal(ring.reduce(3), np.repeat(ring.reduce(1), 3, axis=0))


def test_the_rows_of_a_recurrent_network_are_its_time_steps_and_saturate_as_a_whole_nowhere():
    changes = {"data": {"kind": "adding", "n": 80, "length": 5}, "training.loss": "mean_squared_error"}
    network = build_network(small_spec({**changes, **with_units(3), "network.recurrence": "lstm"}))
    inputs = torch.linspace(-1, 1, 100).reshape(10, 10)
    activations, signals = ActivationRing(network, 1, inputs), SignalRing(network, 1)
    activations.keep(0)
    means = [state.double().mean().item() for state in network.layers[0].states]
    teach(network, inputs)
    signals.keep(0)
    keys = [measure.key for measure in measures_of("activation")]
    found = dict(zip(keys, activations.reduce(1)[0], strict=True))
    assert_close(found["mean"], np.float32(means), steps=1)
    assert np.isnan(found.pop("saturated_fraction")).all()
    assert all(np.isfinite(values).all() for values in found.values())
    largest = [signal.abs().max().item() for signal in network.layers[0].signals]
    assert signals.reduce(1)[0, 2].tolist() == largest
