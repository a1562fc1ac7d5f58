import pytest

from vgdesk.experiment.spec import change_spec
from vgdesk.ui.builder.barred import find_barred, follow_data
from vgdesk.ui.builder.groups import group_fields


def barred_of(spec) -> dict:
    return find_barred(spec, [item for items in group_fields(spec).values() for item in items])


def test_recurrent_layers_are_barred_without_sequences_each_with_the_reason(circles):
    barred = barred_of(circles)
    assert set(barred) == {"network.recurrence"}
    assert set(barred["network.recurrence"]) == {"rnn", "lstm", "gru"}
    assert "reads sequences" in barred["network.recurrence"]["lstm"]


def test_numbers_bar_cross_entropy_and_sequences_bar_nothing_else(circles):
    adding = change_spec(circles, {"data": "adding", "training.loss": "mean_squared_error"})
    assert {path: list(options) for path, options in barred_of(adding).items()} == {
        "training.loss": ["cross_entropy"]
    }


def test_a_recurrent_layer_bars_normalised_inputs(circles):
    recall = change_spec(circles, {"data": "delayed_recall", "network.recurrence": "gru"})
    assert list(barred_of(recall)) == ["network.input_normalization"]


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
    assert follow_data(change_spec(circles, before), {"kind": data}) == edits


def test_in_the_panel_all_data_can_be_chosen_in_a_row_without_a_problem(hands):
    combo = hands.focus("data")
    for index in range(combo.count()):
        if combo.itemData(index) not in ("csv", "mnist"):
            combo.setCurrentIndex(index)
            combo.activated.emit(index)
            assert hands.panel.problems == (), combo.itemData(index)
            assert hands.panel.spec.data.kind == combo.itemData(index)


def test_in_the_panel_the_recurrent_part_opens_with_sequences_alone(hands):
    line = hands.find("recurrent_section.fold")
    assert not line.isEnabled()
    assert line.summary == "for sequences alone"
    assert "reads sequences" in line.toolTip()
    hands.panel.set_spec(change_spec(hands.panel.spec, {"data": "delayed_recall"}))
    assert line.isEnabled()
    assert line.summary == "none"
    hands.choose("network.recurrence", "L")
    assert (line.summary, line.is_special) == ("LSTM", True)


def test_in_the_panel_a_barred_item_is_grey_and_says_why(hands):
    sums = {"data": "adding", "training.loss": "mean_squared_error"}
    hands.panel.set_spec(change_spec(hands.panel.spec, sums))
    combo = hands.find("training.loss")
    item = combo.model().item(combo.findData("cross_entropy"))
    assert not item.isEnabled()
    assert "needs classes" in item.toolTip()
    hands.choose("data", "m")
    assert item.isEnabled()
    assert item.toolTip() == ""
