from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from vgdesk.ui.command import list_keys


def test_f1_lists_every_key(desk):
    desk.press("F1")
    dialog = desk.find("keys")
    said = [label.text() for label in dialog.findChildren(QLabel)]
    for keys, tip in list_keys(desk.window.actions()):
        assert said[said.index(keys) + 1] == tip
    assert dialog.sizeHint().height() <= 696
    assert dialog.sizeHint().width() <= 1280
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, 52)
    assert desk.window.findChildren(type(dialog), "keys") == []
