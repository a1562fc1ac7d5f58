import io
import json
import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import vgdesk.training.loop
from tests import mistakes
from tests.cli.results import assert_refused
from tests.session.examples import ENDLESS
from vgdesk import paths
from vgdesk.cli import train
from vgdesk.cli.commands import run_command
from vgdesk.experiment.spec import ExperimentSpec, parse_spec
from vgdesk.runs.reader import read_run

RESULT_KEYS = ["lesson", "seed", "epochs", "loss", "accuracy", "test_accuracy", "seconds", "run"]


def test_a_training_says_its_result_in_one_object_and_records_it(run, tmp_path):
    path = tmp_path / "a.vgrun"
    status, out, err = run("train", "circles-1h-relu", "--epochs", 2, "--seed", 3, "--out", path, "--json")
    assert (status, err) == (0, "")
    result = json.loads(out.splitlines()[-1])
    assert list(result) == RESULT_KEYS
    history = read_run(path)
    known = {"lesson": "circles-1h-relu", "seed": 3, "epochs": 2, "test_accuracy": None, "run": str(path)}
    assert {key: result[key] for key in known} == known
    assert (result["loss"], result["accuracy"]) == (history.scores.loss[-1], history.scores.accuracy[-1])
    assert 0 < result["seconds"] < 60
    assert (history.sample_count, history.ended.reason) == (3, "finished")
    assert parse_spec(history.started.spec_json).seed == 3


def test_a_test_accuracy_is_said_where_there_are_test_points(run, spec_file, tmp_path):
    test_share = ("--set", "data.test_fraction=0.25", "--out", tmp_path / "a.vgrun")
    _, out, _ = run("train", spec_file, *test_share, "--json")
    assert json.loads(out)["test_accuracy"] == read_run(tmp_path / "a.vgrun").scores.test_accuracy[-1]
    assert "test accuracy" in run("train", spec_file, "--set", "data.test_fraction=0.25")[1]


def test_a_loss_that_is_no_number_is_null(run, spec_file):
    rate = 'training.optimizer={"kind": "sgd", "learning_rate": 1000}'
    wild = ("--set", "network.activation=linear", "--set", 'network.initializer={"kind":"normal","std":100}')
    status, out, _ = run("train", spec_file, "--epochs", 30, "--set", rate, *wild, "--json")
    assert status == 0
    assert json.loads(out, parse_constant=pytest.fail)["loss"] is None


def test_a_training_without_a_path_goes_to_the_folder_of_runs(run, spec_file):
    status, out, _ = run("train", spec_file)
    (path,) = paths.runs_folder().glob("*.vgrun")
    assert status == 0
    assert out.splitlines()[-1] == f"recorded in {path}"
    assert read_run(path).lane == "from a file"


def test_fields_are_set_by_their_path(run, spec_file, tmp_path):
    path = tmp_path / "a.vgrun"
    sets = ["network.activation=tanh", "network.hidden.1.units=6", "seed=5", "name=my net"]
    arguments = [word for assignment in sets for word in ("--set", assignment)]
    assert run("train", spec_file, *arguments, "--out", path)[0] == 0
    spec = parse_spec(read_run(path).started.spec_json)
    assert (spec.network.activation.kind, spec.network.hidden[1].units, spec.seed) == ("tanh", 6, 5)
    assert spec.name == "my net"


@pytest.mark.parametrize(
    "content",
    mistakes.SPEC_FILES,
    ids=lambda content: repr(content[:24]),
)
def test_a_broken_spec_file_is_refused_in_one_line(run, tmp_path, content):
    path = tmp_path / "spec.json"
    path.write_bytes(content)
    assert_refused(run("train", path))


def test_a_spec_file_that_cannot_be_read_is_refused(run, tmp_path):
    tmp_path.joinpath("folder.json").mkdir()
    assert_refused(run("train", tmp_path / "folder.json"), "folder.json", "directory")


def test_all_problems_of_a_spec_are_said_at_once(run, tmp_path):
    path = tmp_path / "spec.json"
    path.write_text('{"seed": "x", "training": {"epochs": 0}, "colour": 1}')
    assert_refused(run("train", path), "seed", "training.epochs", "colour")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = [*ExperimentSpec.model_fields, "network.hidden", "network.activation.kind", "data.n", "training.epochs", ""]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(_FIELDS) | st.text(max_size=12), value=_JSON.map(json.dumps) | st.text(max_size=12))
def test_whatever_is_set_is_trained_or_refused(monkeypatch, capsys, field, value):
    monkeypatch.setattr("vgdesk.engine.train_recorded", lambda *_: (_ for _ in ()))
    monkeypatch.setattr(train.TrainReport, "_to_text", lambda self, path: "trained")
    status = run_command(["train", "circles-1h-relu", "--set", f"{field}={value}"])
    out, err = capsys.readouterr()
    assert (status, out, len(err.splitlines())) in ((0, "trained\n", 0), (2, "", 1))


def test_an_existing_file_is_not_overwritten(run, spec_file, tmp_path):
    path = tmp_path / "mine.vgrun"
    path.write_text("mine")
    assert_refused(run("train", spec_file, "--out", path), "exists already")
    assert path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(run, spec_file, tmp_path):
    assert_refused(run("train", spec_file, "--out", tmp_path / "none" / "a.vgrun"), "no such folder")


def test_a_home_that_cannot_be_made_is_named(run, spec_file, monkeypatch, tmp_path):
    monkeypatch.setenv("VGDESK_HOME", str(spec_file))
    assert_refused(run("train", spec_file), "cannot keep runs in the folder")


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_can_be_recorded_and_exported(run, spec_file, tmp_path):
    path = tmp_path / "odd\udcff.vgrun"
    assert run("train", spec_file, "--out", path)[0] == 0
    assert read_run(path).run == "odd\ufffd"
    assert run("train", spec_file, "--out", tmp_path / "b\udcff.vgrun", "--json")[0] == 0
    assert run("export", path, "--csv", tmp_path / "a.csv") == (0, "", "")


@pytest.mark.parametrize(
    ("error", "words"), [(MemoryError(), "not enough memory"), (RuntimeError("mat\n1"), "RuntimeError: mat 1")]
)
def test_what_torch_cannot_do_is_said_and_the_run_kept(run, spec_file, monkeypatch, error, words):
    def refuse(*_):
        raise error

    monkeypatch.setattr(vgdesk.training.loop.Training, "_do_step", refuse)
    assert_refused(run("train", spec_file), words)
    (path,) = paths.runs_folder().glob("*.vgrun")
    assert read_run(path).scores.loss.size == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_an_interrupt_keeps_the_run_and_says_so_by_130(run, spec_file, tmp_path, monkeypatch, number):
    take = train.TrainReport.take

    def interrupt(report, event):
        take(report, event)
        if report.step >= 40:
            os.kill(os.getpid(), number)

    monkeypatch.setattr(train.TrainReport, "take", interrupt)
    before = signal.getsignal(number)
    status, out, err = run("train", spec_file, "--epochs", ENDLESS, "--out", tmp_path / "a.vgrun", "--json")
    assert (status, err) == (130, "")
    kept = read_run(tmp_path / "a.vgrun")
    assert (kept.ended.reason, kept.step >= 40) == ("stopped", True)
    assert json.loads(out)["epochs"] == kept.step // 4
    assert signal.getsignal(number) is before


def test_a_terminal_sees_the_progress_and_others_do_not(run, spec_file, monkeypatch, capfd):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert run("train", spec_file)[2] == ""
    terminal = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        assert run_command(["train", str(spec_file)]) == 0
    lines = terminal.getvalue().split("\r")
    assert lines[-1].startswith("[" + "#" * 30 + "] epoch 3/3 loss 0.")
    assert lines[-1].endswith("\n")
    assert not any(line.endswith("\n") for line in lines[:-1])


def test_a_regression_has_no_accuracy_to_print(run, tmp_path):
    small = ("--epochs", "1", "--out", tmp_path / "a.vgrun")
    status, out, _ = run("train", "recurrent-memory/rnn", *small)
    assert status == 0
    assert "loss " in out
    assert "accuracy" not in out
