from PySide6.QtWidgets import QLabel, QWidget

from vgdesk.ui.named import named


def test_a_widget_is_found_by_the_name_it_was_given(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    label = named(QLabel("words", parent), "words")
    assert parent.findChild(QLabel, "words") is label
