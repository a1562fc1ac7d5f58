import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from tests.form.examples import build_circles
from vgdesk.experiment.activations import HardSigmoid, Tanh
from vgdesk.ui.builder.layer_model import ACTIVATION, NUMBER, UNITS


@pytest.fixture
def table(hands):
    """The table of layers 1, 2, 3, 4 units wide."""
    hands.panel.set_spec(build_circles(0, hidden=[{"units": units} for units in (1, 2, 3, 4)]))
    return hands.focus("layers")


def select(table, *rows, column=UNITS):
    table.clearSelection()
    table.setCurrentIndex(table.model().index(rows[0], column))
    for row in rows[1:]:
        QTest.mouseClick(
            table.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            table.visualRect(table.model().index(row, NUMBER)).center(),
        )
    assert table.selected_rows() == sorted(rows)
    table.setFocus()


def open_cell():
    """The editor in the cell that is open."""
    editor = QApplication.focusWidget()
    assert editor.objectName().startswith("cell.")
    return editor


def press(widget, *keys):
    """Press keys and let the table take them in."""
    for key in keys:
        QTest.keyClick(widget, key)
    QApplication.processEvents()


def units(hands) -> list[int]:
    return [layer.units for layer in hands.specs[-1].network.hidden]


def cell(table, row, column, role=Qt.ItemDataRole.DisplayRole):
    return table.model().index(row, column).data(role)


def test_the_table_shows_every_layer_and_the_output_greyed(hands, table):
    shown = [[cell(table, row, column) for column in range(3)] for row in range(5)]
    assert shown[0] == ["1", "1", "sigmoid"]
    assert shown[3] == ["4", "4", "sigmoid"]
    assert shown[4] == ["5", "1", "sigmoid (output)"]
    assert table.model().flags(table.model().index(4, 1)) == Qt.ItemFlag.NoItemFlags


KEYS = [
    (Qt.Key.Key_Insert, Qt.KeyboardModifier.NoModifier, "add", [1, 2, 2, 3, 4], [2]),
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "remove", [1, 3, 4], [1]),
    (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, "duplicate", [1, 2, 2, 3, 4], [2]),
    (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, "up", [2, 1, 3, 4], [0]),
    (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, "down", [1, 3, 2, 4], [2]),
]


@pytest.mark.parametrize("case", KEYS, ids=[case[2] for case in KEYS])
def test_keys_and_buttons_edit_the_rows_and_select_what_they_made(hands, table, case):
    key, modifier, name, after, selected = case
    select(table, 1)
    QTest.keyClick(table, key, modifier)
    assert units(hands) == after
    assert table.selected_rows() == selected
    hands.panel.set_spec(build_circles(0, hidden=[{"units": units} for units in (1, 2, 3, 4)]))
    select(table, 1)
    button = hands.find(f"layers.{name}.button")
    assert button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert units(hands) == after


def test_buttons_that_can_do_nothing_are_greyed(hands, table):
    select(table, 0)
    able = {
        button.objectName().split(".")[1]: button.isEnabled()
        for button in hands.panel.findChildren(QToolButton)
        if button.objectName().startswith("layers.") and button.isVisible()
    }
    assert able == {"add": True, "duplicate": True, "remove": True, "up": False, "down": True}
    table.clearSelection()
    assert not hands.find("layers.remove.button").isEnabled()
    hands.panel.set_spec(build_circles(200))
    assert not hands.find("layers.add.button").isEnabled()


def test_removing_all_layers_leaves_the_output_alone_and_adding_starts_anew(hands, table):
    QTest.keySequence(table, "Ctrl+A")
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert units(hands) == []
    assert table.model().rowCount() == 1
    QTest.keyClick(table, Qt.Key.Key_Insert)
    assert units(hands) == [5]


def test_a_digit_begins_an_edit_and_enter_ends_it(hands, table):
    select(table, 2)
    QTest.keyClick(table, Qt.Key.Key_9)
    press(open_cell(), Qt.Key.Key_0, Qt.Key.Key_Return)
    assert units(hands) == [1, 2, 90, 4]
    assert QApplication.focusWidget() is table
    assert table.selected_rows() == [2]


def test_enter_and_a_double_click_edit_too_and_escape_takes_it_back(hands, table):
    select(table, 2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = open_cell()
    QTest.keyClicks(editor, "77")
    press(editor, Qt.Key.Key_Escape)
    assert hands.specs == []
    place = table.visualRect(table.model().index(1, UNITS)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = open_cell()
    QTest.keyClicks(editor, "78")
    press(editor, Qt.Key.Key_Return)
    assert units(hands) == [1, 78, 3, 4]


def test_an_edit_goes_to_all_selected_rows(hands, table):
    select(table, 1, 3)
    table.edit(table.model().index(3, UNITS))
    editor = open_cell()
    QTest.keyClicks(editor, "50")
    press(editor, Qt.Key.Key_Return)
    assert units(hands) == [1, 50, 3, 50]
    assert len(hands.specs) == 1
    assert table.selected_rows() == [1, 3]


def test_an_activation_goes_to_all_selected_rows_and_none_of_its_own_is_the_networks(hands, table):
    select(table, 0, 1, column=ACTIVATION)
    table.edit(table.model().index(1, ACTIVATION))
    press(open_cell(), Qt.Key.Key_T)
    assert [layer.activation for layer in hands.specs[-1].network.hidden] == [Tanh(), Tanh(), None, None]
    assert [cell(table, row, ACTIVATION) for row in range(4)] == ["tanh", "tanh", "sigmoid", "sigmoid"]
    QApplication.processEvents()
    select(table, 1, column=ACTIVATION)
    QTest.keyClick(table, Qt.Key.Key_Return)
    press(open_cell(), Qt.Key.Key_Up)
    assert [layer.activation for layer in hands.specs[-1].network.hidden] == [Tanh(), HardSigmoid(), None, None]
    QApplication.processEvents()
    QTest.keyClick(table, Qt.Key.Key_Return)
    press(open_cell(), Qt.Key.Key_Up)
    assert [layer.activation for layer in hands.specs[-1].network.hidden] == [Tanh(), None, None, None]


def test_a_bad_width_is_kept_marked_and_can_be_mended(hands, table):
    select(table, 2)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(open_cell(), "99999")
    press(open_cell(), Qt.Key.Key_Return)
    assert hands.specs == []
    assert cell(table, 2, UNITS) == "99999"
    assert cell(table, 2, UNITS, Qt.ItemDataRole.ForegroundRole) is not None
    assert "8192" in cell(table, 2, UNITS, Qt.ItemDataRole.ToolTipRole)
    assert hands.find("problems").text().startswith("Layer 3 units 99999")
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(open_cell(), "9")
    press(open_cell(), Qt.Key.Key_Return)
    assert units(hands) == [1, 2, 9, 4]
    assert cell(table, 2, UNITS, Qt.ItemDataRole.ForegroundRole) is None


def test_the_old_width_typed_again_mends_a_bad_one(hands, table):
    select(table, 2)
    for text in ("0", "3"):
        QTest.keyClick(table, Qt.Key.Key_Return)
        QTest.keyClicks(open_cell(), text)
        press(open_cell(), Qt.Key.Key_Return)
    assert hands.panel.problems == ()
    assert hands.specs == []
    assert cell(table, 2, UNITS) == "3"


@pytest.mark.parametrize(("count", "after"), [("6", [1, 2, 3, 4, 4, 4]), ("2", [1, 2]), ("0", [])])
def test_the_number_of_layers_can_be_typed(hands, table, count, after):
    hands.type("shape.layers", count)
    assert units(hands) == after


def test_the_width_of_all_layers_can_be_typed(hands, table):
    editor = hands.find("shape.units")
    assert editor.lineEdit().text() == ""
    assert editor.lineEdit().placeholderText() == "mixed"
    hands.type("shape.units", "7")
    assert units(hands) == [7, 7, 7, 7]
    assert editor.lineEdit().text() == "7"


def test_thirty_layers_scroll_within_the_table_and_new_rows_come_into_sight(hands, qtbot):
    hands.panel.set_spec(build_circles(30))
    table = hands.focus("layers")
    assert table.height() < 250
    select(table, 29)
    QTest.keyClick(table, Qt.Key.Key_Insert)
    assert table.selected_rows() == [30]
    assert table.viewport().rect().contains(table.visualRect(table.model().index(30, UNITS)))


def test_an_own_initialiser_is_told_and_can_be_taken_away(hands):
    own = [{"units": 5}, {"units": 5, "activation": "relu", "initializer": "he_normal"}]
    hands.panel.set_spec(build_circles(0, hidden=own))
    table = hands.focus("layers")
    assert cell(table, 1, UNITS, Qt.ItemDataRole.ToolTipRole) == "its own: relu\nits own: he normal"
    select(table, 1)
    table.layer_actions["plain"].trigger()
    assert hands.specs[-1].network.hidden[1].initializer is None
    assert hands.specs[-1].network.hidden[1].activation is None


def test_the_output_of_several_classes_is_a_softmax(hands, table, monkeypatch):
    monkeypatch.setattr(type(hands.panel.spec.data), "classes", property(lambda self: 10))
    assert cell(table, 4, ACTIVATION) == "softmax (output)"
    assert cell(table, 4, UNITS) == "10"


def test_leaving_a_cell_takes_it_in(hands, table):
    select(table, 2)
    press(table, Qt.Key.Key_8)
    hands.focus("seed")
    assert units(hands) == [1, 2, 8, 4]


def test_commit_takes_in_an_open_cell_and_a_lock_drops_it(hands, table):
    select(table, 2)
    press(table, Qt.Key.Key_8)
    hands.panel.commit()
    assert units(hands) == [1, 2, 8, 4]
    press(hands.focus("layers"), Qt.Key.Key_9)
    assert open_cell()
    hands.panel.set_editable(False)
    QApplication.processEvents()
    assert len(hands.specs) == 1
    assert cell(table, 2, UNITS) == "8"
