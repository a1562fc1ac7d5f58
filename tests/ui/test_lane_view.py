import numpy as np

from tests.analysis.made_runs import add_scores, made_history
from tests.analysis.measured_runs import measured_history
from tests.session.examples import small_spec
from vgdesk.analysis.scales import Limits
from vgdesk.analysis.window import Window
from vgdesk.measures import Scale
from vgdesk.session.lane import Lane
from vgdesk.ui.lane_view import LaneView
from vgdesk.ui.theme import apply_theme

LIMITS, WHOLE = Limits(Scale.LOG, -6.0, 0.0), Window(0.0, 10.0)


def shown(qtbot, qapp, history=None, name="sigmoid") -> LaneView:
    apply_theme(qapp, "dark")
    view = LaneView(Lane(small_spec(name), 1, history=history), "gradient", "mean_abs")
    qtbot.addWidget(view)
    view.resize(700, 120)
    view.show()
    qtbot.waitExposed(view)
    return view


def said(view, name) -> str:
    label = view.findChild(object, f"lane-{name}")
    return label.whole if hasattr(label, "whole") else label.text()


def example_history():
    history = made_history(np.full((10, 3), 1e-2), planned=9)
    add_scores(history, [0.7 - 0.01 * epoch for epoch in range(10)], [0.5] * 10)
    return history


def test_an_untrained_lane_shows_its_name_and_what_will_stand_there(qtbot, qapp):
    view = shown(qtbot, qapp)
    view.draw(None, None, None, None)
    assert said(view, "name") == "sigmoid"
    assert said(view, "caption") == view.pane.title == "weight gradient, mean absolute value"
    assert said(view, "scores") == ""
    assert view.pane.frame is None


def test_the_scores_are_those_at_the_cursor(qtbot, qapp):
    view = shown(qtbot, qapp, example_history())
    view.draw(LIMITS, WHOLE, WHOLE, None)
    assert said(view, "scores") == "loss 0.610   accuracy 50.0 %"
    view.draw(LIMITS, WHOLE, WHOLE, 4.5)
    assert said(view, "scores") == "loss 0.660   accuracy 50.0 %"
    assert view.pane.frame.cursor == 4


def test_the_columns_are_the_pixels_of_the_picture_and_zooming_out_ends_at_the_longest_lane(qtbot, qapp):
    view = shown(qtbot, qapp, example_history())
    longest = Window(0.0, 40.0)
    view.draw(LIMITS, WHOLE, longest, None)
    assert view.pane.frame.codes.shape == (3, view.pane.columns)
    assert view.pane.frame.whole == longest


def test_another_run_of_the_lane_takes_the_place_of_the_one_before(qtbot, qapp):
    view = shown(qtbot, qapp, example_history())
    first = view.source
    assert view.source is first
    view.lane.history = example_history()
    assert view.source is not first
    view.lane.history = None
    assert view.source is None


def test_a_change_since_the_run_is_noted(qtbot, qapp):
    view = shown(qtbot, qapp, example_history())
    view.lane.trained_spec = view.lane.spec
    view.restyle()
    assert said(view, "note") == ""
    view.lane.spec = small_spec(epochs=77)
    view.restyle()
    assert said(view, "note") == "changed since this run"


def test_a_long_name_gives_way_and_stays_in_the_tooltip(qtbot, qapp):
    view = shown(qtbot, qapp, example_history(), name="<i>long</i> " * 6)
    view.resize(500, 120)
    view.draw(LIMITS, WHOLE, WHOLE, None)
    label = view.findChild(object, "lane-name")
    assert label.text().endswith("…")
    assert "&lt;i&gt;long" in label.toolTip()
    assert view.findChild(object, "lane-scores").geometry().right() < view.width()


def test_the_gutter_grows_with_the_names_of_the_layers(qtbot, qapp):
    few, many = shown(qtbot, qapp, example_history()), shown(qtbot, qapp, made_history(np.ones((2, 200))))
    assert many.gutter > few.gutter == shown(qtbot, qapp).gutter


def test_the_rows_of_a_recurrent_run_are_the_time_steps_of_its_signal(qtbot, qapp):
    measured = {("signal", "rms"): np.full((2, 40), 1e-2), ("gradient", "rms"): np.ones((2, 2))}
    history = measured_history(measured | {("weight", "rms"): None}, losses=(0.7, 0.6), time_steps=40)
    view = shown(qtbot, qapp, history)
    view.draw(LIMITS, None, None, None)
    assert len(view.pane.frame.layers) == 40
    assert said(view, "caption") == "signal, root mean square"
