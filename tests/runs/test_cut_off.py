import os

from tests.runs.examples import example_history, record
from tests.runs.kept import RUN, leave_cut_off, record_cut_off
from vgdesk.runs.cut_off import CutOff, find_cut_off
from vgdesk.runs.states import need_state
from vgdesk.runs.writer import RunWriter


def test_runs_that_were_cut_off_are_found_the_newest_first(tmp_path):
    for age, name in enumerate(("new", "old")):
        leave_cut_off(tmp_path / f"{name}.vgrun")
        os.utime(tmp_path / f"{name}.vgrun", (1e9 - age, 1e9 - age))
    record(example_history(), tmp_path / "ended.vgrun")
    record_cut_off(tmp_path / "closed in order.vgrun")
    (tmp_path / "torn.vgrun").write_bytes(b"SQLite format 3\0\x10\0\2\2")
    found = list(find_cut_off(tmp_path))
    assert found == [CutOff(tmp_path / f"{name}.vgrun", RUN, "cut off", 12.0, 100.0) for name in ("new", "old")]
    assert list(find_cut_off(tmp_path / "gone")) == []


def test_a_run_that_another_process_trains_is_not_offered(tmp_path, monkeypatch):
    leave_cut_off(tmp_path / "run.vgrun")
    monkeypatch.setattr("vgdesk.runs.cut_off.is_written_now", lambda path: True)
    assert list(find_cut_off(tmp_path)) == []


def test_a_run_that_went_on_to_its_end_is_not_offered_again(tmp_path):
    path = tmp_path / "run.vgrun"
    leave_cut_off(path)
    with RunWriter(path, kept=need_state(path)) as writer:
        writer.write(need_state(path).metadata.started)
    assert list(find_cut_off(tmp_path)) == []
