"""Each rule just above and just below its limit."""

import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis import rules
from vgdesk.analysis.evidence import Evidence

LN2 = math.log(2)
VANISHING = {("signal", "rms"): [0.029, 1, 1, 1.0], ("gradient", "rms"): [9e-4, 0.1, 9e-4, 0.1]}


def found(rule, values=None, cursor=None, **made):
    history = measured_history(values, **made)
    return rule(Evidence(history, history.sample_count - 1 if cursor is None else cursor))


@pytest.mark.parametrize(
    ("losses", "limit"),
    [
        ([0.7, 101 * LN2], 100),
        ([99 * LN2], None),
        ([30 * LN2] * 60, 20),
        ([30 * LN2] * 49, None),
        ([60 * LN2] * 30 + [29 * LN2] * 30, None),
        ([19 * LN2] * 60, None),
    ],
)
def test_a_loss_explodes_by_its_size_or_when_it_stays_large(losses, limit):
    finding = found(rules.find_exploding, losses=losses)
    assert (finding.limit if finding else None) == limit
    assert finding is None or finding.figure == pytest.approx(losses[-1] / LN2)


@pytest.mark.parametrize(("largest", "losses", "holds"), [(1.1, 11, True), (0.9, 11, False), (1.1, 9, False)])
def test_large_gradients_explode_with_a_raised_loss(largest, losses, holds):
    finding = found(rules.find_exploding, {("gradient", "rms"): [0.1, largest, 0.1, 0.1]}, losses=[losses * LN2] * 60)
    assert (finding is not None) == holds
    assert finding is None or (finding.layers, finding.figure) == ((2,), pytest.approx(largest))


def test_large_gradients_with_a_loss_that_comes_down_do_not_explode():
    losses = [40 * LN2] * 30 + [11 * LN2] * 30
    assert not found(rules.find_exploding, {("gradient", "rms"): [0.1, 1.1, 0.1, 0.1]}, losses=losses)


def test_more_classes_allow_a_larger_loss():
    assert found(rules.find_exploding, losses=[150.0])
    assert not found(rules.find_exploding, losses=[150.0], outputs=10)
    assert not found(rules.find_exploding, losses=[1e9], training={"loss": "mean_squared_error"})


def test_the_first_loss_that_is_no_number_is_found_again_later():
    counts = np.zeros((4, 4))
    counts[2:, 1:3] = 7
    finding = found(rules.find_exploding, {("gradient", "nonfinite"): counts}, losses=[0.7, 9, np.nan, np.nan])
    assert (finding.sample, finding.layers, finding.figure, finding.limit) == (2, (2, 3), 15, 0)
    assert "layers 2 and 3 at epoch 2" in finding.sentence
    assert not found(rules.find_exploding, {("gradient", "nonfinite"): counts}, 1, losses=[0.7, 9, np.nan, np.nan])


def test_gradients_that_are_no_numbers_explode_before_the_loss_does():
    finding = found(rules.find_exploding, {("gradient", "nonfinite"): [0, 0, 0, 1]})
    assert (finding.layers, finding.figure) == ((4,), 1)


@pytest.mark.parametrize(("share", "losses", "holds"), [(0.8, 0.7, True), (0.79, 0.7, False), (1.0, 0.06, False)])
def test_a_hidden_layer_is_dead_from_four_fifths_on(share, losses, holds):
    finding = found(rules.find_dead, {("activation", "dead_fraction"): [0, share, 0, 1]}, losses=[losses])
    assert (finding is not None) == holds
    assert finding is None or (finding.layers, finding.figure) == ((2,), pytest.approx(share))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, rules.find_vanishing),
        ({("signal", "rms"): [0.031, 1, 1, 1]}, rules.find_plateau),
        ({("signal", "rms"): None}, rules.find_plateau),
        ({("gradient", "rms"): [1.1e-3, 0.1, 0.1, 1e-9]}, None),
    ],
)
def test_tiny_updates_are_vanishing_or_a_plateau_by_the_signal(changes, rule):
    values = VANISHING | changes
    for one in (rules.find_vanishing, rules.find_plateau):
        finding = found(one, values)
        assert (finding is not None) == (one is rule)
        assert finding is None or (finding.layers, finding.sample) == ((1, 3), 0)
        assert finding is None or finding.remedies
        assert not found(one, values, losses=[0.069])
        assert found(one, values, losses=[0.07]) == (found(one, values) if one is rule else None)


def test_what_was_found_early_stays_and_says_how_it_is_now():
    gradient = np.full((100, 4), 9e-4)
    gradient[60:] = 0.5
    finding = found(rules.find_vanishing, VANISHING | {("gradient", "rms"): gradient}, losses=[0.7] * 100)
    assert "at the cursor the signal is 0.029, the update 0.50" in finding.sentence
    late = np.where(np.arange(100)[:, None] < 60, 0.5, 1e-5) * np.ones(4)
    assert not found(rules.find_vanishing, VANISHING | {("gradient", "rms"): late}, losses=[0.7] * 100)


@pytest.mark.parametrize(("first", "holds"), [(1e-7, True), (1.3e-7, False)])
def test_over_time_the_signal_alone_decides(first, holds):
    signal = {("signal", "rms"): [first, *[1.0] * 9]}
    finding = found(rules.find_vanishing, signal, time_steps=10, losses=[0.01])
    assert (finding is not None) == holds
    assert finding is None or "time step" in finding.sentence


def test_saturation_is_a_state_of_layers_that_are_flat_at_both_ends():
    values = {("activation", "saturated_fraction"): [0.9, 0.1, 0.6, 0]}
    finding = found(rules.find_saturated, values)
    assert (finding.layers, finding.is_verdict) == ((1, 3), False)
    assert finding.figure == pytest.approx(1.6 / 3)
    assert not found(rules.find_saturated, {("activation", "saturated_fraction"): [0.9, 0.1, 0.4, 1]})
    assert not found(rules.find_saturated, values, activation="relu")


@pytest.mark.parametrize(
    ("ranks", "epochs", "layers"),
    [
        ([2, 1.04, 1.04, 1], 11, (2, 3)),
        ([2, 1.06, 1.06, 1], 11, None),
        ([2, 1.04, 1.04, 1], 10, None),
        ([2, 2, 1.04, 1], 11, None),
        ([2, 1.04, 2, 1], 11, (2,)),
    ],
)
def test_a_rank_collapses_for_ten_epochs_before_the_last_hidden_layer(ranks, epochs, layers):
    values = {("activation", "effective_rank"): ranks}
    finding = found(rules.find_rank_collapse, values, losses=[0.7] * epochs)
    assert (finding.layers if finding else None) == layers
    assert not found(rules.find_rank_collapse, values, losses=[0.01] * epochs)


def test_one_rank_above_the_limit_within_ten_epochs_is_enough():
    ranks = np.ones((220, 4))
    ranks[100] = 1.2  # epoch 5 of 20 samples each
    values = {("activation", "effective_rank"): ranks}
    made = {"losses": [0.7] * 220, "steps_per_epoch": 20}
    assert not found(rules.find_rank_collapse, values, 200, **made)
    assert not found(rules.find_rank_collapse, values, 210 - 210 % 20, **made)
    ranks[100] = 1
    assert found(rules.find_rank_collapse, values, 200, **made).sample == 0


def test_a_single_unit_has_no_rank_to_lose():
    values = {("activation", "effective_rank"): [2, 1.0, 2, 1]}
    assert found(rules.find_rank_collapse, values, losses=[0.7] * 11, units=5)
    assert not found(rules.find_rank_collapse, values, losses=[0.7] * 11, units=1)


def test_several_outputs_ask_for_more_than_one_number():
    values = {("activation", "effective_rank"): [2, 2, 1.04, 3]}
    assert found(rules.find_rank_collapse, values, losses=[0.7] * 11, outputs=10).layers == (3,)


def test_health_names_the_weakest_layer_or_what_was_learned():
    finding = found(rules.find_health, {("gradient", "rms"): [0.1, 0.01, 0.2, 1e-9]})
    assert (finding.layers, finding.figure, finding.limit) == ((2,), pytest.approx(0.01), 1e-3)
    learned = found(rules.find_health, losses=[0.05])
    assert (learned.figure, learned.limit) == (pytest.approx(0.05 / LN2), 0.1)
    remembered = found(rules.find_health, {("signal", "rms"): [1e-6, 1]}, time_steps=2)
    assert remembered.figure == pytest.approx(1e-6)
    assert found(rules.find_health, {("weight", "rms"): None}) is None
