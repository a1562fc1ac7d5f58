import pytest

from tests.training.examples import small_spec, with_units
from vgdesk.experiment.slots import Slot, list_slots

WEIGHT_AND_BIAS = [(1, "weight", (2, 5)), (1, "bias", (5,))]
OUTPUT = [(2, "weight", (5, 1)), (2, "bias", (1,))]
SEQUENCES = {
    "data": {"kind": "adding", "length": 7},
    "training.loss": "mean_squared_error",
    **with_units(),
}


def slots_of(changes):
    return [(slot.layer, slot.tensor, slot.shape) for slot in list_slots(small_spec(changes))]


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({}, []),
        ({"network.activation": "prelu"}, [(1, "slope", (1,))]),
        ({"network.normalization": "batch"}, [(1, "scale", (5,)), (1, "shift", (5,))]),
        ({"network.normalization": "layer"}, [(1, "scale", (5,)), (1, "shift", (5,))]),
        (
            {"network.normalization": "layer", "network.activation": "prelu"},
            [(1, "slope", (1,)), (1, "scale", (5,)), (1, "shift", (5,))],
        ),
    ],
    ids=["plain", "slopes", "batch norm", "layer norm", "slopes and layer norm"],
)
def test_a_dense_layer_trains_its_weight_its_bias_and_what_its_blocks_learn(changes, beside):
    assert slots_of({**changes, **with_units(5)}) == [*WEIGHT_AND_BIAS, *beside, *OUTPUT]


def test_layers_without_biases_train_none():
    found = slots_of({"network.bias": "none", "network.normalization": "layer", **with_units(5)})
    assert found == [(1, "weight", (2, 5)), (1, "scale", (5,)), (1, "shift", (5,)), (2, "weight", (5, 1))]


def test_the_normalization_of_the_inputs_stands_before_the_first_layer():
    found = slots_of({"network.input_normalization": "batch", **with_units(5)})
    assert found == [(1, "input_scale", (2,)), (1, "input_shift", (2,)), *WEIGHT_AND_BIAS, *OUTPUT]


@pytest.mark.parametrize(("kind", "gates"), [("rnn", 1), ("lstm", 4), ("gru", 3)])
def test_the_gates_of_a_recurrent_layer_lie_side_by_side(kind, gates):
    found = slots_of({**SEQUENCES, "network.recurrence": {"kind": kind, "units": 6}})
    wide = 6 * gates
    recurrent = [(1, "weight", (2, wide)), (1, "recurrent_weight", (6, wide)), (1, "bias", (wide,))]
    behind_the_reset_gate = [(1, "recurrent_bias", (6,))] if kind == "gru" else []
    assert found == [*recurrent, *behind_the_reset_gate, (2, "weight", (6, 1)), (2, "bias", (1,))]


def test_a_slot_counts_its_entries():
    assert Slot(1, "weight", (3, 4)).size == 12
