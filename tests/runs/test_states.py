import sqlite3
from contextlib import closing

import numpy as np
import pytest

from tests.runs.examples import example_history, record
from tests.runs.kept import example_state, record_cut_off
from vgdesk.errors import RunFileError
from vgdesk.runs import states
from vgdesk.runs.states import need_state, read_state


@pytest.fixture
def path(tmp_path):
    record_cut_off(tmp_path / "run.vgrun")
    return tmp_path / "run.vgrun"


def change(path, statement, *values):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def test_a_state_is_read_back_bit_for_bit_with_the_entries_that_it_follows(path):
    kept, wanted = need_state(path), example_state()
    assert (kept.state.run, kept.state.step, kept.state.threads) == (wanted.run, 40, 1)
    assert (kept.state.points, kept.state.numbers) == (wanted.points, wanted.numbers)
    assert {name: (each.dtype, each.shape, each.tobytes()) for name, each in kept.state.arrays.items()} == {
        name: (each.dtype, each.shape, each.tobytes()) for name, each in wanted.arrays.items()
    }
    assert {table: count for table, count in kept.entries.items() if count} == {
        "sample_chunks": 10,
        "histogram_chunks": 10,
        "snapshot_chunks": 1,
        "score_chunks": 1,
    }


def test_a_large_state_is_cut_into_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(states, "_PART_BYTES", 1000)
    record_cut_off(tmp_path / "run.vgrun")
    assert np.array_equal(need_state(tmp_path / "run.vgrun").state.arrays["order"], example_state().arrays["order"])


def test_a_run_that_keeps_no_state_says_so(tmp_path):
    record(example_history(), tmp_path / "run.vgrun")
    assert read_state(tmp_path / "run.vgrun") is None
    with pytest.raises(RunFileError, match="train its network from the start"):
        need_state(tmp_path / "run.vgrun")


def test_a_file_of_an_older_format_keeps_no_state(path):
    change(path, "DROP TABLE state_parts")
    change(path, "PRAGMA user_version = 3")
    assert read_state(path) is None


@pytest.mark.parametrize(
    "header",
    [b"", b"{", b"[]", b'{"step": 1, "threads": 1, "points": 0, "numbers": {}, "arrays": [], "entries": {"x": 1}}'],
)
def test_a_damaged_state_is_one_sentence(path, header):
    data = len(header).to_bytes(4, "little") + header
    change(path, "UPDATE state_parts SET crc = ?, data = ?", states.checksum(data), data)
    with pytest.raises(RunFileError, match="the state that it keeps is damaged") as caught:
        read_state(path)
    assert "\n" not in str(caught.value)


def test_a_state_with_a_wrong_checksum_is_refused(path):
    change(path, "UPDATE state_parts SET crc = crc + 1")
    with pytest.raises(RunFileError, match="checksum of part 0"):
        read_state(path)
