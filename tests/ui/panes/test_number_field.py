import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from vgdesk.ui.panes.number_field import NumberField


@pytest.fixture
def field(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(200, 100)
    made = NumberField(parent)
    made.told, made.holder = [], parent
    made.typed.connect(made.told.append)
    parent.show()
    qtbot.waitExposed(parent)
    made.open_at(QRectF(180, 40, 20, 20), 0.25)
    return made


def write(field, text):
    field.setText(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_number_is_told_and_the_field_closes_inside_its_parent(field):
    assert field.parentWidget().rect().contains(field.geometry())
    write(field, "−1.5")
    assert (field.told, field.isVisible()) == ([-1.5], False)


@pytest.mark.parametrize("text", ["word", "inf", " "])
def test_what_is_no_number_stays_to_be_mended(field, text):
    write(field, text)
    assert (field.told, field.isVisible(), field.property("state")) == ([], True, "bad")
    assert "no number" in field.toolTip()
    write(field, "2")
    assert (field.told, field.property("state")) == ([2.0], "")


def test_escape_leaves_the_cell_as_it_was(field):
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.told, field.isVisible()) == ([], False)
