import json

from tests.cli.results import assert_refused
from tests.runs.examples import example_history, record
from vgdesk import paths


def test_runs_are_listed_newest_first_and_broken_ones_say_why(run, tmp_path):
    folder = paths.runs_folder()
    folder.mkdir(parents=True)
    record(example_history(5, lane="tanh"), folder / "a.vgrun")
    (folder / "b.vgrun").write_text("thesis")
    status, out, err = run("runs", "--json")
    assert (status, err) == (0, "")
    listed = {table["path"].rpartition("/")[2]: table for table in json.loads(out)}
    assert listed["a.vgrun"]["lane"] == "tanh"
    assert listed["a.vgrun"]["ended"] == "finished"
    assert "is no vgdesk run" in listed["b.vgrun"]["problem"]
    status, out, _ = run("runs", str(folder))
    assert len(out.splitlines()) == 2
    assert "tanh" in out


def test_an_empty_folder_says_what_records_a_run(run):
    status, out, _ = run("runs")
    assert status == 0
    assert "vgdesk train records one" in out


def test_a_folder_that_is_not_there_is_told(run):
    assert_refused(run("runs", "/no/such/folder"))
