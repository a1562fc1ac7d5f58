import pytest
from PySide6.QtCore import QPointF

from tests.analysis.kept_networks import kept_history, spec_of
from tests.ui.panes.views import look_at, pane_of, picture_of, show
from vgdesk.ui.theme import current_theme


@pytest.fixture
def pane(qtbot):
    pane = show(pane_of("clip"), qtbot)
    pane.look_at(look_at(kept_history(spec_of(training__clipping={"kind": "norm", "limit": 2.0}))))
    return pane


def test_the_tips_stand_where_their_entries_are(pane):
    plane = pane.canvas.plane(current_theme())
    assert plane.width() == plane.height()
    _, value, norm = pane.frame.arrows
    scale = plane.width() / pane.frame.reach
    for arrow in (value, norm):
        tip = QPointF(plane.left() + arrow.x * scale, plane.bottom() - arrow.y * scale)
        assert plane.contains(tip)
    assert pane.canvas.readout(QPointF(plane.left() + 2.0 * scale, plane.bottom() - scale)) == (
        "first entry 2.0, second entry 1.0"
    )
    assert pane.canvas.readout(QPointF(pane.width() - 3, 20)) == pane.frame.description


def test_another_limit_is_another_picture(pane):
    before = picture_of(pane)
    pane.look_at(look_at(kept_history(spec_of(training__clipping={"kind": "value", "limit": 2.0}))))
    assert picture_of(pane) != before


@pytest.mark.parametrize("limit", [1e-3, 1e6])
def test_limits_far_off_are_drawn_too(pane, limit):
    pane.look_at(look_at(kept_history(spec_of(training__clipping={"kind": "norm", "limit": limit}))))
    pane.resize(170, 90)
    assert not picture_of(pane).isNull()
