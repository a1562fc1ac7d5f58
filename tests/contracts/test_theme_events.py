"""A change of theme or size polishes every widget a few times, not once for each of its ancestors."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests.event_count import EventCount
from tests.ui.desk import make_played_desk
from vgdesk.ui.theme import LECTURE_SCALE, apply_theme

MOST = 3  # StyleChange events a widget


@pytest.mark.parametrize(("mode", "scale"), [("light", 1.0), ("dark", LECTURE_SCALE)])
def test_no_widget_is_polished_often(qapp, mode, scale):
    desk = make_played_desk()
    desk.open()
    desk.finish()
    changes = EventCount(qapp, QEvent.Type.StyleChange)
    apply_theme(qapp, mode, scale)
    qapp.processEvents()
    qapp.removeEventFilter(changes)
    widgets = len(QApplication.allWidgets())
    apply_theme(qapp, "dark")
    desk.close()
    assert widgets > 300
    assert 0 < changes.count <= MOST * widgets
