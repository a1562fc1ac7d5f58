import numpy as np
import pytest

from tests.analysis.made_runs import made_history
from tests.analysis.measured_runs import measured_history
from tests.runs.examples import example_history
from vgdesk.analysis.diagnosis import diagnose

SICK = {
    ("signal", "rms"): [0.01, 0.1, 1, 1.0],
    ("gradient", "rms"): [1e-4, 0.1, 0.1, 0.1],
    ("activation", "dead_fraction"): [0, 1.0, 0, 0],
    ("activation", "saturated_fraction"): [0.8, 0.8, 0.8, 0],
    ("activation", "effective_rank"): [1.0, 1, 1, 1],
}


def rules_of(diagnosis):
    return [finding.rule for finding in diagnosis.findings]


def test_several_rules_hold_and_the_first_is_the_verdict():
    found = diagnose(measured_history(SICK, losses=[80.0] * 60))
    assert rules_of(found) == ["exploding", "dead", "vanishing", "saturated", "rank collapse"]
    assert found.verdict == "exploding"
    assert diagnose(measured_history(SICK, losses=[0.7] * 60)).verdict == "dead"


def test_a_state_is_no_verdict():
    found = diagnose(measured_history({("activation", "saturated_fraction"): [0.8, 0.8, 0.8, 0]}))
    assert (found.verdict, rules_of(found)) == ("healthy", ["saturated", "healthy"])


def test_a_network_that_has_learned_is_healthy():
    found = diagnose(measured_history(SICK, losses=[0.01] * 60))
    assert (found.verdict, rules_of(found)) == ("healthy", ["saturated", "healthy"])


def test_the_future_is_not_looked_at():
    random = np.random.default_rng(1)
    values = {("gradient", "rms"): 10.0 ** random.normal(-3, 1, (80, 4))}
    losses = random.uniform(0.1, 90, 80)
    losses[70:] = np.nan
    whole = measured_history(values, losses=losses)
    for cursor in (0, 1, 30, 69):
        cut = measured_history({key: rows[: cursor + 1] for key, rows in values.items()}, losses=losses[: cursor + 1])
        assert diagnose(whole, cursor) == diagnose(cut)
    assert diagnose(whole).verdict == "exploding"


def test_a_cursor_beyond_the_ends_is_the_end():
    history = measured_history(losses=[0.7] * 5)
    assert diagnose(history, 99) == diagnose(history) == diagnose(history, 4)
    assert diagnose(history, -3).cursor == 0


def test_without_a_sample_nothing_is_known():
    empty = made_history(np.empty((0, 3)), planned=5)
    assert (diagnose(empty).verdict, diagnose(empty).cursor) == ("unknown", None)


def test_without_the_measures_nothing_is_claimed():
    assert diagnose(measured_history({("weight", "rms"): None})).verdict == "unknown"
    assert diagnose(measured_history({("signal", "rms"): None})).rate is None
    assert diagnose(made_history(np.ones((3, 3)))).rate is None


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, 1e-45, 3e38])
def test_no_number_is_too_odd(value):
    keys = [*SICK, ("gradient", "nonfinite"), ("weight", "rms")]
    for time_steps in (0, 4):
        history = measured_history({key: [value] * 4 for key in keys}, losses=[value] * 60, time_steps=time_steps)
        for cursor in (0, 59):
            assert diagnose(history, cursor).verdict
    assert diagnose(example_history(20)).verdict


def test_what_does_not_apply_is_said():
    assert diagnose(measured_history()).notes == ()
    (note,) = diagnose(measured_history(training={"loss": "mean_squared_error"})).notes
    assert "no loss of guessing" in note
    (note,) = diagnose(measured_history(time_steps=4)).notes
    assert "over time" in note
