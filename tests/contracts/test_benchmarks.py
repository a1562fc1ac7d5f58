"""``make bench`` collects what its files measure, whatever the figures; only a benchmark that breaks fails it."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.contracts.checkout import ROOT

BENCH = """
import os
from tests.benchmarks.row import Row

def measure():
    print("noise")
    threads = float(os.environ["OMP_NUM_THREADS"])
    return [Row("{id} W1", "threads", threads, "<= .5", False), Row("{id} W2", "x", 2.5, "", None)]
"""
TABLE = """\
id     what     figure  goal   met  load
E1 W1  threads  1       <= .5  no   #
E1 W2  x        2.5            -    #
"""


@pytest.fixture
def folder(tmp_path):
    """A checkout with two benchmarks, E1 and E10."""
    benchmarks = tmp_path / "tests" / "benchmarks"
    benchmarks.mkdir(parents=True)
    (tmp_path / "tests" / "__init__.py").touch()
    for name in ("__main__.py", "row.py"):
        shutil.copy(ROOT / "tests" / "benchmarks" / name, benchmarks)
    for id in ("E1", "E10"):
        (benchmarks / f"bench_{id.lower()}.py").write_text(BENCH.format(id=id))
    return tmp_path


def run_benchmarks(folder, *arguments):
    command = [sys.executable, "-m", "tests.benchmarks", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


def test_only_what_is_asked_for_is_measured(folder):
    done = run_benchmarks(folder, "--only", "E1")
    assert (done.returncode, re.sub(r"(\d+\.\d|nan)$", "#", done.stdout, flags=re.MULTILINE)) == (0, TABLE)
    assert "bench_e10" not in done.stderr


def test_every_benchmark_is_measured(folder):
    done = run_benchmarks(folder)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["id", "E1", "E1", "E10", "E10"]


def test_a_broken_benchmark_fails_and_spares_the_others(folder):
    (folder / "tests" / "benchmarks" / "bench_e1.py").write_text("def measure():\n    raise RuntimeError('oh')\n")
    done = run_benchmarks(folder)
    assert done.returncode == 1
    assert "bench_e1: failed" in done.stderr
    assert "E10 W2" in done.stdout


def test_an_unknown_name_is_refused(folder):
    done = run_benchmarks(folder, "--only", "Z9")
    assert (done.returncode, done.stderr) == (2, "no benchmark is called Z9\n")
