import math

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.losses import describe_fit, find_losses, guessing_loss, median_of, quartiles_of, recent
from vgdesk.experiment.data_facts import DataFacts, Target
from vgdesk.experiment.slots import Slot

FACTS = DataFacts(points=10, guessing=0.5, low=(0.0,), high=(1.0,), commonest=0.6)


def test_guessing_is_what_the_run_says_and_else_an_even_guess():
    assert guessing_loss(measured_history(data=FACTS)) == 0.5
    assert guessing_loss(measured_history()) == math.log(2)
    assert guessing_loss(measured_history(outputs=10)) == math.log(10)
    assert math.isnan(guessing_loss(measured_history(training={"loss": "mean_squared_error"})))


def test_the_loss_shown_is_judged_and_mistakes_are_those_of_the_best_guess():
    scores = [(0, 0.7, 0.6), (40, 0.3, 0.9)]
    found = find_losses(measured_history(losses=[9.0] * 60, scores=scores, data=FACTS), 0, 60)
    assert found.judged.tolist() == found.shown.tolist() == [0.7] * 40 + [0.3] * 20
    assert found.mistakes[[0, -1]].tolist() == [pytest.approx(1), pytest.approx(0.25)]


def test_batches_stand_in_where_the_loss_was_not_measured_lately():
    history = measured_history(losses=[9.0] * 80, scores=[(0, 0.7, 0.6)], data=FACTS)
    found = find_losses(history, 0, 80)
    assert found.judged[50] == 0.7
    assert found.judged[51] == 9
    assert math.isnan(found.shown[51])
    assert math.isnan(found.mistakes[51])
    alone = find_losses(measured_history(losses=[9.0, 8.0, 1.0]), 0, 3)
    assert alone.judged.tolist() == [9, 8, 8]


@pytest.mark.parametrize(("batch", "judged"), [(0.3, 0.3), (0.6, 0.7)])
def test_moving_statistics_that_are_not_warm_are_not_judged(batch, judged):
    made = {"losses": [batch] * 9, "scores": [(0, 0.7, 0.5)]}
    slots = (Slot(1, "moving_mean", (5,)),)
    assert find_losses(measured_history(**made, slots=slots), 8, 9).judged[0] == pytest.approx(judged)
    assert find_losses(measured_history(**made), 8, 9).judged[0] == 0.7


def test_a_recent_stretch_is_fifty_updates_or_a_tenth_of_the_training():
    steps = np.arange(0, 1001)
    assert recent(steps, 1000).tolist() == [901]
    assert recent(steps, 100)[0] == 51
    assert recent(np.arange(0, 1000, 200), 0).tolist() == [0, 1, 2, 3, 4]


def test_medians_and_quartiles_of_stretches():
    values = np.arange(101, dtype=np.float32)
    starts, ends = np.array([0, 50, 7]), np.array([100, 100, 7])
    assert median_of(values, starts, ends).tolist() == pytest.approx([50, 75, 7], abs=2)
    low, _, high = quartiles_of(values, starts, ends)
    assert low.tolist() == pytest.approx([25, 62, 7], abs=2)
    assert high.tolist() == pytest.approx([75, 87, 7], abs=2)
    values[60] = np.nan
    assert np.isnan(median_of(values, np.array([60]), np.array([60]))).all()


def test_the_error_of_one_column_is_in_its_own_unit_and_the_share_of_its_variance_in_none():
    numbers = {"points": 8, "guessing": 1.0, "low": (0.0,), "high": (1.0,)}

    def told(*targets, loss=0.25):
        return describe_fit(measured_history(data=DataFacts(**numbers, targets=targets)).started, loss)

    assert told(Target("price", 100.0, 8.0)) == "R² 0.75   RMSE 4.00"
    assert told(Target("price"), Target("rent")) == told() == "R² 0.75"
    assert told(Target("price"), loss=math.nan) == ""
    assert describe_fit(measured_history(data=FACTS).started, 0.25) == ""
