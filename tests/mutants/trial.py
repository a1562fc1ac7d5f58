"""Tries the tests of a suite on a fault, and names the one that finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.mutants.mutant import Mutant
from tests.mutants.scratch import Outcome, Scratch
from tests.mutants.stages import list_stages

_MOST_RETRIES = 20
_SOME_TESTS_SECONDS = 1200


@dataclass(frozen=True)
class Verdict:
    """What came of a fault.

    Attributes:
        stage: that found it; empty if none did.
        by: the test that found it, ``timeout`` or ``crash``.
        seconds: by the clock, until it was found.
        cpu_seconds: the same, of all processes, without the tries on the sound code.
        stages: cpu seconds of each stage that was tried.
    """

    stage: str = ""
    by: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    stages: Mapping[str, float] = field(default_factory=dict)

    def needs_more(self, stages: Sequence[str]) -> bool:
        """Whether nothing has found the fault yet and one of these stages was not tried."""
        return not self.stage and any(stage not in self.stages for stage in stages)


@dataclass
class Baseline:
    """What is known of single tests on the sound code.

    Attributes:
        sound: ids of tests that pass there.
        broken: ids of tests that fail there: they are left out.
    """

    sound: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


class Trial:
    """Tries faults one after the other in one scratch copy.

    Args:
        scratch: where.
        baseline: is filled in.
        timeouts: seconds that each stage may take, by its name; the others are not tried.
    """

    def __init__(self, scratch: Scratch, baseline: Baseline, timeouts: dict[str, float]):
        self._scratch = scratch
        self._baseline = baseline
        self._timeouts = timeouts

    def judge(self, mutant: Mutant, before: Verdict) -> Verdict:
        """Run the stages that are not tried yet, up to the first that finds the fault.

        A test that fails in the first stage is not proven sound: see ``check``.
        """
        spent, seconds = dict(before.stages), before.seconds
        for stage, tests in list_stages(mutant.file, self._scratch.path):
            if stage in spent or stage not in self._timeouts:
                continue
            by, outcome = self._try(mutant, stage, tests) if tests else ("", None)
            spent[stage] = outcome.cpu_seconds if outcome else 0.0
            seconds += outcome.seconds if outcome else 0.0
            if by:
                return Verdict(stage, by, seconds, sum(spent.values()), spent)
        return Verdict("", "", seconds, sum(spent.values()), spent)

    def check(self, tests: Sequence[str]) -> None:
        """Learn which of some tests pass on the sound code."""
        unknown = sorted(set(tests) - self._baseline.sound - self._baseline.broken)
        if not unknown:
            return
        failed = self._scratch.run(unknown, _SOME_TESTS_SECONDS, is_whole=True).failed
        self._baseline.sound |= set(unknown) - set(failed)
        for test in set(failed) & set(unknown):  # perhaps only for what others left behind
            passed = self._scratch.run([test], _SOME_TESTS_SECONDS).passed
            (self._baseline.sound if passed else self._baseline.broken).add(test)

    def _try(self, mutant: Mutant, stage: str, tests: list[str]) -> tuple[str, Outcome]:
        """The test that finds the fault, if any; one that fails without the fault is left out from then on."""
        for _ in range(_MOST_RETRIES):
            options = tuple(f"--deselect={test}" for test in sorted(self._baseline.broken))
            parallel = ("-n", "auto", "--dist", "loadfile") if stage == "full" else ()
            self._scratch.plant(mutant)
            try:
                outcome = self._scratch.run(tests, self._timeouts[stage], (*options, *parallel))
            finally:
                self._scratch.reset()
            if outcome.passed:
                return "", outcome
            if not outcome.failed:
                return self._explain(outcome, tests, stage), outcome
            if stage != "mirror":
                self.check(outcome.failed)
            if found := [test for test in outcome.failed if test not in self._baseline.broken]:
                return found[0], outcome
        raise RuntimeError(f"{mutant.key}: more than {_MOST_RETRIES} tests fail on the sound code")

    def _explain(self, outcome: Outcome, tests: list[str], stage: str) -> str:
        """Why a run ended without a test that failed: it hung, or its process died."""
        if outcome.status in (3, 4):
            raise RuntimeError(f"pytest could not run:\n{outcome.tail}")
        sound = self._scratch.run(tests, self._timeouts[stage])
        if sound.status is None or (not sound.passed and not sound.failed):
            raise RuntimeError(f"stage {stage} hangs or dies on the sound code:\n{sound.tail}")
        return "timeout" if outcome.status is None else f"crash with status {outcome.status}"
