import gc
import weakref

import numpy as np
import pytest

from tests.analysis.measured_runs import HEALTHY, measured_history
from tests.pairwise import cover_pairs
from tests.training.examples import named
from vgdesk.analysis import first_bad as module
from vgdesk.analysis.diagnosis import diagnose
from vgdesk.analysis.first_bad import first_bad
from vgdesk.events import Sampled

SAMPLES = 300


def run_with(tensor="gradient", at=None, value=0.0, row=1, samples=SAMPLES):
    """A healthy run of four layers, but for one value."""
    values = np.tile(HEALTHY[tensor, "rms"], (samples, 1)).astype(float)
    if at is not None:
        values[at, row] = value
    return measured_history({(tensor, "rms"): values}, losses=[0.7] * samples)


def slow_reference(history):
    """The first sample that a verdict calls bad, by asking for every one."""
    verdicts = (diagnose(history, sample).verdict for sample in range(history.sample_count))
    return next((sample for sample, verdict in enumerate(verdicts) if verdict not in ("healthy", "unknown")), None)


def test_a_healthy_run_and_an_empty_one_have_none():
    assert first_bad(run_with()) is None
    assert first_bad(measured_history(losses=[])) is None


@pytest.mark.parametrize(
    "case",
    cover_pairs(
        at=[0, 1, 31, 32, 77, SAMPLES - 1], tensor=["gradient", "signal", "weight"], value=[np.nan, -np.inf, np.inf]
    ),
    ids=named,
)
def test_the_first_number_that_is_none_is_found(case):
    found = first_bad(run_with(row=2, **case))
    assert found == (case["at"], 3, case["tensor"], "NaN or infinite", "layer")


def test_a_layer_of_zeros_is_found_where_it_lies_nearest_to_the_output():
    values = np.full((9, 4), 0.1)
    values[5:, :3] = 0
    found = first_bad(measured_history({("gradient", "rms"): values}, losses=[0.7] * 9))
    assert tuple(found)[:4] == (5.0, 3, "gradient", "exactly 0")
    assert found.text == "layer 3, epoch 5: weight gradient exactly 0"


@pytest.mark.parametrize("at", [3, 40, 100, 211, 290])
def test_a_verdict_is_found_at_its_very_sample_however_seldom_it_is_asked_for(at):
    losses = [0.7] * at + [1e6] * (SAMPLES - at)
    history = measured_history(losses=losses)
    expected = slow_reference(history)
    assert expected is not None
    found = first_bad(history)
    assert tuple(found)[:4] == (expected, None, "", "exploding")
    assert found.text == f"epoch {expected}: exploding"


def test_what_comes_first_counts():
    losses = [0.7] * 100 + [1e6] * 200
    values = np.full((SAMPLES, 4), 0.1)
    values[150, 0] = np.nan
    assert first_bad(measured_history({("signal", "rms"): values}, losses=losses)).what == "exploding"
    values[50, 0] = np.nan
    assert first_bad(measured_history({("signal", "rms"): values}, losses=losses)).epoch == 50.0


def test_over_time_the_row_is_a_time_step():
    values = {("signal", "rms"): [1e-12, 1e-6, 1.0]}
    found = first_bad(measured_history(values, time_steps=3))
    assert (found.what, found.tensor, found.row_kind) == ("vanishing", "signal", "time step")
    assert found.text == "time step 1, epoch 0: signal vanishing"


def test_a_growing_run_is_looked_at_once(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "diagnose", lambda history, sample: asked.append(sample) or diagnose(history, sample))
    history = run_with()
    assert first_bad(history) is None
    asked.clear()
    assert first_bad(history) is None
    assert asked == []
    width = history.values.shape[1]
    bad = np.full((2, width), np.nan, np.float32)
    history.append(Sampled(history.run, np.array([SAMPLES, SAMPLES + 1]), np.full(2, 0.7, np.float32), bad))
    assert first_bad(history).epoch == SAMPLES
    assert len(asked) < 30


def test_a_long_run_asks_for_few_verdicts(monkeypatch):
    asked = []
    monkeypatch.setattr(module, "diagnose", lambda history, sample: asked.append(sample) or diagnose(history, sample))
    first_bad(run_with(samples=20_000))
    assert len(asked) < 250


def test_a_run_that_is_gone_is_forgotten():
    history = run_with(samples=3)
    first_bad(history)
    gone = weakref.ref(history)
    del history
    gc.collect()
    assert gone() is None
