from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.analysis.made_runs import add_samples, made_history
from vgdesk.analysis import codes
from vgdesk.analysis.colors import color_table
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.measures import Scale
from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.panes.row_names import gutter_width, shown_layers
from vgdesk.ui.theme import DARK, apply_theme

LOG = Limits(Scale.LOG, -6.0, 0.0)


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = Heatmap("gradient", "weight gradient")
    qtbot.addWidget(pane)
    pane.resize(400, 200)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def noise(samples=100, layers=5):
    return (10.0 ** np.random.default_rng(samples).normal(-3, 1, (samples, layers))).astype(np.float32)


def drawn(pane, values, planned=None, cursor=None, window=None):
    source = HeatmapSource(made_history(values, planned=planned), "gradient", "mean_abs")
    pane.draw(source.frame(LOG, window, pane.columns, cursor))
    pane.draw(source.frame(LOG, window, pane.columns, cursor))
    return source


def place(pane, layer, sample, samples=100, layers=5):
    picture = pane.picture_rect()
    x = picture.left() + (sample + 0.5) / samples * picture.width()
    y = picture.bottom() - (layer + 0.5) / layers * picture.height()
    return QPoint(int(x), int(y))


def wheel(pane, position, up=0, across=0, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(position),
        QPointF(pane.mapToGlobal(position)),
        QPoint(),
        QPoint(across, up),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane, event)


def test_the_output_is_at_the_top_and_the_input_at_the_bottom(pane):
    values = np.tile(np.array([1e-5, 1e-4, 1e-3, 1e-2, 0.5], np.float32), (100, 1))
    drawn(pane, values)
    image, table = pane.grab().toImage(), color_table("magma", DARK)
    found = [image.pixel(place(pane, layer, 30)) for layer in range(5)]
    shades = [table[pane.frame.codes[layer, 100]] for layer in range(5)]
    assert found == shades
    assert len(set(found)) == 5


def test_the_cursor_is_a_thin_white_line_in_its_cell(pane):
    drawn(pane, noise(), cursor=40)
    image = pane.grab().toImage()
    row = place(pane, 2, 40).y()
    white = [x for x in range(image.width()) if image.pixelColor(x, row) == QColor("#ffffff")]
    assert len(white) == 1
    assert pane.cell_at(QPointF(white[0] + 0.5, row)) == (2, 40)


def test_a_click_and_a_drag_move_the_cursor(pane, qtbot):
    drawn(pane, noise())
    moved = []
    pane.epoch_chosen.connect(moved.append)
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=place(pane, 0, 20))
    QTest.mouseMove(pane, place(pane, 0, 70))
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=place(pane, 0, 70))
    assert moved[0] == 20
    assert moved[-1] == 70


def test_a_drag_beyond_the_edge_stays_at_the_last_sample(pane, qtbot):
    drawn(pane, noise())
    with qtbot.waitSignal(pane.epoch_chosen) as moved:
        QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(5, 80))
    assert moved.args == [0]


def test_the_pointer_reads_layer_epoch_and_exact_value(pane, qtbot):
    values = noise()
    values[30, 4] = 3.21e-5
    drawn(pane, values)
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(pane, place(pane, 4, 30))
    assert heard.args == ["layer 5 output, epoch 30: mean absolute value 3.21e-5"]


def test_leaving_empties_the_readout(pane, qtbot):
    drawn(pane, noise())
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QApplication.sendEvent(pane, QEvent(QEvent.Type.Leave))
    assert heard.args == [""]


def test_what_is_not_trained_yet_has_no_readout(pane):
    drawn(pane, noise(20), planned=99)
    assert pane.cell_at(QPointF(place(pane, 2, 10))) == (2, 10)
    assert pane.cell_at(QPointF(place(pane, 2, 60))) is None


def test_the_wheel_zooms_about_the_pointer(pane, qtbot):
    drawn(pane, noise())
    with qtbot.waitSignal(pane.window_chosen) as chosen:
        wheel(pane, place(pane, 1, 50), up=120)
    window = chosen.args[0]
    assert window.width == pytest.approx(80)
    assert window.first == pytest.approx(0.2 * 50, abs=1)


@pytest.mark.parametrize("sideways", [True, False])
def test_sideways_or_shifted_wheels_move_the_window(pane, qtbot, sideways):
    drawn(pane, noise(), window=Window(40.0, 60.0))
    how = {"across": -120} if sideways else {"up": -120, "modifiers": Qt.KeyboardModifier.ShiftModifier}
    with qtbot.waitSignal(pane.window_chosen) as chosen:
        wheel(pane, place(pane, 1, 50), **how)
    assert (chosen.args[0].first, chosen.args[0].last) == pytest.approx((42.0, 62.0))


def test_zooming_out_of_the_whole_says_nothing(pane, qtbot):
    drawn(pane, noise())
    with qtbot.assertNotEmitted(pane.window_chosen):
        wheel(pane, place(pane, 1, 50), up=-120)


def test_a_double_click_asks_for_the_whole(pane, qtbot):
    drawn(pane, noise(), window=Window(40.0, 60.0))
    with qtbot.waitSignal(pane.window_fitted):
        QTest.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=place(pane, 1, 50))


def test_an_untrained_lane_says_how_to_begin(pane):
    before = pane.grab().toImage()
    pane.set_empty_text("")
    assert pane.grab().toImage() != before
    pane.draw(None)
    assert pane.cell_at(QPointF(100, 100)) is None


def test_a_growing_run_moves_nothing_that_stood_before(pane):
    values = noise(100)
    history = made_history(values[:30], planned=99)
    source = HeatmapSource(history, "gradient", "mean_abs")
    pane.draw(source.frame(LOG, None, pane.columns, 3))
    before = pane.grab().toImage()
    add_samples(history, values[30:60])
    pane.draw(source.frame(LOG, None, pane.columns, 3))
    after = pane.grab().toImage()
    left = int(pane.picture_rect().left() + 0.29 * pane.picture_rect().width())
    assert before.copy(0, 0, left, before.height()) == after.copy(0, 0, left, after.height())
    assert before != after


@pytest.mark.parametrize("samples", [0, 1, 2, 5000])
@pytest.mark.parametrize("odd", [None, np.nan, np.inf, 0.0])
def test_any_history_can_be_drawn(pane, samples, odd):
    values = noise(samples)
    if odd is not None and samples:
        values[-1, 1] = odd
    drawn(pane, values, planned=max(samples - 1, 1))
    assert not pane.grab().isNull()


def test_two_hundred_layers_fit_and_keep_both_ends(pane):
    drawn(pane, noise(50, 200))
    pane.grab()
    assert shown_layers(200, 150.0, 15.0)[0] == 0
    assert shown_layers(200, 150.0, 15.0)[-1] == 199


@pytest.mark.parametrize(
    ("count", "height"), [(1, 100), (2, 10), (5, 150), (5, 60), (50, 165), (100, 300), (200, 80)]
)
def test_shown_layers_never_touch_and_hold_both_ends(count, height):
    shown = shown_layers(count, height, 15.0)
    assert shown[0] == 0
    assert shown[-1] == count - 1
    if len(shown) > 2:
        assert np.diff(shown).min() * height / count >= 15.0
    if height / count >= 15:
        assert len(shown) == count


def test_shown_layers_count_from_one_in_plain_steps():
    assert [layer + 1 for layer in shown_layers(50, 120.0, 15.0)] == [1, 10, 20, 30, 40, 50]


def test_columns_match_the_pixels_of_the_picture(pane):
    drawn(pane, noise())
    assert pane.columns == round(pane.picture_rect().width())
    assert pane.frame.codes.shape == (5, pane.columns)
    assert np.all(pane.frame.codes != codes.MISSING)


def test_a_pane_gives_all_its_height_to_the_picture(pane):
    pane.resize(400, 80)
    assert (pane.picture_rect().top(), pane.picture_rect().height()) == (0, 80)


@pytest.mark.parametrize("height", range(200, 230))
def test_all_rows_are_equally_high_and_little_room_is_lost(pane, height):
    pane.resize(400, height)
    drawn(pane, noise())
    picture = pane.picture_rect()
    assert picture.height() % 5 == 0
    assert 0 <= pane.height() - picture.bottom() < 5


def test_thin_rows_take_all_the_room(pane):
    drawn(pane, noise(layers=50))
    assert pane.picture_rect().bottom() == pane.height()


@pytest.mark.parametrize("layers", [1, 2, 5, 24, 50, 200])
@pytest.mark.parametrize("height", [36, 50, 64, 81, 120, 333])
def test_names_of_layers_stand_apart_and_within_the_picture(pane, layers, height):
    pane.resize(400, height + 19)
    drawn(pane, noise(layers=layers))
    places, picture = pane.name_places(), pane.picture_rect()
    assert {0, layers - 1} <= set(places)
    middles = sorted(places.values())
    assert all(after - before >= 10 for before, after in pairwise(middles))
    assert middles[0] >= picture.top() + 5
    assert middles[-1] <= picture.bottom() - 5


def test_the_gutter_is_as_wide_as_it_is_asked_to_be(pane):
    drawn(pane, noise())
    own = gutter_width(pane.frame.layers)
    assert pane.picture_rect().left() == own
    pane.set_gutter(own + 20)
    assert pane.picture_rect().left() == own + 20
    pane.set_gutter(0)
    assert pane.picture_rect().left() == 0


def test_a_few_samples_are_the_closest_look_however_often_the_run_was_sampled(pane, qtbot):
    drawn(pane, noise())
    pane.draw(replace(pane.frame, stride=0.25, window=Window(40.0, 42.0)))
    with qtbot.waitSignal(pane.window_chosen) as chosen:
        wheel(pane, place(pane, 1, 50), up=120)
    assert chosen.args[0].width == pytest.approx(1.6)
