import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from tests.ui.panes import plots
from tests.ui.panes.views import pane_of, view
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.view import View
from vgdesk.session.lane import Lane
from vgdesk.ui.theme import LIGHT, apply_theme

ROWS = {("signal", "rms"): [1e-4, 1e-3, 1e-2, 1e-1], ("activation", "rms"): [0.5] * 4}


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = pane_of("depth")
    qtbot.addWidget(pane)
    pane.resize(500, 300)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def look(*histories, epoch=None) -> View:
    lanes = tuple(Lane(small_spec(f"{color}"), color, history=history) for color, history in enumerate(histories))
    return view(lanes, lanes[0] if lanes else None, epoch)


def empty_text(pane) -> str:
    label = pane.findChild(QLabel, "empty-depth")
    return label.text() if label.isVisible() else ""


def test_each_lane_has_dots_a_line_and_its_slope(pane):
    pane.look_at(look(measured_history(ROWS), None, measured_history({("signal", "rms"): [1, 1, 1, 2]})))
    assert [profile.color_index for profile in pane.frame.profiles] == [0, 2]
    assert [(end.text, round(end.y, 3)) for end in plots.ends_of(pane)] == [("−1.00", -1.0), ("0.00", 0.301)]
    assert "shrinks by 1.0 decades a layer" in pane.accessibleDescription()
    assert empty_text(pane) == ""


def test_the_switch_chooses_the_ledger_and_lanes_without_it_are_left_out(pane):
    pane.look_at(look(measured_history(ROWS), measured_history()))
    assert pane.frame.title.startswith("signal")
    QTest.mouseClick(pane.findChild(QToolButton, "depth-activation"), Qt.MouseButton.LeftButton)
    assert pane.frame.title.startswith("activation")
    assert [profile.color_index for profile in pane.frame.profiles] == [0]
    QTest.mouseClick(pane.findChild(QToolButton, "depth-gradient"), Qt.MouseButton.LeftButton)
    assert [profile.color_index for profile in pane.frame.profiles] == [0, 1]


def test_the_cursor_chooses_the_sample_of_each_lane(pane):
    values = {("signal", "rms"): [[1.0] * 4, [1e-2] * 4, [1e-4] * 4]}
    pane.look_at(look(measured_history(values, [0.7] * 3), epoch=1.0))
    assert pane.frame.profiles[0].exponents[0] == pytest.approx(-2)


def test_without_anything_to_draw_it_says_why(pane):
    pane.look_at(look())
    assert empty_text(pane) == "Press Space to train"
    pane.look_at(look(measured_history({("signal", "rms"): None})))
    assert empty_text(pane) == "Not recorded in this run"
    pane.look_at(look(measured_history(ROWS)))
    assert empty_text(pane) == ""


def test_zeros_and_what_is_no_number_have_marks_at_the_edges(pane):
    pane.look_at(look(measured_history({("signal", "rms"): [0, np.nan, 1e-2, 1.0]})))
    low, high = pane.frame.y_limits.low, pane.frame.y_limits.high
    (zero,), (odd,) = (plots.marks_of(pane, symbol) for symbol in (plots.TRIANGLE, plots.CROSS))
    assert (zero[0], odd[0]) == (1.0, 2.0)
    assert low <= zero[1] < odd[1] <= high


def test_the_pointer_reads_a_dot(pane, qtbot):
    pane.look_at(look(measured_history(ROWS)))
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(plots.viewport_of(pane), plots.place_of(pane, 2, -3))
    assert heard.args == ["0, layer 2: signal, root mean square 0.00100"]
    with qtbot.waitSignal(pane.readout_changed) as heard:
        QTest.mouseMove(plots.viewport_of(pane), QPoint(250, 5))
    assert heard.args == [""]


def test_a_click_moves_no_cursor(pane, qtbot):
    pane.look_at(look(measured_history(ROWS)))
    with qtbot.assertNotEmitted(pane.epoch_chosen):
        QTest.mouseClick(plots.viewport_of(pane), Qt.MouseButton.LeftButton, pos=QPoint(200, 100))


def test_it_follows_the_theme(pane, qapp):
    pane.look_at(look(measured_history(ROWS)))
    apply_theme(qapp, "light")
    assert plots.ends_of(pane)[0].color == LIGHT.lane(0)
    assert plots.colors_of(pane)[0] == LIGHT.lane(0)


def test_a_lane_that_goes_takes_its_dots_along(pane):
    runs = [measured_history(ROWS) for _ in range(3)]
    pane.look_at(look(*runs))
    three = plots.curve_items(pane)
    assert (len(three), plots.count_marks(pane)) == (3, 12)
    pane.look_at(look(runs[0]))
    assert (plots.curve_items(pane), plots.count_marks(pane)) == (three[:1], 4)
    pane.draw(Nothing("Press Space to train"))
    assert plots.curves_of(pane) == []
    assert plots.count_marks(pane) == 0


def test_the_unit_of_the_slopes_stands_beside_them_or_below(pane):
    pane.look_at(look(measured_history(ROWS)))
    below = pane.findChild(QLabel, "x-depth")
    reason = " · 0: no prediction: a layer of 5 units; it holds from 32"
    assert (plots.ends_widget_of(pane).heading, below.whole) == (("decades", "a layer"), f"layer (1 = input){reason}")
    pane.resize(160, 200)
    assert below.whole == f"layer (1 = input) · → decades a layer{reason}"


@pytest.mark.parametrize("width", [200, 300, 400])
def test_the_title_is_there(pane, width):
    pane.resize(width, 200)
    assert pane.header.title.isVisible()


def test_a_lane_that_begins_later_has_no_dots_and_alone_says_why(pane):
    late = measured_history(ROWS, [0.7] * 3, steps=[2, 3, 4])
    pane.look_at(look(late, epoch=1.0))
    assert empty_text(pane) == "0 begins at epoch 2"
    pane.look_at(look(late, measured_history(ROWS, [0.7] * 3), epoch=1.0))
    assert [profile.color_index for profile in pane.frame.profiles] == [1]
    assert empty_text(pane) == ""
