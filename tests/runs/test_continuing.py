import sqlite3
from contextlib import closing

import pytest

from tests.runs.examples import assert_same_run, example_started
from tests.runs.kept import RUN, part_of_run, record_cut_off
from vgdesk.errors import RunFileError
from vgdesk.events import RunEnded
from vgdesk.runs.continuing import cut_history, write_end
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.runs.states import need_state
from vgdesk.runs.writer import RunWriter


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.vgrun"


def write_on(path, events):
    with RunWriter(path, kept=need_state(path)) as writer:
        for event in (example_started(RUN), *events):
            writer.write(event)


@pytest.mark.parametrize("before", [10, 64, 70])
def test_a_run_written_on_is_the_one_that_was_never_cut_off(path, before):
    record_cut_off(path, before=before)
    write_on(path, [*part_of_run(before, 5), RunEnded(RUN, "finished", "", 2.0)])
    whole = History(example_started(RUN), "lane")
    for event in (*part_of_run(0, before), *part_of_run(before, 5), RunEnded(RUN, "finished", "", 2.0)):
        whole.append(event)
    read = read_run(path)
    assert_same_run(read, whole)
    assert read.note == ""


def test_a_run_in_memory_is_cut_where_its_file_is(path):
    record_cut_off(path)
    kept, history = need_state(path), read_run(path)
    write_on(path, [])
    assert_same_run(cut_history(history, kept), read_run(path))


def test_a_run_goes_on_with_a_new_plan_and_without_its_old_end(path):
    record_cut_off(path, after=0)
    write_on(path, [RunEnded(RUN, "finished")])
    kept = need_state(path)
    longer = example_started(RUN, seed=8)
    with RunWriter(path, kept=kept) as writer:
        assert read_run(path).ended is None
        writer.write(longer)
    assert read_run(path).started.spec_json == longer.spec_json


def test_a_run_that_another_one_writes_is_left_alone(path):
    record_cut_off(path)
    kept = need_state(path)
    with RunWriter(path, kept=kept) as writer:
        writer.write(example_started(RUN))
        with pytest.raises(RunFileError, match="another program holds the file"):
            RunWriter(path, kept=kept)


def test_a_file_that_lost_entries_before_its_state_is_refused_and_stays(path):
    record_cut_off(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM score_chunks")
    before = path.read_bytes()
    with pytest.raises(RunFileError, match="has lost score chunks"):
        RunWriter(path, kept=need_state(path))
    assert path.read_bytes()[100:] == before[100:]


def test_an_end_is_written_once_and_only_into_its_own_run(path):
    record_cut_off(path)
    write_end(path, RunEnded(RUN, "stopped"))
    write_end(path, RunEnded(RUN, "failed", "again"))
    assert read_run(path).ended == RunEnded(RUN, "stopped")
    with pytest.raises(RunFileError, match="holds another run now"):
        write_end(path, RunEnded("other", "stopped"))
