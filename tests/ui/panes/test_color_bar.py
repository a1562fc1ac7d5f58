import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from vgdesk.analysis import codes
from vgdesk.analysis.codes import Specials
from vgdesk.analysis.colors import HATCHES, OVERFLOW, color_table
from vgdesk.analysis.scales import Limits
from vgdesk.measures import Scale
from vgdesk.ui.panes.color_bar import BAR_WIDTH, ColorBar
from vgdesk.ui.theme import DARK, apply_theme

LOG = Limits(Scale.LOG, -4.5, 0.0)


@pytest.fixture
def bar(qapp, qtbot):
    apply_theme(qapp, "dark")
    bar = ColorBar()
    qtbot.addWidget(bar)
    bar.resize(80, 300)
    bar.setAutoFillBackground(True)
    return bar


def colours(bar, x, first=0, last=300):
    image = bar.grab().toImage()
    return {image.pixelColor(x, y).name() for y in range(first, last)}


def test_the_largest_value_is_at_the_top(bar):
    bar.draw(LOG, Specials())
    image, table = bar.grab().toImage(), color_table("magma", DARK)
    column = [image.pixel(BAR_WIDTH // 2, y) for y in range(300)]
    assert column.index(table[codes.LAST_SHADE]) < column.index(table[(codes.LAST_SHADE + codes.FIRST_SHADE) // 2])
    assert column.index(table[codes.FIRST_SHADE]) > 280


def test_every_shade_is_on_a_tall_bar(bar):
    bar.resize(80, 600)
    bar.draw(LOG, Specials())
    shades = {QColor.fromRgb(int(colour)).name() for colour in color_table("magma", DARK)[3:250]}
    assert shades <= colours(bar, BAR_WIDTH // 2, 0, 600)


def test_a_title_stands_above_where_there_is_room(bar):
    bar.draw(LOG, Specials())
    untitled = bar.bar_rect().top()
    bar.set_title("rms", "log scale")
    assert bar.bar_rect().top() > untitled + 20
    assert "rms, log scale" in bar.accessibleName()
    bar.resize(80, 70)
    assert bar.bar_rect().top() == untitled


def test_a_low_bar_keeps_room_for_its_colours(bar):
    bar.resize(80, 100)
    bar.draw(LOG, Specials(1, 1, 1, 1, 1))
    assert bar.bar_rect().height() >= 25


def test_a_bar_that_may_not_be_moved_ignores_the_pointer(bar, qtbot):
    bar.draw(LOG, Specials())
    with qtbot.assertNotEmitted(bar.limits_chosen):
        QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 20))
        QTest.mouseMove(bar, QPoint(5, 200))
        QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 20))


@pytest.mark.parametrize(("code", "kind"), [(codes.ZERO, "zero"), (codes.NAN, "nan"), (codes.INFINITE, "infinite")])
def test_the_key_names_only_what_is_there(bar, code, kind):
    bar.draw(LOG, Specials())
    assert HATCHES[code].stripe not in colours(bar, 4)
    bar.draw(LOG, Specials(**{kind: 3}))
    assert HATCHES[code].stripe in colours(bar, 4)


def test_values_beyond_the_limits_give_the_bar_a_point(bar):
    bar.draw(LOG, Specials())
    flat = bar.grab().toImage()
    bar.draw(LOG, Specials(above=1))
    above = bar.grab().toImage()
    bar.draw(LOG, Specials(below=1))
    below = bar.grab().toImage()
    ends = {name: QColor(colour).name() for name, colour in OVERFLOW.items()}
    flat, above, below = (
        {picture.pixelColor(BAR_WIDTH // 2, y).name() for y in range(300)} for picture in (flat, above, below)
    )
    assert [ends[codes.ABOVE] in seen for seen in (flat, above, below)] == [False, True, False]
    assert [ends[codes.BELOW] in seen for seen in (flat, above, below)] == [False, False, True]


def test_screen_readers_hear_the_range(bar):
    bar.draw(LOG, Specials())
    assert bar.accessibleDescription() == "from 10⁻⁴ to 10⁰"


def test_without_limits_it_is_empty(bar):
    bar.draw(LOG, Specials())
    bar.draw(None, Specials())
    assert colours(bar, 5) == {DARK.ground}


def test_another_colour_map_is_shown(bar):
    bar.draw(LOG, Specials())
    bar.draw(LOG, Specials(), "viridis")
    assert QColor.fromRgb(int(color_table("viridis", DARK)[codes.LAST_SHADE])).name() in colours(bar, BAR_WIDTH // 2)


@pytest.fixture
def movable(qapp, qtbot):
    bar = ColorBar(is_movable=True)
    qtbot.addWidget(bar)
    bar.resize(80, 300)
    bar.draw(LOG, Specials())
    return bar


def chosen(qtbot, bar, *keys):
    with qtbot.waitSignal(bar.limits_chosen) as told:
        QTest.keyClick(bar, *keys)
    return told.args[0]


def test_keys_move_the_ends_and_escape_goes_back_to_what_suits_the_values(movable, qtbot):
    high = chosen(qtbot, movable, Qt.Key.Key_Down)
    assert (high.low, high.high) == (LOG.low, pytest.approx(-0.2))
    low = chosen(qtbot, movable, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert (low.low, low.high) == (pytest.approx(-4.3), LOG.high)
    assert chosen(qtbot, movable, Qt.Key.Key_Escape) is None


def test_escape_while_an_end_is_dragged_gives_back_what_it_was(movable, qtbot):
    place = movable.bar_rect().center().toPoint()
    QTest.mousePress(movable, Qt.MouseButton.LeftButton, pos=place - QPoint(0, 50))
    QTest.mouseMove(movable, place)
    assert chosen(qtbot, movable, Qt.Key.Key_Escape) == LOG
