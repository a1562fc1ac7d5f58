import numpy as np
import pytest

from tests.analysis.made_runs import made_history
from tests.analysis.measured_runs import measured_history
from tests.runs.examples import example_history
from tests.session.examples import small_spec
from vgdesk.analysis.diagnosis import diagnose, glance, judge
from vgdesk.events import RunStarted, Sampled
from vgdesk.experiment.data_facts import DataFacts
from vgdesk.runs.history import History

SICK = {
    ("signal", "rms"): [0.01, 0.1, 1, 1.0],
    ("gradient", "rms"): [1e-4, 0.1, 0.1, 0.1],
    ("activation", "saturated_fraction"): [0.8, 0.8, 0.8, 0],
    ("activation", "effective_rank"): [1.0, 1, 1, 1],
}
GUESSING = [0.7] * 120


def rules_of(diagnosis):
    return [finding.rule for finding in diagnosis.findings]


def test_several_rules_hold_and_the_first_is_the_verdict():
    found = diagnose(measured_history(SICK, losses=GUESSING))
    assert rules_of(found) == ["vanishing", "collapsed", "saturated", "guessing"]
    assert (found.verdict.word, found.verdict.text) == ("vanishing", "vanishing · guessing")


def test_causes_come_first_in_the_order_of_a_pass():
    data = DataFacts(points=8, guessing=0.7, low=(0.0,), high=(900.0,), commonest=0.5)
    values = SICK | {("weight", "std"): [0.0] * 4}
    found = diagnose(measured_history(values, losses=GUESSING, data=data))
    assert rules_of(found)[:3] == ["inputs", "constant weights", "vanishing"]
    assert [finding.rule for finding in found.causes] == ["inputs", "constant weights"]


def with_spec(values, losses, data=None):
    """The same run, of a network whose spec can be read."""
    made = measured_history(values, losses, data=data)
    history = History(RunStarted("run", small_spec().to_json(), made.layout, 999, 1, 1, 0.0, data=data))
    history.append(Sampled("run", made.steps, made.batch_loss, made.values))
    return history


def test_remedies_are_offered_against_the_cause_alone():
    data = DataFacts(points=8, guessing=0.7, low=(0.0,), high=(900.0,), commonest=0.5)
    remedies = {finding.rule: finding.remedies for finding in diagnose(with_spec(SICK, GUESSING, data)).findings}
    assert remedies["inputs"]
    assert not remedies["vanishing"]
    alone = {finding.rule: finding.remedies for finding in diagnose(with_spec(SICK, GUESSING)).findings}
    assert alone["vanishing"]
    assert not alone["guessing"]
    stuck = {finding.rule: finding.remedies for finding in diagnose(with_spec({}, GUESSING)).findings}
    assert stuck["guessing"]
    assert not stuck["level"]


def test_what_has_passed_stays_as_a_note():
    dead = np.zeros((120, 4))
    dead[:20, 0] = 1
    found = diagnose(measured_history({("activation", "dead_fraction"): dead}, losses=GUESSING))
    assert found.notes[0].startswith("It was dead from epoch 0 to 2")
    assert "dead" not in rules_of(found)
    assert [stretch.verdict.flow for stretch in found.stretches][:2] == ["dead", "level"]


def test_the_future_is_not_looked_at():
    random = np.random.default_rng(1)
    values = {("gradient", "rms"): 10.0 ** random.normal(-3, 1, (80, 4))}
    losses = random.uniform(0.1, 90, 80)
    losses[70:] = np.nan
    whole = measured_history(values, losses=losses)
    for cursor in (0, 1, 30, 69):
        cut = measured_history({key: rows[: cursor + 1] for key, rows in values.items()}, losses=losses[: cursor + 1])
        assert diagnose(whole, cursor) == diagnose(cut)
    assert diagnose(whole).verdict.flow == "exploding"


def test_a_cursor_beyond_the_ends_is_the_end():
    history = measured_history(losses=[0.7] * 5)
    assert diagnose(history, 99) == diagnose(history) == diagnose(history, 4)
    assert diagnose(history, -3).cursor == 0
    assert judge(history, 99) == diagnose(history).verdict


def test_without_a_sample_nothing_is_known():
    empty = made_history(np.empty((0, 3)), planned=5)
    assert (diagnose(empty).verdict.word, diagnose(empty).cursor) == ("not judged", None)
    assert judge(empty) == diagnose(empty).verdict


def test_without_the_measures_nothing_is_claimed():
    nothing = {("weight", "rms"): None, ("signal", "rms"): None}
    assert diagnose(measured_history(nothing)).verdict.word == "not judged"
    assert not diagnose(measured_history(nothing)).is_judged
    assert diagnose(measured_history({("signal", "rms"): None})).rate is None
    assert diagnose(made_history(np.ones((3, 3)))).rate is None


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, 1e-45, 3e38])
def test_no_number_is_too_odd(value):
    keys = [*SICK, ("activation", "rms"), ("activation", "dead_fraction"), ("weight", "rms"), ("update", "ratio")]
    for time_steps in (0, 4):
        history = measured_history({key: [value] * 4 for key in keys}, losses=[value] * 60, time_steps=time_steps)
        for cursor in (0, 59):
            assert diagnose(history, cursor).verdict.text
            assert abs(value) < 1 or not diagnose(history, cursor).verdict.is_green
    assert diagnose(example_history(20)).verdict.text


def test_what_does_not_apply_is_said():
    assert diagnose(measured_history()).notes == ()
    (note,) = diagnose(measured_history(training={"loss": "mean_squared_error"})).notes
    assert "what loss guessing would have" in note
    (note,) = diagnose(measured_history(time_steps=4)).notes
    assert "over time" in note


def test_a_glance_is_the_diagnosis_without_its_findings():
    history = measured_history(SICK, losses=GUESSING)
    for cursor in (0, 60, None):
        seen, whole = glance(history, cursor), diagnose(history, cursor)
        assert (seen.verdict, seen.rate, seen.cursor) == (whole.verdict, whole.rate, whole.cursor)
