"""Judges short trainings whose fate is known without gradients: ``python -m tests.verdicts [--count N]``."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tests.verdicts.grid import JUDGING, TUNING, draw_specs
from tests.verdicts.kept import run_of
from tests.verdicts.truth import Truth, find_truth
from vgdesk.analysis.course import Stretch, follow_course
from vgdesk.analysis.verdicts import Flow, Learning, Verdict
from vgdesk.runs.history import History
from vgdesk.training.process import prepare_process

_NEAR = (0.93, 1.0)  # of the loss of guessing: where neither answer is wrong
_FAILED = (Learning.GUESSING, Learning.SLOW, Learning.DIVERGED)
_LAST = 4  # stretches that are shown of a wrong answer


class Answer(NamedTuple):
    """What a verdict says to a question.

    Attributes:
        question: in words.
        is_so: the right answer.
        is_said: what the verdict says.
    """

    question: str
    is_so: bool
    is_said: bool


def main() -> int:
    """Train, judge, and print a confusion matrix; 1 where a network is called green and only guesses."""
    options = _read_options()
    prepare_process()
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    changes: Counter[int] = Counter()
    for seed in options.seeds:
        for spec in draw_specs(options.count, seed, JUDGING if options.judging else TUNING):
            history = run_of(spec, options.keep)
            truth, stretches = find_truth(history), follow_course(history).stretches
            changes[count_words(stretches) - 1] += 1
            for answer in answers(truth, stretches[-1].verdict):
                counts.setdefault(answer.question, Counter())[answer.is_so, answer.is_said] += 1
                if options.wrong in answer.question and answer.is_so != answer.is_said:
                    print(describe_wrong(answer, truth, history), flush=True)
    print_table(counts, changes)
    return int(counts["green"][False, True] > 0)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.verdicts", description=__doc__)
    parser.add_argument("--count", type=int, default=320, metavar="N", help="networks of each seed (default: 320)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], metavar="S", help="to draw from (default: 1)")
    parser.add_argument("--judging", action="store_true", help="other data, depths and widths than limits came from")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the runs there, and take those that are")
    parser.add_argument(
        "--wrong", default="-", metavar="WORD", help="show what is answered wrongly of such a question"
    )
    return parser.parse_args()


def answers(truth: Truth, verdict: Verdict) -> Iterator[Answer]:
    """What is asked of a network."""
    yield Answer("green", truth.beats_guessing, verdict.is_green)
    yield Answer("exploding", truth.exploded, verdict.flow is Flow.EXPLODING)
    if truth.dead is not None:
        yield Answer("dead", truth.dead and not truth.beats_guessing, verdict.flow is Flow.DEAD)
    if truth.frozen and not truth.dead and not truth.exploded and not truth.beats_guessing:
        yield Answer("vanishing, early layers stay as they were", True, verdict.flow is Flow.VANISHING)
    if truth.beats_guessing and truth.ratio < _NEAR[0] and not truth.frozen:
        yield Answer("vanishing, though it learns", False, verdict.flow is Flow.VANISHING)
    if not _NEAR[0] < truth.ratio < _NEAR[1] and not verdict.is_cold:
        yield Answer("no better than guessing", not truth.beats_guessing, verdict.learning in _FAILED)


def count_words(stretches: Iterable[Stretch]) -> int:
    """How many words a run is given one after the other."""
    return len(list(groupby(stretch.verdict.word for stretch in stretches)))


def describe_wrong(answer: Answer, truth: Truth, history: History) -> str:
    """A wrong answer with the course of its run."""
    stretches = follow_course(history).stretches
    course = ", ".join(f"{history.steps[each.first]} {each.verdict.text}" for each in stretches[-_LAST:])
    said = "said" if answer.is_said else "not said"
    return f"{answer.question} ({said}): {history.lane}, {truth.ratio:.3g} of guessing; {course}"


def print_table(counts: dict[str, Counter[tuple[bool, bool]]], changes: Counter[int]) -> None:
    """A line a question: how often it is so and said, so and not said, said and not so, neither."""
    print(f"\n{'question':<44} {'found':>6} {'missed':>6} {'false':>6} {'rightly not':>12}")
    for question, table in counts.items():
        found, missed, false, neither = _cells(table)
        shares = f"{_share(found, missed)} found, {_share(false, neither)} false"
        print(f"{question:<44} {found:>6} {missed:>6} {false:>6} {neither:>12}   {shares}")
    told = ", ".join(f"{count} of {times}" for times, count in sorted(changes.items()))
    print(f"changes of the word a run: {told}")


def _cells(table: Counter[tuple[bool, bool]]) -> Iterable[int]:
    return (table[True, True], table[True, False], table[False, True], table[False, False])


def _share(part: int, rest: int) -> str:
    return f"{100 * part / (part + rest):.1f} %" if part + rest else "-"


if __name__ == "__main__":
    sys.exit(main())
