"""A remedy under trial: the network that has it, and the one that it is held against."""

from dataclasses import dataclass

from vgdesk.analysis.standing import Standing, Trial, stand
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import Remedy
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.runs.history import History

_LONGEST_NAME = 80
_SAID = {"cured": "cured", "helps": "better, not cured", "failed": "failed"}


@dataclass(frozen=True)
class Treatment:
    """What is trained, and why.

    Attributes:
        remedy: that the network has.
        against: name of the lane without it.
        before: how that one's network fares.
        spec: of the network with it.
    """

    remedy: Remedy
    against: str
    before: Standing
    spec: ExperimentSpec

    def judge(self, spec: ExperimentSpec | None, history: History | None) -> Trial | None:
        """What the remedy did in a run; None for one that has not come to its end, or of another spec."""
        if history is None or history.ended is None or history.ended.reason != "finished":
            return None
        if spec is None or spec.model_copy(update={"name": self.spec.name}) != self.spec:
            return None
        return Trial(self.remedy, self.before, stand(history))


def treat(name: str, spec: ExperimentSpec, history: History, remedy: Remedy) -> Treatment:
    """The trial of a remedy from the same seed, as long as the run that it is held against.

    Args:
        name: of the lane without the remedy.
        spec: that its run was trained by.
        history: of its run.
        remedy: to try.

    Raises:
        VgdeskError: the network has the remedy already, or it does not apply.
    """
    changed = remedy.apply(spec)
    if changed is None:
        raise VgdeskError(
            f"{remedy.title} cannot be tried on {name!r}: it is there already, or does not apply; take another"
        )
    ending = f" + {remedy.lane}"
    changed = changed.model_copy(update={"name": name[: _LONGEST_NAME - len(ending)] + ending})
    return Treatment(remedy, name, stand(history), _stop_where(changed, history.step))


def describe_trial(treatment: Treatment, trial: Trial) -> str:
    """What a remedy did: ``against sigmoid: vanishing → level; loss 0.67 → 0.053: cured``."""
    return f"against {treatment.against}: {trial.text}: {_SAID[trial.outcome]}"


def explain_trial(treatment: Treatment, trial: Trial) -> str:
    """The same with what was done and its price, in sentences."""
    price = f" Its price: {trial.remedy.price}" if trial.remedy.price else ""
    return f"With {trial.remedy.title}, {describe_trial(treatment, trial)}.{price}"


def _stop_where(spec: ExperimentSpec, steps: int) -> ExperimentSpec:
    """The spec with that number of updates, where its training would take more; 0 leaves it."""
    if not 0 < steps < spec.total_steps:
        return spec
    return spec.model_copy(update={"training": spec.training.model_copy(update={"steps": steps})})
