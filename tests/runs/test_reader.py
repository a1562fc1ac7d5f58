import json
import random
import sqlite3
import zlib

import numpy as np
import pytest

from tests.runs.examples import assert_same_run, example_history, record
from vgdesk.errors import RunFileError
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_metadata, read_run
from vgdesk.runs.schema import encode_metadata


@pytest.fixture
def run_file(tmp_path):
    path = tmp_path / "run.vgrun"
    record(example_history(200), path)
    return path


def change(path, statement, *values):
    connection = sqlite3.connect(path, isolation_level=None)
    assert connection.execute(statement, values).rowcount > 0
    connection.close()


def set_metadata(path, key, text):
    data = text if isinstance(text, bytes) else text.encode()
    change(path, "UPDATE metadata SET value = CAST(? AS TEXT), crc = ? WHERE key = ?", data, zlib.crc32(data), key)


@pytest.mark.parametrize(
    ("statement", "kept", "reason"),
    [
        ("UPDATE sample_chunks SET crc = crc + 1 WHERE number = 192", 192, "the checksum of chunk 192 is wrong"),
        ("UPDATE sample_chunks SET crc = crc + 1 WHERE number = 64", 64, "the checksum of chunk 64 is wrong"),
        ("UPDATE sample_chunks SET crc = crc + 1 WHERE number = 0", 0, "the checksum of chunk 0 is wrong"),
        ("DELETE FROM sample_chunks WHERE number = 128", 128, "chunk 128 is missing"),
        ("UPDATE sample_chunks SET entries = 7 WHERE number = 192", 192, "bytes do not hold 7 entries"),
        ("UPDATE sample_chunks SET entries = -1 WHERE number = 192", 192, "bytes do not hold -1 entries"),
        ("UPDATE sample_chunks SET entries = 'x' WHERE number = 192", 192, "the checksum of chunk 192 is wrong"),
        ("UPDATE sample_chunks SET data = 5 WHERE number = 192", 192, "the checksum of chunk 192 is wrong"),
        (
            "UPDATE sample_chunks SET data = substr(data, 2) WHERE number = 192",
            192,
            "the checksum of chunk 192 is wrong",
        ),
        ("UPDATE sample_chunks SET number = 900 WHERE number = 192", 192, "chunk 192 is missing"),
    ],
)
def test_a_torn_chunk_keeps_the_samples_before_it_and_says_how_many(run_file, statement, kept, reason):
    change(run_file, statement)
    read = read_run(run_file)
    whole = example_history(200)
    assert read.sample_count == kept
    assert read.values.tobytes() == whole.values[:kept].tobytes()
    assert f"its first {kept} samples are kept" in read.note
    assert reason in read.note
    assert read.ended == whole.ended
    assert len(read.scores.step) == 100


def test_torn_scores_keep_the_samples_and_the_scores_before_them(run_file):
    change(run_file, "UPDATE score_chunks SET crc = 0 WHERE number = 64")
    read = read_run(run_file)
    assert (read.sample_count, len(read.scores.step)) == (200, 64)
    assert "its first 64 scores are kept" in read.note


@pytest.mark.parametrize(("table", "word", "kept"), [("histogram", "histograms", 64), ("snapshot", "snapshots", 64)])
def test_torn_histograms_and_snapshots_cost_nothing_else(run_file, table, word, kept):
    change(run_file, f"UPDATE {table}_chunks SET crc = 0 WHERE number = 64")
    read = read_run(run_file)
    assert (read.sample_count, len(read.scores.step)) == (200, 100)
    assert f"its first {kept} {word} are kept" in read.note
    whole = getattr(example_history(200), word)
    assert len(getattr(read, word)) == kept
    assert getattr(read, word).steps.tolist() == whole.steps[:kept].tolist()


def test_steps_that_fall_end_the_samples(run_file):
    steps = np.arange(64, dtype="<i8")
    data = steps.tobytes() + bytes(64 * 4 * (1 + len(example_history().layout.channels)))
    change(run_file, "UPDATE sample_chunks SET data = ?, crc = ? WHERE number = 128", data, zlib.crc32(data))
    read = read_run(run_file)
    assert read.sample_count == 128
    assert "their steps do not rise" in read.note


LAYOUT = json.loads(json.dumps({"layers": [{"name": "1", "units": 5, "activation": "tanh"}]}))


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("layout", "{}"),
        ("layout", json.dumps({**LAYOUT, "channels": [{"layer": 2, "tensor": "gradient", "measure": "std"}]})),
        ("layout", json.dumps({**LAYOUT, "channels": [{"layer": 0, "tensor": "gradient", "measure": "std"}]})),
        ("layout", json.dumps({**LAYOUT, "channels": [{"layer": "1", "tensor": "gradient", "measure": "std"}]})),
        ("layout", json.dumps({**LAYOUT, "channels": []})),
        ("layout", json.dumps({"layers": [], "channels": []})),
        ("layout", "[" * 100_000),
        ("spec", "[]"),
        ("spec", "not JSON"),
        ("spec", '{"seed": NaN}'),
        ("spec", b'{"name": "\xff"}'),
        ("spec", "{" + '"a":{' * 100_000),
        ("steps_per_epoch", "0"),
        ("steps_per_epoch", "true"),
        ("steps_per_epoch", "1" * 5000),
        ("total_steps", "-1"),
        ("started", "1e999"),
        ("started", "1e300"),
        ("started", '"yesterday"'),
        ("run", '""'),
        ("run", "7"),
        ("ended", '{"run": "run-1", "reason": "bored", "message": "", "seconds": 1.0}'),
    ],
)
def test_metadata_that_do_not_fit_are_an_error_that_names_the_file(run_file, key, text):
    set_metadata(run_file, key, text)
    with pytest.raises(RunFileError, match=r"run\.vgrun is damaged \(.+\); open a copy of it, or delete it$"):
        read_run(run_file)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE metadata SET crc = crc + 1 WHERE key = 'layout'",
        "UPDATE metadata SET value = 5 WHERE key = 'lane'",
        "UPDATE metadata SET value = x'FF' WHERE key = 'lane'",
        "DELETE FROM metadata WHERE key = 'spec'",
        "DELETE FROM metadata WHERE key = 'layout'",
        "INSERT INTO metadata VALUES ('extra', '1', 2212294583)",
        "UPDATE metadata SET key = x'FF' WHERE key = 'lane'",
    ],
)
def test_damaged_metadata_are_an_error(run_file, statement):
    change(run_file, statement)
    with pytest.raises(RunFileError, match=r"run\.vgrun is damaged"):
        read_run(run_file)


def test_the_metadata_alone_are_those_of_the_run(run_file):
    metadata = read_metadata(run_file)
    history = example_history(200)
    assert metadata.started == history.started
    assert (metadata.lane, metadata.step, metadata.ended) == (history.lane, history.step, history.ended)


def read_or_refuse(path):
    """Read a file that was tampered with: a history of true samples, or one sentence."""
    try:
        read = read_run(path)
    except RunFileError as error:
        sentence = str(error)
    else:
        assert_true_samples(read)
        return "kept"
    assert str(path) in sentence
    assert "\n" not in sentence
    return "refused"


def assert_true_samples(read):
    assert isinstance(read, History)
    kept = read.sample_count
    assert read.values.tobytes() == example_history(200).values[:kept].tobytes()
    assert kept == 200 or read.note, "samples are missing without a word"
    whole = example_history(200)
    kept = len(read.histograms)
    assert read.histograms.counts.tobytes() == whole.histograms.counts[:kept].tobytes()
    assert kept == 200 or read.note, "histograms are missing without a word"
    kept = len(read.snapshots)
    assert all(read.snapshots.values(i).tobytes() == whole.snapshots.values(i).tobytes() for i in range(kept))
    assert kept == 100 or read.note, "snapshots are missing without a word"


@pytest.mark.parametrize("seed", range(2))
def test_flipped_bytes_give_true_samples_or_a_refusal(run_file, seed):
    dice = random.Random(seed)
    whole = run_file.read_bytes()
    answers = set()
    for _ in range(150):
        torn = bytearray(whole)
        end = len(whole) if dice.random() < 0.7 else 8192  # the first pages hold what SQLite itself reads
        for _ in range(dice.choice((1, 1, 4, 64))):
            torn[dice.randrange(end)] = dice.randrange(256)
        run_file.write_bytes(torn)
        answers.add(read_or_refuse(run_file))
    assert answers == {"refused", "kept"}


def test_a_file_cut_anywhere_gives_true_samples_or_a_refusal(run_file):
    dice = random.Random(0)
    whole = run_file.read_bytes()
    for _ in range(75):
        run_file.write_bytes(whole[: dice.randrange(len(whole))])
        read_or_refuse(run_file)


def test_a_torn_write_ahead_log_gives_true_samples_or_a_refusal(tmp_path):
    dice = random.Random(0)
    source = tmp_path / "source.vgrun"
    record(example_history(200), source)
    connection = sqlite3.connect(source, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("VACUUM")  # writes every page to the log
    log, main = source.with_name("source.vgrun-wal").read_bytes(), source.read_bytes()
    connection.close()
    for number in range(50):
        path = tmp_path / f"{number}.vgrun"
        path.write_bytes(main)
        torn = bytearray(log)
        for _ in range(dice.choice((1, 8))):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        path.with_name(path.name + "-wal").write_bytes(torn[: dice.randrange(len(torn))])
        read_or_refuse(path)


def test_a_file_of_the_first_format_has_neither_histograms_nor_snapshots(run_file):
    layout = json.loads(encode_metadata(read_metadata(run_file))["layout"])
    del layout["slots"]
    set_metadata(run_file, "layout", json.dumps(layout))
    connection = sqlite3.connect(run_file, isolation_level=None)
    numbered = [f"UPDATE {kind}_chunks SET number = number / 64" for kind in ("sample", "score")]
    dropped = [
        f"DROP TABLE {kind}" for kind in ("histogram_chunks", "snapshot_chunks", "scalar_chunks", "state_parts")
    ]
    for statement in (*numbered, *dropped, "PRAGMA user_version = 1"):
        connection.execute(statement)
    connection.close()
    read, whole = read_run(run_file), example_history(200)
    assert read.values.tobytes() == whole.values.tobytes()
    assert (len(read.histograms), len(read.snapshots), read.histograms.tensors, read.note) == (0, 0, (), "")
    assert read.ended == whole.ended


def test_the_example_survives_the_trip(run_file):
    assert_same_run(read_run(run_file), example_history(200))


def test_a_chunk_that_was_cut_short_is_damage(run_file):
    """The number of the next chunk tells how many entries there were: nothing else would miss them."""
    connection = sqlite3.connect(run_file)
    ((data,),) = connection.execute("SELECT data FROM score_chunks WHERE number = 0")
    connection.close()
    short = data[: 63 * 8] + data[64 * 8 : 64 * 8 + 63 * 32]
    change(
        run_file, "UPDATE score_chunks SET entries = 63, data = ?, crc = ? WHERE number = 0", short, zlib.crc32(short)
    )
    read = read_run(run_file)
    assert len(read.scores.step) == 63
    assert "its first 63 scores are kept, the rest is lost (chunk 63 is missing)" in read.note
