"""Kills a training at random moments, goes on with it each time, and holds the run against one never cut off.

    python -m tests.soak.kill_and_go_on [--kills 20] [--seed 0]

Prints a line a kill, and what the run files cost; exits 1 where any table of the run differs.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.runs.kept import tables_of
from vgdesk.experiment.spec import change_spec, parse_spec
from vgdesk.lessons.catalog import find_lesson
from vgdesk.runs.reader import read_metadata
from vgdesk.runs.states import read_state

_LONGEST_SECONDS = 6.0  # three states
_PATIENCE_SECONDS = 120.0
_CHANGES = {
    "training.optimizer": "nadam",
    "network.normalization": "batch",
    "network.dropout": 0.1,
    "sampling": {"kind": "steps", "steps": 1},
    "histograms": "sample",
}


def main() -> int:
    """Kill, go on and compare; 1 where the runs differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        spec, path, whole = (Path(folder) / name for name in ("spec.json", "run.vgrun", "whole.vgrun"))
        lesson = find_lesson("circles-4h-sigmoid").spec.to_json()
        spec.write_text(change_spec(parse_spec(lesson), {**_CHANGES, "training.epochs": options.epochs}).to_json())
        for number in range(options.kills):
            _train_and_kill(spec, path, chance.uniform(0, _LONGEST_SECONDS))
            print(f"kill {number + 1}: {_describe(path)}", flush=True)
        _vgdesk(*_command(spec, path)).wait()
        _vgdesk("train", spec, "--out", whole).wait()
        print(f"{path.stat().st_size} bytes after {options.kills} kills, {whole.stat().st_size} without any")
        is_same = tables_of(path) == tables_of(whole)
        print("every table is the same, bit for bit" if is_same else "the runs differ")
        return 0 if is_same and read_metadata(path).ended is not None else 1


def _command(spec: Path, path: Path) -> tuple[object, ...]:
    """Go on where a state is kept; a run killed within its first tenth of a second is trained anew."""
    if path.exists() and path.stat().st_size and read_state(path) is not None:
        return ("continue", path)
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()
    return ("train", spec, "--out", path)


def _vgdesk(*arguments: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "vgdesk", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def _train_and_kill(spec: Path, path: Path, seconds: float) -> None:
    """Kill it so many seconds after it has begun to write, or at any moment before its end."""
    command, began = _command(spec, path), time.monotonic()
    process = _vgdesk(*command)
    log = path.with_name(f"{path.name}-wal")
    before = _changed(log)
    while _changed(log) == before and process.poll() is None and time.monotonic() - began < _PATIENCE_SECONDS:
        time.sleep(0.01)
    time.sleep(seconds)
    process.kill()
    process.wait()


def _changed(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _describe(path: Path) -> str:
    if not path.exists() or not path.stat().st_size:
        return "before its file was made"
    kept = read_state(path)
    state = "no state" if kept is None else f"a state of step {kept.state.step}"
    ended = ", ended" if read_metadata(path).ended is not None else ""
    return f"step {read_metadata(path).step}, {state}{ended}"


if __name__ == "__main__":
    sys.exit(main())
