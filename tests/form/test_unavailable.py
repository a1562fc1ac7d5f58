import pytest

from vgdesk.experiment.spec import change_spec
from vgdesk.form.groups import group_fields
from vgdesk.form.unavailable import find_unavailable, follow_edits


def unavailable_in(spec) -> dict:
    return find_unavailable(spec, [item for items in group_fields(spec).values() for item in items])


def test_recurrent_layers_are_unavailable_without_sequences_each_with_the_reason(circles):
    unavailable = unavailable_in(circles)
    assert set(unavailable) == {"network.recurrence", "network.output_function"}
    assert set(unavailable["network.recurrence"]) == {"rnn", "lstm", "gru"}
    assert "reads sequences" in unavailable["network.recurrence"]["lstm"]


def test_numbers_bar_cross_entropy_and_sequences_bar_nothing_else(circles):
    adding = change_spec(circles, {"data": "adding", "training.loss": "mean_squared_error"})
    assert {path: list(options) for path, options in unavailable_in(adding).items()} == {
        "training.loss": ["cross_entropy"]
    }


def test_a_recurrent_layer_bars_normalised_inputs(circles):
    recall = change_spec(circles, {"data": "delayed_recall", "network.recurrence": "gru"})
    unavailable = unavailable_in(recall)
    assert set(unavailable) == {"network.initializer", "network.output_function", "network.input_normalization"}
    assert set(unavailable["network.initializer"]) == {"given"}


def test_a_cross_entropy_bars_output_functions_that_it_has_in_it_or_cannot_follow(circles):
    unavailable = unavailable_in(circles)["network.output_function"]
    assert set(unavailable) == {"sigmoid", "tanh", "relu", "softplus"}
    squared = change_spec(circles, {"training.loss": "mse", "network.output_function": "sigmoid"})
    assert "network.output_function" not in unavailable_in(squared)
    assert follow_edits(squared, {"training.loss": "cross_entropy"}) == {"network.output_function": None}


@pytest.mark.parametrize(
    ("before", "data", "edits"),
    [
        ({}, "moons", {}),
        ({}, "adding", {"training.loss": "mean_squared_error"}),
        ({"data": "adding", "training.loss": "mean_squared_error"}, "moons", {"training.loss": "cross_entropy"}),
        ({"data": "delayed_recall", "network.recurrence": "gru"}, "moons", {"network.recurrence": "none"}),
        ({"data": "delayed_recall", "network.recurrence": "gru"}, "adding", {"training.loss": "mean_squared_error"}),
        ({}, "no such data", {}),
    ],
)
def test_other_data_bring_what_they_leave_no_choice_about(circles, before, data, edits):
    assert follow_edits(change_spec(circles, before), {"data": {"kind": data}}) == edits
