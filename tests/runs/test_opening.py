import os
import sqlite3
import sys

import pytest

from tests.runs.examples import assert_same_run, example_history, record
from tests.runs.test_writer import record_and_kill
from vgdesk.errors import RunFileError
from vgdesk.runs import opening
from vgdesk.runs.opening import open_run
from vgdesk.runs.reader import read_run

needs_permissions = pytest.mark.skipif(sys.platform == "win32", reason="folders have no write permission there")


@pytest.fixture
def run_file(tmp_path):
    path = tmp_path / "run.vgrun"
    record(example_history(200), path)
    return path


def change(path, *statements):
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def refusal(path):
    with pytest.raises(RunFileError) as caught:
        read_run(path)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert ";" in message, "the way out stands behind a semicolon"
    return message


def test_a_missing_file(tmp_path):
    assert "there is no run file" in refusal(tmp_path / "gone.vgrun")


def test_a_folder(tmp_path):
    assert "is no file; choose a file that ends in .vgrun" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes there")
def test_a_named_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.vgrun")
    assert "is no file" in refusal(tmp_path / "pipe.vgrun")


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.vgrun").touch()
    assert "is empty" in refusal(tmp_path / "empty.vgrun")


@pytest.mark.parametrize("length", [1, 16, 99])
def test_a_file_cut_within_its_header(run_file, length):
    run_file.write_bytes(run_file.read_bytes()[:length])
    assert f"cut short after {length} bytes" in refusal(run_file)


@pytest.mark.parametrize("pages", [1, 2, 5])
def test_a_file_cut_after_some_pages(run_file, pages):
    run_file.write_bytes(run_file.read_bytes()[: 4096 * pages])
    assert "is damaged" in refusal(run_file)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n" * 50, b"run,lane,seed\n", b"\0" * 5000])
def test_a_foreign_file(tmp_path, content):
    (tmp_path / "foreign.vgrun").write_bytes(content)
    assert "is no vgdesk run; choose a file that vgdesk recorded" in refusal(tmp_path / "foreign.vgrun")


def test_a_database_of_another_program(tmp_path):
    change(tmp_path / "bookmarks.sqlite", "CREATE TABLE bookmarks (address TEXT)")
    assert "is no vgdesk run" in refusal(tmp_path / "bookmarks.sqlite")


def test_a_newer_format(run_file):
    change(run_file, "PRAGMA user_version = 5")
    assert "has format 5 and this vgdesk reads 4; install a newer vgdesk" in refusal(run_file)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE extra (x)",
        "CREATE VIEW extra AS SELECT 1",
        "CREATE INDEX extra ON sample_chunks (entries)",
        "CREATE TRIGGER extra AFTER INSERT ON metadata BEGIN DELETE FROM metadata; END",
        "ALTER TABLE metadata ADD COLUMN extra",
        "DROP TABLE score_chunks",
    ],
)
def test_any_other_schema(run_file, statement):
    change(run_file, statement)
    assert "lacks the tables of a run" in refusal(run_file)


def test_a_view_in_a_tables_place(run_file):
    change(
        run_file,
        "DROP TABLE score_chunks",
        "CREATE VIEW score_chunks AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n",
    )
    assert "lacks the tables of a run" in refusal(run_file)


def test_a_statement_without_end_is_ended(run_file, monkeypatch):
    monkeypatch.setattr(opening, "_PATIENCE_SECONDS", 0.05)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT count(*) FROM n"
    with pytest.raises(RunFileError, match="takes too long to read"), open_run(run_file) as run:
        run.connection.execute(endless).fetchone()


def test_nothing_can_be_written_through_it(run_file):
    with pytest.raises(RunFileError), open_run(run_file) as run:
        run.connection.execute("DELETE FROM metadata")
    assert_same_run(read_run(run_file), example_history(200))


def test_a_locked_file_is_said_to_be_in_use(run_file, monkeypatch):
    monkeypatch.setattr(opening, "_BUSY_SECONDS", 0.0)
    holder = sqlite3.connect(run_file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert "is in use by another program; close it there" in refusal(run_file)
    holder.close()


def test_odd_characters_in_the_name(run_file):
    for name in ("a b#c?d%41.vgrun", "σ²;&=.vgrun"):
        path = run_file.with_name(name)
        path.write_bytes(run_file.read_bytes())
        assert_same_run(read_run(path), example_history(200))


def test_reading_leaves_the_folder_and_the_file_as_they_were(run_file):
    before = run_file.read_bytes()
    read_run(run_file)
    assert run_file.read_bytes() == before
    assert list(run_file.parent.iterdir()) == [run_file]


@needs_permissions
def test_a_file_nobody_may_read(locked):
    folder, lock = locked
    record(example_history(3), folder / "run.vgrun")
    (folder / "run.vgrun").chmod(0)
    lock()
    assert "Permission denied; check its name and permissions" in refusal(folder / "run.vgrun")


@needs_permissions
def test_a_whole_run_opens_in_a_read_only_folder(locked):
    folder, lock = locked
    record(example_history(100), folder / "run.vgrun")
    lock()
    assert_same_run(read_run(folder / "run.vgrun"), example_history(100))


@needs_permissions
@pytest.mark.parametrize("shared_memory", ["kept", "lost"])
def test_a_killed_run_opens_in_a_read_only_folder(locked, shared_memory):
    folder, lock = locked
    path = folder / "run.vgrun"
    record_and_kill(path)
    assert (folder / "run.vgrun-wal").exists()
    if shared_memory == "lost":
        (folder / "run.vgrun-shm").unlink()
    names = sorted(found.name for found in folder.iterdir())
    lock()
    assert read_run(path).sample_count >= 100
    assert sorted(found.name for found in folder.iterdir()) == names


@needs_permissions
def test_a_killed_run_whose_log_was_lost_is_refused(locked):
    folder, lock = locked
    path = folder / "run.vgrun"
    record_and_kill(path)
    for name in ("run.vgrun-wal", "run.vgrun-shm"):
        (folder / name).unlink()
    lock()
    assert "is damaged" in refusal(path)


def test_words_out_of_a_torn_schema_stay_on_one_short_line(run_file):
    whole = run_file.read_bytes()
    at = whole.index(b"tablesample_chunks") + len("tablesample")
    run_file.write_bytes(whole[:at] + b"\n\x07" + whole[at + 2 :])
    message = refusal(run_file)
    assert message.isprintable()
