"""What every rule says of a state, and that it says nothing without it."""

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis import rules
from vgdesk.analysis.evidence import Evidence
from vgdesk.experiment.data_facts import DataFacts

GUESSING = [0.7] * 120
SICK = {
    rules.find_exploding: {("gradient", "rms"): [0.1, np.nan, 0.1, 0.1]},
    rules.find_dead: {("activation", "dead_fraction"): [0, 1.0, 0, 0]},
    rules.find_vanishing: {("signal", "rms"): [0.001, 0.01, 0.1, 1], ("gradient", "rms"): [1e-4, 0.1, 2e-3, 0.1]},
    rules.find_growing: {("signal", "rms"): [1000.0, 100, 10, 1]},
    rules.find_collapsed: {("activation", "effective_rank"): [2, 1.01, 1.02, 1]},
    rules.find_saturated: {("activation", "saturated_fraction"): [0.9, 0.1, 0.8, 0]},
    rules.find_plateau: {("gradient", "rms"): [1e-4, 0.1, 2e-3, 0.1]},
}


def found(rule, values=None, losses=GUESSING, **made):
    history = measured_history(values, losses, **made)
    return rule(Evidence(history, history.sample_count - 1))


@pytest.mark.parametrize("rule", SICK, ids=lambda rule: rule.__name__)
def test_a_rule_speaks_of_its_own_state_alone(rule):
    assert found(rule) is None
    for other, values in SICK.items():
        finding = found(rule, values)
        assert (finding is not None) == (other is rule)
        assert finding is None or (finding.since, finding.sample, finding.is_good) == (finding.since, 119, False)


def test_the_layers_are_those_that_the_state_is_about():
    layers = {rule.__name__: found(rule, values).layers for rule, values in SICK.items()}
    assert layers["find_dead"] == (2,)
    assert layers["find_vanishing"] == layers["find_plateau"] == (1, 3)
    assert layers["find_saturated"] == (1, 3)
    assert layers["find_collapsed"] == (2,)


def test_a_finding_says_since_when_it_has_held():
    dead = np.zeros((120, 4))
    dead[60:, 1] = 1
    finding = found(rules.find_dead, {("activation", "dead_fraction"): dead})
    assert 60 <= finding.since <= 60 + 120 / 20 + 3


def test_what_is_dead_or_broken_is_said_once():
    dead = SICK[rules.find_dead] | SICK[rules.find_vanishing] | SICK[rules.find_collapsed]
    assert found(rules.find_dead, dead)
    assert [found(rule, dead) for rule in (rules.find_vanishing, rules.find_collapsed, rules.find_plateau)] == [
        None
    ] * 3


def test_units_that_inputs_and_weights_of_one_sign_switch_off_are_told_so():
    facts = DataFacts(points=8, guessing=0.7, low=(-1.0,), high=(-0.1,), commonest=0.5)
    values = SICK[rules.find_dead] | {("weight", "min"): [0.1, 0.1, -1, -1], ("weight", "max"): [1.0, 1, 1, 1]}
    sentence = found(rules.find_dead, values, data=facts).sentence
    assert "No input is above 0 and the initial weights of layers 1 and 2 are all positive." in sentence
    assert "all positive" not in found(rules.find_dead, SICK[rules.find_dead]).sentence


def test_over_time_rows_are_time_steps():
    values = {("signal", "rms"): [1e-4, *[1.0] * 9]}
    finding = found(rules.find_vanishing, values, time_steps=10)
    assert (finding.row, finding.layers) == ("time step", (1,))
    assert "1.0·10⁻⁴ arrives at the first, over 10 time steps" in finding.sentence
    grown = found(rules.find_growing, {("signal", "rms"): [1e4, *[1.0] * 9]}, time_steps=10)
    assert "first time step" in grown.sentence


def test_saturation_that_does_no_harm_is_said_without_alarm():
    losses = 0.7 * np.exp(-np.arange(200) / 50)
    finding = found(rules.find_saturated, SICK[rules.find_saturated], losses)
    assert finding.is_good
    assert "learns all the same" in finding.sentence


def test_a_level_signal_is_told_with_its_figure():
    finding = found(rules.find_level, {("signal", "rms"): [0.5, 1, 1, 1]})
    assert finding.is_good
    assert "0.50 arrives at the first of 4 layers" in finding.sentence
    assert found(rules.find_level, SICK[rules.find_vanishing]) is None
    weakest = found(rules.find_level, {("signal", "rms"): None, ("gradient", "rms"): [0.1, 0.05, 0.1, 1e-9]})
    assert weakest.layers == (2,)
    assert weakest.figure == pytest.approx(0.05)


def test_an_exploding_loss_is_told_in_times_of_guessing():
    finding = found(rules.find_exploding, losses=[300.0] * 60)
    assert finding.figure == pytest.approx(300 / np.log(2))
    assert "433 times that of guessing (limit 100)" in finding.sentence


def test_a_state_that_lasts_is_told_with_the_limit_that_would_end_it():
    signal = np.tile([0.001, 0.01, 0.1, 1], (120, 1))
    gradient = np.full((120, 4), 1e-4)
    signal[60:, 0], gradient[60:] = 0.05, 2e-3
    finding = found(rules.find_vanishing, {("signal", "rms"): signal, ("gradient", "rms"): gradient})
    sentence = finding.sentence
    assert finding.figure > finding.limit == 1
    assert "0.050 arrives at the first of 4 layers (limit 0.1)" in sentence
    assert "0.0020 of their weights (limit 0.003)" in sentence
