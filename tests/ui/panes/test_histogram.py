import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from tests.analysis.recorded_runs import add_moments, dense_slots, recorded_history
from tests.session.examples import small_spec
from vgdesk.pictures.histogram_frames import HistogramTimeFrame, RidgesFrame
from vgdesk.analysis.window import Window
from vgdesk.events import RunEnded
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.histogram import HistogramPane
from vgdesk.ui.panes.histogram_over_time import HistogramTimePicture
from vgdesk.ui.panes.histogram_ridges import RidgesPicture
from vgdesk.ui.panes.layer_combo import LayerCombo
from vgdesk.ui.panes.look import Look
from vgdesk.ui.theme import apply_theme, current_theme

SLOTS = dense_slots(2, 5, 4, 1)
ENTRIES = sum(slot.size for slot in SLOTS)
MOMENTS = 20


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = HistogramPane()
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def history(weights=1e-1, gradients=1e-3, moments=MOMENTS):
    made = recorded_history(SLOTS, planned=MOMENTS - 1)
    both = [np.full((moments, ENTRIES), size, np.float32) for size in (weights, gradients)]
    both[1][:, : SLOTS[0].size] *= 1e-3
    both[1][3, :4] = 0, 0, 0, np.nan
    add_moments(made, *both)
    return made


def look(pane, run, epoch=None, window=None):
    lane = Lane(small_spec(), 0, history=run)
    pane.look(Look((lane,), lane, epoch, window))


def ridges(pane) -> RidgesPicture:
    return pane.findChild(RidgesPicture)


def over_time(pane) -> HistogramTimePicture:
    return pane.findChild(HistogramTimePicture)


def combo(pane) -> LayerCombo:
    return pane.findChild(LayerCombo)


def choose_layer(pane, text):
    combo(pane).choose(combo(pane).findText(text))


def ridge_place(pane, row, exponent) -> QPoint:
    """Above what the ridge below reaches, at a power of ten."""
    rooms, frame = ridges(pane).rooms(), pane.frame
    share = (exponent - frame.limits.low) / (frame.limits.high - frame.limits.low)
    x = rooms.picture.left() + share * rooms.picture.width()
    return QPoint(round(x), round(rooms.picture.bottom() - (row + 0.6) * rooms.row))


def cell_place(pane, moment, exponent) -> QPoint:
    cells, frame = over_time(pane).parts()["codes"], pane.frame
    y = cells.bottom() - (exponent - frame.limits.low) / (frame.limits.high - frame.limits.low) * cells.height()
    return QPoint(round(cells.left() + (moment + 0.5) / MOMENTS * cells.width()), round(y))


def readouts(pane):
    heard = []
    pane.readout_changed.connect(heard.append)
    return heard


def test_all_layers_at_the_cursor_come_first(pane):
    look(pane, history(), epoch=7.0)
    assert isinstance(pane.frame, RidgesFrame)
    assert pane.frame.epoch == 7.0
    assert (ridges(pane).isVisible(), over_time(pane).isVisible()) == (True, False)
    assert [combo(pane).itemText(at) for at in range(4)] == ["all layers", "1 input", "2", "3 output"]
    assert "3 layers at epoch 7" in pane.accessibleDescription()


def test_a_ridge_stands_at_its_magnitude_in_the_colour_of_its_layer(pane):
    look(pane, history(), epoch=0.0)
    image = ridges(pane).grab().toImage()
    for row, exponent in ((0, -6), (1, -3), (2, -3)):
        here, there = ridge_place(pane, row, exponent), ridge_place(pane, row, -6 if exponent == -3 else -3)
        found = image.pixelColor(here)
        wanted = QColor(current_theme().layer(row / 2))
        assert abs(found.hue() - wanted.hue()) <= 6, row
        assert image.pixelColor(there).lightness() < found.lightness()


def test_the_switch_shows_the_weights(pane):
    look(pane, history(), epoch=0.0)
    assert pane.frame.title == "weight gradient"
    QTest.mouseClick(pane.header.findChild(QToolButton, "histogram-weight"), Qt.MouseButton.LeftButton)
    assert pane.frame.title == "weight"
    assert pane.frame.limits.low > -3
    QTest.mouseClick(pane.header.findChild(QToolButton, "histogram-gradient"), Qt.MouseButton.LeftButton)
    assert pane.frame.title == "weight gradient"


def test_a_click_on_a_ridge_follows_its_layer_over_time(pane):
    look(pane, history())
    QTest.mouseClick(ridges(pane), Qt.MouseButton.LeftButton, pos=ridge_place(pane, 1, -3))
    assert isinstance(pane.frame, HistogramTimeFrame)
    assert (pane.frame.row.label, combo(pane).currentText()) == ("2", "2")
    assert over_time(pane).isVisible()
    choose_layer(pane, "all layers")
    assert isinstance(pane.frame, RidgesFrame)


def test_a_click_and_a_drag_move_the_cursor(pane):
    look(pane, history())
    choose_layer(pane, "1 input")
    heard = []
    pane.epoch_chosen.connect(heard.append)
    QTest.mousePress(over_time(pane), Qt.MouseButton.LeftButton, pos=cell_place(pane, 4, -6))
    QTest.mouseMove(over_time(pane), cell_place(pane, 9, -6))
    QTest.mouseRelease(over_time(pane), Qt.MouseButton.LeftButton, pos=cell_place(pane, 9, -6))
    assert heard[0] == 4.0
    assert heard[-1] in (4.0, 9.0)


def test_the_cursor_is_a_white_line_in_its_cell(pane):
    run = history()
    look(pane, run, epoch=12.0)
    choose_layer(pane, "1 input")
    image = over_time(pane).grab().toImage()
    row = cell_place(pane, 12, pane.frame.limits.high - 0.1).y()
    white = [x for x in range(image.width()) if image.pixelColor(x, row) == QColor("#ffffff")]
    assert white == [cell_place(pane, 12, 0).x()] or abs(white[0] - cell_place(pane, 12, 0).x()) <= 1
    assert len(white) == 1


def test_the_window_of_time_is_shown(pane):
    look(pane, history(), window=Window(5.0, 9.0))
    choose_layer(pane, "2")
    assert pane.frame.window == Window(5.0, 9.0)


def test_the_readout_of_a_ridge_names_layer_epoch_and_count(pane):
    look(pane, history(), epoch=3.0)
    heard = readouts(pane)
    QTest.mouseMove(ridges(pane), ridge_place(pane, 1, -3))
    assert heard[-1].startswith("layer 2, epoch 3: 20 of 20 (100.0 %) |dL/dW| from ")
    left = ridges(pane).rooms().picture.left()
    QTest.mouseMove(ridges(pane), QPoint(round(left) - 6, ridge_place(pane, 0, -6).y()))
    assert heard[-1] == "layer 1 input, epoch 3: 3 of 10 (30.0 %) exactly 0"
    right = ridges(pane).rooms().picture.right()
    QTest.mouseMove(ridges(pane), QPoint(round(right) + 14, ridge_place(pane, 0, -6).y()))
    assert heard[-1] == "layer 1 input, epoch 3: 1 of 10 (10.0 %) NaN or infinite"
    QApplication.sendEvent(ridges(pane), QEvent(QEvent.Type.Leave))
    assert heard[-1] == ""


def test_the_readout_over_time_names_layer_epoch_and_count(pane):
    look(pane, history())
    choose_layer(pane, "1 input")
    heard, parts = readouts(pane), over_time(pane).parts()
    QTest.mouseMove(over_time(pane), cell_place(pane, 4, -6))
    assert heard[-1].startswith("layer 1 input, epoch 4: 10 of 10 (100.0 %) |dL/dW| from ")
    x = cell_place(pane, 3, -6).x()
    assert over_time(pane).readout(QPointF(x, parts["zeros"].center().y())).endswith("3 of 10 (30.0 %) exactly 0")
    assert over_time(pane).readout(QPointF(x, parts["nonfinite"].center().y())).endswith("(10.0 %) NaN or infinite")
    assert over_time(pane).readout(QPointF(2, 2)) == ""


def test_zeros_and_the_non_finite_have_bars_with_counts(pane):
    look(pane, history(), epoch=3.0)
    frame = pane.frame
    assert (frame.has_zeros, frame.has_nonfinite) == (True, True)
    image = ridges(pane).grab().toImage()
    with_bars = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert {"#66707d", "#00c2d1"} <= with_bars
    look(pane, history(), epoch=4.0)
    image = ridges(pane).grab().toImage()
    without = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert not {"#66707d", "#00c2d1"} & without


def test_columns_follow_the_width(pane, qtbot):
    look(pane, history())
    choose_layer(pane, "2")
    qtbot.waitUntil(lambda: pane.frame.codes.shape[1] == round(over_time(pane).parts()["codes"].width()))
    before = over_time(pane).columns
    pane.resize(800, 300)
    qtbot.waitUntil(lambda: pane.frame.codes.shape[1] == over_time(pane).columns > before + 250)
    assert over_time(pane).frame is pane.frame


def test_the_colour_scale_stands_only_beside_a_wide_heatmap(pane):
    look(pane, history())
    bar = pane.findChild(ColorBar)
    assert bar.isHidden()
    choose_layer(pane, "2")
    assert bar.isVisible()
    pane.resize(220, 150)
    QApplication.sendPostedEvents()
    assert bar.isHidden()


def test_it_says_why_there_is_nothing(pane):
    assert ridges(pane).empty_text == "Press Space to train"
    look(pane, recorded_history((SLOTS[1],)))
    assert "no histograms" in ridges(pane).empty_text
    late = recorded_history(SLOTS, planned=4, steps_per_epoch=4)
    look(pane, late)
    assert ridges(pane).empty_text == "Press Space to train"
    late.append(RunEnded(late.run, "finished"))
    look(pane, late)
    assert "no histograms" in ridges(pane).empty_text
    add_moments(late, np.ones((1, ENTRIES)), steps=[8])
    look(pane, late, epoch=1.0)
    assert pane.frame is None
    assert "before this epoch" in ridges(pane).empty_text
    assert combo(pane).isHidden()


def test_another_lane_brings_its_own_histograms_and_a_shorter_one_its_last_layer(pane):
    look(pane, history())
    choose_layer(pane, "3 output")
    short = recorded_history(dense_slots(2, 1), planned=2)
    add_moments(short, np.ones((2, 3)))
    look(pane, short)
    assert (pane.frame.row.label, pane.frame.row.size) == ("1 output", 2)
    look(pane, history())
    assert pane.frame.row.label == "3 output"


def test_it_grows_with_the_training(pane):
    run = history(moments=5)
    look(pane, run)
    assert pane.frame.epoch == 4.0
    add_moments(run, np.ones((3, ENTRIES)))
    look(pane, run)
    assert pane.frame.epoch == 7.0


@pytest.mark.parametrize("size", [(200, 130), (1600, 900)])
@pytest.mark.parametrize("layer", ["all layers", "2"])
def test_small_and_large_panes_are_drawn(pane, size, layer):
    look(pane, history())
    choose_layer(pane, layer)
    pane.resize(*size)
    QApplication.sendPostedEvents()
    assert (pane.width(), pane.height()) == size
    assert not pane.grab().isNull()
