"""Activations, signals and updates of whole trainings, and odd layers, against plain numpy in float64."""

import copy
import math
from functools import cache
from itertools import chain

import numpy as np
import pytest
import torch

from tests.oracle.textbook import activate, in_float64, rounding_sizes, textbook_pass
from tests.oracle.textbook_measures import activation_measures, signal_measures, update_ratio
from tests.oracle.tolerance import assert_close, assert_measured, assert_within, bound, steps_of_nudged
from tests.pairwise import cover_pairs
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
    "one unit unresponsive": lambda x: x + 300.0 * (np.arange(x.shape[1]) == 0),
    "one unit dead": lambda x: x * (np.arange(x.shape[1]) > 0),
    "a NaN": lambda x: np.where(x == x[0, 0], NAN, x),
    "an infinity": lambda x: np.where(x == x[0, 0], INF, x),
    "both infinities": lambda x: np.where(x == x[0, 0], INF, np.where(x == x[1, 0], -INF, x)),
    "all infinite": lambda x: np.full_like(x, INF),
}


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
        for key, mine in zip(keys, found[0, :, number], strict=True):
            size, what = sizes_of(a).get(key), f"{key} of {units} units, {name}"
            assert_measured(mine, np.float32(wanted[key]), terms=a.size, size=size, what=what)


def sizes_of(a):
    """What the measures of activations subtract from, where that is more than the outcome."""
    x = a.astype(np.float64)
    with np.errstate(all="ignore"):
        rms, centred = np.sqrt(np.square(x).mean()), np.sqrt(np.square(x - x.mean(0)).mean())
        share = rms / centred if centred > 1e-12 * rms else 1.0
    finite = np.isfinite(x).all()
    return {"mean": np.abs(x).mean(), "std": rms, "effective_rank": 8 * x.shape[1] * share} if finite else {}


def test_an_effective_rank_lies_between_one_and_the_units():
    random = np.random.default_rng(0)
    white = np.linalg.qr(random.normal(size=(64, 6)) - 0)[0]
    centred = white - white.mean(0)
    outputs = [torch.tensor(np.outer(centred[:, 0], [1, -2, 3])), torch.tensor(np.linalg.qr(centred)[0])]
    network = build_network(small_spec())
    ring = ActivationRing(FakeNetwork(network, outputs), 1, torch.zeros(64, 2))
    ring.keep(0)
    rank = [measure.key for measure in measures_of("activation")].index("effective_rank")
    assert_measured(ring.reduce(1)[0, rank], np.array([1.0, 6.0]), terms=8 * centred.size)


# what counts is which values a layer keeps: pairs of its blocks; every other activation in one case of its own
BLOCKS = ("linear", "tanh", ACTIVATIONS[7])
CASES = [
    *cover_pairs(activation=BLOCKS, normalization=NORMALIZATIONS, skip=SKIPS),
    *(
        {"activation": activation, "normalization": NORMALIZATIONS[number % 5], "skip": SKIPS[number % 3]}
        for number, activation in enumerate(activation for activation in ACTIVATIONS if activation not in BLOCKS)
    ),
]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_every_sample_of_a_training_is_measured_by_definition(case):
    """The second batch of an epoch is smaller; the network is looked at before every step, as the probe does."""
    size = {"data.n": 50, "training.batch_size": 32, "training.epochs": 1}
    choices = {f"network.{name}": choice for name, choice in case.items()}
    spec = small_spec({**choices, **size, **EVERY_STEP, **with_units(2, 4, 4)})
    training, twin = (Training(spec, load_dataset(spec.data), run="run") for _ in range(2))
    batches = (batch for _ in range(2) for batch in twin.batches.epoch())
    weights, events = [], []
    before = copy.deepcopy(training.network)
    wanted = []
    for event in chain(training.rounds(), [None]):
        if event is None:  # a step is done, or all are
            weights.append([layer.weight.numpy().copy() for layer in before.layers])
            wanted.append(measure_plainly(spec, before, training.batches.train[0], *next(batches)))
            before = copy.deepcopy(training.network)
        events += [event] if isinstance(event, Sampled) else []
    values, layout = np.concatenate([event.values for event in events]), training.probe.layout
    assert len(values) == len(wanted) == 3
    for step, (row, layers) in enumerate(zip(values, wanted, strict=True)):
        for number, measures in enumerate(layers):
            for (tensor, key), (least, most) in measures.items():
                found = row[layout.columns(tensor, key)[number]]
                off = max(least - found, found - most, 0.0)
                assert_within(np.array([off]), np.zeros(1), 0.0, f"{tensor} {key} of {number} at {step}")
            ratio = row[layout.columns("update", "ratio")[number]]
            if step + 1 < len(weights):
                exact = update_ratio(weights[step][number], weights[step + 1][number])
                assert_close(np.float32(ratio), np.float32(exact), steps=4, scale=max(1.0, abs(exact)))
            else:
                assert math.isnan(ratio)


def measure_plainly(spec, network, points, inputs, targets):
    """Least and most of the measures {family, measure} of each layer, from autograd in float64.

    In float32 an activation or a signal is off by no more than the bounds of the passes, and so is every measure of
    their size; a share may change by the entries that lie this near to the limit of it.
    """
    network = in_float64(spec, network)
    probe = (points[:64].double(), torch.zeros(len(points[:64]), dtype=torch.int64))
    batch = (inputs.double(), targets[:, 0].long())
    passed, taught = textbook_pass(spec, network, *probe), textbook_pass(spec, network, *batch)
    probe_sizes, batch_sizes = (rounding_sizes(spec, network, *points, passes=1) for points in (probe, batch))
    resolved = (*spec.network.resolved(2), spec.network.resolved_output(1))
    found = []
    for number, (layer, a, signal) in enumerate(zip(resolved, passed.activations, taught.signals, strict=True), 1):
        off = bound(probe_sizes[f"activation {number}"], steps_of_nudged(len(probe[0])), np.float32).item()
        z_off = bound(probe_sizes[f"pre-activation {number}"], steps_of_nudged(len(probe[0])), np.float32).item()
        nearby = slopes_near(layer.activation, passed.pre_activations[number - 1].detach(), z_off)
        own = range_of_activations(a.detach().numpy(), nearby, steepest(layer.activation), off)
        off = bound(batch_sizes[f"signal {number}"], steps_of_nudged(len(inputs)), np.float32).item()
        exact = signal_measures(signal.numpy())
        found.append(own | {("signal", key): (value - off, value + off) for key, value in exact.items()})
    return found


def range_of_activations(a, nearby, largest, off):
    """Least and most of the measures of activations [point, unit] that are off by so much."""
    exact = activation_measures(a, nearby[0], largest)
    found = {("activation", key): (value - off, value + off) for key, value in exact.items()}
    saturated = [np.abs(slopes) < 0.05 * largest for slopes in nearby]
    least, most = (combine(saturated).mean() for combine in (np.logical_and.reduce, np.logical_or.reduce))
    found["activation", "saturated_fraction"] = (np.float32(least), np.float32(most))
    for key in ("dead_fraction", "unresponsive_fraction"):
        share = np.float32(exact[key])
        found["activation", key] = (share, share)
    rank, centred = exact["effective_rank"], np.sqrt(np.square(a - a.mean(0)).mean())
    spread = (
        rank * 4 * (1 + a.shape[1] ** 0.5) * off / centred if centred else 0.0
    )  # a trace squared by a sum of squares
    found["activation", "effective_rank"] = (rank - spread, rank + spread)
    return found


def slopes_near(choice, z, off):
    """Slopes at the pre-activations, and where they would be if they were off by so much."""
    return [slopes_of(choice, z + shift).numpy() for shift in (0, -off, off)]


def slopes_of(choice, z):
    z = z.clone().requires_grad_()
    own = {"slope": torch.tensor(getattr(choice, "slope", 0.0), dtype=torch.float64)}
    (slopes,) = torch.autograd.grad(activate(z, choice, own).sum(), z)
    return slopes


@cache
def steepest(choice):
    return slopes_of(choice, torch.linspace(-10, 10, 20_001, dtype=torch.float64)).abs().max().item()


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
            for key, mine in zip(keys, found[slot, :, number], strict=True):
                exact = np.float32(measures[key])
                assert_measured(mine, exact, terms=16 * 5, what=f"{key} of layer {number} in slot {slot}")
    assert wanted[1][-1]["nonfinite"] == 18
