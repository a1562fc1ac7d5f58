import os
import re
import signal
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from tests.runs.examples import (
    assert_same_run,
    example_histograms,
    example_history,
    example_samples,
    example_snapshot,
    example_started,
    record,
)
from vgdesk.errors import RunFileError
from vgdesk.events import (
    Channel,
    DataPreviewed,
    Histogrammed,
    Layer,
    Layout,
    Progressed,
    RoundEnded,
    RunEnded,
    Sampled,
    Scored,
    SnapshotTaken,
)
from vgdesk.runs import writer as writer_module
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run
from vgdesk.runs.writer import RunWriter


@pytest.mark.parametrize("samples", [0, 1, 63, 64, 65, 128, 1000])
def test_a_closed_run_reads_back_bit_for_bit_from_one_single_file(tmp_path, samples):
    history = example_history(samples)
    record(history, tmp_path / "run.vgrun")
    assert [path.name for path in tmp_path.iterdir()] == ["run.vgrun"]
    read = read_run(tmp_path / "run.vgrun")
    assert_same_run(read, history)
    assert read.note == ""


def test_the_file_says_what_it_is_to_any_program(tmp_path):
    record(example_history(70, lane="tanh"), tmp_path / "run.vgrun")
    header = (tmp_path / "run.vgrun").read_bytes()[:100]
    assert header[68:72] == b"VGD1"
    assert int.from_bytes(header[60:64]) == 4
    assert header[18:20] == b"\x01\x01", "no write-ahead log is asked for"
    connection = sqlite3.connect(tmp_path / "run.vgrun")
    metadata = dict(connection.execute("SELECT key, value FROM metadata"))
    chunks = connection.execute("SELECT number, entries, crc, data FROM sample_chunks").fetchall()
    connection.close()
    assert (metadata["lane"], metadata["steps_per_epoch"]) == ('"tanh"', "4")
    assert metadata["spec"] == example_started().spec_json
    assert [chunk[:2] for chunk in chunks] == [(0, 64), (64, 6)]
    assert all(zlib.crc32(data) == crc for _, _, crc, data in chunks)
    assert np.frombuffer(chunks[1][3][:48], "<i8").tolist() == [4 * step for step in range(64, 70)]


def test_samples_written_one_by_one_fill_the_same_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "_COMMIT_SECONDS", 0.0)
    history = History(example_started(), "")
    with RunWriter(tmp_path / "run.vgrun") as writer:
        writer.write(history.started)
        for number in range(150):
            for make in (example_samples, example_histograms):
                event = make(history.started, 1, first=number)
                writer.write(event)
                history.append(event)
            snapshot = example_snapshot(history.started, number)
            writer.write(snapshot)
            history.append(snapshot)
        writer.write(Progressed(history.run, 700))
        history.append(Progressed(history.run, 700))
    assert_same_run(read_run(tmp_path / "run.vgrun"), history)


def test_absent_and_spoilt_scores_stay_what_they_were(tmp_path):
    history = History(example_started(), "lane")
    history.append(Scored(history.run, 0, float("nan"), 0.5))
    history.append(Scored(history.run, 4, float("inf"), 0.5, float("nan"), 0.25))
    record(history, tmp_path / "run.vgrun")
    assert_same_run(read_run(tmp_path / "run.vgrun"), history)


def test_commits_come_at_most_ten_times_a_second(tmp_path, monkeypatch):
    now = 100.0
    monkeypatch.setattr(writer_module.time, "monotonic", lambda: now)
    started = example_started()
    commits = []
    with RunWriter(tmp_path / "run.vgrun") as writer:
        writer.write(started)
        for number in range(100):
            now += 0.01
            writer.write(example_samples(started, 1, first=number))
            commits.append(read_run(tmp_path / "run.vgrun").sample_count)
    assert 9 <= len(set(commits)) - 1 <= 10


def test_commit_brings_everything_to_the_file_at_once(tmp_path):
    started = example_started()
    with RunWriter(tmp_path / "run.vgrun", "lane") as writer:
        writer.write(started)
        writer.write(example_samples(started, 70))
        writer.commit()
        read = read_run(tmp_path / "run.vgrun")
        assert (read.sample_count, read.lane, read.ended) == (70, "lane", None)


def test_the_end_is_in_the_file_before_it_is_closed(tmp_path):
    started = example_started()
    with RunWriter(tmp_path / "run.vgrun") as writer:
        writer.write(started)
        writer.write(example_samples(started, 3))
        writer.write(RunEnded(started.run, "failed", "out of \ud800memory", 2.5))
        read = read_run(tmp_path / "run.vgrun")
        assert read.sample_count == 3
        assert read.ended == RunEnded(started.run, "failed", "out of ?memory", 2.5)


_CHILD = """
import sys, time
from pathlib import Path
from tests.runs.examples import example_histograms, example_samples, example_snapshot, example_started
from vgdesk.runs.writer import RunWriter

started = example_started()
writer = RunWriter(Path(sys.argv[1]), "lane")
writer.write(started)
for number in range(100):
    writer.write(example_samples(started, 1, first=number))
    writer.write(example_histograms(started, 1, first=number))
    writer.write(example_snapshot(started, number))
writer.commit()
print("committed", flush=True)
number = 100
while True:
    writer.write(example_samples(started, 1, first=number))
    number += 1
"""


def record_and_kill(path):
    """Record a hundred committed samples and more in another process, and kill it in mid work."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    with child:
        assert child.stdout.readline() == "committed\n"
        child.kill()
        child.wait(timeout=30)
    assert child.returncode in (-getattr(signal, "SIGKILL", 9), 1)


def test_a_killed_process_leaves_everything_up_to_its_last_commit(tmp_path):
    path = tmp_path / "run.vgrun"
    record_and_kill(path)
    read = read_run(path)
    assert read.sample_count >= 100
    assert (read.note, read.ended, read.lane) == ("", None, "lane")
    started = example_started()
    wanted = np.concatenate([example_samples(started, 1, first=k).values for k in range(read.sample_count)])
    assert read.values.tobytes() == wanted.tobytes()
    counts = np.concatenate([example_histograms(started, 1, first=k).counts for k in range(100)])
    assert read.histograms.counts.tobytes() == counts.tobytes()
    weights = [read.snapshots.values(k).tobytes() for k in range(len(read.snapshots))]
    assert weights == [example_snapshot(started, k).values.tobytes() for k in range(100)]


def test_an_existing_file_is_never_written_over(tmp_path):
    path = tmp_path / "run.vgrun"
    path.write_text("precious")
    with pytest.raises(RunFileError, match=r"run\.vgrun: a file of that name exists already; choose another name"):
        RunWriter(path)
    assert path.read_text() == "precious"


def test_a_folder_that_is_not_there_is_said_with_the_way_out(tmp_path):
    with pytest.raises(RunFileError, match=r"no such folder; create it or choose another"):
        RunWriter(tmp_path / "nowhere" / "run.vgrun")


def test_a_full_disk_stops_the_run_with_one_sentence_and_keeps_what_was_committed(tmp_path, monkeypatch):
    path = tmp_path / "run.vgrun"
    started = example_started()
    connect, connections = sqlite3.connect, []
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connections.append(connect(*a, **k)) or connections[-1])
    monkeypatch.setattr(writer_module.time, "monotonic", lambda: 0.0)  # nothing is committed but when asked
    with RunWriter(path) as writer:
        writer.write(started)
        writer.write(example_samples(started, 100))
        writer.commit()
        connections[0].execute("PRAGMA max_page_count = 1")  # SQLite then refuses to grow, as on a full disk
        writer.write(example_samples(started, 5000, first=100))
        with pytest.raises(RunFileError, match=r"run\.vgrun: the disk is full; free some space") as first:
            writer.commit()
        with pytest.raises(RunFileError) as second:
            writer.commit()
        assert second.value is first.value
    read = read_run(path)
    assert read.sample_count == 100
    assert read.values.tobytes() == example_samples(started, 100).values.tobytes()


def test_a_run_that_never_started_leaves_no_file(tmp_path):
    with RunWriter(tmp_path / "run.vgrun"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_closing_twice_is_harmless_and_writing_afterwards_is_refused(tmp_path):
    writer = RunWriter(tmp_path / "run.vgrun")
    writer.write(example_started())
    writer.close()
    writer.close()
    for refused in (writer.commit, lambda: writer.write(Progressed("run-1", 1))):
        with pytest.raises(RunFileError, match="it is closed; record to a new one"):
            refused()


def test_a_reader_in_the_way_of_closing_costs_nothing(tmp_path, monkeypatch):
    path = tmp_path / "run.vgrun"
    monkeypatch.setattr(writer_module, "_BUSY_SECONDS", 0.0)
    history = example_history(100)
    writer = RunWriter(path, history.lane)
    writer.write(history.started)
    writer.write(example_samples(history.started, 100))
    writer.commit()
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM metadata").fetchone()
    writer.close()
    reader.close()
    assert read_run(path).values.tobytes() == history.values.tobytes()


@pytest.mark.parametrize(
    "event",
    [
        example_started(),
        RoundEnded(),
        DataPreviewed("{}", np.zeros((1, 2), np.float32), np.zeros(1, np.int64)),
        Progressed("another", 1),
        example_histograms(example_started("another"), 2),
        SnapshotTaken("run-1", 0, np.zeros(89, np.float32)),
        Histogrammed("run-1", np.zeros(2, np.int64), np.zeros((2, 5, 66), np.uint8)),
        Sampled("run-1", np.zeros(2, np.int64), np.zeros(2, np.float32), np.zeros((2, 1), np.float32)),
    ],
    ids=lambda event: type(event).__name__,
)
def test_what_does_not_belong_to_the_run_is_refused(tmp_path, event):
    with RunWriter(tmp_path / "run.vgrun") as writer:
        writer.write(example_started())
        with pytest.raises(ValueError, match=r"run|hold"):
            writer.write(event)


def test_the_first_event_must_start_the_run(tmp_path):
    with RunWriter(tmp_path / "run.vgrun") as writer, pytest.raises(ValueError, match="begins with RunStarted"):
        writer.write(Progressed("run-1", 1))


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="only Linux counts the bytes that a process writes")
@pytest.mark.parametrize(("channels", "at_once"), [(100, 40), (1000, 8), (4000, 1), (30_000, 1), (115_000, 1)])
def test_no_more_than_four_bytes_are_written_for_one_of_data(tmp_path, channels, at_once):
    layout = Layout((Layer("1", 5, "relu"),), (Channel(1, "gradient", "mean"),) * channels)
    started, commits = example_started(layout=layout), 24
    with RunWriter(tmp_path / "wide.vgrun") as writer:
        writer.write(started)
        writer.commit()
        before, data = bytes_written(), 0
        for number in range(commits):
            event = example_samples(started, at_once, number * at_once)
            writer.write(event)
            writer.commit()
            data += event.values.nbytes
    assert bytes_written() - before <= 4 * data
    assert read_run(tmp_path / "wide.vgrun").sample_count == commits * at_once


def bytes_written():
    """By this process so far, the write-ahead log and the file itself."""
    return int(re.search(r"wchar: (\d+)", Path("/proc/self/io").read_text())[1])


def replace_by_another(path):
    record(example_history(3, run="other"), path.with_name("other.vgrun"))
    path.with_name("other.vgrun").replace(path)


@pytest.mark.parametrize(
    "act",
    [Path.unlink, lambda path: path.rename(path.with_name("moved.vgrun")), replace_by_another],
    ids=["deleted", "moved", "replaced"],
)
@pytest.mark.parametrize("seconds", [0.0, 1e9], ids=["noticed while it grows", "noticed at the end"])
@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_a_run_whose_file_is_gone_is_whole_in_another_one(tmp_path, monkeypatch, act, seconds):
    monkeypatch.setattr(writer_module, "_LOOK_SECONDS", seconds)
    path, history = tmp_path / "run.vgrun", History(example_started(), "")
    with RunWriter(path) as writer:
        writer.write(history.started)
        for number in range(4):
            event = example_samples(history.started, 30, first=30 * number)
            writer.write(event)
            writer.commit()
            history.append(event)
            if number == 1:
                act(path)
    move = writer.take_move()
    assert (move.path, writer.path, writer.take_move()) == (tmp_path / "run-kept.vgrun", move.path, None)
    assert f"all of the run is in {move.path}" in move.message
    assert_same_run(read_run(move.path), history)
    assert not list(tmp_path.glob("*-wal"))
    if path.exists():
        assert_same_run(read_run(path), example_history(3, run="other"))


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be overwritten there")
def test_a_run_whose_file_was_overwritten_is_not_called_recorded(tmp_path):
    path, started = tmp_path / "run.vgrun", example_started()
    writer = RunWriter(path)
    writer.write(started)
    for number in range(20):
        writer.write(example_samples(started, 2000, first=2000 * number))
        writer.commit()
    path.write_bytes(b"something else")
    with pytest.raises(RunFileError, match=r"run\.vgrun: it was overwritten while it was recorded"):
        writer.close()
    assert not list(tmp_path.glob("*-kept*"))
