"""One loop for all storms: cases drawn from a seed, each read or refused within limits, anything else is a fault."""

import random
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from vgdesk.errors import VgdeskError

CASE_SECONDS = 10.0
"""Seconds of the processor that a case may take: honest ones take a tenth of a second."""

Case: TypeAlias = Callable[[random.Random], str]
"""Does one thing with what a generator draws; gives a word for what came of it, or raises VgdeskError."""


@dataclass
class Outcome:
    """What came of a storm.

    Attributes:
        name: of the storm.
        seed: that its cases are drawn from.
        words: how often what came of a case.
        faults: number of the case and its traceback.
        slowest: seconds of the processor, and the number of the case.
    """

    name: str
    seed: int
    words: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str]] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)

    @property
    def line(self) -> str:
        """All of it in one line."""
        words = ", ".join(f"{count:,} {word}" for word, count in sorted(self.words.items()))
        seconds, number = self.slowest
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024) / 1024
        total = sum(self.words.values())
        return (
            f"{self.name}: {total:,} cases of seed {self.seed}: {words}; {len(self.faults)} faults; "
            f"slowest {seconds:.2f} s (case {number}); peak {peak:.2f} GB"
        )


def draw(name: str, seed: int, number: int) -> random.Random:
    """The generator of one case: it alone repeats it."""
    return random.Random(f"{name}:{seed}:{number}")


def run_storm(name: str, case: Case, seed: int, numbers: range, seconds: float | None = None) -> Outcome:
    """Do the cases of some numbers, until the time is up.

    Args:
        name: of the storm.
        case: does one.
        seed: that they are drawn from.
        numbers: of the cases.
        seconds: to begin no case after; None for all of them.
    """
    outcome = Outcome(name, seed)
    end = None if seconds is None else time.monotonic() + seconds
    for number in numbers:
        if end is not None and time.monotonic() > end:
            break
        began = time.process_time()
        try:
            word = case(draw(name, seed, number))
        except VgdeskError as error:
            word = "refused"
            if "\n" in str(error).strip():
                outcome.faults.append((number, f"a refusal of several lines: {error}"))
        except Exception:  # noqa: BLE001 - whatever is not a refusal is what a storm looks for
            word = "failed"
            outcome.faults.append((number, traceback.format_exc()))
        took = time.process_time() - began
        if took > CASE_SECONDS:
            outcome.faults.append((number, f"it took {took:.1f} s"))
        outcome.words[word] += 1
        outcome.slowest = max(outcome.slowest, (took, number))
    return outcome
