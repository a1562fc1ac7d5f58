import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from vgdesk.ui.notice import Notice
from vgdesk.ui.theme import apply_theme


@pytest.fixture
def window(qtbot, qapp):
    apply_theme(qapp, "dark")
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made


def test_it_stands_in_the_middle_of_the_foot_as_wide_as_its_words(window):
    notice = Notice(window)
    notice.show_text("the disk is full")
    assert notice.isVisible()
    assert abs(notice.geometry().center().x() - 400) <= 1
    assert notice.width() < 250
    assert 350 < notice.geometry().bottom() < 450
    assert notice.accessibleName() == "the disk is full"


def test_a_long_text_wraps_within_the_window(window, qapp):
    notice = Notice(window)
    notice.show_text("a path that goes on and on " * 20)
    qapp.processEvents()
    label = notice.findChild(QLabel)
    assert window.rect().contains(notice.geometry())
    assert label.height() >= label.heightForWidth(label.width())
    window.resize(500, 500)
    qapp.processEvents()
    assert window.rect().contains(notice.geometry())


def test_a_click_and_an_empty_message_take_it_away(window):
    notice = Notice(window)
    notice.show_text("the disk is full")
    QTest.mouseClick(notice, Qt.MouseButton.LeftButton)
    assert not notice.isVisible()
    notice.show_text("the disk is full")
    notice.show_text("")
    assert not notice.isVisible()
