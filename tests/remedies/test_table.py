"""The short form of ``python -m tests.remedies``: of every cause the quickest network, and its best remedies."""

import pytest

from tests.remedies.sick import list_sick
from tests.remedies.table import Row, loss_of_guessing, try_all
from vgdesk.analysis.standing import Standing, Trial
from vgdesk.experiment.remedies import CAUSES, find_remedy

QUICK = (
    "sigmoid 5 x 10",
    "relu 6 x 32, gain 6",
    "linear 20 x 16, gain 4",
    "tanh 3 x 16, all .1",
    "relu 2 x 16, N(-10, .1)",
    "tanh 4 x 32, N(0, 3)",
    "relu 3 x 32, rate 5",
    "unscaled columns, relu",
    "linear on circles",
)


@pytest.fixture(scope="module")
def sick(tmp_path_factory):
    return {each.name: each for each in list_sick(tmp_path_factory.mktemp("sick"))}


def test_there_are_forty_of_every_cause_that_has_several_remedies(sick):
    assert len(sick) == 40
    assert {each.cause for each in sick.values()} == set(CAUSES) - {"one label", "fixed output"}


@pytest.mark.parametrize("name", QUICK)
def test_one_of_the_two_best_remedies_cures(sick, name):
    row = try_all(sick[name], most=2)
    assert row.is_cured, row.lines()


def test_a_network_that_guesses_is_not_cured_whatever_its_verdict(sick):
    guessing = loss_of_guessing(sick["sigmoid 5 x 10"].spec)
    stuck = Standing("level", is_sick=False, loss=0.96 * guessing)
    trial = Trial(find_remedy("relu"), Standing("vanishing", is_sick=True), stuck)
    assert not Row(sick["sigmoid 5 x 10"], (trial,), guessing).is_cured


def test_guessing_costs_the_entropy_or_the_variance(sick):
    assert loss_of_guessing(sick["linear on circles"].spec) == pytest.approx(0.6931, abs=1e-4)
    assert loss_of_guessing(sick["unscaled columns, squares"].spec) == pytest.approx(0.25, abs=0.01)
    assert loss_of_guessing(sick["sigmoid 6 x 12, squared error"].spec) == pytest.approx(0.09, abs=1e-3)
    assert loss_of_guessing(sick["simple layer, adding over 40"].spec) == pytest.approx(1 / 6, abs=0.02)
