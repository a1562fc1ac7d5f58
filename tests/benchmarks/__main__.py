"""Measures every ``bench_*.py`` of this folder, each in a process of its own, and prints one table.

``python -m tests.benchmarks [--only E1,R1]``. Figures are ratios; nothing is asserted.
"""

import argparse
import ast
import importlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tests.benchmarks.row import Row

FOLDER = Path(__file__).resolve().parent
HEADINGS = ("id", "what", "figure", "goal", "met", "load")
_MET = {True: "yes", False: "no", None: "-"}
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
_TIMEOUT_SECONDS = 900


def main() -> int:
    """Measure what is asked for; 0 when every benchmark ran, whatever its figure."""
    parser = argparse.ArgumentParser(prog="make bench", description="Ratios against peers, one table.")
    parser.add_argument("--only", default="", metavar="E1,R1", help="only these benchmarks")
    parser.add_argument("--module", default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.module:
        rows = importlib.import_module(asked.module).measure()
        print(json.dumps([asdict(row) for row in rows], default=lambda value: value.item()))
        return 0
    only = {name.strip() for name in asked.only.split(",") if name.strip()}
    paths = [path for path in sorted(FOLDER.glob("bench_*.py")) if not only or _strings(path) & only]
    if not paths:
        print(f"no benchmark is called {asked.only}", file=sys.stderr)
        return 2
    measured = [_measure(path) for path in paths]
    rows = [row for found in measured for row in found or () if not only or _first_word(row.id) in only]
    print(format_table(rows))
    return int(None in measured)


def format_table(rows: Sequence[Row]) -> str:
    """The rows below their headings, columns aligned, figures to three digits, and how busy the machine was."""
    cells = [
        HEADINGS,
        *((row.id, row.what, f"{row.figure:.3g}", row.goal, _MET[row.met], f"{row.load:.1f}") for row in rows),
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def _strings(path: Path) -> set[str]:
    """The first word of every string in a benchmark, its ids among them."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {
        _first_word(node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _first_word(text: str) -> str:
    return text.partition(" ")[0]


def _measure(path: Path) -> list[Row] | None:
    """The rows of one benchmark file; None when it failed."""
    print(f"{path.stem} ...", file=sys.stderr, flush=True)
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ | _ENVIRONMENT
    command = [sys.executable, "-m", "tests.benchmarks", "--module", f"tests.benchmarks.{path.stem}"]
    try:
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, timeout=_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        print(f"{path.stem}: not done in {_TIMEOUT_SECONDS} s", file=sys.stderr)
        return None
    if done.returncode:
        print(f"{path.stem}: failed", file=sys.stderr)
        return None
    return [replace(Row(**row), load=machine_load()) for row in json.loads(done.stdout.splitlines()[-1])]


def machine_load() -> float:
    """Processes that want a core, the mean of the last minute; NaN where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan


if __name__ == "__main__":
    sys.exit(main())
