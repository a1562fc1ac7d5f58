import sqlite3
from contextlib import closing

import pytest

from tests.runs.examples import example_history, record
from vgdesk.errors import RunFileError
from vgdesk.runs.metadata_rows import write_row
from vgdesk.runs.reader import read_metadata


def test_a_row_takes_the_place_of_its_own_and_reads_as_whole(tmp_path):
    path = tmp_path / "run.vgrun"
    record(example_history(), path)
    write_row(path, "lane", '"another"')
    assert read_metadata(path).lane == "another"


def test_a_file_that_another_writes_is_refused_and_left(tmp_path):
    path = tmp_path / "run.vgrun"
    record(example_history(), path)
    before = read_metadata(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RunFileError, match="cannot write to the run file"):
            write_row(path, "lane", "another")
    assert read_metadata(path) == before
