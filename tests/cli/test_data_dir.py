import json

import pytest

from tests.cli.results import assert_refused
from tests.experiment.data_files import write_csv, write_idx_set
from vgdesk import paths
from vgdesk.cli.commands import build_parser
from vgdesk.cli.data_dir import follow_data_dir

MNIST = ("--set", 'data={"kind": "mnist", "train": 50, "test": 20}')


def test_images_are_read_from_the_folder_named(run, spec_file, tmp_path):
    write_idx_set(tmp_path / "sets" / "mnist")
    named = ("--data-dir", tmp_path / "sets", "--out", tmp_path / "a.vgrun", "--json")
    status, out, err = run("train", spec_file, *MNIST, *named)
    assert (status, err) == (0, "")
    assert 0 <= json.loads(out)["test_accuracy"] <= 1


def test_images_that_are_not_there_are_refused_before_anything_is_written(run, spec_file, tmp_path):
    named = ("--data-dir", tmp_path / "none", "--out", tmp_path / "a.vgrun")
    assert_refused(run("train", spec_file, *MNIST, *named), "data = mnist", "none does not exist", "vgdesk fetch")
    assert not (tmp_path / "a.vgrun").exists()


def test_a_table_is_trained_and_a_missing_one_refused(run, spec_file, tmp_path):
    path = write_csv(tmp_path / "table.csv")
    table = ("--set", "data=csv", "--set", f"data.path={path}", "--out", tmp_path / "a.vgrun", "--json")
    status, out, err = run("train", spec_file, *table)
    assert (status, err) == (0, "")
    assert json.loads(out)["test_accuracy"] is not None
    path.unlink()
    assert_refused(run("train", spec_file, *table), "data.path", "table.csv")
    assert_refused(run("train", spec_file, "--set", "data=csv"), "data.path", "names no file")


@pytest.mark.parametrize("command", [("train", "x"), ("check",), ("fetch", "mnist")])
def test_every_command_that_reads_data_takes_the_folder(command, tmp_path):
    follow_data_dir(build_parser().parse_args([*command, "--data-dir", str(tmp_path)]))
    assert paths.data_folder() == tmp_path


def test_without_the_option_the_folder_stays(home):
    follow_data_dir(build_parser().parse_args(["train", "x"]))
    assert paths.data_folder() == home / "data"
