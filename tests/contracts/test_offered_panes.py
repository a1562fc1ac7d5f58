"""Every pane of the menu draws whatever runs may hold, large and small, in light and dark, without a warning."""

import itertools
from functools import cache

import numpy as np
import pytest

from tests.session.examples import small_spec
from tests.ui.played_engine import played_values
from vgdesk.events import Channel, Layer, Layout, RunStarted, Sampled, Scored
from vgdesk.measures import measures_of
from vgdesk.runs.history import History
from vgdesk.session.lane import Lane
from vgdesk.ui.panes.catalog import PANES, USUAL
from vgdesk.ui.panes.look import Look
from vgdesk.ui.theme import apply_theme

LONG, DEEP = 100_000, 200
RECORDED = ("activation", "signal", "gradient", "weight", "update")
LARGE, SMALL = (400, 200), (200, 130)


def odd_values() -> np.ndarray:
    values = played_values(0, 40, 3)
    values[5:, 0], values[7, 1], values[9, 2], values[11, 2] = np.nan, np.inf, -np.inf, 0
    values[30:] = np.nan
    return values


MATRICES = {
    "empty": lambda: np.empty((0, 3)),
    "one sample": lambda: played_values(0, 1, 3),
    "one layer": lambda: played_values(0, 9, 1),
    "long": lambda: 10.0 ** (-1 - 5 * np.random.default_rng(1).random((LONG, 3))),
    "deep": lambda: played_values(0, 9, DEEP),
    "non-finite": odd_values,
    "nothing but NaN": lambda: np.full((9, 3), np.nan),
    "nothing but zero": lambda: np.zeros((9, 3)),
    "the smallest there is": lambda: np.full((9, 3), 1.4e-45),
    "the largest there is": lambda: np.full((9, 3), 3.4e38),
}


@cache
def run_of(name: str, lane: str) -> History:
    """A run whose every measure of every tensor is the matrix [sample, layer] of that name."""
    values = MATRICES[name]()
    samples, layers = values.shape
    pairs = [(tensor, measure.key) for tensor in RECORDED for measure in measures_of(tensor)]
    channels = [Channel(layer + 1, *pair) for layer, pair in itertools.product(range(layers), pairs)]
    layout = Layout(tuple(Layer(f"{layer + 1}", 5, "tanh") for layer in range(layers)), tuple(channels))
    spec = small_spec(lane, network__hidden=[{"units": 5}] * (layers - 1)).to_json()
    history = History(RunStarted("run", spec, layout, max(samples - 1, 1), 1, 9, 0.0), lane)
    if samples:
        wide = np.repeat(values, len(pairs), axis=1).astype(np.float32)
        history.append(Sampled("run", np.arange(samples), np.full(samples, 0.7, np.float32), wide))
    for step in range(min(samples, 40)):
        history.append(Scored("run", step, float(values[step, 0]), 0.5))
    return history


@pytest.mark.parametrize("kind", PANES, ids=lambda kind: kind.__name__)
def test_a_pane_draws_every_run(qtbot, qapp, kind):
    """Each run in both sizes and both modes: large in one of them at its end, small in the other at its beginning."""
    pane = kind()
    qtbot.addWidget(pane)
    pane.resize(*LARGE)
    pane.show()
    for number, mode in enumerate(("light", "dark")):
        apply_theme(qapp, mode)
        pane.look(Look())
        bare = pane.grab().toImage()
        for place, name in enumerate(MATRICES):
            size, epoch = ((LARGE, None), (SMALL, 0.0))[(place + number) % 2]
            lanes = lanes_of(name)
            pane.resize(*size)
            pane.look(Look(lanes, lanes[0], epoch))
            assert not pane.grab().isNull(), (mode, name)
        pane.resize(*LARGE)
        pane.look(Look())
        assert pane.frame is None
        assert pane.grab().toImage().size() == bare.size()


def lanes_of(name: str) -> tuple[Lane, ...]:
    names = ("first", "second")
    return tuple(Lane(small_spec(lane), color, history=run_of(name, lane)) for color, lane in enumerate(names))


@pytest.mark.parametrize("key", USUAL)
def test_the_usual_panes_show_something_of_every_trained_run(qtbot, qapp, key):
    apply_theme(qapp, "dark")
    pane = next(pane for pane in (kind() for kind in PANES) if pane.key == key)
    qtbot.addWidget(pane)
    pane.show()
    lane = Lane(small_spec(), 0, history=run_of("deep", "first"))
    bare = pane.grab().toImage()
    pane.look(Look((lane,), lane))
    assert pane.frame is not None
    assert pane.grab().toImage() != bare


def test_panes_have_keys_titles_and_words_of_their_own(qtbot, qapp):
    apply_theme(qapp, "dark")
    made = [kind() for kind in PANES]
    for pane in made:
        qtbot.addWidget(pane)
    assert len({pane.key for pane in made}) == len({pane.title for pane in made}) == len(made)
    assert all(pane.tip for pane in made)
    assert set(USUAL) <= {pane.key for pane in made}
