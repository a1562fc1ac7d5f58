import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from vgdesk.ui.builder.fold import Fold


@pytest.fixture
def fold(qtbot) -> Fold:
    fold = Fold("Recording", "recording", is_open=False)
    fold.rows.addWidget(QLabel("inside"))
    qtbot.addWidget(fold)
    fold.resize(240, 80)
    fold.show()
    return fold


def test_a_click_opens_and_closes(fold):
    assert not fold.body.isVisible()
    for is_open in (True, False):
        QTest.mouseClick(fold.line, Qt.MouseButton.LeftButton)
        assert fold.body.isVisible() is is_open


def test_a_disabled_part_closes_says_why_and_opens_again_on_demand(fold):
    fold.open()
    fold.disable("It reads sequences", "sequences only")
    QTest.mouseClick(fold.line, Qt.MouseButton.LeftButton)
    assert not fold.body.isVisible()
    assert (fold.line.summary, fold.line.toolTip()) == ("sequences only", "It reads sequences")
    fold.disable("")
    QTest.mouseClick(fold.line, Qt.MouseButton.LeftButton)
    assert fold.body.isVisible()


def test_a_summary_however_long_takes_no_room_and_is_read_out(fold):
    before = fold.minimumSizeHint().width()
    fold.line.set_text("Recording", "every epoch " * 20)
    assert fold.minimumSizeHint().width() == before
    assert fold.line.accessibleName().startswith("Recording: every epoch")
