import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from tests.pictures.test_ribbon import dead_then_guessing
from vgdesk.analysis.window import Window
from vgdesk.ui.theme import apply_theme, current_theme
from vgdesk.ui.verdict_ribbon import VerdictRibbon

WHOLE = Window(0, 60)


@pytest.fixture
def ribbon(qtbot, qapp):
    apply_theme(qapp, "dark")
    ribbon = VerdictRibbon("a")
    qtbot.addWidget(ribbon)
    ribbon.resize(600, 6)
    ribbon.show()
    ribbon.show_run(dead_then_guessing(), WHOLE)
    return ribbon


def test_every_stretch_is_painted_in_the_colour_of_its_verdict(ribbon):
    image = ribbon.grab().toImage()
    theme = current_theme()
    assert image.pixelColor(50, 1).name() == theme.bad
    assert image.pixelColor(550, 1).name() == theme.bad
    assert image.pixelColor(230, 1).name() != theme.bad


def test_a_click_goes_to_where_a_stretch_began(ribbon, qtbot):
    with qtbot.waitSignal(ribbon.epoch_chosen) as chosen:
        QTest.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=QPoint(500, 3))
    assert chosen.args == [25]


def test_a_tip_says_what_it_was_and_when(ribbon):
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(500, 3), ribbon.mapToGlobal(QPoint(500, 3)))
    QApplication.sendEvent(ribbon, event)
    assert QToolTip.text() == "level · guessing, from epoch 25 to 59.5"
    QToolTip.hideText()
    assert "dead, from epoch 0" in ribbon.accessibleName()


def test_without_a_run_there_is_nothing(ribbon, qtbot):
    ribbon.show_run(None, None)
    qtbot.waitUntil(lambda: ribbon.parts == ())
    QTest.mouseClick(ribbon, Qt.MouseButton.LeftButton, pos=QPoint(500, 3))
