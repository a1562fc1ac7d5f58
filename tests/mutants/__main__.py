"""Plants faults and shows which test finds each: ``python -m tests.mutants [KEY ...]``."""

import argparse
import shutil
import signal
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.mutant import Mutant
from tests.mutants.results import Results
from tests.mutants.scratch import ROOT, Scratch
from tests.mutants.stages import STAGES
from tests.mutants.table import MUTANTS
from tests.mutants.trial import Trial

_TIMEOUTS = {"mirror": 400.0, "room": 1500.0, "above": 3000.0, "full": 3600.0}


def main() -> None:
    """Try the faults asked for and print a line for each."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background lets it be ignored, tests need it
    options = read_options()
    wanted = [mutant for mutant in MUTANTS if is_wanted(mutant, options.keys)]
    stages = STAGES[: STAGES.index("full" if options.full else options.until) + 1]
    results = Results(options.json)
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    try:
        trials = [make_trial(options.suite, folder / str(job), results, stages) for job in range(options.jobs)]
        while left := [mutant for mutant in wanted if results.find(mutant).needs_more(stages)]:
            failed = try_all(left, trials, results)
            trials[0].check([by for mutant in wanted if "::" in (by := results.find(mutant).by)])
            results.save()
            wanted = [mutant for mutant in wanted if mutant not in failed]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results.print_summary(mutant for mutant in MUTANTS if is_wanted(mutant, options.keys))


def read_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY", help="such as training-3, or a room (default: all)")
    parser.add_argument("--suite", type=Path, default=ROOT, metavar="CHECKOUT", help="whose tests are tried")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="faults at a time (default: 1)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="keep the results; what is there is not tried again")
    parser.add_argument("--until", choices=STAGES, default="above", help="the last stage that is tried")
    parser.add_argument("--full", action="store_true", help="the same as --until full")
    return parser.parse_args()


def is_wanted(mutant: Mutant, keys: list[str]) -> bool:
    """Whether a fault, or its room, was asked for."""
    return not keys or mutant.key in keys or mutant.room in keys


def make_trial(suite: Path, folder: Path, results: Results, stages: tuple[str, ...]) -> Trial:
    """A trial with a scratch copy of its own in a folder."""
    folder.mkdir()
    return Trial(Scratch(suite.resolve(), folder), results.baseline, {stage: _TIMEOUTS[stage] for stage in stages})


def try_all(mutants: list[Mutant], trials: list[Trial], results: Results) -> list[Mutant]:
    """Judge some faults, as many at a time as there are trials; gives those that could not be judged."""
    idle: SimpleQueue[Trial] = SimpleQueue()
    for trial in trials:
        idle.put(trial)

    def judge(mutant: Mutant) -> Mutant | None:
        trial = idle.get()
        try:
            results.add(mutant, trial.judge(mutant, results.find(mutant)))
        except RuntimeError as error:
            print(f"{mutant.key:<14} not judged: {error}", flush=True)
            return mutant
        finally:
            idle.put(trial)
        return None

    with ThreadPoolExecutor(len(trials)) as pool:
        return [mutant for mutant in pool.map(judge, mutants) if mutant is not None]


if __name__ == "__main__":
    main()
