import os
import subprocess
import sys

import pytest

from tests.runs.examples import example_history, record
from vgdesk.runs import activity
from vgdesk.runs.activity import is_written_now

HOLD = """
import sys
from tests.runs.examples import example_samples, example_started
from vgdesk.runs.writer import RunWriter
writer = RunWriter(sys.argv[1])
started = example_started()
writer.write(started)
writer.commit()
print("open", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def written(tmp_path):
    """A run that another process has open to write it, and what kills that."""
    path = tmp_path / "run.vgrun"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "open\n"
        yield path, lambda: writer.kill() or writer.wait()
        writer.kill()


def test_a_run_is_running_until_its_process_is_killed(written):
    path, kill = written
    os.utime(path.with_name("run.vgrun-wal"), (1000, 1000))  # paused long ago
    assert is_written_now(path)
    kill()
    assert not is_written_now(path)


def test_a_run_that_has_ended_is_not_running(tmp_path):
    record(example_history(3), tmp_path / "run.vgrun")
    assert not is_written_now(tmp_path / "run.vgrun")


def test_where_locks_are_not_told_what_grew_lately_is_running(written, monkeypatch):
    monkeypatch.setattr(activity, "_LAYOUTS", {})
    path, _ = written
    assert is_written_now(path)
    os.utime(path.with_name("run.vgrun-wal"), (1000, 1000))
    assert not is_written_now(path)
