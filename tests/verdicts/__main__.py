"""Judges short trainings whose fate is known without gradients: ``python -m tests.verdicts [--count N]``."""

import argparse
from collections import Counter
from collections.abc import Iterator

from tests.verdicts.grid import draw_specs
from tests.verdicts.truth import Truth, find_truth
from vgdesk.analysis.course import follow_course
from vgdesk.analysis.verdicts import Flow, Learning, Verdict
from vgdesk.checking.networks import train_in_memory
from vgdesk.training.process import prepare_process

_NEAR = (0.93, 1.0)  # of the loss of guessing: where neither answer is wrong
_FAILED = (Learning.GUESSING, Learning.SLOW, Learning.DIVERGED)


def main() -> None:
    """Train, judge, and print a confusion matrix a rule, and every network that was called green and guesses."""
    parser = argparse.ArgumentParser(prog="python -m tests.verdicts", description=__doc__)
    parser.add_argument("--count", type=int, default=320, metavar="N", help="networks (default: 320)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="that they are drawn from (default: 1)")
    options = parser.parse_args()
    prepare_process()
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    changes: Counter[int] = Counter()
    for spec in draw_specs(options.count, options.seed):
        history = train_in_memory(spec)
        stretches, truth = follow_course(history).stretches, find_truth(history)
        changes[len(stretches) - 1] += 1
        for rule, is_so, is_said in answers(truth, stretches[-1].verdict):
            counts.setdefault(rule, Counter())[is_so, is_said] += 1
            if rule == "green" and is_said and not is_so:
                print(f"GREEN WHILE GUESSING: {spec.name}, {truth.ratio:.3g} of the loss of guessing")
    print_table(counts, changes)


def answers(truth: Truth, verdict: Verdict) -> Iterator[tuple[str, bool, bool]]:
    """What is asked of a network: the question, the right answer, and what the verdict says."""
    yield "green", truth.beats_guessing, verdict.is_green
    yield "exploding", truth.exploded, verdict.flow is Flow.EXPLODING
    if truth.dead is not None:
        yield "dead", truth.dead and not truth.beats_guessing, verdict.flow is Flow.DEAD
    if truth.frozen and not truth.dead and not truth.exploded and not truth.beats_guessing:
        yield "vanishing, early layers stay as they were", True, verdict.flow is Flow.VANISHING
    if truth.beats_guessing and truth.ratio < _NEAR[0]:
        yield "vanishing, though it learns", False, verdict.flow is Flow.VANISHING
    if not _NEAR[0] < truth.ratio < _NEAR[1] and not verdict.is_cold:
        yield "no better than guessing", not truth.beats_guessing, verdict.learning in _FAILED


def print_table(counts: dict[str, Counter[tuple[bool, bool]]], changes: Counter[int]) -> None:
    """A line a question: how often it is so and said, so and not said, said and not so, neither."""
    print(f"\n{'question':<44} {'found':>6} {'missed':>6} {'false':>6} {'rightly not':>12}")
    for rule, table in counts.items():
        cells = (table[True, True], table[True, False], table[False, True], table[False, False])
        print(f"{rule:<44} {cells[0]:>6} {cells[1]:>6} {cells[2]:>6} {cells[3]:>12}")
    told = ", ".join(f"{count} of {times}" for times, count in sorted(changes.items()))
    print(f"changes of the verdict a run: {told}")


if __name__ == "__main__":
    main()
