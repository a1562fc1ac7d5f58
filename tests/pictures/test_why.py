import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.analysis.untrained import deep_spec
from tests.pictures.test_theory import edited, points_of
from tests.pictures.views import frame_of, lanes_of
from vgdesk.events import RunStarted, Sampled, Scored
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.theory import find_expected
from vgdesk.pictures.view import LaneView, View
from vgdesk.pictures.why import WHY
from vgdesk.runs.history import History
from vgdesk.training.loop import train

SPEC = deep_spec(depth=4, width=100, activation="sigmoid", initializer="he_normal")


def run_of(spec) -> History:
    """The run of a spec to its first samples."""
    short = spec.model_copy(update={"training": spec.training.model_copy(update={"steps": 2})})
    started, *events = [
        each for each in train([short], runs=["run"]) if isinstance(each, RunStarted | Sampled | Scored)
    ]
    history = History(started, "lane")
    for event in events:
        history.append(event)
    return history


def test_what_is_measured_at_the_start_is_what_is_predicted():
    lane = edited(SPEC)
    history = run_of(SPEC)
    trained = LaneView("lane", 0, history, lane.spec_points, "key")
    frame = WHY.frame_of(View(lanes=(trained,), epoch=0.0), Sources())
    assert frame.measured.shape == (3, 4)
    assert frame.measured == pytest.approx(frame.predicted, abs=0.06)
    assert frame.measured[0] + frame.measured[1] == pytest.approx(frame.measured[2])
    signal = history.values[0, history.layout.columns("signal", "rms")]
    assert frame.whole == pytest.approx(np.log10(signal[0] / signal[-1]), abs=1e-5)
    assert "local gradient times upstream gradient" in frame.describe(2)
    assert "measured" in frame.caption
    assert frame.names == ("weights", "slopes", "product")


def test_once_it_has_trained_the_slopes_are_not_all_that_the_weights_leave():
    frame = WHY.frame_of(View(lanes=(LaneView("lane", 0, run_of(SPEC), points_of(SPEC)),)), Sources())
    assert frame.names == ("weights", "the rest", "product")
    assert "the rest × " in frame.describe(0)
    assert np.isnan(frame.predicted).all()


def test_before_any_run_it_shows_what_is_predicted_alone():
    frame = WHY.frame_of(View(lanes=(edited(SPEC),)), Sources())
    factors = find_expected(edited(SPEC), None, Sources()).prediction.factors
    assert frame.shown[2] == pytest.approx([np.log10(each.product) / 2 for each in factors])
    assert frame.shown[0] == pytest.approx([np.log10(each.weights) / 2 for each in factors])
    assert np.isnan(frame.measured).all()
    assert "predicted before training" in frame.caption


def test_without_either_it_says_why():
    narrow = edited(deep_spec(depth=2, width=5))
    assert WHY.frame_of(View(lanes=(narrow,)), Sources()).reason.endswith("a layer of 5 units; it holds from 32")
    assert WHY.frame_of(View(), Sources()) == Nothing("Press Space to train")
    no_signal = measured_history({("signal", "rms"): None})
    assert isinstance(frame_of(WHY, [no_signal]), Nothing)


def test_zeros_and_what_is_no_number_have_no_bar():
    rows = {("signal", "rms"): [0, 1e-2, np.nan, 1.0], ("weight", "rms"): [1.0, 1.0, 1.0, 1.0]}
    frame = WHY.frame_of(View(lanes=lanes_of([measured_history(rows)])), Sources())
    assert np.isnan(frame.measured[2]).tolist() == [True, True, True]
    assert np.isfinite(frame.measured[0]).all()
    assert np.isnan(frame.whole)


def test_normalisation_and_skip_are_told_from_the_slopes():
    spec = deep_spec(depth=3, width=64, activation="tanh", normalization="layer", skip="identity")
    frame = WHY.frame_of(View(lanes=(edited(spec),)), Sources())
    factors = find_expected(edited(spec), None, Sources()).prediction.factors
    assert factors[0].skip > 1
    assert "with normalisation × " in frame.describe(1)
    assert " and skip × " in frame.describe(1)
    assert " with " not in WHY.frame_of(View(lanes=(edited(SPEC),)), Sources()).describe(1)
