"""What the panel does with edits that do not fit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox

from vgdesk.experiment.spec import change_spec


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("training.optimizer.learning_rate", "abc", "valid number"),
        ("training.optimizer.learning_rate", "", "valid number"),
        ("training.optimizer.learning_rate", "nan", "valid number"),
        ("training.batch_size", "2.5", "valid integer"),
        ("training.batch_size", "0", "greater than or equal to 1"),
        ("training.batch_size", "2000", "more than the 1000 training points"),
        ("data.n", "20", "more than the 20 training points"),
        ("data.factor", "1", "less than 1"),
        ("shape.layers", "201", "whole number from 0 to 200"),
        ("shape.layers", "x", "whole number from 0 to 200"),
        ("shape.units", "9000", "less than or equal to 8192"),
    ],
)
def test_a_bad_value_is_kept_marked_and_told_until_escape(hands, circles, path, text, said):
    editor = hands.type(path, text)
    assert hands.specs == []
    assert editor.lineEdit().text() == text
    assert len(hands.problems) == 1
    assert hands.problems[0] == hands.panel.problems
    message = hands.find("problems")
    assert message.isVisibleTo(hands.panel)
    assert said in message.text()
    marked = [widget for widget in hands.panel.findChildren(QAbstractSpinBox) if widget.property("state") == "bad"]
    assert [said in widget.toolTip() for widget in marked] == [True]
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    if editor is marked[0]:
        assert hands.problems[1:] == [()]
        assert not message.isVisibleTo(hands.panel)
        assert editor.property("state") == ""
        assert hands.specs == []


def test_two_fields_that_fit_only_together_wait_for_each_other(hands, circles):
    hands.type("training.batch_size", "2000")
    assert hands.specs == []
    hands.type("data.n", "5000")
    assert hands.specs == [change_spec(circles, {"training.batch_size": 2000, "data.n": 5000})]
    assert hands.problems[-1] == ()


def test_an_edit_beside_a_bad_one_is_shown_and_told_once_all_is_well(hands, circles):
    hands.type("training.optimizer.learning_rate", "abc")
    hands.choose("network.activation", "t")
    assert hands.find("network.activation").currentText() == "tanh"
    assert hands.find("training.optimizer.learning_rate").lineEdit().text() == "abc"
    assert hands.specs == []
    editor = hands.focus("training.optimizer.learning_rate")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert editor.lineEdit().text() == "0.001"
    assert hands.specs == [change_spec(circles, {"network.activation": "tanh"})]
