import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton

from vgdesk.ui.explanations import pop_up, read_explanation
from vgdesk.ui.theme import apply_theme


def test_the_title_stands_apart_from_the_text():
    explanation = read_explanation("loss")
    assert explanation.title == "Loss"
    assert explanation.text.startswith("What the training makes small")
    assert "#" not in explanation.text


def test_there_is_none_for_what_is_no_pane():
    with pytest.raises(FileNotFoundError, match=r"help/panes/nothing\.md"):
        read_explanation("nothing")


@pytest.mark.parametrize("scale", [1.0, 1.55])
def test_a_popup_shows_all_of_it_within_the_screen_and_goes_with_escape(qtbot, qapp, scale):
    apply_theme(qapp, "light", scale)
    button = QPushButton("?")
    qtbot.addWidget(button)
    button.show()
    popup = pop_up("heatmap", button)
    text = popup.findChild(QLabel, "explanation-text")
    assert text.height() >= text.heightForWidth(text.width())
    assert button.screen().availableGeometry().contains(popup.geometry().topLeft())
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, 52)
    assert button.findChildren(QFrame, "explanation") == []
    apply_theme(qapp, "dark")


def test_the_button_of_a_pane_explains_it(desk):
    desk.click("explain-loss")
    popup = QApplication.activePopupWidget()
    assert popup.findChild(QLabel, "explanation-title").text() == "Loss"
    popup.close()
