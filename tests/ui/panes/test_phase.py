import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from tests.analysis.untrained import deep_spec
from tests.ui.panes import plots
from tests.ui.panes.views import pane_of, show
from vgdesk.pictures.view import LaneView, View
from vgdesk.ui.theme import apply_theme

SPEC = deep_spec(depth=3, width=40, activation="tanh", initializer={"kind": "scaled_normal", "scale": 1.3})


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    return show(pane_of("phase"), qtbot)


def test_a_click_asks_for_the_variances_of_that_place(pane, qtbot):
    pane.look_at(View(lanes=(LaneView("lane", 0, spec=SPEC),)))
    place = plots.place_of(pane, 0.3, 0.25)
    with qtbot.waitSignal(pane.edits_wanted) as heard:
        QTest.mouseClick(plots.viewport_of(pane), Qt.MouseButton.LeftButton, pos=place)
    (edits,) = heard.args
    assert edits["network.initializer"]["scale"] == pytest.approx(10**0.15, rel=0.02)
    assert edits["network.bias"]["std"] == pytest.approx(0.5, rel=0.05)
    with qtbot.assertNotEmitted(pane.edits_wanted):
        QTest.mouseClick(plots.viewport_of(pane), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_regions_line_and_dots_are_there_and_go(pane):
    pane.look_at(View(lanes=(LaneView("lane", 0, spec=SPEC),)))
    kinds = (pg.ImageItem, pg.PlotCurveItem, pg.TextItem, pg.ScatterPlotItem)
    drawn = [item for item in pane._plot.items() if isinstance(item, kinds)]
    assert all(any(isinstance(item, kind) and item.isVisible() for item in drawn) for kind in kinds)
    assert pane.describe_at(QPointF(0.3, 0.0)).endswith("a click starts the network there")
    pane.look_at(View())
    assert not any(item.isVisible() for item in drawn)
