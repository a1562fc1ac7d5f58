"""Tries remedies: trains the network of each beside the one that is sick, from the same seed."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from vgdesk.analysis.standing import Standing, Trial, stand
from vgdesk.checking.networks import train_in_memory
from vgdesk.checking.workers import read_all
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import Remedy
from vgdesk.experiment.spec import ExperimentSpec

_LONGEST_NAME = 80


@dataclass(frozen=True)
class TrialProgress:
    """A sign of life, at least every tenth of a second: networks trained, of those that are needed."""

    done: int
    total: int


def apply_remedy(remedy: Remedy, spec: ExperimentSpec) -> ExperimentSpec:
    """The spec with a remedy, and with its name behind the old one: ``sigmoid + He``.

    Raises:
        VgdeskError: the spec has it already, or nothing to apply it to.
    """
    changed = remedy.apply(spec)
    if changed is None:
        raise VgdeskError(f"{remedy.title} is no remedy for {spec.name!r}: it is there already, or does not apply")
    ending = f" + {remedy.lane}"
    return changed.model_copy(update={"name": spec.name[: _LONGEST_NAME - len(ending)] + ending})


def stop_where(spec: ExperimentSpec, steps: int) -> ExperimentSpec:
    """The spec with so many updates, where its training would take more; 0 leaves it."""
    if not 0 < steps < spec.total_steps:
        return spec
    return spec.model_copy(update={"training": spec.training.model_copy(update={"steps": steps})})


def try_remedies(
    spec: ExperimentSpec, before: Standing, remedies: Sequence[Remedy], jobs: int = 1
) -> Generator[TrialProgress | Trial, None, None]:
    """Train the network of each remedy.

    Args:
        spec: of the network that is sick.
        before: how it fares.
        remedies: that it does not have.
        jobs: networks trained at the same time, each in a process of its own; the processes end with this iterator.

    Yields:
        Progress, and each trial as soon as its network is trained.

    Raises:
        VgdeskError: the spec has a remedy already.
        EngineError: a training failed, or its process died.
    """
    wanted = {apply_remedy(remedy, spec): remedy for remedy in remedies}
    yield TrialProgress(0, len(wanted))
    done = 0
    with closing(read_all(dict.fromkeys(wanted, train_and_stand), jobs)) as news:
        for item in news:
            if item is not None:
                done += 1
                yield Trial(wanted[item[0]], before, item[1])
            yield TrialProgress(done, len(wanted))


def train_and_stand(spec: ExperimentSpec) -> Standing:
    """How the network of a spec fares once it is trained; nothing of it is kept."""
    return stand(train_in_memory(spec))
