import numpy as np
import pyqtgraph as pg
import pytest

from tests.pictures.views import lane_of
from tests.session.examples import small_spec
from tests.ui.panes import plots
from tests.ui.panes.views import pane_of, show
from tests.ui.played_engine import played_history
from vgdesk.pictures.curve_frames import layer_frame
from vgdesk.pictures.frame import Nothing
from vgdesk.ui.theme import DARK, LIGHT, apply_theme

SAMPLES = 41


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    return show(pane_of("gradient"), qtbot)


def frame(values):
    spec = small_spec(network__hidden=[{"units": 2}] * (values.shape[1] - 1))
    return layer_frame(lane_of(played_history(spec, values)), "gradient", "std")


def test_a_curve_that_ends_in_zeros_as_it_began_is_named_on_the_floor(pane):
    values = np.full((SAMPLES, 3), 1e-3)
    values[:5, 0] = values[30:, 0] = 0
    pane.draw(frame(values))
    assert plots.ends_of(pane)[0].y == pane.frame.y_limits.low


def test_curves_that_are_gone_leave_the_plot(pane):
    pane.draw(frame(np.full((SAMPLES, 3), 1e-3)))
    for picture, left in ((frame(np.full((SAMPLES, 2), 1e-3)), 2), (Nothing("Press Space to train"), 0)):
        pane.draw(picture)
        kept = [item for item in plots.view_of(pane).scene().items() if isinstance(item, pg.PlotCurveItem)]
        assert len(kept) == len(plots.curves_of(pane)) == left


def test_marks_of_what_is_no_number_are_red_in_every_theme(pane, qapp):
    values = np.full((SAMPLES, 3), 1e-3)
    values[7, 1], values[9, 2] = 0, np.nan
    pane.draw(frame(values))
    for theme in (DARK, LIGHT):
        apply_theme(qapp, theme.name)
        for symbol in (plots.TRIANGLE, plots.CROSS):
            assert plots.mark_colors_of(pane, symbol) == [theme.bad]
