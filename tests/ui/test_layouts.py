from PySide6.QtWidgets import QHBoxLayout, QWidget

from vgdesk.ui.layouts import fill


def test_parts_share_the_width_by_the_numbers_behind_them(qtbot):
    row, (first, second, third) = QWidget(), (QWidget() for _ in range(3))
    qtbot.addWidget(row)
    box = fill(QHBoxLayout(row), first, 1, fill(QHBoxLayout(), second), 2, third, 1, gap=10)
    row.resize(420, 40)
    row.show()
    assert [(part.x(), part.width()) for part in (first, second, third)] == [(0, 100), (110, 200), (320, 100)]
    fill(box, None)
    row.resize(520, 40)
    assert third.geometry().right() < 520 - 1
