import os
import re
import sqlite3
import sys

import pytest

from tests.runs.examples import assert_same_run, example_history, example_samples, example_started, record
from vgdesk.errors import RunFileError
from vgdesk.runs.library import copy_run, list_runs, new_run_path
from vgdesk.runs.reader import read_run
from vgdesk.runs.writer import RunWriter


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sigmoid, N(0, 1)", "sigmoid-n-0-1"),
        ("Größe σ", "groe"),
        ("../../etc/passwd", "etc-passwd"),
        ("深い", "run"),
        ("", "run"),
        ("x" * 300, "x" * 40),
    ],
)
def test_a_new_path_has_date_name_and_something_unique(tmp_path, name, slug):
    path = new_run_path(tmp_path, name)
    assert path.parent == tmp_path
    assert re.fullmatch(rf"\d{{8}}-\d{{6}}-{re.escape(slug)}-[0-9a-f]{{8}}\.vgrun", path.name)
    assert new_run_path(tmp_path, name) != path


def test_a_new_path_makes_its_folder(tmp_path):
    path = new_run_path(tmp_path / "deep" / "runs", "a")
    record(example_history(3), path)
    assert read_run(path).sample_count == 3


def test_a_folder_that_cannot_be_made_is_named_with_the_way_out(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(
        RunFileError, match=r"cannot keep runs in the folder .*file.*: there is no such folder; create it"
    ):
        new_run_path(tmp_path / "file" / "runs", "a")


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no write permission there")
def test_a_read_only_folder_is_named_with_the_way_out(locked):
    folder, lock = locked
    lock()
    with pytest.raises(RunFileError, match=r"in the folder .*: vgdesk may not write there; choose another"):
        new_run_path(folder, "a")


def test_a_copy_is_the_same_run_in_one_file(tmp_path):
    record(example_history(100), tmp_path / "run.vgrun")
    (tmp_path / "copies").mkdir()
    target = tmp_path / "copies" / "copy.vgrun"
    target.write_text("old")
    copy_run(tmp_path / "run.vgrun", target)
    assert_same_run(read_run(target), example_history(100))
    assert [path.name for path in target.parent.iterdir()] == ["copy.vgrun"]


def test_a_run_being_recorded_is_copied_whole(tmp_path):
    started = example_started()
    with RunWriter(tmp_path / "run.vgrun") as writer:
        writer.write(started)
        writer.write(example_samples(started, 100))
        writer.commit()
        copy_run(tmp_path / "run.vgrun", tmp_path / "copy.vgrun")
        writer.write(example_samples(started, 100, first=100))
    assert read_run(tmp_path / "copy.vgrun").sample_count == 100
    assert (tmp_path / "copy.vgrun").read_bytes()[18:20] == b"\x01\x01", "it asks for no write-ahead log"
    assert read_run(tmp_path / "run.vgrun").sample_count == 200
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.vgrun", "run.vgrun"]


def test_a_copy_onto_itself_is_refused(tmp_path):
    record(example_history(3), tmp_path / "run.vgrun")
    with pytest.raises(RunFileError, match="is the run itself; choose another name"):
        copy_run(tmp_path / "run.vgrun", tmp_path / "." / "run.vgrun")
    assert read_run(tmp_path / "run.vgrun").sample_count == 3


def test_a_copy_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    record(example_history(3), tmp_path / "run.vgrun")
    target = tmp_path / "copy.vgrun"
    target.write_text("old")

    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(RunFileError, match=r"cannot write the copy .*copy\.vgrun: the disk is full; free some space"):
        copy_run(tmp_path / "run.vgrun", target)
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.vgrun", "run.vgrun"]


def test_a_copy_into_no_folder_is_refused(tmp_path):
    record(example_history(3), tmp_path / "run.vgrun")
    with pytest.raises(RunFileError, match=r"cannot write the copy .*nowhere"):
        copy_run(tmp_path / "run.vgrun", tmp_path / "nowhere" / "copy.vgrun")


def test_a_copy_of_no_run_is_refused(tmp_path):
    (tmp_path / "text.vgrun").write_text("text")
    with pytest.raises(RunFileError, match="is no vgdesk run"):
        copy_run(tmp_path / "text.vgrun", tmp_path / "copy.vgrun")
    assert [path.name for path in tmp_path.iterdir()] == ["text.vgrun"]


def test_runs_are_listed_newest_first_the_unreadable_with_their_problem(tmp_path):
    for number, name in enumerate(("old", "new")):
        record(example_history(3, run=name), tmp_path / f"{name}.vgrun")
        os.utime(tmp_path / f"{name}.vgrun", (1000 + number, 1000 + number))
    (tmp_path / "torn.vgrun").write_text("text")
    os.utime(tmp_path / "torn.vgrun", (500, 500))
    (tmp_path / "notes.txt").touch()
    listings = list_runs(tmp_path)
    assert [listing.path.stem for listing in listings] == ["new", "old", "torn"]
    assert [listing.metadata and listing.metadata.started.run for listing in listings] == ["new", "old", None]
    assert "is no vgdesk run" in listings[2].problem
    assert listings[0].bytes == (tmp_path / "new.vgrun").stat().st_size


def test_a_folder_that_is_not_there_holds_no_runs(tmp_path):
    assert list_runs(tmp_path / "nowhere") == []


def test_a_copy_of_a_damaged_run_blames_the_run(tmp_path):
    record(example_history(200), tmp_path / "run.vgrun")
    connection = sqlite3.connect(tmp_path / "run.vgrun")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    whole = (tmp_path / "run.vgrun").read_bytes()
    (tmp_path / "run.vgrun").write_bytes(whole[: len(whole) * (pages // 2) // pages])
    with pytest.raises(RunFileError, match=r"the run file .*run\.vgrun is damaged"):
        copy_run(tmp_path / "run.vgrun", tmp_path / "copy.vgrun")
