"""Long storms: ``python -m tests.soak [STORM ...] [--count N] [--seed S] [--first N] [--minutes M]``.

A fault is printed with the number of its case; ``--first NUMBER --count 1`` repeats it alone.
"""

import argparse
import os
import sys
import warnings

from PySide6.QtWidgets import QApplication

from tests.soak.storm import run_storm
from tests.soak.storms import STORMS
from vgdesk.training.process import prepare_process


def main() -> int:
    """Run storms and print a line each; 1 where there was a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("storms", nargs="*", metavar="STORM", help=f"some of {', '.join(STORMS)} (default: all)")
    parser.add_argument("--count", type=int, metavar="N", help="cases of each (default: those of a long storm)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="that the cases are drawn from (default: 1)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="number of the first case (default: 0)")
    parser.add_argument("--minutes", type=float, metavar="M", help="begin no case after")
    parser.add_argument("--strict", action="store_true", help="take numbers that overflow for faults too")
    options = parser.parse_args()
    prepare_process()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    warnings.simplefilter("error")
    if not options.strict:
        warnings.filterwarnings("ignore", category=RuntimeWarning)  # of numbers that overflow
    faults = 0
    for name in options.storms or STORMS:
        case, count = STORMS[name]
        numbers = range(options.first, options.first + (options.count or count))
        outcome = run_storm(name, case, options.seed, numbers, options.minutes and options.minutes * 60)
        for number, text in outcome.faults:
            print(f"--- {name}, seed {options.seed}, case {number}\n{text}")
        print(outcome.line, flush=True)
        faults += len(outcome.faults)
    application.quit()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
