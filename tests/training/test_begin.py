"""A run that continues from the weights of another."""

import numpy as np
import pytest
import torch

from tests.training.examples import BATCH_NORMS, content_of, scores_of, small_spec, snapshots_of, steps_of, told
from vgdesk.errors import VgdeskError
from vgdesk.events import RunStarted
from vgdesk.experiment.slots import list_snapshot_slots
from vgdesk.experiment.start import Origin, Start
from vgdesk.training.datasets import load_dataset
from vgdesk.training.loop import Training, train
from vgdesk.training.network import build_network
from vgdesk.training.snapshots import SnapshotRecorder

KINDS = [
    {},
    {"network.activation": "prelu"},
    {"network.normalization": BATCH_NORMS[0], "network.input_normalization": "batch"},
    {"network.normalization": BATCH_NORMS[1]},
    {"network.normalization": "layer"},
    {"network.skip": {"kind": "identity", "alpha": "1"}},
]
SEQUENCE = {"data": {"kind": "adding", "n": 80, "length": 7}, "training.loss": "mean_squared_error"}
RECURRENT = [{**SEQUENCE, "network.recurrence": {"kind": kind, "units": 6}} for kind in ("rnn", "lstm", "gru")]
PLAIN_SGD = {"training.optimizer": {"kind": "sgd", "learning_rate": 0.1}}
EVERY_STEP = {"snapshots": {"kind": "epochs", "epochs": 1}, "sampling": {"kind": "steps", "steps": 1}}


def start_at(events, step) -> Start:
    (started,) = [event for event in events if isinstance(event, RunStarted)]
    (snapshot,) = [event for event in snapshots_of(events) if event.step == step]
    return Start(Origin(started.run, step, started.steps_per_epoch), started.layout.slots, snapshot.values)


def branch(spec, start):
    return list(train([spec], runs=["run"], starts=[start]))


@pytest.mark.parametrize("changes", [*KINDS, *RECURRENT])
def test_what_lies_in_a_snapshot_is_known_without_the_network(changes):
    spec = small_spec(changes)
    assert SnapshotRecorder("run", build_network(spec)).slots == list_snapshot_slots(spec)


@pytest.mark.parametrize("changes", [*KINDS, *RECURRENT])
def test_a_branch_at_the_start_is_the_run_itself(changes):
    spec = small_spec(changes)
    original = told(spec)
    found, wanted = content_of(branch(spec, start_at(original, 0))), content_of(original)
    assert repr(found) == repr(wanted)  # a NaN is not equal to itself


@pytest.mark.parametrize("changes", KINDS)
@pytest.mark.parametrize("step", [3, 9])
def test_an_unchanged_branch_of_plain_descent_goes_on_bit_for_bit(changes, step):
    spec = small_spec({**changes, **PLAIN_SGD, **EVERY_STEP})
    original = told(spec)
    begun = branch(spec, start_at(original, step))
    assert steps_of(begun) == list(range(step, 13))
    later = [event for event in snapshots_of(original) if event.step >= step]
    assert [(event.step, event.values.tobytes()) for event in snapshots_of(begun)] == [
        (event.step, event.values.tobytes()) for event in later
    ]
    assert scores_of(begun) == [score for score in scores_of(original) if score[0] >= step]


def test_a_branch_in_the_middle_of_an_epoch_sees_the_batches_that_were_left():
    spec = small_spec({**PLAIN_SGD, "training.steps": 7})
    longer = small_spec(PLAIN_SGD)
    begun = branch(longer, start_at(told(spec), 7))
    assert snapshots_of(begun)[-1].values.tobytes() == snapshots_of(told(longer))[-1].values.tobytes()
    assert [event.step for event in snapshots_of(begun)] == [7, 9, 12]


@pytest.mark.parametrize("changes", KINDS)
def test_a_branch_begins_with_exactly_the_weights_and_moving_statistics(changes):
    original = told(small_spec(changes))
    start = start_at(original, 6)
    changed = small_spec({**changes, "training.optimizer": "rmsprop", "training.batch_size": 16, "seed": 5})
    begun = branch(changed, start)
    first = snapshots_of(begun)[0]
    assert (first.step, first.values.tobytes()) == (10, start.values.tobytes())  # 5 steps an epoch
    assert begun[0].origin == Origin("run", 6, 3)
    assert begun[0].first_step == 10
    assert scores_of(begun)[0][1:] == next(score[1:] for score in scores_of(original) if score[0] == 6)


def test_the_optimizer_starts_afresh():
    spec = small_spec({"training.optimizer": {"kind": "sgd", "learning_rate": 0.1, "momentum": 0.9}, **EVERY_STEP})
    original = told(spec)
    begun = branch(spec, start_at(original, 6))
    one, other = (event.values for events in (begun, original) for event in snapshots_of(events) if event.step == 9)
    assert not np.array_equal(one, other)


def test_tensors_find_their_place_by_name():
    spec = small_spec(KINDS[2])
    training = Training(spec, load_dataset(spec.data))
    slots = tuple(reversed(training.snapshots.slots))
    values = np.concatenate([np.full(slot.size, number, np.float32) for number, slot in enumerate(slots)])
    training.snapshots.restore(slots, values)
    for number, slot in enumerate(reversed(slots)):
        wanted = len(slots) - 1 - number
        if "moving" in slot.tensor:
            continue
        found, _ = training.network.parameters.view(slot.layer, slot.tensor)
        assert torch.equal(found, torch.full(slot.shape, float(wanted))), slot
    moving = [slot for slot in training.snapshots.slots if "moving" in slot.tensor]
    entry = slots.index(next(slot for slot in moving if slot.tensor == "input_moving_variance"))
    assert torch.equal(training.network.entry.variance, torch.full((2,), float(entry)))


def test_a_start_that_does_not_fit_trains_nothing():
    start = start_at(told(small_spec()), 6)
    with pytest.raises(VgdeskError, match="cannot continue from the weights of epoch 2"):
        next(train([small_spec({"network.normalization": "batch"})], starts=[start]))


def test_lanes_with_and_without_a_start_race_together():
    spec = small_spec(PLAIN_SGD)
    original = told(spec)
    race = list(train([spec, spec], runs=["fresh", "run"], starts=[None, start_at(original, 6)]))
    last = {run: snapshots_of(race, run)[-1].values.tobytes() for run in ("fresh", "run")}
    assert set(last.values()) == {snapshots_of(original)[-1].values.tobytes()}
