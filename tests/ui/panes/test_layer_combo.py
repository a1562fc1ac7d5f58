import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox

from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.theme import LECTURE_SCALE, apply_theme


@pytest.fixture
def combo(qapp, qtbot):
    apply_theme(qapp, "dark")
    combo = LayerCombo("histogram", "The layer that is shown")
    qtbot.addWidget(combo)
    return combo


def test_it_is_hidden_until_there_is_something_to_choose(combo):
    assert combo.isHidden()
    combo.show_entries(["1 input", "2 output"], 0)
    assert combo.isVisible()
    combo.show_entries([], -1)
    assert combo.isHidden()


def test_the_wish_outlives_a_network_with_fewer_layers(combo):
    combo.show_entries(["1 input", "2", "3 output"], 0)
    combo.choose(2)
    combo.show_entries(["1 input", "2 output"], 1)
    assert (combo.currentText(), combo.wish) == ("2 output", 2)
    combo.show_entries(["1 input", "2", "3", "4 output"], combo.wish)
    assert combo.currentText() == "3"


def test_showing_entries_is_no_choice_but_a_key_is(combo, qtbot):
    with qtbot.assertNotEmitted(combo.chosen):
        combo.show_entries(["1 input", "2", "3 output"], 1)
    with qtbot.waitSignal(combo.chosen):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.wish == combo.currentIndex() == 2


def test_what_has_no_room_is_elided_and_nothing_wider_is_painted(combo):
    combo.show_entries(["all layers of the network", "1"], 0)
    combo.resize(combo.sizeHint())
    whole = combo.grab().toImage()
    combo.resize(combo.minimumSizeHint())
    assert combo.width() < whole.width() / 2
    short = combo.grab().toImage()
    combo.show_entries(["all", "1"], 0)
    assert combo.grab().toImage() != short


@pytest.mark.parametrize("scale", [1.0, LECTURE_SCALE])
def test_it_wants_as_much_room_as_its_longest_entry(combo, qapp, scale):
    apply_theme(qapp, "dark", scale)
    combo.show_entries(["all layers", "1 input"], 0)
    combo.ensurePolished()
    option = QStyleOptionComboBox()
    combo.resize(combo.sizeHint())
    combo.initStyleOption(option)
    field = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, combo).width()
    assert room >= combo.fontMetrics().horizontalAdvance("all layers")
