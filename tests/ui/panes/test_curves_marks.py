import numpy as np
import pyqtgraph as pg
import pytest
from vgdesk.analysis.curve_frame import layer_frame

from tests.session.examples import small_spec
from tests.ui.played_engine import played_history
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.theme import DARK, LIGHT, apply_theme

SAMPLES = 41


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    pane = CurvesPane("gradient", "gradient")
    qtbot.addWidget(pane)
    pane.show()
    qtbot.waitExposed(pane)
    return pane


def frame(values):
    spec = small_spec(network__hidden=[{"units": 2}] * (values.shape[1] - 1))
    return layer_frame(played_history(spec, values), "gradient", "std")


def test_a_curve_that_ends_in_zeros_as_it_began_is_named_on_the_floor(pane):
    values = np.full((SAMPLES, 3), 1e-3)
    values[:5, 0] = values[30:, 0] = 0
    pane.draw(frame(values))
    assert pane._ends.ends[0].y == pane.frame.y_limits.low


def test_curves_that_are_gone_leave_the_plot(pane):
    pane.draw(frame(np.full((SAMPLES, 3), 1e-3)))
    for picture in (frame(np.full((SAMPLES, 2), 1e-3)), None):
        pane.draw(picture)
        drawn = [item for item in pane._plot.listDataItems() if isinstance(item, pg.PlotDataItem)]
        assert drawn == pane._lines


def test_marks_of_what_is_no_number_are_red_in_every_theme(pane, qapp):
    for theme in (DARK, LIGHT):
        apply_theme(qapp, theme.name)
        assert {marks.opts["brush"].color().name() for marks in (pane._floor, pane._ceiling)} == {theme.bad}
