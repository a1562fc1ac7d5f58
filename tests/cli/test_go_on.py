import json
import signal
import subprocess
import sys

import pytest

from tests.cli.results import assert_refused
from tests.runs.kept import tables_of
from tests.session.examples import small_spec
from vgdesk import paths
from vgdesk.runs.reader import read_metadata

_KILLED = """
import os, signal, sys
from vgdesk.cli.commands import run_command
from vgdesk.cli.train import TrainReport
from vgdesk.runs.writer import RunWriter
from vgdesk.training import loop
from vgdesk.training.state_keeper import StateKeeper

loop._HAND_OUT_SECONDS = -1.0
StateKeeper.is_due = True
moment, *arguments = sys.argv[1:]
told = 0
write = RunWriter.write

def write_and_die(self, event):
    global told
    write(self, event)
    told += 1
    if told == int(moment):
        self.commit()
    if told == int(moment) + 2:
        os.kill(os.getpid(), signal.SIGKILL)

RunWriter.write = write_and_die
run_command(arguments)
"""


@pytest.fixture
def spec(tmp_path):
    path = tmp_path / "spec.json"
    changes = {"training.optimizer": "adam", "network.normalization": "batch", "network.dropout": 0.2}
    every = {"sampling": {"kind": "steps", "steps": 1}, "histograms": "sample", "data.test_fraction": 0.2}
    path.write_text(small_spec("cut off", epochs=5, **{**changes, **every}).to_json())
    return path


def killed_after(moment, *arguments):
    command = [sys.executable, "-c", _KILLED, str(moment), *map(str, arguments)]
    assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like that there")
def test_a_training_killed_twice_goes_on_to_the_same_run_bit_for_bit(run, spec, tmp_path):
    whole, path = tmp_path / "whole.vgrun", tmp_path / "run.vgrun"
    assert run("train", spec, "--out", whole)[0] == 0
    killed_after(23, "train", spec, "--out", path)
    first = read_metadata(path).step
    killed_after(31, "continue", path)
    assert 0 < first < read_metadata(path).step < read_metadata(whole).step
    status, out, err = run("continue", path, "--json")
    assert (status, err, json.loads(out)["run"]) == (0, "", str(path))
    assert tables_of(path) == tables_of(whole)
    assert read_metadata(path).ended.reason == "finished"


def test_a_run_that_has_ended_is_trained_for_longer(run, spec, tmp_path):
    longer, path = tmp_path / "longer.vgrun", tmp_path / "run.vgrun"
    run("train", spec, "--epochs", 7, "--out", longer)
    run("train", spec, "--out", path)
    assert_refused(run("continue", path), "come to its end, epoch 5", "--more N")
    assert run("continue", path, "--more", 2)[0] == 0
    assert tables_of(path) == tables_of(longer)
    assert read_metadata(path).started.total_steps == read_metadata(longer).started.total_steps


def test_a_run_whose_file_cannot_be_written_goes_on_in_another_one(run, spec, tmp_path, monkeypatch):
    path = tmp_path / "run.vgrun"
    run("train", spec, "--out", path)
    before = path.read_bytes()
    monkeypatch.setattr("vgdesk.runs.continuing.os.access", lambda *_: False)
    status, out, err = run("continue", path, "--more", 1)
    (copy,) = paths.runs_folder().glob("*.vgrun")
    assert (status, path.read_bytes()) == (0, before)
    assert out.splitlines()[-1] == f"recorded in {copy}"
    assert f"the run goes on in {copy}" in err


def test_what_cannot_go_on_is_refused_in_one_line(run, run_file, spec, tmp_path):
    assert_refused(run("continue", run_file), "keeps the samples alone")
    assert_refused(run("continue", tmp_path / "gone.vgrun"), "there is no run file")
    run("train", spec, "--out", tmp_path / "ended.vgrun")
    assert_refused(run("continue", tmp_path / "ended.vgrun", "--more", -1), "--more -1")
