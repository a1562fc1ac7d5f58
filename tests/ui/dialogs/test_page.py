from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWidget

from vgdesk.ui.dialogs.page import make_page


def test_parts_stand_below_each_other_and_close_deletes_the_page(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    parts = QLabel("above"), QLabel("below")
    page = make_page(window, "Title", "page", *parts)
    page.open()
    assert (page.windowTitle(), parts[0].y() < parts[1].y()) == ("Title", True)
    page.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.findChildren(type(page), "page") == []
