from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.pictures.views import frame_of, lane_of, lanes_of
from tests.session.examples import small_spec
from tests.ui.panes import plots
from tests.ui.panes.views import pane_of
from tests.ui.played_engine import played_history
from vgdesk.pictures.curve_frames import layer_frame, score_frame
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.layers import GRADIENT
from vgdesk.ui.panes.curves import curve_color
from vgdesk.ui.panes.lane_legend import LaneLegend
from vgdesk.ui.theme import LIGHT, apply_theme, current_theme

SAMPLES = 41


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = pane_of("loss")
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def history(layers=3, samples=SAMPLES):
    values = 10.0 ** (np.arange(layers) - layers) * np.ones((samples, 1))
    return played_history(small_spec("sigmoid", network__hidden=[{"units": 2}] * (layers - 1)), values)


def test_every_lane_is_drawn_in_its_colour(pane):
    pane.draw(score_frame(lanes_of([history(), history()]), "accuracy"))
    assert [curve.color_index for curve in pane.frame.curves] == [0, 1]
    assert plots.colors_of(pane) == [current_theme().lane(0), current_theme().lane(1)]
    x, y = plots.curves_of(pane)[0]
    assert np.array_equal(x, pane.frame.curves[0].x)
    assert np.array_equal(y, pane.frame.curves[0].y)


def test_a_log_axis_gets_powers_and_keeps_zeros_on_the_floor(pane):
    values = np.full((SAMPLES, 3), 1e-3)
    values[7, 1] = 0
    pane.draw(layer_frame(lane_of(played_history(small_spec(), values)), "gradient", "std"))
    assert plots.curves_of(pane)[0][1] == pytest.approx(np.full(SAMPLES, -3.0), abs=1e-6)
    ((x, y),) = plots.marks_of(pane, plots.TRIANGLE)
    assert x == 7.0
    assert pane.frame.y_limits.low <= y <= pane.frame.y_limits.low + 0.2


def test_the_first_and_last_ticks_are_there(pane):
    pane.draw(score_frame(lanes_of([history()]), "accuracy"))
    for side, ticks in (("bottom", pane.frame.x_ticks), ("left", pane.frame.y_ticks)):
        shown, (low, high) = plots.ticks_of(pane, side), plots.range_of(pane)[side == "left"]
        assert [label for _, label in shown] == [tick.label for tick in ticks]
        near = 0.02 * (high - low)
        assert [place for place, _ in shown] == pytest.approx([tick.position for tick in ticks], abs=near)
        assert low <= ticks[0].position < ticks[-1].position <= high


def test_fewer_curves_take_lines_away_and_none_empties_the_plot(pane):
    bare = plots.image_of(pane)
    pane.draw(layer_frame(lane_of(history(5)), "gradient", "std"))
    five = plots.curve_items(pane)
    pane.draw(layer_frame(lane_of(history(3)), "gradient", "std"))
    assert len(five) == 5
    assert plots.curve_items(pane) == five[:3]
    pane.draw(Nothing("Press Space to train"))
    assert plots.curves_of(pane) == plots.names_of(pane) == plots.labels_of(pane, "left") == []
    assert plots.image_of(pane) == bare


@pytest.mark.parametrize("layers", [1, 3, 24])
def test_every_curve_is_named_at_its_end_in_its_colour(pane, layers):
    pane.draw(layer_frame(lane_of(history(layers)), "gradient", "std"))
    assert plots.names_of(pane) == [curve.label.partition(" ")[0] for curve in pane.frame.curves]
    for end, curve in zip(plots.ends_of(pane), pane.frame.curves, strict=True):
        assert end.color == curve_color(curve, current_theme())
        assert end.y == pytest.approx(np.log10(curve.y[-1]))


def test_the_names_stand_beside_the_plot_and_leave_it_most_of_its_room(pane):
    pane.draw(score_frame(lanes_of([history(), history()]), "loss"))
    ends = plots.ends_widget_of(pane).geometry()
    assert plots.box_of(pane).right() <= ends.left() + 1
    assert ends.right() < plots.view_of(pane).width()
    pane.resize(160, 140)
    pane.grab()
    assert plots.ends_widget_of(pane).width() <= 0.3 * plots.view_of(pane).width()


def test_a_curve_that_ends_in_zeros_is_named_on_the_floor(pane):
    values = np.full((SAMPLES, 3), 1e-3)
    values[30:, 0] = 0
    pane.draw(layer_frame(lane_of(played_history(small_spec(), values)), "gradient", "std"))
    assert plots.ends_of(pane)[0].y == pane.frame.y_limits.low
    assert plots.ends_of(pane)[1].y == pytest.approx(-3, abs=1e-6)


def test_as_many_ticks_are_shown_as_have_room(pane):
    pane.draw(score_frame(lanes_of([history()]), "accuracy"))
    assert len(plots.labels_of(pane, "bottom")) == len(pane.frame.x_ticks)
    pane.resize(170, 110)
    pane.grab()
    assert 0 < len(plots.labels_of(pane, "bottom")) < len(pane.frame.x_ticks)


def test_the_axis_is_named_where_it_has_room(pane):
    pane.draw(score_frame(lanes_of([history()]), "loss"))
    label = pane.findChild(QLabel, "x-loss")
    assert (label.whole, label.isVisible()) == ("epoch", True)
    pane.resize(300, 130)
    assert not label.isVisible()


def test_without_a_run_it_says_how_to_begin(pane):
    label = pane.findChild(QLabel, "empty-loss")
    assert (label.text(), label.isVisible()) == ("Press Space to train", True)
    pane.draw(score_frame(lanes_of([history()]), "loss"))
    assert not label.isVisible()


def test_the_cursor_stands_at_its_epoch_and_is_gone_without_a_run(pane):
    pane.draw(replace(score_frame(lanes_of([history()]), "loss"), cursor=10.0))
    assert plots.straight_lines_of(pane, 90) == [10.0]
    pane.draw(Nothing("Press Space to train"))
    assert plots.straight_lines_of(pane, 90) == []


def test_the_pointer_reads_the_nearest_curve(pane, qtbot):
    pane.draw(layer_frame(lane_of(history()), "gradient", "std"))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(plots.viewport_of(pane), plots.place_of(pane, 20, -2))
    assert heard.args == ["layer 2, epoch 20: standard deviation 0.0100"]
    pane.draw(score_frame(lanes_of([history()]), "accuracy"))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(plots.viewport_of(pane), plots.place_of(pane, 40, pane.frame.curves[0].y[-1]))
    assert heard.args[0].startswith("sigmoid, epoch 40: accuracy 8")


def test_far_from_every_curve_there_is_no_readout(pane, qtbot):
    pane.draw(score_frame(lanes_of([history()]), "accuracy"))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(plots.viewport_of(pane), plots.place_of(pane, 38, 0.45))
    assert heard.args == [""]


def test_leaving_empties_the_readout(pane, qtbot):
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QApplication.sendEvent(pane, QEvent(QEvent.Type.Leave))
    assert heard.args == [""]


def test_a_click_chooses_an_epoch(pane, qtbot):
    pane.draw(score_frame(lanes_of([history()]), "accuracy"))
    with qtbot.waitSignal(pane.epoch_chosen) as chosen:
        QTest.mouseClick(plots.viewport_of(pane), Qt.MouseButton.LeftButton, pos=plots.place_of(pane, 25, 0.6))
    assert chosen.args[0] == pytest.approx(25, abs=0.2)


def test_a_click_beside_the_plot_or_before_a_run_chooses_nothing(pane, qtbot):
    with qtbot.assertNotEmitted(pane.epoch_chosen):
        QTest.mouseClick(plots.viewport_of(pane), Qt.MouseButton.LeftButton, pos=plots.place_of(pane, 0.5, 0.5))
        pane.draw(score_frame(lanes_of([history()]), "loss"))
        QTest.mouseClick(plots.viewport_of(pane), Qt.MouseButton.LeftButton, pos=QPoint(3, 100))


def test_neither_wheel_nor_drag_moves_the_axes(pane):
    pane.draw(score_frame(lanes_of([history()]), "accuracy"))
    before, view = plots.range_of(pane), plots.viewport_of(pane)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=plots.place_of(pane, 5, 0.5))
    QTest.mouseMove(view, plots.place_of(pane, 30, 0.8))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=plots.place_of(pane, 30, 0.8))
    assert plots.range_of(pane) == before


def test_it_follows_the_theme(pane, qapp):
    pane.draw(layer_frame(lane_of(history()), "gradient", "std"))
    assert plots.count_of(plots.image_of(pane), current_theme().ground) > 1000
    apply_theme(qapp, "light")
    image = plots.image_of(pane)
    assert plots.count_of(image, LIGHT.ground) > 1000
    assert plots.count_of(image, "#15171b") == 0
    assert plots.colors_of(pane)[0] == curve_color(pane.frame.curves[0], LIGHT)
    assert plots.ends_of(pane)[0].color == curve_color(pane.frame.curves[0], LIGHT)


def test_a_pane_that_is_gone_hears_nothing_of_the_theme(qapp):
    pane = pane_of("loss")
    pane.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    apply_theme(qapp, "light")


def test_it_says_in_words_what_it_shows(pane):
    pane.draw(layer_frame(lane_of(history()), "gradient", "std"))
    assert pane.accessibleName() == "loss"
    assert pane.accessibleDescription().startswith("standard deviation over epoch, 3 curves")


def legend(pane) -> LaneLegend:
    return pane.header.findChild(LaneLegend)


def test_names_of_lanes_move_to_the_header_where_the_plot_is_narrow(pane):
    pane.draw(score_frame(lanes_of([history(), history()]), "loss"))
    assert (plots.names_of(pane), legend(pane).names) == (["sigmoid", "sigmoid"], ())
    pane.resize(150, 160)
    QApplication.processEvents()
    assert (plots.names_of(pane), legend(pane).names) == ([], ("sigmoid", "sigmoid"))
    assert plots.ends_widget_of(pane).width() <= 16
    pane.resize(500, 300)
    QApplication.processEvents()
    assert (plots.names_of(pane), legend(pane).names) == (["sigmoid", "sigmoid"], ())


def test_numbers_of_layers_stay_at_their_curves(pane):
    pane.draw(layer_frame(lane_of(history()), "gradient", "std"))
    pane.resize(160, 140)
    assert plots.names_of(pane) == ["1", "2", "3"]
    assert legend(pane).names == ()


def test_a_run_that_fails_at_once_still_shows_its_first_sample(pane):
    values = np.full((5, 3), np.nan)
    values[0] = [1e-3, 1e-2, 1e-1]
    pane.draw(frame_of(GRADIENT, [played_history(small_spec(), values)], option="std"))
    assert [y for _, y in plots.marks_of(pane, plots.DOT)] == pytest.approx([-3, -2, -1], abs=1e-6)
    crosses = plots.marks_of(pane, plots.CROSS)
    assert [x for x, _ in crosses] == [1.0, 2.0, 3.0, 4.0]
    assert min(y for _, y in crosses) > pane.frame.y_limits.high - 0.2
    assert pane.findChild(QLabel, "x-loss").whole == "epoch · 3 layers are NaN or infinite (×)"
    pane.draw(Nothing("Press Space to train"))
    assert plots.count_marks(pane) == 0
