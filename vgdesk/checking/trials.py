"""Tries remedies: trains the network of each, and nothing of it is kept but how it fares."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from vgdesk.analysis.standing import Standing, Trial, stand
from vgdesk.checking.networks import train_in_memory
from vgdesk.checking.treatment import Treatment
from vgdesk.checking.workers import read_all
from vgdesk.experiment.spec import ExperimentSpec


@dataclass(frozen=True)
class TrialProgress:
    """A sign of life, at least every tenth of a second: networks trained, of those that are needed."""

    done: int
    total: int


def try_treatments(treatments: Sequence[Treatment], jobs: int = 1) -> Generator[TrialProgress | Trial, None, None]:
    """Train the network of each treatment.

    Args:
        treatments: with a spec of its own each.
        jobs: networks trained at the same time, each in a process of its own; the processes end with this iterator.

    Yields:
        Progress, and each trial as soon as its network is trained.

    Raises:
        EngineError: a training failed, or its process died.
    """
    wanted, done = {treatment.spec: treatment for treatment in treatments}, 0
    yield TrialProgress(done, len(wanted))
    with closing(read_all(dict.fromkeys(wanted, train_and_stand), jobs)) as news:
        for item in news:
            if item is not None:
                done += 1
                treatment = wanted[item[0]]
                yield Trial(treatment.remedy, treatment.before, item[1])
            yield TrialProgress(done, len(wanted))


def train_and_stand(spec: ExperimentSpec) -> Standing:
    """How the network of a spec fares once it is trained."""
    return stand(train_in_memory(spec))
