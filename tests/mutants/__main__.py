"""Plants faults and shows which test finds each: ``python -m tests.mutants [KEY ...]``."""

import argparse
import json
import shutil
import tempfile
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from zlib import crc32

from tests.mutants.mutant import Mutant
from tests.mutants.scratch import ROOT, Scratch
from tests.mutants.table import MUTANTS
from tests.mutants.trial import Baseline, Trial, Verdict

_TIMEOUTS = {"mirror": 300.0, "room": 900.0, "above": 2400.0, "full": 3600.0}


def main() -> None:
    """Try the faults asked for and print a line for each."""
    options = read_options()
    wanted = [mutant for mutant in MUTANTS if is_wanted(mutant, options.keys)]
    results = Results(options.json)
    left = [mutant for mutant in wanted if options.again or not results.knows(mutant)]
    timeouts = {stage: seconds for stage, seconds in _TIMEOUTS.items() if stage != "full" or options.full}
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    try:
        idle: SimpleQueue[Trial] = SimpleQueue()
        for job in range(options.jobs):
            (folder / str(job)).mkdir()
            idle.put(Trial(Scratch(options.suite.resolve(), folder / str(job)), results.baseline, timeouts))

        def judge(mutant: Mutant) -> None:
            trial = idle.get()
            try:
                results.add(mutant, trial.judge(mutant))
            except RuntimeError as error:
                print(f"{mutant.key:<14} not judged: {error}", flush=True)
            finally:
                idle.put(trial)

        with ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(judge, left))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print_summary(wanted, results)


def read_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY", help="such as training-3, or a room (default: all)")
    parser.add_argument("--suite", type=Path, default=ROOT, metavar="CHECKOUT", help="whose tests are tried")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="faults at a time (default: 1)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="keep the results; what is there is not tried again")
    parser.add_argument("--full", action="store_true", help="then try all other tests, too")
    parser.add_argument("--again", action="store_true", help="try what --json holds already, too")
    return parser.parse_args()


def is_wanted(mutant: Mutant, keys: list[str]) -> bool:
    """Whether a fault, or its room, was asked for."""
    return not keys or mutant.key in keys or mutant.room in keys


class Results:
    """Verdicts so far, kept in a file if one is named.

    Attributes:
        baseline: what is known of tests on the sound code.
    """

    def __init__(self, path: Path | None):
        self._path = path
        self._lock = threading.Lock()
        held = json.loads(path.read_text()) if path is not None and path.exists() else {}
        self._verdicts: dict[str, dict] = held.get("mutants", {})
        self.baseline = Baseline(set(held.get("sound", [])), set(held.get("broken", [])))

    def knows(self, mutant: Mutant) -> bool:
        """Whether this very fault has been tried."""
        return self._verdicts.get(mutant.key, {}).get("digest") == digest(mutant)

    def find(self, mutant: Mutant) -> dict | None:
        """What came of a fault."""
        return self._verdicts.get(mutant.key) if self.knows(mutant) else None

    def add(self, mutant: Mutant, verdict: Verdict) -> None:
        """Note and print what came of a fault."""
        with self._lock:
            self._verdicts[mutant.key] = {"digest": digest(mutant), "what": mutant.what, **asdict(verdict)}
            found = f"found by {verdict.stage}: {verdict.by}" if verdict.stage else f"NOT FOUND: {mutant.what}"
            print(f"{mutant.key:<14} {verdict.seconds:6.1f} s {verdict.cpu_seconds:6.1f} cpu s  {found}", flush=True)
            if self._path is not None:
                held = {
                    "mutants": self._verdicts,
                    "sound": sorted(self.baseline.sound),
                    "broken": sorted(self.baseline.broken),
                }
                draft = self._path.with_suffix(".part")
                draft.write_text(json.dumps(held, indent=1))
                draft.replace(self._path)


def digest(mutant: Mutant) -> int:
    """Changes when the fault does."""
    return crc32("\0".join((mutant.file, mutant.old, mutant.new)).encode())


def print_summary(wanted: Iterable[Mutant], results: Results) -> None:
    """A line a room, then the faults that nothing found and the tests that were left out."""
    rooms: dict[str, list[tuple[Mutant, dict]]] = {}
    for mutant in wanted:
        verdict = results.find(mutant)
        if verdict is not None:
            rooms.setdefault(mutant.room, []).append((mutant, verdict))
    print(
        f"\n{'room':<14} {'faults':>6} {'mirror':>6} {'room':>6} {'above':>6} {'full':>6} {'missed':>6} {'cpu s':>8}"
    )
    for room, tried in [*rooms.items(), ("all", [pair for pairs in rooms.values() for pair in pairs])]:
        counts = [sum(verdict["stage"] == stage for _, verdict in tried) for stage in (*_TIMEOUTS, "")]
        cpu_seconds = sum(verdict["cpu_seconds"] for _, verdict in tried)
        print(f"{room:<14} {len(tried):>6} " + " ".join(f"{count:>6}" for count in counts) + f" {cpu_seconds:>6.0f}")
    for mutant, verdict in (pair for pairs in rooms.values() for pair in pairs):
        if not verdict["stage"]:
            print(f"NOT FOUND {mutant.key}: {mutant.what} ({mutant.file})")
    for test in sorted(results.baseline.broken):
        print(f"left out, it fails on the sound code: {test}")


if __name__ == "__main__":
    main()
