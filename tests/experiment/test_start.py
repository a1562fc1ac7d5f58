import numpy as np
import pytest

from tests.training.examples import small_spec, with_units
from vgdesk.errors import VgdeskError
from vgdesk.experiment.slots import list_snapshot_slots
from vgdesk.experiment.start import Origin, Start, check_start

PLAIN = small_spec()  # 4 epochs of 3 steps
BATCH_NORM = small_spec({"network.normalization": "batch"})


def start_of(spec, step=6) -> Start:
    slots = list_snapshot_slots(spec)
    values = np.zeros(sum(slot.size for slot in slots), np.float32)
    return Start(Origin("run", step, spec.steps_per_epoch), slots, values)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"network.activation": "relu"},
        {"network.skip": "identity"},
        {"network.initializer": "zeros"},
        {"training.optimizer": "sgd"},
        {"training.batch_size": 7},
        {"seed": 9},
        {"data": {"kind": "moons", "n": 50}},
    ],
)
def test_whatever_leaves_the_tensors_as_they_are_may_change(changes):
    check_start(small_spec(changes), start_of(PLAIN))


@pytest.mark.parametrize(
    ("before", "changes", "words"),
    [
        (PLAIN, with_units(4, 7), "the weight of layer 2 is 4 × 3 there and 4 × 7 here"),
        (PLAIN, with_units(4, 3, 3), "the weight of layer 3 is 3 × 1 there and 3 × 3 here"),
        (PLAIN, with_units(4), "the weight of layer 2 is 4 × 3 there and 4 × 1 here"),
        (PLAIN, {"network.activation": "prelu"}, "the slope of layer 1 is missing there and 1 here"),
        (PLAIN, {"network.normalization": "batch"}, "the scale of layer 1 is missing there and 4 here"),
        (BATCH_NORM, {}, "the scale of layer 1 is 4 there and missing here"),
        (
            BATCH_NORM,
            {"network.normalization": "layer"},
            "the moving mean of layer 1 is 4 there and missing here",
        ),
    ],
)
def test_a_network_of_other_tensors_is_refused_with_the_first_difference(before, changes, words):
    with pytest.raises(VgdeskError, match=words) as caught:
        check_start(small_spec(changes), start_of(before))
    assert "epoch 2" in str(caught.value)
    assert "same layers" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "refused"), [({}, True), ({"training.epochs": 5}, False), ({"training.steps": 7}, True)]
)
def test_a_training_that_ends_before_the_weights_were_is_refused(changes, refused):
    spec, start = small_spec(changes), start_of(PLAIN, step=12)
    if not refused:
        check_start(spec, start)
        return
    with pytest.raises(VgdeskError, match=r"cannot continue from epoch 4: its training ends at epoch .*more epochs"):
        check_start(spec, start)


@pytest.mark.parametrize(
    ("step", "every", "other", "found"), [(7, 3, 3, 7), (6, 3, 10, 20), (7, 3, 10, 23), (1, 3, 2, 0)]
)
def test_the_same_epoch_is_another_step_where_an_epoch_has_more(step, every, other, found):
    origin = Origin("run", step, every)
    assert (origin.steps_done(other), origin.epoch) == (found, step / every)
