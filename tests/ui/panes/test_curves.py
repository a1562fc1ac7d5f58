import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.session.examples import small_spec
from tests.ui.played_engine import played_history
from vgdesk.pictures.curve_frames import layer_frame, score_frame
from vgdesk.ui.panes.curves import CurvesPane, curve_color
from vgdesk.ui.panes.lane_legend import LaneLegend
from vgdesk.ui.theme import LIGHT, apply_theme, current_theme

SAMPLES = 41


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = CurvesPane("loss", "loss")
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def history(layers=3, samples=SAMPLES):
    values = 10.0 ** (np.arange(layers) - layers) * np.ones((samples, 1))
    return played_history(small_spec("sigmoid", network__hidden=[{"units": 2}] * (layers - 1)), values)


def place(pane, x, y) -> QPoint:
    """Where a point of the plot stands on the screen, in the plot's own viewport."""
    point = pane._plot.getViewBox().mapViewToScene(QPointF(x, y))
    return pane._plot.mapFromScene(point)


def image_of(pane):
    return pane._plot.grab().toImage()


def count_of(image, color: str) -> int:
    wanted = QColor(color)
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(*spot) == wanted for spot in spots)


def names(pane) -> list[str]:
    return [end.text for end in pane._ends.ends]


def test_every_lane_is_drawn_in_its_colour(pane):
    pane.draw(score_frame([history(), history()], "accuracy"))
    assert [curve.color_index for curve in pane.frame.curves] == [0, 1]
    pens = [line.opts["pen"].color().name() for line in pane._lines]
    assert pens == [current_theme().lane(0), current_theme().lane(1)]
    points = pane._lines[0].getData()
    assert np.array_equal(points[0], pane.frame.curves[0].x)
    assert np.array_equal(points[1], pane.frame.curves[0].y)


def test_a_log_axis_gets_powers_and_keeps_zeros_on_the_floor(pane):
    values = np.full((SAMPLES, 3), 1e-3)
    values[7, 1] = 0
    pane.draw(layer_frame(played_history(small_spec(), values), "gradient", "std"))
    y = pane._lines[0].getData()[1]
    assert y == pytest.approx(np.full(SAMPLES, -3.0), abs=1e-6)
    assert list(pane._floor.getData()[0]) == [7.0]
    assert pane.frame.y_limits.low <= pane._floor.getData()[1][0] <= pane.frame.y_limits.low + 0.2


def test_the_first_and_last_ticks_are_there(pane):
    pane.draw(score_frame([history()], "accuracy"))
    for name, ticks in (("bottom", pane.frame.x_ticks), ("left", pane.frame.y_ticks)):
        axis = pane._plot.getAxis(name)
        shown = axis._tickLevels[0]
        assert [label for _, label in shown] == [tick.label for tick in ticks]
        low, high = axis.range
        assert low <= shown[0][0] < shown[-1][0] <= high


def test_fewer_curves_take_lines_away_and_none_empties_the_plot(pane):
    pane.draw(layer_frame(history(5), "gradient", "std"))
    assert len(pane._lines) == 5
    kept = pane._lines[0]
    pane.draw(layer_frame(history(3), "gradient", "std"))
    assert len(pane._lines) == 3
    assert pane._lines[0] is kept
    pane.draw(None)
    assert pane._lines == []
    assert names(pane) == []
    assert pane._plot.getAxis("left")._tickLevels == [[]]


@pytest.mark.parametrize("layers", [1, 3, 24])
def test_every_curve_is_named_at_its_end_in_its_colour(pane, layers):
    pane.draw(layer_frame(history(layers), "gradient", "std"))
    assert names(pane) == [curve.label.partition(" ")[0] for curve in pane.frame.curves]
    for end, curve in zip(pane._ends.ends, pane.frame.curves, strict=True):
        assert end.color == curve_color(curve, current_theme())
        assert end.y == pytest.approx(np.log10(curve.y[-1]))


def test_the_names_stand_beside_the_plot_and_leave_it_most_of_its_room(pane):
    pane.draw(score_frame([history(), history()], "loss"))
    box, ends = pane._plot.getViewBox().sceneBoundingRect(), pane._ends.geometry()
    assert box.right() <= ends.left() + 1
    assert ends.right() < pane._plot.width()
    pane.resize(160, 140)
    pane.grab()
    assert pane._ends.width() <= 0.3 * pane._plot.width()


def test_a_curve_that_ends_in_zeros_is_named_on_the_floor(pane):
    values = np.full((SAMPLES, 3), 1e-3)
    values[30:, 0] = 0
    pane.draw(layer_frame(played_history(small_spec(), values), "gradient", "std"))
    assert pane._ends.ends[0].y == pane.frame.y_limits.low
    assert pane._ends.ends[1].y == pytest.approx(-3, abs=1e-6)


def test_as_many_ticks_are_shown_as_have_room(pane):
    pane.draw(score_frame([history()], "accuracy"))
    assert len(pane._plot.getAxis("bottom")._tickLevels[0]) == len(pane.frame.x_ticks)
    pane.resize(170, 110)
    pane.grab()
    few = pane._plot.getAxis("bottom")._tickLevels[0]
    assert 0 < len(few) < len(pane.frame.x_ticks)


def test_the_axis_is_named_where_it_has_room(pane):
    pane.draw(score_frame([history()], "loss"))
    label = pane.findChild(QLabel, "x-loss")
    assert (label.whole, label.isVisible()) == ("epoch", True)
    pane.resize(300, 130)
    assert not label.isVisible()


def test_without_a_run_it_says_how_to_begin(pane):
    label = pane.findChild(QLabel, "empty-loss")
    assert (label.text(), label.isVisible()) == ("Press Space to train", True)
    pane.draw(score_frame([history()], "loss"))
    assert not label.isVisible()


def test_the_cursor_stands_at_its_epoch_and_is_gone_without_a_run(pane):
    pane.draw(score_frame([history()], "loss", 10))
    assert pane._cursor.value() == 10.0
    assert pane._cursor.isVisible()
    pane.draw(None)
    assert not pane._cursor.isVisible()


def test_the_pointer_reads_the_nearest_curve(pane, qtbot):
    pane.draw(layer_frame(history(), "gradient", "std"))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(pane._plot.viewport(), place(pane, 20, -2))
    assert heard.args == ["layer 2, epoch 20: standard deviation 0.0100"]
    pane.draw(score_frame([history()], "accuracy"))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(pane._plot.viewport(), place(pane, 40, pane.frame.curves[0].y[-1]))
    assert heard.args[0].startswith("sigmoid, epoch 40: accuracy 8")


def test_far_from_every_curve_there_is_no_readout(pane, qtbot):
    pane.draw(score_frame([history()], "accuracy"))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(pane._plot.viewport(), place(pane, 38, 0.45))
    assert heard.args == [""]


def test_leaving_empties_the_readout(pane, qtbot):
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QApplication.sendEvent(pane, QEvent(QEvent.Type.Leave))
    assert heard.args == [""]


def test_a_click_chooses_an_epoch(pane, qtbot):
    pane.draw(score_frame([history()], "accuracy"))
    with qtbot.waitSignal(pane.epoch_chosen) as chosen:
        QTest.mouseClick(pane._plot.viewport(), Qt.MouseButton.LeftButton, pos=place(pane, 25, 0.6))
    assert chosen.args[0] == pytest.approx(25, abs=0.2)


def test_a_click_beside_the_plot_or_before_a_run_chooses_nothing(pane, qtbot):
    with qtbot.assertNotEmitted(pane.epoch_chosen):
        QTest.mouseClick(pane._plot.viewport(), Qt.MouseButton.LeftButton, pos=place(pane, 0.5, 0.5))
        pane.draw(score_frame([history()], "loss"))
        QTest.mouseClick(pane._plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 100))


def test_neither_wheel_nor_drag_moves_the_axes(pane):
    pane.draw(score_frame([history()], "accuracy"))
    before = pane._plot.viewRange()
    view = pane._plot.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place(pane, 5, 0.5))
    QTest.mouseMove(view, place(pane, 30, 0.8))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place(pane, 30, 0.8))
    assert pane._plot.viewRange() == before


def test_it_follows_the_theme(pane, qapp):
    pane.draw(layer_frame(history(), "gradient", "std"))
    assert count_of(image_of(pane), current_theme().ground) > 1000
    apply_theme(qapp, "light")
    image = image_of(pane)
    assert count_of(image, LIGHT.ground) > 1000
    assert count_of(image, "#15171b") == 0
    assert pane._lines[0].opts["pen"].color().name() == curve_color(pane.frame.curves[0], LIGHT)
    assert pane._ends.ends[0].color == curve_color(pane.frame.curves[0], LIGHT)


def test_a_pane_that_is_gone_hears_nothing_of_the_theme(qapp):
    pane = CurvesPane("loss", "loss")
    pane.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    apply_theme(qapp, "light")


def test_it_says_in_words_what_it_shows(pane):
    pane.draw(layer_frame(history(), "gradient", "std"))
    assert pane.accessibleName() == "loss"
    assert pane.accessibleDescription().startswith("standard deviation over epoch, 3 curves")


def legend(pane) -> LaneLegend:
    return pane.header.findChild(LaneLegend)


def test_names_of_lanes_move_to_the_header_where_the_plot_is_narrow(pane):
    pane.draw(score_frame([history(), history()], "loss"))
    assert (names(pane), legend(pane).names) == (["sigmoid", "sigmoid"], ())
    pane.resize(150, 160)
    QApplication.processEvents()
    assert (names(pane), legend(pane).names) == ([], ("sigmoid", "sigmoid"))
    assert pane._ends.width() <= 16
    pane.resize(500, 300)
    QApplication.processEvents()
    assert (names(pane), legend(pane).names) == (["sigmoid", "sigmoid"], ())


def test_numbers_of_layers_stay_at_their_curves(pane):
    pane.draw(layer_frame(history(), "gradient", "std"))
    pane.resize(160, 140)
    assert names(pane) == ["1", "2", "3"]
    assert legend(pane).names == ()


def test_a_run_that_fails_at_once_still_shows_its_first_sample(pane):
    values = np.full((5, 3), np.nan)
    values[0] = [1e-3, 1e-2, 1e-1]
    pane.draw(layer_frame(played_history(small_spec(), values), "gradient", "std"))
    assert pane._lone.getData()[1] == pytest.approx([-3, -2, -1], abs=1e-6)
    assert list(pane._ceiling.getData()[0]) == [1.0, 2.0, 3.0, 4.0]
    assert pane._ceiling.getData()[1][0] > pane.frame.y_limits.high - 0.2
    assert pane.findChild(QLabel, "x-loss").whole == "epoch · 3 layers are NaN or infinite"
    pane.draw(None)
    assert [len(marks.getData()[0]) for marks in (pane._lone, pane._ceiling, pane._floor)] == [0, 0, 0]
