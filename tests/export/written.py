"""Reads back what was written of runs: numbers by run, step, layer, tensor and measure."""

import csv
import json
import math

import numpy as np

from vgdesk.export.blocks import BIN_NAMES
from vgdesk.measures import HISTOGRAM_BINS, SCORES


def numbers_of(history, *, histograms=True):
    """All numbers of a run by the plain rules: {(step, layer, tensor, measure): value}; layer 0 of what has none."""
    found = {}
    closing = history.sample_count - 1 if history.has_closing_sample else None
    for sample, step in enumerate(history.steps.tolist()):
        for column, channel in enumerate(history.layout.channels):
            if not (sample == closing and channel.tensor == "update"):
                key = (step, channel.layer, channel.tensor, channel.measure)
                found[key] = float(history.values[sample, column])
        found[step, 0, "score", "batch_loss"] = float(history.batch_loss[sample])
    for place, step in enumerate(history.scores.step.tolist()):
        scores = [float(getattr(history.scores, name)[place]) for name in SCORES]
        present = scores if not all(map(math.isnan, scores[2:])) else scores[:2]
        found |= {(step, 0, "score", name): value for name, value in zip(SCORES, present, strict=False)}
    for name, told in history.scalars.items():
        found |= {
            (step, 0, "scalar", name): value
            for step, value in zip(told.steps.tolist(), told.values.tolist(), strict=True)
        }
    return found | (_counts_of(history) if histograms else {})


def _counts_of(history):
    found = {}
    for moment, step in enumerate(history.histograms.steps.tolist()):
        for place, (tensor, layer) in enumerate(history.layout.histograms):
            counts = history.histograms.counts[moment, place].tolist()
            found |= {(step, layer, tensor, BIN_NAMES[at]): count for at, count in enumerate(counts) if count}
    return found


def read_csv(path, count):
    """The tidy table: a dictionary as that of ``numbers_of``, by run."""
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (int(row["step"]), int(row["layer"] or 0), row["tensor"], row["measure"])
            found.setdefault(row["run"], {})[key] = float(row["value"])
    return found


def read_wide(path, count):
    """The wide table."""
    found = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            run, step = row.pop("run"), int(row.pop("step"))
            for each in ("lane", "seed", "epoch"):
                row.pop(each)
            for title, cell in row.items():
                tensor, measure, *layer = title.split(".")
                if cell:
                    found.setdefault(run, {})[step, int(*layer or [0]), tensor, measure] = float(cell)
    return found


def read_parquet(path, count):
    """The Parquet file."""
    from pyarrow.parquet import read_table

    found = {}
    for row in read_table(path).to_pylist():
        key = (row["step"], row["layer"] or 0, row["tensor"], row["measure"])
        found.setdefault(row["run"], {})[key] = row["value"]
    return found


def read_npz(path, count):
    """The arrays, each by the names of its axes."""
    with np.load(path) as archive:
        axes = json.loads(str(archive["axes"]))
        runs = [f"{run + 1}/" if count > 1 else "" for run in range(count)]
        arrays = {name: archive[name] for name in archive.files}
    return {json.loads(str(arrays[f"{run}about"]))["run"]: _read_arrays(arrays, axes, run) for run in runs}


def _read_arrays(arrays, axes, run):
    found = {}
    for name, names in axes.items():
        tensor, _, measure = name.removeprefix(run).partition(".")
        if not name.startswith(run) or tensor in ("sample", "layer", "snapshot", "time_step", "about"):
            continue
        array = arrays[name]
        assert array.ndim == len(names), name
        if tensor == "histogram":
            found |= _read_counts(arrays, run, measure) if measure in ("gradient", "weight") else {}
        elif names[1:]:
            for (sample, layer), value in np.ndenumerate(array):
                found[int(arrays[f"{run}sample.step"][sample]), layer + 1, tensor, measure] = float(value)
        elif not measure.endswith(("step", "epoch")):
            steps = arrays[f"{run}{names[0]}.step"].tolist()
            key = ("score", "batch_loss") if tensor == "batch_loss" else (tensor, measure)
            found |= {(step, 0, *key): value for step, value in zip(steps, array.tolist(), strict=True)}
    return found


def _read_counts(arrays, run, tensor):
    bins = arrays[f"{run}histogram.{tensor}"]
    others = [arrays[f"{run}histogram.{tensor}.{kind}"][..., None] for kind in ("zero", "nonfinite")]
    counts, steps = np.concatenate((bins, *others), axis=-1), arrays[f"{run}histogram.step"]
    return {
        (int(steps[moment]), layer + 1, tensor, BIN_NAMES[place]): int(count)
        for (moment, layer, place), count in np.ndenumerate(counts)
        if count
    }


def read_tensorboard(path, count):
    """The event files, by TensorBoard itself."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    files = list(path.rglob("*.vgdesk"))
    assert len(files) == count
    found = {}
    for file in files:
        read = EventAccumulator(str(file.parent), {"scalars": 0, "histograms": 0})
        read.Reload()
        found[file.name.split(".")[-2]] = _read_scalars(read) | _read_shapes(read)
    return found


def _read_scalars(read):
    found = {}
    for tag in read.Tags()["scalars"]:
        tensor, measure, *row = tag.split("/")
        layer = int(row[0].split(" ")[0]) if row else 0
        for event in read.Scalars(tag):
            if event.value or measure not in BIN_NAMES:
                found[event.step, layer, tensor, measure] = event.value
    return found


def _read_shapes(read):
    found = {}
    for tag in read.Tags()["histograms"]:
        tensor, kind, row = tag.split("/")
        assert kind == "log10"
        for event in read.Histograms(tag):
            for place, number in enumerate(event.histogram_value.bucket):
                if number:
                    found[event.step, int(row.split(" ")[0]), tensor, BIN_NAMES[place]] = number
            assert len(event.histogram_value.bucket) == HISTOGRAM_BINS
    return found


READERS = {
    "csv": read_csv,
    "wide-csv": read_wide,
    "parquet": read_parquet,
    "npz": read_npz,
    "tensorboard": read_tensorboard,
}
