from vgdesk.experiment.spec import change_spec


def test_all_data_can_be_chosen_in_a_row_without_a_problem(hands):
    combo = hands.focus("data")
    for index in range(combo.count()):
        if combo.itemData(index) not in ("csv", "mnist"):
            combo.setCurrentIndex(index)
            combo.activated.emit(index)
            assert hands.panel.problems == (), combo.itemData(index)
            assert hands.panel.spec.data.kind == combo.itemData(index)


def test_the_recurrent_part_opens_with_sequences_only(hands):
    line = hands.find("recurrent_section.fold")
    assert not line.isEnabled()
    assert line.summary == "sequences only"
    assert "reads sequences" in line.toolTip()
    hands.panel.set_spec(change_spec(hands.panel.spec, {"data": "delayed_recall"}))
    assert line.isEnabled()
    assert line.summary == "none"
    hands.choose("network.recurrence", "L")
    assert (line.summary, line.is_special) == ("LSTM", True)


def test_an_unavailable_item_is_grey_and_says_why(hands):
    sums = {"data": "adding", "training.loss": "mean_squared_error"}
    hands.panel.set_spec(change_spec(hands.panel.spec, sums))
    combo = hands.find("training.loss")
    item = combo.model().item(combo.findData("cross_entropy"))
    assert not item.isEnabled()
    assert "needs classes" in item.toolTip()
    hands.choose("data", "m")
    assert item.isEnabled()
    assert item.toolTip() == ""
