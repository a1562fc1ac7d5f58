import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QLabel

from tests.analysis.untrained import deep_spec
from tests.pictures.test_theory import edited
from tests.ui.panes.views import pane_of, show
from vgdesk.pictures.view import View
from vgdesk.ui.theme import apply_theme

SPEC = deep_spec(depth=4, width=40, activation="tanh", initializer="torch_default")


@pytest.fixture
def pane(qapp, qtbot):
    apply_theme(qapp, "dark")
    return show(pane_of("why"), qtbot)


def bars_of(pane):
    return [item for item in pane._plot.items() if isinstance(item, pg.BarGraphItem)][::-1]


def test_there_are_three_bars_a_layer_and_the_product_below(pane):
    pane.look_at(View(lanes=(edited(SPEC),)))
    bars = bars_of(pane)
    assert [item.opts["height"] for item in bars] == [pytest.approx(row) for row in pane.frame.shown]
    assert [len(item.opts["x"]) for item in bars] == [4, 4, 4]
    assert "all layers together: ×" in pane.findChild(QLabel, "x-why").whole
    assert pane.describe_at(QPointF(2.2, 0)).startswith("layer 2,")
    assert pane.describe_at(QPointF(9.0, 0)) == ""


def test_without_a_frame_no_bar_is_left(pane):
    pane.look_at(View(lanes=(edited(SPEC),)))
    pane.look_at(View())
    assert not any(item.isVisible() for item in bars_of(pane))
