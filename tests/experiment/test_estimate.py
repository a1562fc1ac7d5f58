import json
import os
import subprocess
import sys

import pytest

from tests.training.examples import small_spec, steps_of, told, with_units
from vgdesk.experiment.estimate import estimate
from vgdesk.runs.writer import RunWriter

EVERY_STEP = {"sampling": {"kind": "steps", "steps": 1}}

SEQUENCES = {"data": {"kind": "adding", "n": 40, "length": 6}, "training.loss": "mean_squared_error", **with_units()}

CASES = {
    "small": {},
    "one epoch": {"training.epochs": 1},
    "many epochs": {"training.epochs": 300},
    "every step": {"training.epochs": 300, **EVERY_STEP},
    "every seventh step": {"sampling": {"kind": "steps", "steps": 7}},
    "scores alone": {"training.epochs": 2000, "sampling": {"kind": "steps", "steps": 6000}},
    "no hidden layer": {**with_units(), "training.epochs": 50},
    "deep": {**with_units(*[5] * 20), "training.epochs": 200},
    "deep and short": {**with_units(*[5] * 100), "training.epochs": 1},
    "batch norm": {"network.normalization": "batch", "training.epochs": 200},
    "batch norm of one layer": {"network.hidden.1.normalization": "batch", **EVERY_STEP},
    "layer norm": {"network.normalization": "layer", "network.skip": "identity", "training.epochs": 200},
    "learned slopes": {"network.activation": "prelu", "network.normalization": "batch", **EVERY_STEP},
    "normalised inputs": {"network.input_normalization": "batch", **EVERY_STEP},
    "cut short": {"training.steps": 1234, "training.epochs": 5000, **EVERY_STEP},
    "recurrent": {**SEQUENCES, "network.recurrence": "lstm", **EVERY_STEP},
    "gated": {**SEQUENCES, "network.recurrence": {"kind": "gru", "units": 7}, **with_units(4), **EVERY_STEP},
    "with test points": {"data.test_fraction": 0.3, "training.batch_size": 10, "training.epochs": 100},
}


@pytest.mark.parametrize("case", CASES)
def test_a_training_costs_what_was_said_before(case, tmp_path):
    spec = small_spec(CASES[case])
    events = told(spec)
    path = tmp_path / "run.vgrun"
    with RunWriter(path) as writer:
        for event in events:
            if getattr(event, "run", None):
                writer.write(event)
    said = estimate(spec)
    assert said.parameters == events[0].parameters
    assert said.samples == len(steps_of(events))
    assert said.steps == steps_of(events)[-1]
    assert said.file_bytes == pytest.approx(path.stat().st_size, rel=0.25)


def test_parameters_are_counted_by_hand():
    assert estimate(small_spec()).parameters == (2 * 4 + 4) + (4 * 3 + 3) + (3 + 1)
    assert estimate(small_spec({"network.normalization": "batch"})).parameters == 31 + 2 * 4 + 2 * 3
    assert estimate(small_spec({"network.hidden.1.normalization": "batch"})).parameters == 31 + 2 * 3
    assert estimate(small_spec({"network.normalization": "layer"})).parameters == 31 + 2 * 4 + 2 * 3
    assert estimate(small_spec({"network.activation": "prelu"})).parameters == 31 + 2
    assert estimate(small_spec({"network.hidden.0.activation": "prelu"})).parameters == 31 + 1


BIG = {  # in this order: what one gives back hardly serves the next
    "wide": {**with_units(1200, 1200, 1200), "training.steps": 2},
    "many points": {"data.n": 800_000, "training.batch_size": 400_000, "training.epochs": 1},
    "big batch": {**with_units(1000, 1000), "data.n": 8_000, "training.batch_size": 8_000, "training.epochs": 1},
}
TRAININGS = """
import ctypes, gc, json, os, pathlib, sys
import psutil, torch
from vgdesk.experiment.spec import parse_spec
from vgdesk.training.loop import train
torch.set_num_threads(1)
memory, kernel = psutil.Process().memory_info, pathlib.Path("/proc/self")

def peak():
    lines = (kernel / "status").read_text().splitlines() if kernel.exists() else []
    return max([1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")], default=0)

for text in json.loads(sys.argv[1]):
    gc.collect()
    if kernel.exists():
        getattr(ctypes.CDLL(None), "malloc_trim", int)(0)  # what is free goes back, as far as the allocator can
    if os.access(kernel / "clear_refs", os.W_OK):
        (kernel / "clear_refs").write_text("5")  # Linux forgets the peak so far
    before, most = memory().rss, 0
    for _ in train([parse_spec(text)]):
        most = max(most, memory().rss)
    print(max(most, peak()) - before)
"""
"""Prints what each training took at its peak, or where there is no Linux to tell it, at its events."""


def test_a_big_training_takes_about_the_memory_that_was_said():
    specs = [small_spec(), *(small_spec(changes) for changes in BIG.values())]  # the first loads what all need
    command = [sys.executable, "-c", TRAININGS, json.dumps([spec.to_json() for spec in specs])]
    found = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
    )
    taken = list(map(int, found.stdout.split()))
    ratios = [estimate(spec).memory_bytes / taken for spec, taken in zip(specs, taken, strict=True)][1:]
    assert all(0.5 < ratio < 2 for ratio in ratios), dict(zip(BIG, ratios, strict=True))
