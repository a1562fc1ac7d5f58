import math
from dataclasses import replace

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from vgdesk.analysis.diagnosis import diagnose, judge
from vgdesk.analysis.standing import Standing, Trial, list_offered, stand
from vgdesk.events import Scored
from vgdesk.experiment.remedies import find_remedy

VANISHING = {("signal", "rms"): [1e-4, 1e-3, 1e-2, 1e-1], ("gradient", "rms"): [1e-9] * 4}
GUESSING = math.log(2)
SICK = Standing("vanishing", is_sick=True, loss=0.69, accuracy=0.5, guessing=GUESSING)
WELL = Standing("level", is_sick=False, loss=0.05, accuracy=0.99, guessing=GUESSING)
STUCK = Standing("level", is_sick=False, loss=0.69, accuracy=0.5, guessing=GUESSING)
BROKEN = Standing("exploding", is_sick=True, loss=math.nan, guessing=GUESSING)
BETTER = Standing("vanishing", is_sick=True, loss=0.4, accuracy=0.8, guessing=GUESSING)
HUGE = Standing("level", is_sick=False, loss=7e20, guessing=GUESSING)


def test_a_run_stands_where_its_last_score_and_its_verdict_say():
    history = measured_history(VANISHING, [0.7] * 3)
    history.append(Scored("run", 2, 0.66, 0.6))
    word = judge(history).text
    assert word.startswith("vanishing")
    assert stand(history) == Standing(word, True, 0.66, 0.6, pytest.approx(GUESSING, nan_ok=True))


def test_a_run_whose_last_batch_is_no_number_stands_there_whatever_it_scored_before():
    history = measured_history(losses=[0.7, np.nan])
    history.append(Scored("run", 0, 0.7, 0.6))
    found = stand(history)
    assert (found.word, found.is_sick) == (judge(history).text, True)
    assert math.isnan(found.loss)
    assert not found.learns


def test_a_healthy_run_is_level_and_an_empty_one_is_not_sick():
    assert stand(measured_history()).word.startswith("level")
    assert not stand(measured_history()).is_sick
    assert not stand(measured_history(losses=())).is_sick


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (SICK, WELL, "cured"),
        (BROKEN, WELL, "cured"),
        (SICK, BETTER, "helps"),
        (SICK, STUCK, "failed"),
        (SICK, SICK, "failed"),
        (SICK, BROKEN, "failed"),
        (BROKEN, BROKEN, "failed"),
        (BROKEN, BETTER, "helps"),
        (BROKEN, HUGE, "failed"),
        (BROKEN, replace(BETTER, guessing=math.nan), "helps"),
        (WELL, BETTER, "failed"),
    ],
)
def test_a_remedy_cures_only_who_is_well_and_learns(before, after, outcome):
    assert Trial(find_remedy("tanh"), before, after).outcome == outcome


def test_what_it_did_is_one_line_without_an_accuracy_that_is_not_there():
    assert Trial(find_remedy("tanh"), SICK, WELL).text == "vanishing → level; loss 0.69 → 0.050, accuracy 0.50 → 0.99"
    assert Trial(find_remedy("tanh"), BROKEN, WELL).text == "exploding → level; loss NaN → 0.050"


def test_a_finding_offers_what_its_network_lacks_each_once():
    history = measured_history(VANISHING, [0.7] * 3)
    offered = list_offered(history)
    assert offered
    assert len(set(offered)) == len(offered)
    assert offered == tuple(remedy for finding in diagnose(history).findings for remedy in finding.remedies)
    assert all(remedy.key != "relu" for remedy in offered)


def test_a_run_of_unknown_spec_is_offered_nothing():
    assert list_offered(measured_history(VANISHING, training={"optimizer": "magic"})) == ()
