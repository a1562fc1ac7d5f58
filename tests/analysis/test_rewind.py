import numpy as np
import pytest
import torch

from tests.analysis.kept_networks import add_snapshot, kept_history, points_of, spec_of
from tests.training.examples import named
from vgdesk.analysis.rewind import Rewind, plan_rewind, run_rewind
from vgdesk.errors import VgdeskError
from vgdesk.events import DataPreviewed, SnapshotTaken
from vgdesk.training.network import build_network
from vgdesk.training.parameters import Parameters

CASES = [
    {},
    {"network__activation": "prelu"},
    {"network__normalization": "batch", "network__input_normalization": "batch"},
    {"network__normalization": {"kind": "batch", "position": "before"}},
    {"network__normalization": "layer", "network__skip": "identity"},
    {"network__hidden": []},
    {"data": {"kind": "gaussians", "clouds": 3, "n": 80}},
    {"data": "digits"},
    {"training__loss": "mean_squared_error"},
]


def points_for(spec, count=200):
    rows = np.random.default_rng(7).normal(0, 1, (count, spec.data.inputs)).astype(np.float32)
    labels = np.random.default_rng(8).integers(0, max(spec.data.classes, 2), count)
    return DataPreviewed(spec.data.model_dump_json(), rows[:, :2], labels, rows=rows)


def plain_accuracy(history, spec, points, count):
    """Share of right guesses of torch's network whose first layers have the numbers of the first snapshot."""
    network = build_network(spec)
    parameters: Parameters = network.parameters
    parts = parameters.values.split([slot.size for slot in parameters.slots])
    for slot, part in zip(parameters.slots, parts, strict=True):
        snapshot = 0 if slot.layer <= count else len(history.snapshots) - 1
        part.copy_(torch.tensor(history.snapshots.tensor(snapshot, slot.layer, slot.tensor)).flatten())
    with network.unmoved():
        outputs = network.forward(torch.tensor(points.rows), training=True).numpy()
    middle = 0.5 if spec.training.loss == "mean_squared_error" else 0
    guesses = outputs.argmax(axis=1) if outputs.shape[1] > 1 else (outputs[:, 0] > middle).astype(int)
    return (guesses == points.labels).mean()


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_layers_set_back_have_their_own_first_numbers_and_the_others_keep_theirs(case):
    spec = spec_of(**case)
    history, points = kept_history(spec), points_for(spec)
    found = run_rewind(history, points)
    layers = len(history.layout.layers)
    wanted = [plain_accuracy(history, spec, points, count) for count in range(layers + 1)]
    assert len(set(wanted)) > 1
    np.testing.assert_allclose(found.accuracies, wanted, atol=1.1 / 200)  # a point at the border of two classes
    assert found.chance == np.bincount(points.labels).max() / 200
    assert found.points == 200


def test_the_network_is_that_of_the_cursor():
    spec = spec_of()
    history, points = kept_history(spec), points_for(spec)
    assert run_rewind(history, points, 1.0).accuracies[0] != run_rewind(history, points).accuracies[0]
    first = run_rewind(history, points, 0.0).accuracies
    assert (first == first[0]).all()


@pytest.mark.parametrize(
    ("accuracies", "unused", "words"),
    [
        (
            [0.99, 0.98, 0.95, 0.6, 0.5],
            2,
            "layers 1 to 2 did not take part: set back, 99.0 % → 95.0 %",
        ),
        ([0.76, 0.77, 0.5, 0.76], 1, "layer 1 did not take part: set back, 76.0 % → 77.0 %"),
        ([0.99, 0.5, 0.99], 0, "layer 1 takes part: set back, 99.0 % → 50.0 %"),
        ([0.69, 0.69, 0.69], 0, "not judged: accuracy 69.0 % is not 20 % above guessing (50.0 %)"),
    ],
)
def test_layers_took_part_where_they_cost_accuracy_that_was_there(accuracies, unused, words):
    found = Rewind(np.array(accuracies), 0.5, 100)
    assert found.unused == unused
    assert found.text == words
    assert found.is_judged is not words.startswith("not judged")


def test_outputs_that_are_no_numbers_are_wrong_guesses():
    spec = spec_of()
    history = kept_history(spec, snapshots=1)
    add_snapshot(history, np.full(sum(slot.size for slot in history.layout.slots), np.nan))
    assert run_rewind(history, points_for(spec)).accuracies[0] == 0


REFUSED = {
    "numbers are learned": {
        "data": {"kind": "adding", "n": 40, "length": 4},
        "training__loss": "mean_squared_error",
    },
    "reads sequences": {"data": {"kind": "delayed_recall", "n": 40, "length": 4}, "network__recurrence": "gru"},
}


@pytest.mark.parametrize("words", REFUSED)
def test_a_run_without_such_a_test_says_why(words):
    spec = spec_of(**REFUSED[words])
    history = kept_history(spec)
    with pytest.raises(VgdeskError, match=words):
        plan_rewind(history, 0, points_of(spec))


def test_a_run_without_its_first_weights_or_its_points_says_so():
    history, late = kept_history(), kept_history(snapshots=0)
    late.append(SnapshotTaken("run", 4, history.snapshots.values(1)))
    with pytest.raises(VgdeskError, match="began with are not kept"):
        plan_rewind(late, 0, points_of())
    with pytest.raises(VgdeskError, match="not here"):
        plan_rewind(history, 0, DataPreviewed("", np.zeros((4, 2), np.float32), np.zeros(4, np.int64)))
    with pytest.raises(VgdeskError, match="up to here"):
        run_rewind(history, points_of(), -1.0)


def test_it_tells_how_far_it_is_and_ends_where_the_listener_raises():
    told = []
    test = plan_rewind(kept_history(), 2, points_of())
    test.run(lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4)]

    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        test.run(stop)


def test_a_wide_network_is_tried_on_fewer_points():
    spec = spec_of(network__hidden=[{"units": 3000}, {"units": 3000}])
    test = plan_rewind(kept_history(spec, snapshots=1), 0, points_for(spec, 1000))
    assert len(test.inputs) == len(test.labels) == 221
    assert test.cost <= 4e9
