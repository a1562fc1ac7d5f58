import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from vgdesk.analysis import codes
from vgdesk.analysis.codes import SPECIAL_LABELS, Specials, present_specials
from vgdesk.analysis.colors import HATCHES, color_table
from vgdesk.ui.panes.special_key import paint_entry
from vgdesk.ui.theme import DARK


def test_only_what_is_there_needs_a_word():
    assert present_specials(Specials()) == ()
    assert present_specials(Specials(below=5, above=5)) == ()
    assert present_specials(Specials(zero=1, nan=2)) == (codes.ZERO, codes.NAN)


@pytest.mark.parametrize("code", HATCHES)
def test_an_entry_shows_the_hatch_and_its_word(qapp, code):
    image = QImage(300, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK.ground))
    painter = QPainter(image)
    painter.setFont(DARK.label_font())
    paint_entry(painter, QPointF(0, 15), code, DARK, color_table("magma", DARK))
    painter.end()
    ground = QColor(DARK.ground)
    touched = [x for x in range(300) for y in range(30) if image.pixelColor(x, y) != ground]
    swatch = {image.pixelColor(x, y).name() for x in range(10) for y in range(11, 20)}
    assert swatch == {HATCHES[code].ground, HATCHES[code].stripe}
    words = QFontMetrics(DARK.label_font()).horizontalAdvance(SPECIAL_LABELS[code])
    assert 10 < max(touched) <= 10 + 5 + words
