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
    assert list(table) == ["verdict", "rate", "findings"]
    assert (table["verdict"], table["rate"]) == ("vanishing", pytest.approx(1.0))
    (finding,) = table["findings"]
    assert list(finding) == ["rule", "layers", "sample", "figure", "limit"]
    assert finding["figure"] == pytest.approx(1e-3)
    assert (finding["rule"], finding["layers"], finding["sample"], finding["limit"]) == ("vanishing", [1, 2], 0, 0.03)


def test_what_is_no_number_is_null(run, recorded):
    values = {("gradient", "nonfinite"): [np.inf, 0, 0, 0], ("signal", "rms"): None}
    table = json.loads(run("diagnose", recorded(measured_history(values)), "--json")[1], parse_constant=pytest.fail)
    assert (table["verdict"], table["rate"], table["findings"][0]["figure"]) == ("exploding", None, None)


def test_people_read_the_same_with_what_helps_and_what_others_say(run, recorded):
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
    assert all(part in words for part in (*found.findings[0].remedies, *found.notes))
    assert "vanishing 1e-08 limit 1e-07 SageMaker" in words
    assert max(map(len, out.splitlines())) <= 130


def test_a_run_without_samples_says_so(run, recorded):
    path = recorded(measured_history(losses=[]))
    assert run("diagnose", path) == (0, "unknown: the run has no samples\n", "")
    assert json.loads(run("diagnose", path, "--json")[1]) == {"verdict": "unknown", "rate": None, "findings": []}


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
