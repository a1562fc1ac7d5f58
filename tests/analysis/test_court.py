import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.court import hold_court, scale_loss
from vgdesk.analysis.diagnosis import judge
from vgdesk.analysis.published_rules import published_rules

VALUES = {
    ("signal", "rms"): [0.1, 0.1, 0.1, 0.1],
    ("gradient", "mean_abs"): [2e-4] * 4,
    ("gradient", "l2"): [5e-4, 1, 1, 1.0],
    ("gradient", "zero_fraction"): [0.8, 0, 0, 0],
    ("update", "ratio"): [-3.0] * 4,
}


def flips(court):
    return {ruling.rule.source: ruling.note for ruling in court.rulings if ruling.flips}


def test_our_verdict_stands_first_and_the_others_as_they_are():
    history = measured_history(VALUES)
    court = hold_court(history)
    assert court.rulings[0].rule.says == judge(history).text
    assert [ruling.rule for ruling in court.rulings[1:]] == list(published_rules(history))
    assert (court.flipped, court.text) == (0, "Rules of others beside ours, each with its own limit")


def test_a_factor_before_the_loss_flips_what_judges_a_unit():
    court = hold_court(measured_history(VALUES, training={"optimizer": "sgd"}), scale=1e-3)
    assert flips(court) == {"TheDeepChecker": "flips, at 1 it is fine", "AUTOTRAINER": "flips, at 1 it is fine"}
    assert court.text == f"With the loss times 0.0010: {court.flipped} of {len(court.rulings)} rules flip"


def test_gradients_signals_and_the_updates_of_plain_sgd_grow_with_it_and_nothing_else():
    for optimizer, decades in (("sgd", 2.0), ("adam", 0.0)):
        history = measured_history(VALUES, training={"optimizer": optimizer}, scores=[(0, 0.7, 0.5)])
        scaled = scale_loss(history, 100.0)
        assert scaled.grid("gradient", "l2") == pytest.approx(100 * history.grid("gradient", "l2"))
        assert scaled.grid("signal", "rms") == pytest.approx(100 * history.grid("signal", "rms"))
        for kept in (("gradient", "zero_fraction"), ("weight", "rms")):
            assert np.array_equal(scaled.grid(*kept), history.grid(*kept))
        assert scaled.grid("update", "ratio") == pytest.approx(history.grid("update", "ratio") + decades)
        assert np.array_equal(scaled.batch_loss, history.batch_loss)
        assert scaled.scores.loss.tolist() == [0.7]
        assert math.isnan(scaled.scores.test_loss[0])


def test_what_came_after_the_cursor_is_not_looked_at():
    history = measured_history(VALUES, losses=[0.7, 0.6, 0.5], scores=[(0, 0.7, 0.5), (2, 0.5, 0.9)])
    scaled = scale_loss(history, 10.0, cursor=1)
    assert (scaled.sample_count, len(scaled.scores.step)) == (2, 1)


def test_without_a_sample_there_is_no_court():
    assert hold_court(measured_history(losses=[]), scale=10.0).rulings == ()
