import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from vgdesk.ui.overlay import Overlay


@pytest.fixture
def host(qtbot):
    host = QWidget()
    qtbot.addWidget(host)
    host.field = QLineEdit()
    QVBoxLayout(host).addWidget(host.field)
    host.resize(400, 300)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    host.field.setFocus()
    return host


@pytest.fixture
def overlay(host):
    return Overlay(host, "over")


def test_it_hides_until_it_is_opened_and_covers_its_host_whatever_its_size(host, overlay):
    assert not overlay.isVisible()
    overlay.open()
    assert overlay.geometry() == host.rect()
    host.resize(500, 350)
    assert overlay.geometry() == QRect(0, 0, 500, 350)


def test_it_takes_the_focus_and_gives_it_back(host, overlay):
    button = QPushButton(overlay)
    overlay.first_focus = lambda: button
    overlay.open()
    assert QApplication.focusWidget() is button
    overlay.dismiss()
    assert QApplication.focusWidget() is host.field
    overlay.dismiss()
    assert QApplication.focusWidget() is host.field


def test_escape_is_its_own_before_it_is_the_windows(host, overlay):
    heard = []
    QShortcut(QKeySequence("Esc"), host, activated=lambda: heard.append("window"))
    button = QPushButton(overlay)
    overlay.first_focus = lambda: button
    overlay.open()
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not overlay.isVisible()
    assert heard == []
    QTest.keyClick(host.field, Qt.Key.Key_Escape)
    assert heard == ["window"]
