import io
import json
import math
import re
import sys

import pytest

from tests.cli.results import assert_refused
from tests.lessons.examples import VARIANTS, claim, write_lesson
from vgdesk.checking import check
from vgdesk.checking.networks import Answer
from vgdesk.cli.commands import run_command
from vgdesk.errors import EngineError


@pytest.fixture
def figures(monkeypatch):
    """Figures in place of trainings, by name of the network; each network adds its seed. Jobs asked for are kept."""
    table = {"jobs": []}

    def answer_all(questions, jobs):
        table["jobs"].append(jobs)
        for spec, readings in questions.items():
            yield spec, Answer({reading: table[reading.figure] + spec.seed for reading in readings}, 1.25)

    monkeypatch.setattr(check, "answer_all", answer_all)
    return table


@pytest.fixture
def lessons(folder, figures):
    """Two lessons that hold when the loss of the untrained seed is 1."""
    write_lesson(folder, "a", VARIANTS + claim("loss", variant="by-norm", at_least=0, at_most=3.5, share=0.9))
    write_lesson(folder, "b", claim("loss", at_most=4) + claim("accuracy", at_least=1.5), order=2)
    figures |= {"loss": 1, "accuracy": 2}
    return figures


def test_a_check_prints_every_claim_with_its_figure_bound_verdict_and_share(run, lessons):
    status, out, err = run("check")
    assert (status, err) == (0, "")
    lines = [re.split(r" {2,}", line.strip()) for line in out.splitlines() if line]
    assert lines == [
        ["a: Made up", "6.2 s"],
        ["pass 3 of 5 (expected 2 to 5)", "3", "0 to 3.5", "of the loss"],
        ["b: Made up", "6.2 s"],
        ["pass 4 of 5 (expected 4 or 5)", "3", "<= 4", "of the loss"],
        ["pass 5 of 5 (expected 4 or 5)", "4", ">= 1.5", "of the accuracy"],
        [
            "all 3 claims hold: of 5 networks as many as expected, but for chance in less than 1 % of checks; "
            "beside them the medians; 0 s"
        ],
    ]


def test_a_claim_that_fails_ends_with_1(run, lessons):
    lessons["loss"] = 2
    status, out, err = run("check", "b")
    assert (status, err) == (1, "")
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["FAIL", "pass"]
    assert out.splitlines()[-1].startswith("1 of 2 claims FAIL")


def test_as_json_a_check_is_one_list(run, lessons):
    lessons["loss"] = 2
    status, out, err = run("check", "b", "a", "b", "--json", "--nets", 3)
    assert (status, err) == (0, "")
    counted = {"count": 3, "networks": 3, "expected": [2, 3], "share": 1.0, "claimed_share": 1.0}
    loss = {"claim": "of the loss", "figure": 3.0, "bound": {"at_most": 4.0}, "passed": True, **counted}
    accuracy = {"claim": "of the accuracy", "figure": 3.0, "bound": {"at_least": 1.5}, "passed": True, **counted}
    first, second = json.loads(out)
    assert first == {"lesson": "b", "claims": [loss, accuracy]}
    assert (second["lesson"], second["claims"][0]["variant"]) == ("a", "by-norm")
    assert [second["claims"][0][key] for key in ("count", "expected")] == [2, [1, 3]]
    assert second["claims"][0]["bound"] == {"at_least": 0.0, "at_most": 3.5}


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_a_figure_that_is_no_number_is_null_and_fails(run, lessons, odd):
    lessons["accuracy"] = odd
    status, out, _ = run("check", "b", "--json")
    assert status == 1
    assert [(item["figure"], item["passed"]) for item in json.loads(out)[0]["claims"]] == [(3.0, True), (None, False)]


def test_networks_seeds_and_jobs_are_those_asked_for(run, lessons):
    _, out, _ = run("check", "b", "--nets", 1, "--first-seed", 1000, "--jobs", 7, "--json")
    assert [item["figure"] for item in json.loads(out)[0]["claims"]] == [1001.0, 1002.0]
    assert lessons["jobs"] == [7]


def test_a_training_that_fails_is_told_in_one_line(run, lessons, monkeypatch):
    def answer_all(questions, jobs):
        raise EngineError("its process died")
        yield

    monkeypatch.setattr(check, "answer_all", answer_all)
    assert_refused(run("check", "b"), "its process died")


def test_an_interrupt_is_quiet_and_ends_the_networks(run, lessons, monkeypatch):
    ended = []

    def answer_all(questions, jobs):
        try:
            yield None
            raise KeyboardInterrupt
        finally:
            ended.append(True)

    monkeypatch.setattr(check, "answer_all", answer_all)
    assert run("check", "b") == (130, "", "")
    assert ended == [True]


def test_a_terminal_sees_the_progress_and_no_rest_of_it(lessons, monkeypatch, capfd):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        assert run_command(["check", "b"]) == 0
    drawn = [line for line in terminal.getvalue().split("\r") if line.strip()]
    assert drawn[0] == "[" + " " * 30 + "] network 0/5"
    assert drawn[-1] == "[" + "#" * 30 + "] network 5/5"
    assert terminal.getvalue().endswith("\r" + " " * 79 + "\r")
    assert "network 0" not in capfd.readouterr().out
