import numpy as np
import pytest
import torch

from tests.oracle.tolerance import NUDGE, assert_close, nudged, steps_of_nudged
from tests.pairwise import cover_pairs
from tests.training.examples import ACTIVATIONS, BIASES, NORMALIZATIONS, SKIPS, named, small_spec
from vgdesk.analysis.forward import class_shares, evaluate, share_name, snapshot_at
from vgdesk.errors import VgdeskError
from vgdesk.events import Layout, RunStarted
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.history import History
from vgdesk.training.network import build_network
from vgdesk.training.snapshots import SnapshotRecorder

POINTS = np.random.default_rng(3).normal(0, 2, (200, 2)).astype(np.float32)
CHOICES = {
    "activation": ACTIVATIONS,
    "normalization": NORMALIZATIONS,
    "skip": SKIPS,
    "input_normalization": ["none", "batch"],
    "bias": BIASES,
}


def made(changes: dict, snapshots: int = 1):
    """A network whose every number is at random, and a history with snapshots of it, an epoch apart."""
    spec = small_spec({"network.hidden": [{"units": 4}, {"units": 4}, {"units": 3}], **changes})
    network = build_network(spec)
    recorder = SnapshotRecorder("run", network)
    layout = Layout(network.labels, (), network.time_steps, recorder.slots)
    history = History(RunStarted("run", spec.to_json(), layout, 9, 1, network.parameters.values.numel(), 0.0))
    random = torch.Generator().manual_seed(5)
    for step in range(snapshots):
        network.parameters.values.normal_(0, 0.7, generator=random)
        for slot, tensor in zip(recorder.slots[-len(network.moving) :], network.moving, strict=False):
            tensor.copy_(torch.rand(tensor.shape, generator=random) + ("variance" in slot.tensor))
        history.append(recorder.take(step))
    return network, history


def assert_gives(network, history, points=POINTS, snapshot=0):
    """In float32 what the network gives in float64, but for what rounding of its numbers grows to on their way."""
    double = build_network(parse_spec(history.started.spec_json), torch.float64)
    for ours, theirs in zip(double.moving, network.moving, strict=True):
        ours.copy_(theirs)
    exact = network.parameters.values.double()
    inputs, noise = torch.from_numpy(points).double(), torch.Generator().manual_seed(0)
    double.parameters.values.copy_(exact)
    wanted, off = double.forward(inputs), []
    for _ in range(4):
        double.parameters.values.copy_(nudged(exact, noise))
        off.append((double.forward(nudged(inputs, noise)) - wanted).abs().max().item())
    scale = max(off) / NUDGE + wanted.abs().max().item()
    found = evaluate(history, snapshot, points)
    assert (found.dtype, found.shape) == (np.float32, (len(points), 1))
    assert_close(found, wanted, steps=steps_of_nudged(4), scale=scale)


@pytest.mark.parametrize("case", cover_pairs(**CHOICES), ids=named)
def test_it_gives_what_the_network_gives(case):
    network, history = made({f"network.{name}": choice for name, choice in case.items()})
    assert_gives(network, history)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=named)
def test_large_numbers_are_no_trouble(activation):
    network, history = made({"network.activation": activation, "network.hidden": []})
    points = np.array([[1e3, -1e3], [-88, 120], [0, 0], [-1e-8, 1e-8]], np.float32)
    assert_gives(network, history, points)
    deep, history = made({"network.activation": activation})
    assert_gives(deep, history, points)


def test_each_snapshot_is_a_network_of_its_own():
    network, history = made({}, snapshots=3)
    assert_gives(network, history, snapshot=2)
    assert not np.allclose(evaluate(history, 1, POINTS), evaluate(history, 2, POINTS))


def test_a_layer_without_hidden_layers_before_it_is_enough():
    network, history = made({"network.hidden": []})
    assert_gives(network, history)


def test_a_recurrent_network_is_refused():
    changes = {"data": {"kind": "delayed_recall", "n": 80}, "network.recurrence": {"kind": "lstm", "units": 3}}
    _, history = made(changes)
    with pytest.raises(VgdeskError, match="recurrent"):
        evaluate(history, 0, POINTS)


def test_weights_of_another_network_are_refused():
    _, history = made({})
    with pytest.raises(VgdeskError, match="do not fit"):
        evaluate(history, 0, np.zeros((4, 3), np.float32))


def test_two_classes_share_by_the_sigmoid_and_more_by_the_softmax():
    _, two = made({})
    _, three = made({"data": {"kind": "gaussians", "clouds": 3, "n": 80}})
    one, many = np.array([[-2], [0], [90]], np.float32), np.array([[1, 2, 4], [-900, 0, 900]], np.float32)
    wanted = 1 / (1 + np.exp(-np.float64(one[:, 0])))
    assert_close(np.float32(class_shares(two, one)[:, 1]), wanted, steps=4)
    assert_close(np.float32(class_shares(two, one).sum(axis=1)), np.ones(3), steps=4)
    powers = np.exp(np.float64(many[0]))
    assert_close(np.float32(class_shares(three, many)), [powers / powers.sum(), [0, 0, 1]], steps=6)


def test_a_network_that_learned_without_probabilities_shares_its_outputs():
    squared = {"training.loss": "mean_squared_error"}
    _, two = made(squared)
    _, three = made({"data": {"kind": "gaussians", "clouds": 3, "n": 80}, **squared})
    assert class_shares(two, np.array([[1.25]], np.float32)).tolist() == [[-0.25, 1.25]]
    assert class_shares(three, np.array([[2, -1, 0]], np.float32)).tolist() == [[2, -1, 0]]


def test_the_snapshot_looked_at_is_the_last_one_up_to_there():
    _, history = made({}, snapshots=3)
    assert [snapshot_at(history, epoch) for epoch in (None, 0, 0.5, 1, 99)] == [2, 0, 0, 1, 2]
    with pytest.raises(VgdeskError, match="up to here"):
        snapshot_at(history, -1)
    with pytest.raises(VgdeskError, match="no weights are kept"):
        snapshot_at(made({}, snapshots=0)[1], None)


def test_every_activation_is_known():
    fields = ExperimentSpec.model_json_schema()["$defs"]
    kinds = {choice if isinstance(choice, str) else choice["kind"] for choice in ACTIVATIONS}
    assert kinds == set(fields["NetworkSpec"]["properties"]["activation"]["discriminator"]["mapping"])


@pytest.mark.parametrize(
    ("function", "data"),
    [("sigmoid", "moons"), ("softmax", "moons"), ("tanh", "gaussians"), ("softmax", "gaussians")],
)
def test_what_classes_get_is_what_the_output_function_gives(function, data):
    changes = {"data": data, "training.loss": "mse", "network.output_function": function}
    network, history = made(changes)
    given = network.forward(torch.from_numpy(POINTS)).double().numpy()
    wanted = np.hstack([1 - given, given]) if given.shape[1] == 1 else given
    found = class_shares(history, evaluate(history, 0, POINTS))
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-5)
    assert share_name(history) == ("probability" if function == "softmax" else "output")
