"""Tries the tests of a suite on a fault, and names the one that finds it."""

from dataclasses import dataclass, field

from tests.mutants.mutant import Mutant
from tests.mutants.scratch import Outcome, Scratch
from tests.mutants.stages import list_stages

_MOST_RETRIES = 20
_SINGLE_TEST_SECONDS = 300


@dataclass(frozen=True)
class Verdict:
    """What came of a fault.

    Attributes:
        stage: that found it; empty if none did.
        by: the test that found it, ``timeout`` or ``crash``.
        seconds: by the clock, until it was found.
        cpu_seconds: the same, of all processes, without the tries on the sound code.
        stages: cpu seconds of each stage.
    """

    stage: str
    by: str
    seconds: float
    cpu_seconds: float
    stages: dict[str, float]


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
    """Tries faults one after the other in one scratch copy."""

    def __init__(self, scratch: Scratch, baseline: Baseline, timeouts: dict[str, float]):
        self._scratch = scratch
        self._baseline = baseline
        self._timeouts = timeouts

    def judge(self, mutant: Mutant) -> Verdict:
        """Run the stages, as far as they have a timeout, up to the first that finds the fault."""
        spent: dict[str, float] = {}
        seconds = 0.0
        for stage, tests in list_stages(mutant.file, self._scratch.path):
            if not tests or stage not in self._timeouts:
                continue
            by, outcome = self._try(mutant, stage, tests)
            spent[stage] = outcome.cpu_seconds
            seconds += outcome.seconds
            if by:
                return Verdict(stage, by, seconds, sum(spent.values()), spent)
        return Verdict("", "", seconds, sum(spent.values()), spent)

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
            for test in outcome.failed:
                if self._is_sound(test):
                    return test, outcome
        raise RuntimeError(f"{mutant.key}: more than {_MOST_RETRIES} tests fail on the sound code")

    def _explain(self, outcome: Outcome, tests: list[str], stage: str) -> str:
        """Why a run ended without a test that failed: it hung, or its process died."""
        if outcome.status in (3, 4):
            raise RuntimeError(f"pytest could not run:\n{outcome.tail}")
        sound = self._scratch.run(tests, self._timeouts[stage])
        if sound.status is None or (not sound.passed and not sound.failed):
            raise RuntimeError(f"stage {stage} hangs or dies on the sound code:\n{sound.tail}")
        return "timeout" if outcome.status is None else f"crash with status {outcome.status}"

    def _is_sound(self, test: str) -> bool:
        if test not in self._baseline.sound | self._baseline.broken:
            passed = self._scratch.run([test], _SINGLE_TEST_SECONDS).passed
            (self._baseline.sound if passed else self._baseline.broken).add(test)
        return test in self._baseline.sound
