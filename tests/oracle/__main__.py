"""``python -m tests.oracle``: the oracle tests under every kind of arithmetic that this machine offers.

Torch takes its kernels by ``ATEN_CPU_CAPABILITY``, OpenBLAS by ``OPENBLAS_CORETYPE``, MKL by
``MKL_ENABLE_INSTRUCTIONS``; sums are split by threads. What the processor lacks is left out by each library itself.
"""

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
CAPABILITIES = ({}, {"ATEN_CPU_CAPABILITY": "avx2"}, {"ATEN_CPU_CAPABILITY": "default"})
THREADS = (
    {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2", "OMP_WAIT_POLICY": "passive"},  # on a busy machine, too
)
LIBRARIES = (
    {"OPENBLAS_CORETYPE": "Haswell"},
    {"OPENBLAS_CORETYPE": "SkylakeX"},
    {"OPENBLAS_CORETYPE": "Prescott", "MKL_ENABLE_INSTRUCTIONS": "SSE4_2", "ATEN_CPU_CAPABILITY": "default"},
    {"MKL_ENABLE_INSTRUCTIONS": "AVX2", "MKL_CBWR": "COMPATIBLE"},
)
SETTINGS = (*({**one, **other} for one, other in product(CAPABILITIES, THREADS)), *LIBRARIES)
CHANGED = {name for setting in SETTINGS for name in setting}


def main() -> int:
    """Run and print a table; 1 if anything failed."""
    failed = False
    print(f"{'outcome':<28} {'CPU s':>6}  setting")
    for setting in SETTINGS:
        outcome, seconds, status = run(setting)
        failed |= status != 0
        words = " ".join(f"{name}={value}" for name, value in setting.items())
        print(f"{outcome:<28} {seconds:6.1f}  {words}", flush=True)
    return int(failed)


def run(setting: dict[str, str]) -> tuple[str, float, int]:
    """What pytest says in its last line, the seconds of processor time, and its exit status."""
    environment = {name: value for name, value in os.environ.items() if name not in CHANGED}
    command = [sys.executable, "-m", "pytest", "--tb=short", str(Path(__file__).parent), *sys.argv[1:]]
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, env=environment | setting, capture_output=True, text=True)
    after = os.times()
    lines = done.stdout.strip().splitlines() or [done.stderr.strip()]
    if done.returncode:
        print(*lines[-40:], sep="\n")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return lines[-1].strip(" =").partition(" in ")[0], spent, done.returncode


if __name__ == "__main__":
    sys.exit(main())
