"""A row of the table: a sick network and its remedies, tried."""

import math
from dataclasses import dataclass

import numpy as np

from tests.remedies.sick import Sick
from vgdesk.analysis.standing import LEARNS, Trial, stand
from vgdesk.checking.networks import train_in_memory
from vgdesk.checking.treatment import treat
from vgdesk.experiment.remedies import remedies_for
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.training.datasets import load_dataset


@dataclass(frozen=True)
class Row:
    """A network with all that was tried.

    Attributes:
        sick: the network.
        trials: of every remedy offered, the best first.
        guessing: loss of guessing, from the labels.
    """

    sick: Sick
    trials: tuple[Trial, ...]
    guessing: float

    def cures(self, trial: Trial) -> bool:
        """Whether the network is well with a remedy: no bad verdict, and better than guessing."""
        return not trial.after.is_sick and trial.after.loss < LEARNS * self.guessing

    @property
    def is_cured(self) -> bool:
        """Whether any remedy cures."""
        return any(map(self.cures, self.trials))

    def lines(self) -> list[str]:
        """The row for people."""
        before = self.trials[0].before if self.trials else None
        found = f"{before.word}, loss {before.loss:.3g}" if before else "nothing is offered"
        head = f"{'' if self.is_cured else 'NOT '}cured  {self.sick.name} ({self.sick.cause}): {found}"
        parts = [f"    {'+' if self.cures(one) else '-'} {one.remedy.key:<17} {one.text}" for one in self.trials]
        return [f"{head}; guessing {self.guessing:.3g}", *parts]


def try_all(sick: Sick, most: int | None = None) -> Row:
    """Train a sick network, and one with each remedy offered for its cause; with ``most``, the best few."""
    history = train_in_memory(sick.spec)
    offered = remedies_for(sick.cause, sick.spec)[:most]
    treatments = [treat(sick.name, sick.spec, history, remedy) for remedy in offered]
    trials = tuple(Trial(one.remedy, one.before, stand(train_in_memory(one.spec))) for one in treatments)
    return Row(sick, trials, loss_of_guessing(sick.spec))


def loss_of_guessing(spec: ExperimentSpec) -> float:
    """Entropy of the training labels in nats; variance of the targets, of 0 and 1 for classes, for squared errors."""
    labels = load_dataset(spec.data).train_labels
    shares = np.bincount(labels) / len(labels) if spec.data.classes > 1 else np.array([])
    if spec.training.loss == "cross_entropy":
        return float(-sum(share * math.log(share) for share in shares if share))
    if spec.data.classes == 1:
        return float(np.var(labels))
    return float(np.mean(shares * (1 - shares)) if spec.outputs > 1 else shares[1] * (1 - shares[1]))
