import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from vgdesk import __version__


def words(dialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def opened(desk, act) -> QDialog:
    act()
    (dialog,) = desk.window.findChildren(QDialog)
    assert dialog.isVisible()
    return dialog


def closed(desk) -> bool:
    QApplication.sendPostedEvents(None, 52)
    return not desk.window.findChildren(QDialog)


def test_about_names_version_and_licence(desk):
    dialog = opened(desk, lambda: desk.choose("action-about"))
    assert __version__ in words(dialog)[0]
    assert "MIT" in words(dialog)[0]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert closed(desk)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_dialog_wears_the_theme(desk, mode):
    desk.choose(f"action-{mode}_theme")
    dialog = opened(desk, lambda: desk.choose("action-about"))
    ground = {"light": "#ffffff", "dark": "#15171b"}[mode]
    assert dialog.grab().toImage().pixelColor(3, 3).name() == ground
    dialog.close()
