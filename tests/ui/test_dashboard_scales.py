"""The colour scales on the screen: settled by the values, moved by the viewer, one for all or one a lane."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.session.examples import small_spec
from tests.ui.test_dashboard import heatmaps
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.session.states import State
from vgdesk.ui.panes.color_bar import ColorBar


def test_limits_at_the_last_live_sample_are_those_of_the_end_and_of_reopening(desk):
    loud, quiet = np.full((2, 3), 1e3), np.full((600, 3), 2e-3)
    desk.session.load([small_spec("a", epochs=601)])
    desk.train(2, loud)
    begun = heatmaps(desk)[0].frame.limits
    desk.engine.train(600, quiet)
    desk.settle()
    live = heatmaps(desk)[0].frame.limits
    assert live != begun
    desk.engine.finish()
    desk.settle()
    assert desk.session.state is State.FINISHED
    assert heatmaps(desk)[0].frame.limits == live
    desk.open_runs(desk.session.selected.path)
    assert heatmaps(desk)[0].frame.limits == live


def drag(bar, start: float, end: float) -> None:
    """Drag from one share of the bar's height above its lower end to another."""
    rect = bar.bar_rect()
    places = [
        QPoint(round(rect.center().x()), round(rect.bottom() - share * rect.height())) for share in (start, end)
    ]
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseMove(bar, places[1])
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=places[1])


def test_the_ends_of_the_bar_follow_the_pointer_and_a_double_click_fits_them_again(desk):
    desk.train(4)
    bar, before = desk.window.dashboard.findChild(ColorBar), heatmaps(desk)[0].frame.limits
    drag(bar, 0.9, 0.4)
    desk.settle()
    assert len({pane.frame.limits for pane in heatmaps(desk)}) == 1
    assert heatmaps(desk)[0].frame.limits.high == pytest.approx(before.high - (before.high - before.low) / 2, abs=0.1)
    assert heatmaps(desk)[0].frame.specials.above
    view = desk.window.dashboard.view()
    assert HEATMAPS.frame_of(view, Sources()).scales[0].limits == heatmaps(desk)[0].frame.limits
    drag(bar, 0.1, 0.3)
    desk.settle()
    assert heatmaps(desk)[0].frame.limits.low > before.low
    QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=bar.bar_rect().center().toPoint())
    desk.settle()
    assert heatmaps(desk)[0].frame.limits == before


def test_moved_ends_are_fitted_again_by_the_menu_by_other_measures_and_by_the_next_lesson(desk):
    def move():
        drag(desk.window.dashboard.findChild(ColorBar), 0.9, 0.5)
        desk.settle()
        assert desk.window.dashboard.heatmaps.limits

    def choose_other_measures():
        columns = desk.window.dashboard.heatmaps.columns
        desk.window.dashboard.set_columns(columns.changed(relative=not columns.relative))

    desk.finish()
    resets = (
        lambda: desk.choose("reset-scales"),
        choose_other_measures,
        lambda: desk.session.load([small_spec("another")]),
    )
    for reset in resets:
        move()
        reset()
        desk.settle()
        assert not desk.window.dashboard.heatmaps.limits
        assert not desk.action("reset-scales").isEnabled()


def test_each_lane_may_have_a_scale_and_a_bar_of_its_own(desk):
    desk.finish()
    desk.choose("own-scales")
    shown = [bar for bar in desk.window.dashboard.findChildren(ColorBar) if bar.isVisible()]
    bars = sorted(shown, key=lambda bar: bar.y())
    assert len(bars) == len(desk.rows) == 2
    for bar, row in zip(bars, desk.rows, strict=True):
        assert bar.mapTo(desk.window, QPoint()).y() == row.mapTo(desk.window, QPoint()).y()
        assert bar.height() == row.height()
    drag(bars[1], 0.9, 0.5)
    desk.settle()
    first, second = (pane.frame.limits for pane in heatmaps(desk))
    assert first.high > second.high
    assert desk.window.settings.columns.own_scales


def test_a_right_click_on_a_lane_gives_it_alone_a_scale_of_its_own(desk):
    desk.finish()
    row = desk.rows[1]
    row.menu_wanted.emit(row.mapToGlobal(QPoint()))
    menu = desk.window.dashboard.heatmaps.findChild(QMenu)
    own = menu.actions()[0]
    assert not own.isChecked()
    own.trigger()
    desk.settle()
    bars = [bar for bar in desk.window.dashboard.findChildren(ColorBar) if bar.isVisible()]
    assert sorted(bar.height() for bar in bars) == sorted(row.height() for row in desk.rows)
    assert desk.window.dashboard.view().apart == {row.lane.key}
    desk.session.select(1)
    desk.choose("action-lane_scale")
    assert not desk.window.dashboard.view().apart
