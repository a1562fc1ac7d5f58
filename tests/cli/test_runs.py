import json

from tests.cli.results import assert_refused
from tests.library.examples import make_run
from vgdesk import paths
from vgdesk.library.marks import Marks
from vgdesk.runs.schema import Shown


def test_runs_are_listed_with_the_facts_of_the_library(run):
    folder = paths.runs_folder()
    make_run(folder, 0, name="sigmoid", network__activation="sigmoid")
    Marks(folder).mark(
        make_run(folder, 1, name="tanh", network__activation="tanh"), "race-1", Shown("mine", 0, 1, True)
    )
    (folder / "torn.vgrun").write_text("thesis")
    status, out, err = run("runs", "--json")
    assert (status, err) == (0, "")
    listed = {table["path"].rpartition("/")[2]: table for table in json.loads(out)}
    tanh = listed["run-1.vgrun"]
    assert {"name": "mine", "lane": "tanh", "star": True, "difference": "tanh for sigmoid"}.items() <= tanh.items()
    assert {"loss": 0.25, "accuracy": 0.875, "ended": "finished", "state": "finished"}.items() <= tanh.items()
    assert tanh["bytes"] == (folder / "run-1.vgrun").stat().st_size
    assert "is no vgdesk run" in listed["torn.vgrun"]["problem"]
    status, out, _ = run("runs", str(folder))
    lines = out.splitlines()
    assert len(lines) == 3
    assert all(word in out for word in ("* 20", "mine", "tanh for sigmoid", "loss 0.250", "is no vgdesk run"))


def test_an_empty_folder_says_what_records_a_run(run):
    status, out, _ = run("runs")
    assert status == 0
    assert "vgdesk train records one" in out


def test_a_folder_that_is_not_there_is_told(run):
    assert_refused(run("runs", "/no/such/folder"))
