"""Every pane draws whatever a run may hold, in light and dark, without a warning."""

import itertools
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QRegularExpression
from PySide6.QtWidgets import QComboBox, QToolButton

from tests.analysis.kept_networks import add_gradients, add_snapshot, kept_history, spec_of
from tests.analysis.recorded_runs import add_moments
from tests.pictures.views import lane_of
from tests.session.examples import small_spec
from tests.ui.panes.views import look_at, pane_of, view
from tests.ui.played_engine import played_history, played_values
from vgdesk.experiment.slots import list_slots
from vgdesk.experiment.spec import parse_spec
from vgdesk.pictures.curve_frames import layer_frame, score_frame
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.heatmap import HeatmapSource
from vgdesk.runs.history import History
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.heatmap import Heatmap
from vgdesk.ui.theme import apply_theme

LONG, DEEP = 100_000, 200
MODES = ("light", "dark")


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


def curve_frames(history, _):
    lane = lane_of(history)
    layers = [layer_frame(lane, tensor, key) for tensor in ("gradient", "weight") for key in ("mean", "std")]
    return [*layers, *(score_frame([lane], score) for score in ("loss", "accuracy"))]


PANES = {
    "heatmap": (lambda: Heatmap("heatmap", "a heatmap"), heatmap_frames, None),
    "curves": (lambda: pane_of("loss"), curve_frames, Nothing("there is nothing")),
}


@cache
def history_of(name) -> History:
    return HISTORIES[name]()


@pytest.mark.parametrize("kind", PANES)
def test_a_pane_draws_one_history_after_the_other(qtbot, qapp, kind):
    make, frames_of, nothing = PANES[kind]
    pane = shown(qtbot, make())
    for mode in MODES:
        apply_theme(qapp, mode)
        pane.draw(nothing)
        bare = pane.grab().toImage()
        for name in HISTORIES:
            for frame in frames_of(history_of(name), pane):
                pane.draw(frame)
                assert not pane.grab().isNull(), (mode, name)
            assert name == "empty" or pane.grab().toImage() != bare, (mode, name)
            pane.draw(nothing)
            assert pane.grab().toImage() == bare, (mode, name)


def shown(qtbot, pane):
    qtbot.addWidget(pane)
    pane.resize(400, 200)
    pane.show()
    return pane


MOMENTS = {"empty": 0, "one sample": 1, "long": LONG, "deep": 4}
CHOICES = list(itertools.product((0, 1), (0, 1)))


@cache
def recorded(name):
    """The history of that name with histograms and snapshots of weights that are as odd as its gradients."""
    told = history_of(name)
    spec = parse_spec(told.started.spec_json)
    slots = list_slots(spec)
    history = History(replace(told.started, layout=replace(told.layout, slots=slots)))
    shape = (MOMENTS.get(name, 9), sum(slot.size for slot in slots))
    odd = {"non-finite": [0, np.nan, np.inf, -np.inf, 1e-30], "nothing but NaN": [np.nan], "nothing but zero": [0]}
    add_moments(history, np.random.default_rng(4).choice(odd.get(name, [1e-6, -0.1, 2.0, 0.3]), shape))
    return spec, history


@pytest.mark.parametrize("kind", ["histogram", "weights"])
def test_histograms_and_weights_are_drawn(qtbot, qapp, kind):
    """Every choice of every history in one of the modes, so that each choice and each history is seen in both."""
    pane = shown(qtbot, pane_of(kind))
    for number, mode in enumerate(MODES):
        apply_theme(qapp, mode)
        for (place, name), (key, layer) in itertools.product(enumerate(HISTORIES), CHOICES):
            if (place + key + layer) % 2 == number:
                assert_drawn(pane, name, key, layer)


def assert_drawn(pane, name, key, layer):
    case = (pane.key, name, key, layer)
    pane.findChildren(QToolButton, QRegularExpression(f"{pane.key}-.*"))[key].click()
    pane.look_at(view())
    bare = pane.grab().toImage()
    spec, history = recorded(name)
    lane = Lane(spec, 0, history=history)
    for epoch in (0.0, None):
        pane.look_at(view((lane,), lane, epoch))
        pane.findChild(QComboBox).choose(layer)
        assert not pane.grab().isNull(), case
    assert (pane.frame is None) is (name == "empty"), case
    assert name == "empty" or pane.grab().toImage() != bare, case


def weights_of(history, value):
    """The history, gone on with a snapshot of nothing but a value."""
    add_snapshot(history, np.full(sum(slot.size for slot in history.layout.slots), value))
    return history


def kept(**changes):
    return kept_history(spec_of(**changes), snapshots=1)


def long_kept():
    history = kept_history(gradients=10.0 ** (-1 - 5 * np.random.default_rng(1).random((LONG, 3))))
    add_gradients(history, odd_values())
    return history


DEEP_NETWORK = {"network__hidden": [{"units": 2}] * (DEEP - 1)}
KEPT = {
    "nothing kept": lambda: kept_history(snapshots=0),
    "one snapshot": kept,
    "long": long_kept,
    "deep": lambda: kept(**DEEP_NETWORK),
    "deep images": lambda: kept(data="digits", **DEEP_NETWORK),
    "non-finite": lambda: weights_of(kept(), np.inf),
    "nothing but NaN": lambda: weights_of(kept_history(gradients=np.full((9, 3), np.nan)), np.nan),
    "nothing but zero": lambda: weights_of(kept_history(gradients=np.zeros((9, 3))), 0.0),
    "images of nothing but NaN": lambda: weights_of(kept(data="digits"), np.nan),
    "sequences": lambda: kept(data={"kind": "delayed_recall", "n": 64, "length": 5}, network__recurrence="gru"),
}


@pytest.mark.parametrize("kind", ["boundary", "guesses", "network", "activation"])
def test_a_pane_of_kept_weights_draws_one_history_after_the_other(qtbot, qapp, kind):
    pane = shown(qtbot, pane_of(kind))
    for mode in MODES:
        pane.look_at(view())
        apply_theme(qapp, mode)
        bare = pane.grab().toImage()
        for name in KEPT:
            for epoch in (None, 0.0):
                pane.look_at(look_at(kept_of(name), epoch=epoch))
                assert pane.grab().toImage() != bare, (mode, name)
                assert pane.accessibleDescription(), (mode, name)
            pane.draw(Nothing(""))
            pane.look_at(look_at(kept_of(name), has_points=False))
            assert pane.grab().toImage() != bare, (mode, name)


@cache
def kept_of(name) -> History:
    return KEPT[name]()
