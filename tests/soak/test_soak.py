"""The short form of every storm: a few cases, the same ones each time."""

import random

import pytest

from tests.soak import window
from tests.soak.data_files import read_drawn_file
from tests.soak.run_files import read_changed_run
from tests.soak.specs import train_drawn_spec
from tests.soak.storm import run_storm
from vgdesk.errors import DataError


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    ("case", "count", "word"),
    [(read_changed_run, 30, "read"), (train_drawn_spec, 40, "trained"), (read_drawn_file, 100, "table read")],
)
def test_whatever_a_file_holds_is_read_or_refused(case, count, word):
    outcome = run_storm(case.__name__, case, seed=0, numbers=range(count))
    assert not outcome.faults, outcome.faults[0]
    assert outcome.words[word] > 1
    assert outcome.words["refused"] > 1


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_whatever_hands_do_leaves_a_window_that_trains(qapp, monkeypatch):
    monkeypatch.setattr(window, "_ACTIONS", 25)
    outcome = run_storm("window", window.use_window, seed=0, numbers=range(1))
    assert not outcome.faults, outcome.faults[0][1]


def test_a_storm_tells_faults_from_refusals_and_repeats_a_case():
    def case(draw: random.Random) -> str:
        number = draw.random()
        if number < 0.3:
            raise DataError("in one line")
        if number < 0.4:
            raise DataError("in\ntwo")
        return "good" if number < 0.9 else str(1 / 0)

    outcome = run_storm("numbers", case, seed=1, numbers=range(300))
    assert outcome.words["refused"] > 100
    assert len(outcome.faults) > 30
    number, text = next(fault for fault in outcome.faults if "ZeroDivisionError" in fault[1])
    assert run_storm("numbers", case, seed=1, numbers=range(number, number + 1)).faults == [(number, text)]
    assert outcome.line.startswith("numbers: 300 cases of seed 1: ")
    assert not run_storm("numbers", case, seed=1, numbers=range(300), seconds=-1).words
