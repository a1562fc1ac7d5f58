import json
import sqlite3

import numpy as np
import pytest

from tests.analysis.measured_runs import measured_history
from tests.cli.results import assert_refused
from tests.runs.examples import record
from vgdesk.analysis.diagnosis import diagnose

VANISHING = {("signal", "rms"): [1e-3, 1e-2, 1e-1, 1.0], ("gradient", "rms"): [1e-5, 1e-4, 1e-3, 0.1]}


@pytest.fixture
def recorded(tmp_path):
    """Records a history; gives its file."""

    def write(history):
        record(history, tmp_path / "run.vgrun")
        return tmp_path / "run.vgrun"

    return write


def test_the_diagnosis_is_one_json_object(run, recorded):
    history = measured_history(VANISHING)
    status, out, err = run("diagnose", recorded(history), "--json")
    assert (status, err) == (0, "")
    table = json.loads(out)
    halves = {key: table[key] for key in ("verdict", "green", "flow", "learning", "causes")}
    assert halves == {
        "verdict": "vanishing",
        "green": False,
        "flow": "vanishing",
        "learning": "not judged",
        "causes": [],
    }
    assert table["rate"] == pytest.approx(1.0)
    (finding,) = table["findings"]
    assert finding["figure"] == pytest.approx(3)
    assert (finding["rule"], finding["layers"], finding["sample"], finding["limit"]) == (
        "vanishing",
        [1, 2, 3],
        0,
        1.5,
    )
    assert {"remedies", "sentence", "since", "tensor", "cause", "good"} <= set(finding)


def test_what_is_no_number_is_null(run, recorded):
    values = {("gradient", "rms"): [np.inf, 0, 0, 0], ("signal", "rms"): None}
    table = json.loads(run("diagnose", recorded(measured_history(values)), "--json")[1], parse_constant=pytest.fail)
    assert (table["verdict"], table["rate"], table["findings"][0]["figure"]) == ("exploding", None, None)
    assert table["causes"] == ["overflow"]


def test_people_read_the_same_with_what_others_say(run, recorded):
    history = measured_history(
        VANISHING | {("gradient", "mean_abs"): [1e-8, 1, 1, 1]}, training={"loss": "mean_squared_error"}
    )
    status, out, err = run("diagnose", recorded(history))
    assert (status, err) == (0, "")
    assert out.startswith("vanishing, at epoch 0\n")
    words = " ".join(out.split())
    found = diagnose(history)
    assert f"The signal {found.rate.text}." in words
    assert found.findings[0].sentence in words
    assert all(part in words for part in found.notes)
    assert "vanishing 1e-08 limit 1e-07 SageMaker" in words
    assert max(map(len, out.splitlines())) <= 130


def test_it_may_be_asked_of_a_moment(run, recorded):
    signal = [[1.0] * 4, [1.0] * 4, *[VANISHING["signal", "rms"]] * 9]
    values = {("signal", "rms"): signal, ("gradient", "rms"): VANISHING["gradient", "rms"]}
    path = recorded(measured_history(values, losses=[0.7] * 11, steps_per_epoch=2))

    def flow(*options):
        return json.loads(run("diagnose", path, "--json", *options)[1])["flow"]

    assert (flow("--epoch", "0.9"), flow("--step", "1"), flow()) == ("level", "level", "vanishing")
    assert flow("--epoch", "99") == "vanishing"
    for odd in ("-1", "nan", "soon"):
        assert_refused(run("diagnose", path, "--epoch", odd), "--epoch")
    assert_refused(run("diagnose", path, "--epoch", "1", "--step", "1"), "--step")


def test_before_a_branch_begins_the_way_out_is_said(run, recorded):
    path = recorded(measured_history(losses=[0.7] * 3, steps=[8, 9, 10], steps_per_epoch=2))
    assert_refused(run("diagnose", path, "--step", "7"), "its first is at epoch 4, step 8")


def test_over_time_every_stretch_is_told(run, recorded):
    path = recorded(measured_history(losses=[0.7] * 80))
    stretches = json.loads(run("diagnose", path, "--over-time", "--json")[1])
    assert [(each["flow"], each["learning"]) for each in stretches] == [
        ("level", "not judged"),
        ("level", "guessing"),
    ]
    assert (stretches[0]["from"]["step"], stretches[-1]["to"]["step"]) == (0, 79)
    lines = run("diagnose", path, "--over-time")[1].splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("step 50 to 79: level · guessing")


def test_a_run_without_samples_says_so(run, recorded):
    path = recorded(measured_history(losses=[]))
    assert run("diagnose", path) == (0, "not judged: the run has no samples\n", "")
    table = json.loads(run("diagnose", path, "--json")[1])
    assert (table["verdict"], table["rate"], table["findings"], table["step"]) == ("not judged", None, [], None)
    assert json.loads(run("diagnose", path, "--over-time", "--json")[1]) == []
    assert json.loads(run("diagnose", path, "--epoch", "3", "--json")[1])["verdict"] == "not judged"


def test_what_is_no_run_is_refused(run, tmp_path):
    assert_refused(run("diagnose", tmp_path / "none.vgrun"), "none.vgrun")
    assert_refused(run("diagnose"))


def test_what_a_damaged_run_lacks_is_said_beside_its_diagnosis(run, run_file):
    connection = sqlite3.connect(run_file, isolation_level=None)
    connection.execute("UPDATE score_chunks SET crc = 0")
    connection.close()
    status, out, err = run("diagnose", run_file, "--json")
    assert status == 0
    assert json.loads(out)
    assert "its first 0 scores are kept" in err


def test_the_rules_are_compared_at_another_scale_of_the_loss(run, recorded):
    file = recorded(measured_history({("gradient", "mean_abs"): [2e-6] * 4}))
    status, out, err = run("diagnose", file, "--json", "--loss-scale", "0.1")
    assert (status, err) == (0, "")
    table = json.loads(out)
    (flipped,) = [rule for rule in table["rules"] if rule["flips"]]
    assert (table["loss_scale"], flipped["says"], flipped["unscaled"]) == (0.1, "vanishing", "fine")
    assert "vanishing" in next(
        line for line in run("diagnose", file, "--loss-scale", "0.1")[1].splitlines() if "flips" in line
    )
