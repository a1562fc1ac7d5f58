"""A remedy under trial in a lane of its own."""

from dataclasses import dataclass

from vgdesk.analysis.standing import Standing, Trial, stand
from vgdesk.checking.trials import apply_remedy, stop_where
from vgdesk.experiment.remedies import Remedy
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.runs.history import History


@dataclass(frozen=True)
class Treatment:
    """What a lane was made for.

    Attributes:
        remedy: that its network has.
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
    """The trial of a remedy, as long as the run that it is held against.

    Args:
        name: of the lane without the remedy.
        spec: that its run was trained by.
        history: of its run.
        remedy: to try.

    Raises:
        VgdeskError: the network has the remedy already, or it does not apply.
    """
    return Treatment(remedy, name, stand(history), stop_where(apply_remedy(remedy, spec), history.step))


def describe_trial(treatment: Treatment, trial: Trial) -> str:
    """What a remedy did, in a sentence, with its price."""
    price = f" Its price: {trial.remedy.price}" if trial.remedy.price else ""
    said = {"cured": "cured", "helps": "better, not cured", "failed": "failed"}[trial.outcome]
    return f"{trial.remedy.title}, against {treatment.against}: {trial.text}: {said}.{price}"
