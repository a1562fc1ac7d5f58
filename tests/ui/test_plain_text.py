import pytest
from PySide6.QtGui import QTextDocument

from vgdesk.ui.plain_text import ElidedLabel, plain_button, plain_tip

ODD = ["plain", "a & b", "<b>bold</b>", "<img src='x.png'>", "1 < 2 && 3 > 2"]


@pytest.mark.parametrize("text", ODD)
def test_a_tip_shows_the_text_as_it_stands(text):
    tip = plain_tip(text)
    document = QTextDocument()
    document.setHtml(tip) if tip.startswith("<") else document.setPlainText(tip)
    assert document.toPlainText() == text


def test_an_ampersand_marks_no_key_of_a_button():
    assert plain_button("a & b") == "a && b"


@pytest.fixture
def label(qtbot):
    label = ElidedLabel("label", least=30)
    qtbot.addWidget(label)
    label.show()
    return label


@pytest.mark.parametrize("text", ODD)
def test_a_text_with_room_is_shown_whole(label, text):
    label.show_text(text)
    label.resize(label.sizeHint())
    assert (label.text(), label.whole, label.toolTip()) == (text, text, "")


def test_a_text_without_room_is_cut_and_kept_in_the_tooltip(label):
    label.show_text("seventeen syllables & more <b>")
    label.resize(60, 20)
    assert label.text().endswith("…")
    assert label.fontMetrics().horizontalAdvance(label.text()) <= 60
    assert label.whole == label.accessibleName() == "seventeen syllables & more <b>"
    assert label.toolTip() == plain_tip(label.whole)
    label.resize(400, 20)
    assert (label.text(), label.toolTip()) == (label.whole, "")


def test_it_asks_for_all_and_is_content_with_little(label):
    label.show_text("a rather long text for one line\nand another")
    assert "\n" not in label.whole
    assert label.minimumSizeHint().width() == 30
    assert label.sizeHint().width() >= label.fontMetrics().horizontalAdvance(label.whole)
