import numpy as np
import pytest

from tests.pictures.views import lane_of
from vgdesk.checking.networks import train_in_memory
from vgdesk.experiment.spec import ExperimentSpec, change_spec
from vgdesk.pictures.typed_weights import find_initial_weights
from vgdesk.pictures.weights import weight_frame, with_typed_weights

SPEC = change_spec(
    ExperimentSpec(),
    {"network.hidden": [{"units": 3}, {"units": 4}], "training.epochs": 1},
)


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_typed_weight_and_no_other_is_what_the_next_training_begins_with(layer):
    history = train_in_memory(SPEC)
    frame = with_typed_weights(weight_frame(history, layer - 1, 0.0), history, SPEC)
    spec = change_spec(SPEC, frame.edits_with(1 if layer < 3 else 0, 0, 0.625))
    shown = with_typed_weights(weight_frame(history, layer - 1, 0.0), history, spec)
    assert (frame.is_typed, shown.is_typed, shown.caption) == (False, True, "typed, not trained yet")
    again = train_in_memory(spec)
    for number in range(3):
        before, after = (weight_frame(run, number, 0.0).values for run in (history, again))
        changed = np.argwhere(before != after).tolist()
        assert changed == ([[1 if layer < 3 else 0, 0]] if number == layer - 1 else [])
        assert number != layer - 1 or np.array_equal(after, shown.values)
    trained = with_typed_weights(weight_frame(again, layer - 1, 0.0), again, spec)
    assert not trained.is_typed


def test_a_second_typed_weight_leaves_the_first_and_biases_that_were_given():
    history = train_in_memory(SPEC)
    given = {"kind": "given", "weights": "1 2 3; 4 5 6", "biases": "7 8 9"}
    spec = change_spec(SPEC, {"network.hidden.0.initializer": given})
    for unit, value in ((0, -1.0), (2, -3.0)):
        frame = with_typed_weights(weight_frame(history, 0, 0.0), history, spec)
        spec = change_spec(spec, frame.edits_with(unit, 1, value))
    made = spec.network.hidden[0].initializer
    assert (made.weights, made.biases) == ("1 2 3; -1 5 -3", "7 8 9")


def test_weights_are_typed_where_the_picture_is_of_the_start_of_a_small_dense_layer_alone():
    history = train_in_memory(SPEC)
    start, end = weight_frame(history, 0, 0.0), weight_frame(history, 0)
    assert with_typed_weights(start, history, None).initial is None
    assert with_typed_weights(end, history, SPEC).initial is None
    assert end.edits_with(0, 0, 1.0) == {}
    wider = change_spec(SPEC, {"network.hidden.0.units": 5})
    assert with_typed_weights(start, history, wider).initial is None
    assert find_initial_weights(change_spec(SPEC, {"network.hidden.0.units": 301}), 1, (2, 301)) is None
    assert lane_of(history).spec is None
