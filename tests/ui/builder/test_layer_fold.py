"""Choices of single layers, made with keys and mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.form.examples import build_circles
from vgdesk.experiment.activations import LeakyRelu, Relu
from vgdesk.experiment.initializers import Normal

RELU = "network.hidden.1.activation"
NORMAL = "network.hidden.1.initializer"


@pytest.fixture
def opened(hands):
    """The hands, with layers 2 and 3 of four selected and their choices shown."""
    table = hands.focus("layers")
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_rows() == [1, 2]
    hands.find("layer_fold.fold").click()
    return hands


def hidden(hands):
    return hands.specs[-1].network.hidden


def pick(hands, path: str, kind: str | None) -> None:
    combo = hands.focus(path)
    combo.setCurrentIndex(combo.findData(kind))
    combo.activated.emit(combo.currentIndex())


def test_without_a_row_the_line_says_how_to_choose_one(hands):
    line = hands.find("layer_fold.fold")
    assert not line.isEnabled()
    assert line.summary == "select a row"
    hands.focus("layers").selectRow(3)
    assert line.isEnabled()
    assert (line.title, line.summary) == ("Layer 4", "same for all")


def test_a_choice_goes_to_all_selected_layers_and_brings_its_parameters(opened):
    pick(opened, RELU, "leaky_relu")
    assert [layer.activation for layer in hidden(opened)] == [None, LeakyRelu(), LeakyRelu(), None]
    opened.type(f"{RELU}.slope", "0.3")
    assert [layer.activation for layer in hidden(opened)] == [None, *[LeakyRelu(slope=0.3)] * 2, None]
    pick(opened, NORMAL, "normal")
    opened.type(f"{NORMAL}.std", "0.1")
    assert [layer.initializer for layer in hidden(opened)] == [None, *[Normal(std=0.1)] * 2, None]


def test_a_parameter_goes_only_where_the_same_is_chosen(hands):
    own = [{"units": 5, "activation": kind} for kind in ("leaky_relu", "relu")]
    hands.panel.set_spec(build_circles(0, hidden=own))
    hands.focus("layers").selectAll()
    hands.find("layer_fold.fold").click()
    assert hands.find("layer_fold.fold").summary == "mixed"
    hands.type("network.hidden.0.activation.slope", "0.2")
    assert [layer.activation for layer in hidden(hands)] == [LeakyRelu(slope=0.2), Relu()]


def test_rows_with_choices_of_their_own_are_marked_and_name_them(opened):
    pick(opened, NORMAL, "he_normal")
    table = opened.find("layers")
    assert [table.layers.has_own(row) for row in range(5)] == [False, True, True, False, False]
    assert table.model().index(1, 2).data() == "sigmoid · he normal"
    assert table.model().index(0, 2).data() == "sigmoid"
    assert opened.find("layer_gain").text().endswith("= 2 with 5 inputs")
    line = opened.find("layer_fold.fold")
    assert (line.title, line.summary, line.is_special) == ("Layers 2–3", "he normal", True)


def test_same_for_all_puts_it_back(opened, circles):
    pick(opened, RELU, "relu")
    pick(opened, NORMAL, "he_normal")
    pick(opened, "network.hidden.1.normalization", "batch")
    button = opened.find("layers.plain.button")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.specs[-1] == circles
    assert not button.isVisible()


def test_one_choice_is_put_back_by_its_first_item(opened, circles):
    pick(opened, RELU, "relu")
    pick(opened, RELU, None)
    assert opened.specs[-1] == circles


def test_a_bad_parameter_of_a_layer_is_kept_and_marked_until_escape(opened):
    pick(opened, NORMAL, "normal")
    specs = len(opened.specs)
    editor = opened.type(f"{NORMAL}.std", "-1")
    assert len(opened.specs) == specs
    assert editor.property("state") == "bad"
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert opened.panel.problems == ()


def test_fifty_layers_of_a_hundred_are_two_numbers(hands):
    hands.type("shape.layers", "50")
    hands.type("shape.units", "100")
    assert [layer.units for layer in hidden(hands)] == [100] * 50
