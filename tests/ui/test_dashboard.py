import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.session.examples import small_spec
from tests.ui.panes import plots
from vgdesk.analysis.codes import Specials
from vgdesk.analysis.colors import COLORMAPS
from vgdesk.analysis.columns import OFFERED
from vgdesk.analysis.window import Window
from vgdesk.engine import PreviewData
from vgdesk.events import DataPreviewed
from vgdesk.session.time import TimeMode
from vgdesk.ui.panes.color_bar import ColorBar
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.time_axis import TimeAxis


def heatmaps(desk) -> list:
    """The heatmap of the weight gradient of each lane."""
    return [row.panes[2] for row in desk.rows]


def curves(desk, key) -> CurvesPane:
    pane = desk.window.dashboard.pane(key)
    if not pane.isVisible():
        desk.window.dashboard.arrange(("loss", "accuracy", "gradient", "weight"))
        desk.settle()
    return pane


def place(pane, layer, epoch, epochs=4) -> QPoint:
    picture = pane.picture_rect()
    x = picture.left() + (epoch + 0.5) / epochs * picture.width()
    y = picture.bottom() - (layer + 0.5) / 3 * picture.height()
    return QPoint(int(x), int(y))


def wheel(pane, at: QPoint, up: int) -> None:
    buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    keys = Qt.KeyboardModifier.NoModifier
    where = QPointF(pane.mapToGlobal(at))
    QApplication.sendEvent(
        pane, QWheelEvent(QPointF(at), where, QPoint(), QPoint(0, up), buttons, keys, phase, False)
    )


def test_untrained_lanes_say_how_to_begin(desk):
    desk.settle()
    assert [pane.frame for pane in heatmaps(desk)] == [None, None]
    assert curves(desk, "loss").frame is None


def test_the_pictures_grow_with_the_training(desk):
    for epochs in (1, 2):
        desk.train(epochs) if epochs == 1 else desk.engine.train(1)
        desk.settle()
        assert [pane.frame.sample_count for pane in heatmaps(desk)] == [epochs, epochs]
        assert [len(curve.x) for curve in curves(desk, "loss").frame.curves] == [epochs] * 4
        assert len(curves(desk, "gradient").frame.curves) == 3


def test_the_curves_follow_soon_by_themselves(desk, qtbot):
    desk.press("Space")
    desk.engine.train(3)
    qtbot.waitUntil(lambda: desk.session.longest_lane.history.sample_count == 3)
    qtbot.waitUntil(lambda: [len(curve.x) for curve in curves(desk, "accuracy").frame.curves] == [3, 3])


def test_all_lanes_share_one_scale_one_window_and_one_gutter(desk):
    desk.session.load([small_spec("a", epochs=3), small_spec("b", epochs=9, network__hidden=[{"units": 1}] * 120)])
    desk.finish()
    first, second = heatmaps(desk)
    assert first.frame.limits == second.frame.limits
    assert first.frame.window == second.frame.window == second.frame.whole == Window(0.0, 10.0)
    assert first.picture_rect().left() == second.picture_rect().left()
    assert first.frame.codes.shape[1] == second.frame.codes.shape[1] == first.columns
    axis = desk.window.findChildren(TimeAxis)[2]
    assert axis.mapTo(desk.window, QPoint()).x() == first.mapTo(desk.window, QPoint()).x()
    assert axis.width() == first.width()
    widths = [pane.picture_rect().width() for row in desk.rows for pane in row.panes]
    assert max(widths) - min(widths) <= 1


@pytest.mark.parametrize("lanes", [1, 2, 3, 4])
def test_pictures_of_all_lanes_are_equally_high_and_readable(desk, lanes):
    desk.session.load([small_spec(f"lane {number}") for number in range(lanes)])
    desk.window.show_lesson() if lanes == 2 else None
    desk.finish()
    heights = [pane.picture_rect().height() for pane in heatmaps(desk)]
    assert max(heights) - min(heights) <= 1
    assert min(heights) >= 45  # of four lanes, a ribbon above each
    assert curves(desk, "loss").height() >= 120
    assert desk.window.height() <= 696


def test_a_click_in_a_heatmap_moves_every_cursor(desk):
    desk.finish()
    QTest.mouseClick(heatmaps(desk)[1], Qt.MouseButton.LeftButton, pos=place(heatmaps(desk)[1], 0, 1))
    desk.settle()
    assert desk.session.time.epoch == 1.0
    assert [pane.frame.cursor for pane in heatmaps(desk)] == [1, 1]
    assert curves(desk, "loss").frame.cursor == curves(desk, "weight").frame.cursor == 1.0
    assert desk.find("timeline").value() == 1
    QTest.mouseClick(heatmaps(desk)[0], Qt.MouseButton.LeftButton, pos=place(heatmaps(desk)[0], 0, 3))
    assert desk.session.time.is_live


def test_the_last_sample_of_a_short_lane_is_not_live(desk):
    desk.session.load([small_spec("a", epochs=9), small_spec("b", epochs=3)])
    desk.train(2)
    desk.engine.end_run(desk.session.lanes[1].run)
    desk.engine.train(6)
    desk.settle()
    short = heatmaps(desk)[1]
    QTest.mouseClick(short, Qt.MouseButton.LeftButton, pos=place(short, 0, 1, epochs=10))
    assert desk.session.time.epoch == 1.0


def test_the_pointer_reads_a_cell_in_the_status_line(desk):
    desk.finish()
    pane = heatmaps(desk)[0]
    QTest.mouseMove(pane, place(pane, 2, 2))
    assert desk.said == f"layer 3 output, epoch 2: root mean square {0.1 * 10**-0.02:.4f}"
    QTest.mouseMove(desk.rows[0].panes[0], QPoint(2, 2))
    assert desk.said == "Finished"


def test_the_wheel_zooms_all_heatmaps_together_and_a_double_click_shows_all(desk):
    desk.session.load([small_spec("a", epochs=40), small_spec("b", epochs=40)])
    desk.train(41)
    pane = heatmaps(desk)[1]
    whole = pane.frame.window
    wheel(pane, place(pane, 1, 20, epochs=41), up=120)
    windows = {each.frame.window for each in heatmaps(desk)}
    assert len(windows) == 1
    assert windows.pop().width == pytest.approx(0.8 * whole.width)
    QTest.mouseDClick(pane, Qt.MouseButton.LeftButton, pos=place(pane, 1, 20, epochs=41))
    assert {each.frame.window for each in heatmaps(desk)} == {whole}


def test_a_new_race_is_shown_whole(desk):
    desk.session.load([small_spec("a", epochs=40)])
    desk.finish(41)
    whole = heatmaps(desk)[0].frame.window
    wheel(heatmaps(desk)[0], place(heatmaps(desk)[0], 1, 20, epochs=41), up=240)
    assert heatmaps(desk)[0].frame.window != whole
    desk.press("Ctrl+R")
    desk.engine.train(1)
    desk.settle()
    assert heatmaps(desk)[0].frame.window == whole


@pytest.mark.parametrize("tensor", ["gradient", "weight"])
def test_mean_and_std_are_switched_by_a_click(desk, tensor):
    desk.finish()
    curves(desk, tensor)
    desk.click(f"{tensor}-mean")
    assert curves(desk, tensor).frame.y_label.strip("|") == "mean"
    desk.click(f"{tensor}-std")
    assert curves(desk, tensor).frame.y_label == "standard deviation"
    desk.click(f"{tensor}-rms")
    assert curves(desk, tensor).frame.y_label == "root mean square"


def test_the_layers_curves_are_those_of_the_selected_lane(desk):
    desk.session.load([small_spec("a"), small_spec("b", network__hidden=[{"units": 2}] * 5)])
    desk.finish()
    assert len(curves(desk, "gradient").frame.curves) == 3
    desk.click("lane-tab-1")
    assert len(curves(desk, "gradient").frame.curves) == 6


def test_the_scores_keep_the_colours_of_their_lanes(desk):
    desk.press("Ctrl+L")
    desk.session.remove_lane(0)
    desk.finish()
    assert [lane.color for lane in desk.session.lanes] == [1, 2]
    assert [curve.color_index for curve in curves(desk, "loss").frame.curves] == [1, 2] * 2


def test_the_four_plots_stand_in_line(desk):
    desk.finish()
    curves(desk, "weight")
    edges = set()
    for key in ("loss", "accuracy", "gradient", "weight"):
        box = plots.box_of(curves(desk, key))
        top = plots.view_of(curves(desk, key)).mapTo(desk.window, box.topLeft().toPoint()).y()
        edges.add((top, round(box.height())))
    assert len(edges) == 1


def test_a_click_in_a_curve_moves_the_cursor(desk):
    desk.finish()
    curves(desk, "loss").epoch_chosen.emit(1.2)
    assert [pane.frame.cursor for pane in heatmaps(desk)] == [1, 1]


def test_another_size_draws_as_many_columns_as_there_are_pixels(desk):
    desk.finish()
    desk.window.resize(1500, 900)
    desk.settle()
    for pane in heatmaps(desk):
        assert pane.frame.codes.shape[1] == pane.columns > 300


def test_the_bar_shows_the_limits_and_the_special_values_of_all_lanes(desk):
    values = np.full((4, 3), 1e-2)
    values[2, 0], values[3, 1] = 0, np.nan
    desk.train(4, values)
    bar, limits = desk.window.dashboard.findChild(ColorBar), heatmaps(desk)[0].frame.limits
    assert bar.accessibleDescription().startswith("from 10")
    for specials, is_shown in ((Specials(zero=1, nan=1), True), (Specials(zero=1, nan=1, infinite=1), False)):
        expected = ColorBar(parent=bar.parentWidget())
        expected.resize(bar.size())
        expected.set_title(*bar.title)
        expected.draw(limits, specials)
        assert (bar.grab().toImage() == expected.grab().toImage()) is is_shown
        expected.deleteLater()


def test_all_values_lost_are_drawn_as_such(desk):
    desk.train(3, np.full((3, 3), np.nan))
    assert all(pane.frame.specials.nan for pane in heatmaps(desk))
    assert not desk.window.grab().isNull()


def test_a_lane_that_goes_takes_its_view_along(desk):
    desk.finish()
    kept = desk.rows[0]
    desk.click("lane-tab-1")
    desk.press("Ctrl+W")
    assert desk.rows == [kept]
    desk.choose("action-light_theme")


def test_every_heatmap_and_every_colour_of_the_view_menu_is_shown(desk):
    for tensor in OFFERED:
        for _ in range(2):
            before = desk.window.dashboard.heatmaps.columns.has(tensor)
            desk.choose(f"show-column-{tensor}")
            assert desk.window.dashboard.heatmaps.columns.has(tensor) is not before
            assert desk.action(f"show-column-{tensor}").isChecked() is not before
    for name in COLORMAPS[::-1]:
        desk.choose(f"colours-{name}")
        assert desk.window.settings.columns.colormap == name
    desk.choose("relative-columns")
    assert desk.window.dashboard.heatmaps.columns.relative


@pytest.mark.parametrize(("epoch", "mode"), [(3.0, TimeMode.LIVE), (1.0, TimeMode.FIXED)])
def test_a_click_at_the_end_of_a_curve_goes_live_as_it_does_on_a_heatmap(desk, epoch, mode):
    desk.finish()
    pane = curves(desk, "loss")
    box = pane._plot.box_geometry
    for inwards in (0, 2):
        desk.session.time.look_at(2.0)
        x = box.left() + round(epoch / 3.0 * (box.width() - 1)) - inwards
        place = pane._plot.mapFromScene(QPointF(x, box.center().y()))
        QTest.mouseClick(pane._plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert desk.session.time.mode is mode


def test_points_are_asked_for_once_a_pane_that_needs_them_is_in_sight(desk):
    desk.finish()

    def asked() -> list[str]:
        return [command.data_json for command in desk.engine.posted if isinstance(command, PreviewData)]

    desk.window.dashboard.arrange(["loss"])
    desk.session.training.engine_lost.emit()
    before = asked()
    desk.settle()
    assert asked() == before
    for keys in (["boundary"], ["boundary", "guesses"]):
        desk.window.dashboard.arrange(keys)
        desk.settle()
        assert asked() == [*before, desk.session.selected.trained_spec.data.model_dump_json()]


def test_points_that_come_are_drawn(desk, monkeypatch):
    heatmaps, drawn = desk.window.dashboard.heatmaps, []
    monkeypatch.setattr(heatmaps, "look_at", lambda view: drawn.append(view))
    spec = desk.session.selected.spec
    desk.engine.tell(DataPreviewed(spec.data.model_dump_json(), np.zeros((2, 2), np.float32), np.zeros(2, np.int64)))
    desk.session.training.drain()
    assert len(drawn) == 1


def test_a_pane_that_waits_for_its_turn_waits_once(desk, qtbot, monkeypatch):
    dashboard, drawn = desk.window.dashboard, []
    turns = dashboard.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def have_all_had_their_turn():
        return not any(timer.isActive() for timer in turns)

    qtbot.waitUntil(have_all_had_their_turn)
    for pane in dashboard.docks.panes:
        monkeypatch.setattr(pane, "look_at", lambda view, key=pane.key: drawn.append(key))
    for _ in range(3):
        dashboard.refresh()
    qtbot.waitUntil(have_all_had_their_turn)
    assert len(drawn) == len(set(drawn)) > 1
