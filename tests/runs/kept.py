"""A run that was cut off after it kept a state."""

import shutil
from pathlib import Path

import numpy as np

from tests.runs.examples import example_histograms, example_samples, example_snapshot, example_started
from vgdesk.events import Event, Progressed, Scored
from vgdesk.experiment.recording import TrainingState
from vgdesk.runs.chunks import list_formats
from vgdesk.runs.opening import open_run
from vgdesk.runs.reader import read_metadata_of
from vgdesk.runs.writer import RunWriter

RUN = "run-1"


def example_state(step: int = 40) -> TrainingState:
    """Some tensors of every type."""
    arrays = {
        "parameters": np.array([1.5, np.nan, 1e-42], np.float32),
        "moving 0": np.arange(6.0).reshape(2, 3),
        "order": np.arange(5056, dtype=np.uint16).astype(np.uint8),
    }
    return TrainingState(RUN, step, 1, 2**32 - 1, {"steps": 40, "product": 0.1 + 0.2}, arrays)


def part_of_run(first: int, count: int) -> list[Event]:
    """Events of so many epochs, in which every table grows."""
    started = example_started(RUN)
    return [
        example_histograms(started, count, first),
        example_samples(started, count, first),
        example_snapshot(started, first + count - 1),
        Scored(RUN, (first + count - 1) * started.steps_per_epoch, 0.5, 0.75),
        Progressed(RUN, (first + count - 1) * started.steps_per_epoch),
    ]


def record_cut_off(path: Path, *, before: int = 10, after: int = 3) -> None:
    """Record so many epochs, a state and some epochs more, and no end."""
    state = example_state(4 * before)
    with RunWriter(path, "lane") as writer:
        for event in (example_started(RUN), *part_of_run(0, before), state, *part_of_run(before, after)):
            writer.write(event)


def tables_of(path: Path) -> dict[str, list[bytes]]:
    """All entries of every table of chunks of a run file, a column each, however they are cut into chunks."""
    with open_run(path) as run:
        layout = read_metadata_of(run).started.layout
        found = {}
        for each in list_formats(layout).values():
            statement = f"SELECT entries, data FROM {each.table} ORDER BY number"
            columns: list[list[bytes]] = [[] for _ in each.columns]
            for entries, data in run.connection.execute(statement):
                run.patience.restart()
                for column, part in zip(columns, each.decode(data, entries), strict=True):
                    column.append(part.tobytes())
            found[each.table] = [b"".join(column) for column in columns]
    return found


def leave_cut_off(path: Path) -> None:
    """Leave what a killed process leaves: the file and its log, as they were while they were written."""
    state, whole = example_state(), path.with_name("under-way")
    path.parent.mkdir(parents=True, exist_ok=True)
    with RunWriter(whole, "cut off") as writer:
        for event in (example_started(RUN), *part_of_run(0, 10), state, *part_of_run(10, 3)):
            writer.write(event)
        writer.commit()
        for end in ("", "-wal"):
            shutil.copyfile(f"{whole}{end}", f"{path}{end}")
    whole.unlink()
