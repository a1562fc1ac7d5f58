import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from vgdesk.ui.switch import MeasureSwitch


@pytest.fixture
def switch(qtbot):
    switch = MeasureSwitch("gradient", ("mean", "std"))
    qtbot.addWidget(switch)
    switch.show()
    return switch


def test_one_measure_is_chosen_and_a_click_chooses_the_other(switch, qtbot):
    assert switch.measure == "std"
    with qtbot.waitSignal(switch.chosen):
        QTest.mouseClick(switch.findChild(QToolButton, "gradient-mean"), Qt.MouseButton.LeftButton)
    assert switch.measure == "mean"
    assert [button.isChecked() for button in switch.findChildren(QToolButton)] == [True, False]


def test_a_click_on_the_chosen_one_leaves_it_chosen(switch):
    QTest.mouseClick(switch.findChild(QToolButton, "gradient-std"), Qt.MouseButton.LeftButton)
    assert switch.measure == "std"
    assert switch.findChild(QToolButton, "gradient-std").isChecked()


def test_its_buttons_are_named_in_full(switch):
    names = [button.accessibleName() for button in switch.findChildren(QToolButton)]
    assert names == ["gradient: mean", "gradient: standard deviation"]
    with pytest.raises(KeyError):
        MeasureSwitch("gradient", ("median",))


def test_a_button_has_the_short_name_of_its_measure(qtbot):
    switch = MeasureSwitch("gradient", ("max_abs", "l2"))
    qtbot.addWidget(switch)
    assert [button.text() for button in switch.findChildren(QToolButton)] == ["max |x|", "norm"]
