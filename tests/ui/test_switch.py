import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from vgdesk.pictures.picture import Option
from vgdesk.ui.switch import Switch

MEAN = Option("mean", "Show the mean", "gradient: mean")
DEVIATION = Option("std", "Show the standard deviation", "gradient: standard deviation", "spread")


@pytest.fixture
def switch(qtbot):
    switch = Switch("gradient", (MEAN, DEVIATION))
    qtbot.addWidget(switch)
    switch.show()
    return switch


def test_one_option_is_chosen_and_a_click_chooses_the_other(switch, qtbot):
    assert switch.key == "std"
    with qtbot.waitSignal(switch.chosen):
        QTest.mouseClick(switch.findChild(QToolButton, "gradient-mean"), Qt.MouseButton.LeftButton)
    assert switch.key == "mean"
    assert [button.isChecked() for button in switch.findChildren(QToolButton)] == [True, False]


def test_a_click_on_the_chosen_one_leaves_it_chosen(switch):
    QTest.mouseClick(switch.findChild(QToolButton, "gradient-std"), Qt.MouseButton.LeftButton)
    assert switch.key == "std"
    assert switch.findChild(QToolButton, "gradient-std").isChecked()


def test_its_buttons_are_named_in_full(switch):
    buttons = switch.findChildren(QToolButton)
    assert [(button.accessibleName(), button.toolTip()) for button in buttons] == [
        (MEAN.name, MEAN.tip),
        (DEVIATION.name, DEVIATION.tip),
    ]


def test_a_button_has_the_text_of_its_option_or_else_its_key(switch):
    assert [button.text() for button in switch.findChildren(QToolButton)] == ["mean", "spread"]


def test_what_is_chosen_in_code_is_told_to_nobody(switch, qtbot):
    with qtbot.assertNotEmitted(switch.chosen):
        switch.choose("mean")
    assert switch.key == "mean"
