"""Run files with broken bytes, and whole ones that hold what no training would write."""

import json
import random
import sqlite3
import tempfile
import zlib
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np

from tests.pictures.views import lanes_of
from tests.runs.examples import record
from tests.soak.changes import change_bytes, change_tree, odd_float
from tests.training.examples import small_spec
from vgdesk.analysis.diagnosis import diagnose
from vgdesk.analysis.published_rules import published_rules
from vgdesk.checking.networks import train_in_memory
from vgdesk.export.figures import write_figure
from vgdesk.export.formats import format_named
from vgdesk.export.numbers import write_numbers
from vgdesk.pictures.catalog import PICTURES
from vgdesk.pictures.frame import Nothing
from vgdesk.pictures.picture import Sources
from vgdesk.pictures.view import View
from vgdesk.runs.history import History
from vgdesk.runs.reader import read_run

_CHANGES = (
    {"training.epochs": 6},
    {
        "training.epochs": 3,
        "training.optimizer": "adam",
        "network.normalization": "batch",
        "network.hidden": [9, 5, 4],
    },
    {"data": {"kind": "gaussians", "n": 60, "clouds": 3}, "network.activation": "relu", "training.epochs": 3},
    {
        "data": {"kind": "adding", "n": 60, "length": 5},
        "network.recurrence": {"kind": "lstm", "units": 3},
        "training.loss": "mean_squared_error",
    },
)
_TABLES = ("sample_chunks", "sample_chunks", "score_chunks", "histogram_chunks", "snapshot_chunks")
_DRAWN_SHARE = 0.03  # of the runs: matplotlib takes its time


@cache
def good_files() -> tuple[bytes, ...]:
    """Small runs as they are recorded."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, changes in enumerate(_CHANGES):
            layers = changes.get("network.hidden", [4, 3])
            spec = small_spec(
                {"training.batch_size": 20, **changes, "network.hidden": [{"units": n} for n in layers]}
            )
            path = Path(folder) / f"{number}.vgrun"
            record(train_in_memory(spec), path)
            found.append(path.read_bytes())
    return tuple(found)


def read_changed_run(draw: random.Random) -> str:
    """Change a good file, and do with it all that can be done with a run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.vgrun"
        path.write_bytes(draw.choice(good_files()))
        if draw.random() < 0.4:
            path.write_bytes(change_bytes(path.read_bytes(), draw))
        else:
            _change_values(path, draw)
        history = read_run(path)
        use_run(history, Path(folder), draw)
    return "read in part" if history.note else "read"


def use_run(history: History, folder: Path, draw: random.Random) -> None:
    """Judge a run at some moments, make every picture of it, and write it as a table."""
    samples = history.sample_count
    for sample in {None, *([draw.randrange(samples)] if samples else [])}:
        diagnose(history, sample)
        published_rules(history, sample)
    cursor = draw.choice((None, 0.0, float(history.epochs[-1]) if samples else 1.0))
    view, sources, frames = View(lanes=lanes_of([history]), epoch=cursor), Sources(), []
    for picture in PICTURES:
        for option in draw.sample(picture.option_keys, min(2, len(picture.option_keys))) or [""]:
            chosen = view.choose(picture.key, option=option) if option else view
            frame = picture.frame_of(chosen, sources)
            frames += [] if isinstance(frame, Nothing) else [frame]
    write_numbers([history], folder / "run.csv", format_named("csv"))
    if frames and draw.random() < _DRAWN_SHARE:
        write_figure([draw.choice(frames)], folder / "run.png", size=(640, 400))


def _change_values(path: Path, draw: random.Random) -> None:
    """Other values under right checksums: what no damage does, but another program."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if draw.random() < 0.5:
            rows = connection.execute("SELECT key, value FROM metadata").fetchall()
            key, value = draw.choice(rows)
            text = json.dumps(change_tree(json.loads(value), draw)).encode()
            connection.execute(
                "UPDATE metadata SET value = ?, crc = ? WHERE key = ?", (text.decode(), zlib.crc32(text), key)
            )
            return
        table = draw.choice(_TABLES)
        rows = connection.execute(f"SELECT number, data FROM {table}").fetchall()
        if not rows:
            return
        number, data = draw.choice(rows)
        changed = _change_numbers(data, draw)
        update = f"UPDATE {table} SET data = ?, crc = ? WHERE number = ?"
        connection.execute(update, (changed, zlib.crc32(changed), number))


def _change_numbers(data: bytes, draw: random.Random) -> bytes:
    """Some or all of the numbers of a blob behind its steps, as other float32 numbers."""
    numbers = np.frombuffer(data[: len(data) // 4 * 4], np.float32).copy()
    first = len(numbers) // draw.choice((3, 6, 12))
    with np.errstate(over="ignore"):
        if draw.random() < 0.3:
            numbers[first:] = np.float32(odd_float(draw))
        elif draw.random() < 0.4:
            random_bits = np.frombuffer(draw.randbytes(4 * (len(numbers) - first)), np.float32)
            numbers[first:] = random_bits
        else:
            for _ in range(draw.choice((1, 3, 30))):
                numbers[draw.randrange(first, len(numbers))] = np.float32(odd_float(draw))
    return numbers.tobytes() + data[len(numbers) * 4 :]
