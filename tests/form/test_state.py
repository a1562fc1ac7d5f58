"""What the builder shows of a draft."""

import pytest

from vgdesk.form.draft import Draft
from vgdesk.form.state import read_draft


def read(spec, edits):
    draft = Draft(spec)
    draft.change(edits)
    return read_draft(draft, draft.problems)


def test_a_draft_that_fits_has_its_fields_and_no_messages(circles):
    state = read(circles, {"training.epochs": 7})
    assert state.spec.training.epochs == 7
    assert (state.waiting, state.messages) == (frozenset(), {})
    assert "training.epochs" in [item.path for item in state.groups["training"]]
    assert set(state.unavailable) == {"network.recurrence", "network.output_function"}


@pytest.mark.parametrize(
    ("edits", "path", "said"),
    [
        ({"training.batch_size": 0}, "training.batch_size", "Batch 0 should be greater than"),
        ({"network.hidden": 201}, "network.hidden", "Layers 201 should be a whole number from 0 to 200"),
        ({"network.hidden.2.units": 0}, "network.hidden.2.units", "Layer 3 units 0 should be"),
        ({"data": "mnist"}, "data", "MNIST: "),
    ],
)
def test_a_message_names_the_field_as_the_form_does(circles, edits, path, said):
    assert read(circles, edits).messages[path].startswith(said)


def test_a_waiting_edit_keeps_the_spec_before_it(circles):
    state = read(circles, {"training.batch_size": "many"})
    assert state.waiting == {"training.batch_size"}
    assert state.spec == circles
