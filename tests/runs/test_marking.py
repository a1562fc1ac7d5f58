import sqlite3
import sys
from contextlib import closing

import pytest

from tests.runs.examples import assert_same_run, example_history, example_samples, example_started, record
from vgdesk.errors import RunFileError
from vgdesk.events import RunEnded
from vgdesk.runs.marking import can_hold_marks, write_shown
from vgdesk.runs.reader import read_metadata, read_run
from vgdesk.runs.schema import Shown, checksum
from vgdesk.runs.writer import RunWriter

MARKS = Shown("tanh, better", 2, 1, True)


@pytest.fixture
def path(tmp_path):
    record(example_history(20), tmp_path / "run.vgrun")
    return tmp_path / "run.vgrun"


def test_marks_are_read_back_and_the_run_stays_bit_for_bit(path):
    write_shown(path, Shown("other"))
    write_shown(path, MARKS)
    assert read_metadata(path).shown == MARKS
    assert_same_run(read_run(path), example_history(20))
    assert [each.name for each in path.parent.iterdir()] == ["run.vgrun"]


@pytest.mark.parametrize("ended", [False, True])
def test_a_run_that_is_open_elsewhere_or_was_cut_off_is_not_written(tmp_path, ended):
    with RunWriter(tmp_path / "run.vgrun") as writer:
        started = example_started()
        writer.write(started)
        writer.write(example_samples(started, 3))
        if ended:
            writer.write(RunEnded(started.run, "finished"))
        writer.commit()
        if not ended:
            assert not can_hold_marks(tmp_path / "run.vgrun")
            with pytest.raises(RunFileError, match="is being written or is of an older format"):
                write_shown(tmp_path / "run.vgrun", MARKS)
    assert can_hold_marks(tmp_path / "run.vgrun") == ended


def test_a_file_of_an_older_format_is_not_written(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE scalar_chunks")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(RunFileError, match="older format"):
        write_shown(path, MARKS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("marks", ['{"color": 9}', '{"star": true}', '{"name": 3}', "[]"])
def test_marks_that_make_no_sense_are_damage(path, marks):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO metadata VALUES ('shown', ?, ?)", (marks, checksum(marks.encode())))
        connection.commit()
    with pytest.raises(RunFileError, match="is damaged"):
        read_metadata(path)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no write permission there")
def test_a_read_only_folder_is_named_with_the_way_out(locked):
    folder, lock = locked
    record(example_history(3), folder / "run.vgrun")
    lock()
    with pytest.raises(RunFileError, match="cannot write to the run file"):
        write_shown(folder / "run.vgrun", MARKS)
