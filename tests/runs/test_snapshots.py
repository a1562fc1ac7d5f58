import numpy as np
import pytest

from tests.runs.examples import STEPS_PER_EPOCH, example_snapshot, example_started
from vgdesk.events import Layout, SnapshotTaken
from vgdesk.experiment.slots import Slot
from vgdesk.runs.snapshots import Snapshots

LAYOUT = Layout((), (), slots=(Slot(1, "weight", (2, 3)), Slot(1, "bias", (3,)), Slot(2, "weight", (3, 1))))


def numbered(count=3):
    snapshots = Snapshots(LAYOUT, STEPS_PER_EPOCH)
    for number in range(count):
        snapshots.append(SnapshotTaken("run", 2 * number, np.arange(12, dtype=np.float32) + 100 * number))
    return snapshots


def test_a_tensor_lies_where_the_layout_says():
    snapshots = numbered()
    assert snapshots.tensor(1, 1).tolist() == [[100, 101, 102], [103, 104, 105]]
    assert snapshots.tensor(2, 1, "bias").tolist() == [206, 207, 208]
    assert snapshots.tensor(-1, 2).tolist() == [[209], [210], [211]]
    assert snapshots.slots == LAYOUT.slots
    with pytest.raises(KeyError):
        snapshots.tensor(0, 2, "bias")


def test_a_tensor_over_time_stacks_its_snapshots():
    assert numbered().over_time(1, "bias").tolist() == [[6, 7, 8], [106, 107, 108], [206, 207, 208]]
    assert numbered(0).over_time(1).shape == (0, 2, 3)


def test_moments_are_known_in_steps_and_epochs():
    snapshots = numbered()
    assert len(snapshots) == 3
    assert snapshots.steps.tolist() == [0, 2, 4]
    assert snapshots.epochs.tolist() == [0, 0.5, 1]
    assert [snapshots.at(epoch) for epoch in (-1, 0, 0.4, 0.5, 9, None)] == [-1, 0, 0, 1, 2, 2]


def test_numbers_are_kept_bit_for_bit_and_read_only():
    event = example_snapshot(example_started(), 3)
    snapshots = Snapshots(example_started().layout, STEPS_PER_EPOCH)
    snapshots.append(event)
    assert snapshots.values(0).tobytes() == event.values.tobytes()
    for array in (snapshots.values(0), snapshots.tensor(0, 1), snapshots.over_time(1), snapshots.steps):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
