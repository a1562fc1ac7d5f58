import json

import pytest

from tests.cli.results import assert_refused
from tests.session.examples import small_spec
from vgdesk import paths
from vgdesk.analysis.standing import list_offered
from vgdesk.cli import remedy as command
from vgdesk.runs.reader import read_run

SICK = {
    "network__hidden": [{"units": 6}] * 4,
    "network__initializer": {"kind": "normal", "std": 0.3},
    "training__optimizer": "rmsprop",
}


@pytest.fixture
def sick_run(run, tmp_path):
    """The run of a network whose gradient vanishes."""
    (tmp_path / "sick.json").write_text(small_spec("my net", epochs=20, **SICK).to_json())
    assert run("train", tmp_path / "sick.json", "--out", tmp_path / "sick.vgrun")[0] == 0
    return tmp_path / "sick.vgrun"


def test_a_remedy_is_trained_from_the_same_seed_and_recorded(run, sick_run, tmp_path):
    status, out, err = run("remedy", sick_run, "--remedy", "tanh", "--out", tmp_path / "tried", "--json")
    assert (status, err) == (0, "")
    table = json.loads(out)
    (trial,) = table["trials"]
    assert list(table) == ["run", "before", "trials"]
    assert list(trial) == ["remedy", "title", "price", "outcome", "text", "after", "run"]
    (path,) = (tmp_path / "tried").iterdir()
    tried, before = read_run(path), read_run(sick_run)
    assert (trial["run"], tried.lane, tried.step) == (str(path), "my net + tanh", before.step)
    assert trial["after"]["loss"] == tried.scores.loss[-1]
    assert table["before"]["loss"] == before.scores.loss[-1]


def test_without_a_name_the_best_that_are_offered_are_tried_and_with_all_each(run, sick_run):
    offered = [remedy.key for remedy in list_offered(read_run(sick_run))]
    assert len(offered) > command._BEST
    for options, keys in (((), offered[: command._BEST]), (("--all",), offered)):
        table = json.loads(run("remedy", sick_run, *options, "--json")[1])
        assert [trial["remedy"] for trial in table["trials"]] == keys


def test_people_read_what_each_did_its_price_and_where_it_is(run, sick_run):
    status, out, _ = run("remedy", sick_run, "--remedy", "tanh", "skips")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("my net: vanishing · guessing, loss ")
    assert sum("its price: " in line for line in lines) == 2
    for path in paths.runs_folder().iterdir():
        assert any(line.endswith(str(path)) for line in lines)
    assert any("tanh with weights of variance 1/fan_in: vanishing · guessing → " in line for line in lines)


def test_a_healthy_run_is_offered_nothing(run, tmp_path):
    learned = ("circles-1h-relu", "--epochs", 80, "--out", tmp_path / "well.vgrun")
    assert run("train", *learned)[0] == 0
    assert run("remedy", tmp_path / "well.vgrun", "--all")[1].endswith("; no finding offers a remedy\n")


def test_mistakes_are_one_line(run, sick_run, tmp_path):
    assert_refused(run("remedy", sick_run, "--remedy", "magic"), "'magic'", "standardize")
    assert_refused(run("remedy", sick_run, "--remedy", "forget-bias"), "a forget bias of 1", "take another")
    assert_refused(run("remedy", tmp_path / "missing.vgrun"), "missing.vgrun")
    assert_refused(run("remedy", sick_run, "--all", "--remedy", "tanh"), "not allowed with")
