from tests.analysis.measured_runs import measured_history
from tests.ui.panes.views import look_at, pane_of, show
from vgdesk.ui.switch import Switch


def test_axis_and_smoothing_are_chosen_in_the_header(qtbot):
    pane = show(pane_of("loss"), qtbot)
    pane.look_at(look_at(measured_history(losses=[0.7, 0.6, 0.5]), has_points=False))
    assert (pane.frame.log_y, pane.frame.thin_label) == (False, "batches")
    axis, smoothing = pane.header.findChildren(Switch)
    axis.choose("log")
    smoothing.choose("10")
    pane.refresh()
    assert (pane.frame.log_y, pane.frame.thin_label) == (True, "mean of 10 batches")
