from PySide6.QtWidgets import QLabel

from vgdesk.ui.lanes_column import LanesColumn
from vgdesk.ui.theme import GAP, apply_theme


def column(qtbot, qapp, count) -> tuple[LanesColumn, list[QLabel]]:
    apply_theme(qapp, "dark")
    made = LanesColumn()
    qtbot.addWidget(made)
    made.resize(300, 401)
    made.show()
    labels = [QLabel(str(number)) for number in range(count)]
    made.set_widgets(labels)
    return made, labels


def test_all_are_equally_high_and_the_rest_stays_at_the_bottom(qtbot, qapp):
    _, labels = column(qtbot, qapp, 3)
    assert {label.height() for label in labels} == {(401 - 2 * GAP) // 3}
    assert [label.y() for label in labels] == [0, 127 + GAP, 2 * (127 + GAP)]
    assert all(label.isVisible() and label.width() == 300 for label in labels)


def test_those_that_are_gone_are_thrown_away_and_the_others_kept(qtbot, qapp):
    made, (first, second, third) = column(qtbot, qapp, 3)
    gone = []
    second.destroyed.connect(lambda: gone.append(True))
    made.set_widgets([third, first])
    assert (third.y(), first.y() > 0) == (0, True)
    assert not second.isVisible()
    qtbot.waitUntil(lambda: gone == [True])


def test_it_asks_for_room_for_as_many_of_the_highest(qtbot, qapp):
    made, labels = column(qtbot, qapp, 3)
    before = made.minimumSizeHint().height()
    labels[1].setText("two<br>lines<br>and more")
    assert made.minimumSizeHint().height() == 3 * labels[1].minimumSizeHint().height() + 2 * GAP > before


def test_none_asks_for_none(qtbot, qapp):
    made, _ = column(qtbot, qapp, 0)
    assert made.minimumSizeHint().height() == 0
