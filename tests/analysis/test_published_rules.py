import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.published_rules import published_rules

SMALL = {("gradient", "mean_abs"): [5e-7, 1, 1, 1.0]}


def said(values, source, cursor=None, **made):
    rules = published_rules(measured_history(values, **made), cursor)
    return [(rule.figure, rule.limit, rule.says) for rule in rules if source in rule.source]


def test_mean_gradients_are_held_against_two_limits():
    small = pytest.approx(5e-7)
    assert said(SMALL, "SageMaker") == [(small, 1e-7, "fine")]
    assert said(SMALL, "TheDeepChecker")[0] == (small, 1e-6, "vanishing")


@pytest.mark.parametrize(
    ("norms", "says"),
    [
        ([9e-5, 1, 1, 1.0], ["vanishing", "fine"]),
        ([1.1e-4, 1, 1, 1.0], ["fine", "fine"]),
        ([9e-5, 1, 1, 0.01], ["fine", "fine"]),
        ([71, 1, 1, 1.0], ["fine", "exploding"]),
    ],
)
def test_autotrainer_compares_the_first_layer_with_the_last(norms, says):
    rows = said({("gradient", "l2"): norms}, "AUTOTRAINER")
    assert [word for _, _, word in rows[:2]] == says
    assert rows[0][0] == rows[1][0] == pytest.approx(norms[0] / norms[-1])


def test_autotrainer_counts_exact_zeros():
    assert said({("gradient", "zero_fraction"): [0.1, 0.71, 0, 0]}, "AUTOTRAINER")[2][2] == "dying ReLU"
    assert said({("gradient", "zero_fraction"): [0.1, 0.69, 0, 0]}, "AUTOTRAINER")[2][2] == "fine"


def test_updates_are_read_where_the_last_one_was():
    ratios = np.array([[-4.1, -3, -3, -0.9], [np.nan] * 4])
    made = {"values": {("update", "ratio"): ratios}, "losses": [0.7, 0.7]}
    rows = said(source="TheDeepChecker", **made)[1:]
    assert rows == [(pytest.approx(10**-4.1), 1e-4, "slow"), (pytest.approx(10**-0.9), 0.1, "unstable")]
    assert said(source="TheDeepChecker", cursor=0, **made)[1:] == rows


def test_the_share_of_saturated_tanh_has_no_verdict():
    values = {("activation", "saturated_fraction"): [0.2, 0.6, 0.1, 0.9]}
    assert said(values, "makemore") == [(pytest.approx(0.6), None, "a share, no verdict")]
    assert said(values, "makemore", activation="sigmoid") == []


def test_what_was_not_measured_is_said():
    assert published_rules(measured_history(losses=[])) == ()
    rules = published_rules(measured_history())
    assert {rule.says for rule in rules} == {"not measured"}
    assert all(math.isnan(rule.figure) for rule in rules)
