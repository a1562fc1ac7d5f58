"""Every pane draws whatever a run may hold, in light and dark, without a warning."""

import inspect

import numpy as np
import pytest

from tests.session.examples import small_spec
from tests.ui.played_engine import played_history, played_values
from vgdesk.analysis.curve_frame import layer_frame, score_frame
from vgdesk.analysis.heatmap_frame import HeatmapSource
from vgdesk.ui.panes import curves, heatmap
from vgdesk.ui.panes.curves import CurvesPane
from vgdesk.ui.panes.heatmap import HeatmapPane
from vgdesk.ui.panes.pane import Pane
from vgdesk.ui.theme import apply_theme

LONG, DEEP = 20_000, 200


def odd_values() -> np.ndarray:
    values = played_values(0, 40, 3)
    values[5:, 0], values[7, 1], values[9, 2], values[11, 2] = np.nan, np.inf, -np.inf, 0
    values[30:] = np.nan
    return values


HISTORIES = {
    "empty": lambda: played_history(small_spec(), np.empty((0, 3))),
    "one sample": lambda: played_history(small_spec(), played_values(0, 1, 3)),
    "long": lambda: played_history(small_spec(), 10.0 ** (-1 - 5 * np.random.default_rng(1).random((LONG, 3)))),
    "deep": lambda: played_history(small_spec(network__hidden=[{"units": 2}] * (DEEP - 1))),
    "non-finite": lambda: played_history(small_spec(), odd_values()),
    "nothing but NaN": lambda: played_history(small_spec(), np.full((9, 3), np.nan)),
    "nothing but zero": lambda: played_history(small_spec(), np.zeros((9, 3))),
}


def heatmap_frames(history, pane):
    source = HeatmapSource(history, "gradient", "mean_abs")
    return [source.frame(source.limits(), None, pane.columns, cursor) for cursor in (None, 0)]


def curve_frames(history, pane):
    layers = [layer_frame(history, tensor, key) for tensor in ("gradient", "weight") for key in ("mean", "std")]
    return [*layers, *(score_frame([history, None], score, 0) for score in ("loss", "accuracy"))]


PANES = {HeatmapPane: heatmap_frames, CurvesPane: curve_frames}


def test_every_kind_of_pane_is_held_to_this():
    made = {
        kind
        for module in (curves, heatmap)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Pane) and kind is not Pane
    }
    assert made == set(PANES) == set(Pane.__subclasses__()) & made


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", PANES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", HISTORIES)
def test_a_pane_draws_it(qtbot, qapp, name, kind, mode):
    apply_theme(qapp, mode)
    pane = kind("pane", "a pane")
    qtbot.addWidget(pane)
    pane.resize(400, 200)
    pane.show()
    bare = pane.grab().toImage()
    for frame in PANES[kind](HISTORIES[name](), pane):
        pane.draw(frame)
        assert not pane.grab().isNull()
    assert name == "empty" or pane.grab().toImage() != bare
    pane.draw(None)
    assert pane.grab().toImage() == bare
