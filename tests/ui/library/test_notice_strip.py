import pytest
from PySide6.QtWidgets import QPushButton

from vgdesk.ui.library.notice_strip import NoticeStrip


@pytest.fixture
def strip(qtbot):
    made = NoticeStrip()
    qtbot.addWidget(made)
    return made


def test_its_button_does_what_was_offered_last(strip):
    done = []
    strip.offer("first", "One", lambda: done.append(1))
    strip.offer("second", "Two & three", lambda: done.append(2))
    button = strip.findChild(QPushButton)
    button.click()
    assert (done, button.text()) == ([2], "Two && three")
