"""Activations, signals and updates of whole trainings, and odd layers, against plain numpy in float64."""

import copy
import math
from itertools import chain

import numpy as np
import pytest
import torch

from tests.oracle.textbook import activate, textbook_pass
from tests.oracle.textbook_measures import activation_measures, signal_measures, update_ratio
from tests.training.examples import (
    ACTIVATIONS,
    NORMALIZATIONS,
    SKIPS,
    made_for,
    made_points,
    named,
    small_spec,
    with_units,
)
from vgdesk.events import Sampled
from vgdesk.experiment.activations import Sigmoid
from vgdesk.measures import measures_of
from vgdesk.training.datasets import load_dataset
from vgdesk.training.ledgers import ActivationRing, SignalRing
from vgdesk.training.loop import Training
from vgdesk.training.network import build_network

EVERY_STEP = {"sampling": {"kind": "steps", "steps": 1}}
NAN, INF = math.nan, math.inf
ODD = {
    "constant": lambda x: np.full_like(x, 0.1),
    "zeros": np.zeros_like,
    "of rank 1": lambda x: np.outer(np.arange(len(x)), np.arange(x.shape[1])),
    "of rank 2": lambda x: np.outer(np.arange(len(x)), np.ones(x.shape[1])) + np.outer(np.ones(len(x)) % 3, x[0]),
    "drawn": lambda x: x,
    "drawn, tiny": lambda x: 1e-38 * x,
    "drawn, huge": lambda x: 1e37 * x,
    "almost constant": lambda x: 0.5 + 1e-7 * np.round(x),
    "one unit dead": lambda x: x * (np.arange(x.shape[1]) > 0),
    "a NaN": lambda x: np.where(x == x[0, 0], NAN, x),
    "an infinity": lambda x: np.where(x == x[0, 0], INF, x),
    "both infinities": lambda x: np.where(x == x[0, 0], INF, np.where(x == x[1, 0], -INF, x)),
    "all infinite": lambda x: np.full_like(x, INF),
}


def assert_measures(found, wanted, what):
    """Within the last digits of float32, or the same NaN, infinity or 0."""
    for key, value in wanted.items():
        mine = float(found[key])
        if math.isfinite(value):
            assert mine == pytest.approx(value, rel=2e-6, abs=1e-44), f"{key} {what}"
        else:
            assert str(mine) == str(value), f"{key} {what}"


class FakeLayer:
    """A layer whose output the test sets."""

    activation_choice = Sigmoid()

    def __init__(self, output):
        self.units = output.shape[1]
        self.pre_activation = self.activation = output


class FakeNetwork:
    """Layers whose outputs the test sets."""

    def __init__(self, network, outputs):
        self.rows = [FakeLayer(output) for output in outputs]
        self.unmoved, self.forward = network.unmoved, lambda inputs, training: None


@pytest.mark.parametrize("points", [7, 64])
def test_odd_activations_are_measured_by_definition(points):
    random = np.random.default_rng(0)
    names = [(name, units) for name in ODD for units in (1, 5, 100)]
    outputs = [ODD[name](random.normal(size=(points, units))).astype(np.float32) for name, units in names]
    network = build_network(small_spec({"network.activation": "sigmoid"}))
    ring = ActivationRing(FakeNetwork(network, [torch.tensor(a) for a in outputs]), 3, torch.zeros(points, 2))
    ring.keep(0)
    ring.keep(1)
    found = ring.reduce(2)
    keys = [measure.key for measure in measures_of("activation")]
    assert found.shape == (2, len(keys), len(names))
    np.testing.assert_array_equal(found[0], found[1])
    for number, ((name, units), a) in enumerate(zip(names, outputs, strict=True)):
        with np.errstate(over="ignore"):
            p = 1 / (1 + np.exp(-a.astype(np.float64)))
        wanted = activation_measures(a, p * (1 - p), 0.25)
        assert_measures(dict(zip(keys, found[0, :, number], strict=True)), wanted, f"of {units} units, {name}")


def test_an_effective_rank_lies_between_one_and_the_units():
    random = np.random.default_rng(0)
    white = np.linalg.qr(random.normal(size=(64, 6)) - 0)[0]
    centred = white - white.mean(0)
    outputs = [torch.tensor(np.outer(centred[:, 0], [1, -2, 3])), torch.tensor(np.linalg.qr(centred)[0])]
    network = build_network(small_spec())
    ring = ActivationRing(FakeNetwork(network, outputs), 1, torch.zeros(64, 2))
    ring.keep(0)
    assert ring.reduce(1)[0, -1].tolist() == pytest.approx([1, 6], rel=1e-6)


@pytest.mark.parametrize("skip", SKIPS, ids=named)
@pytest.mark.parametrize("normalization", NORMALIZATIONS, ids=named)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=named)
def test_every_sample_of_a_training_is_measured_by_definition(activation, normalization, skip):
    """The second batch of an epoch is smaller; the network is looked at before every step, as the probe does."""
    choices = {"network.activation": activation, "network.normalization": normalization, "network.skip": skip}
    size = {"data.n": 50, "training.batch_size": 32, "training.epochs": 2}
    spec = small_spec({**choices, **size, **EVERY_STEP, **with_units(2, 4, 4)})
    training, twin = (Training(spec, load_dataset(spec.data), run="run") for _ in range(2))
    batches = (batch for _ in range(3) for batch in twin.batches.epoch())
    wanted, weights, events = [], [], []
    before = copy.deepcopy(training.network)
    for event in chain(training.rounds(), [None]):
        if event is None:  # a step is done, or all are
            weights.append([layer.weight.numpy().copy() for layer in before.layers])
            wanted.append(measure_plainly(spec, before, training.batches.train[0], *next(batches)))
            before = copy.deepcopy(training.network)
        events += [event] if isinstance(event, Sampled) else []
    values, layout = np.concatenate([event.values for event in events]), training.probe.layout
    assert len(values) == len(wanted) == 5
    for step, (row, layers) in enumerate(zip(values, wanted, strict=True)):
        for number, (activations, signals) in enumerate(layers):
            for tensor, measures in (("activation", activations), ("signal", signals)):
                found = {key: row[layout.columns(tensor, key)[number]] for key in measures}
                assert_close_measures(found, measures, f"of {tensor} {number} at {step}")
            ratio = row[layout.columns("update", "ratio")[number]]
            if step + 1 < len(weights):
                assert ratio == pytest.approx(
                    update_ratio(weights[step][number], weights[step + 1][number]), abs=1e-5
                )
            else:
                assert math.isnan(ratio)


def assert_close_measures(found, wanted, what):
    """Float32 passes against float64 ones."""
    for key, value in wanted.items():
        slack = 0.0051 if key.endswith("fraction") else 2e-4 * abs(value) + 2e-6
        assert abs(found[key] - value) <= slack, f"{key} {what}"


def measure_plainly(spec, network, points, inputs, targets):
    """Measures of the activations of the probe and of the signals of a batch, by layer, from autograd in float64."""
    network = in_float64(spec, network)
    probe = points[:64].double()
    passed = textbook_pass(spec, network, probe, torch.zeros(len(probe), dtype=torch.int64))
    taught = textbook_pass(spec, network, inputs.double(), targets[:, 0].long())
    resolved = (*spec.network.resolved(2), spec.network.resolved_output(1))
    found = []
    for number, (layer, a, signal) in enumerate(zip(resolved, passed.activations, taught.signals, strict=True)):
        z = passed.pre_activations[number].detach().requires_grad_()
        own = {"slope": torch.tensor(getattr(layer.activation, "slope", 0.0), dtype=torch.float64)}
        (slopes,) = torch.autograd.grad(activate(z, layer.activation, own).sum(), z)
        grid = torch.linspace(-10, 10, 20_001, dtype=torch.float64, requires_grad=True)
        (steepest,) = torch.autograd.grad(activate(grid, layer.activation, own).sum(), grid)
        activations = activation_measures(a.detach().numpy(), slopes.numpy(), steepest.abs().max().item())
        found.append((activations, signal_measures(signal.numpy())))
    return found


def in_float64(spec, network):
    """A network of the same weights in float64."""
    double = build_network(spec, torch.float64)
    double.parameters.values.copy_(network.parameters.values)
    return double


def test_signals_of_batches_of_any_size_are_measured_by_definition():
    spec = made_for(small_spec(with_units(5, 3)), columns=4, classes=3)
    network = build_network(spec)
    points = made_points(40, 4, 3)
    ring, wanted = SignalRing(network, 4), []
    for slot, size in enumerate((16, 9, 16, 1)):
        inputs = torch.tensor(points.train_inputs[:size])
        outputs = network.forward(inputs, training=True)
        odd = torch.ones_like(outputs) * torch.tensor([NAN, 1.0, INF]) if slot == 1 else outputs
        network.backward(odd)
        ring.keep(slot)
        wanted.append([signal_measures(layer.signal.numpy()) for layer in network.layers])
    found = ring.reduce(4)
    keys = [measure.key for measure in measures_of("signal")]
    for slot, layers in enumerate(wanted):
        for number, measures in enumerate(layers):
            mine = dict(zip(keys, found[slot, :, number], strict=True))
            assert_measures(mine, measures, f"of layer {number} in slot {slot}")
    assert wanted[1][-1]["nonfinite"] == 18
