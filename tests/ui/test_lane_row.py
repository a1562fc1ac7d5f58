import numpy as np

from tests.analysis.made_runs import add_scores, made_history
from tests.session.examples import small_spec
from vgdesk.analysis.columns import Column, Columns
from vgdesk.events import Sampled
from vgdesk.pictures.heatmaps import HEATMAPS
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View, view_lane
from vgdesk.session.lane import Lane
from vgdesk.ui.lane_row import LaneRow
from vgdesk.ui.theme import apply_theme

COLUMNS = Columns((Column("gradient", "mean_abs"), Column("signal", "rms")))


def shown(qtbot, qapp, history=None, name="sigmoid") -> LaneRow:
    apply_theme(qapp, "dark")
    view = LaneRow(Lane(small_spec(name), 1, history=history), COLUMNS)
    qtbot.addWidget(view)
    view.resize(700, 120)
    view.show()
    qtbot.waitExposed(view)
    return view


def draw(row, epoch=None):
    """Show the row's lane at a cursor."""
    lane = view_lane(row.lane.name, row.lane.color, row.lane.history)
    frame = HEATMAPS.frame_of(View(lanes=(lane,), epoch=epoch, columns=COLUMNS, cells=row.cells), Sources())
    row.draw(frame.lanes[0], epoch)


def said(view, name) -> str:
    label = view.findChild(object, f"lane-{name}")
    return label.whole if hasattr(label, "whole") else label.text()


def example_history():
    history = made_history(np.full((10, 3), 1e-2), planned=9)
    add_scores(history, [0.7 - 0.01 * epoch for epoch in range(10)], [0.5] * 10)
    return history


def test_an_untrained_lane_shows_its_name_and_what_will_stand_there(qtbot, qapp):
    view = shown(qtbot, qapp)
    draw(view)
    assert said(view, "name") == "sigmoid"
    assert [pane.accessibleName() for pane in view.panes] == [
        "weight gradient, mean absolute value",
        "signal, root mean square",
    ]
    assert said(view, "scores") == ""
    assert view.panes[0].frame is None


def test_the_scores_are_those_at_the_cursor(qtbot, qapp):
    view = shown(qtbot, qapp, example_history())
    draw(view)
    assert said(view, "scores") == "loss 0.610   accuracy 50.0 %"
    draw(view, 4.5)
    assert said(view, "scores") == "loss 0.660   accuracy 50.0 %"
    assert view.panes[0].frame.cursor == 4


def test_the_columns_are_the_pixels_of_the_picture(qtbot, qapp):
    view = shown(qtbot, qapp, example_history())
    draw(view)
    assert view.panes[0].frame.codes.shape == (3, view.panes[0].columns)
    assert view.panes[1].frame is None


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
    draw(view)
    label = view.findChild(object, "lane-name")
    assert label.text().endswith("…")
    assert "&lt;i&gt;long" in label.toolTip()
    assert view.findChild(object, "lane-scores").geometry().right() < view.width()


def test_before_a_run_begins_there_is_no_cursor_on_it(qtbot, qapp):
    history = made_history(np.empty((0, 3)), planned=9)
    samples = example_history()
    history.append(Sampled(history.run, samples.steps[4:], samples.batch_loss[4:], samples.values[4:]))
    view = shown(qtbot, qapp, history)
    places = []
    for epoch in (2.0, 4.0, None):
        draw(view, epoch)
        places.append(view.panes[0].frame.cursor_position)
    assert places == [None, 0.45, 0.95]
