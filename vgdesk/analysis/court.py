"""Published rules beside the verdict, and what all of them would say if the loss were another multiple of itself.

A factor before the loss changes no network: an optimizer that divides by the size of its gradients does not even
notice, and any other would get a rate as many times smaller. A sum over a batch in place of the mean, or the loss
scaling of half precision, is such a factor. What flips with it judges a unit.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.evidence import evidence_at
from vgdesk.analysis.forward import read_spec
from vgdesk.analysis.numbers import format_value
from vgdesk.analysis.published_rules import PublishedRule, published_rules
from vgdesk.errors import SpecError
from vgdesk.events import Sampled, Scored
from vgdesk.experiment.training import Sgd
from vgdesk.measures import find_tensor
from vgdesk.runs.history import History

_OURS = "vgdesk"
_SIZES = ("mean", "std", "mean_abs", "rms", "l2", "max_abs")


@dataclass(frozen=True)
class Ruling:
    """What a rule says.

    Attributes:
        rule: at the loss scale.
        unscaled: what it says of the run as it is.
    """

    rule: PublishedRule
    unscaled: str

    @property
    def flips(self) -> bool:
        """Whether the scale alone changes its word."""
        return self.rule.says != self.unscaled

    @property
    def note(self) -> str:
        """What it said before, in words; empty where it says the same."""
        return f"flips, at 1 it is {self.unscaled}" if self.flips else ""


@dataclass(frozen=True)
class Court:
    """All rules on one sample of a run.

    Attributes:
        scale: factor before the loss.
        rulings: our own verdict first; empty without a sample.
    """

    scale: float = 1.0
    rulings: tuple[Ruling, ...] = ()

    @property
    def flipped(self) -> int:
        """Rules whose word is another one than without the factor."""
        return sum(ruling.flips for ruling in self.rulings)

    @property
    def text(self) -> str:
        """The scale and what it does, in words."""
        if self.scale == 1:
            return "Rules of others beside ours, each with its own limit"
        return f"With the loss times {format_value(self.scale)}: {self.flipped} of {len(self.rulings)} rules flip"


def hold_court(history: History, cursor: int | None = None, scale: float = 1.0) -> Court:
    """What our verdict and the published rules say of a sample.

    Args:
        history: of the run.
        cursor: the sample looked at; None for the newest.
        scale: factor before the loss, above 0.
    """
    unscaled = _rules(history, cursor)
    if scale == 1 or not unscaled:
        return Court(scale, tuple(Ruling(rule, rule.says) for rule in unscaled))
    scaled = _rules(scale_loss(history, scale, cursor), cursor)
    return Court(scale, tuple(Ruling(rule, old.says) for rule, old in zip(scaled, unscaled, strict=True)))


def scale_loss(history: History, scale: float, cursor: int | None = None) -> History:
    """A run up to a sample, with the gradients that it would have had with a factor before its loss.

    The losses stay as they are, so that guessing is what it was. Updates grow with the gradients where the optimizer
    takes them as they are and nothing clips them.
    """
    count = history.sample_count if cursor is None else cursor + 1
    factors, decades = _factors(history, scale)
    with np.errstate(over="ignore", under="ignore"):
        values = (history.values[:count] * factors + decades).astype(np.float32)
    found = History(history.started, history.lane)
    found.append(Sampled(history.run, history.steps[:count], history.batch_loss[:count], values))
    scores, last = history.scores, history.steps[count - 1] if count else -1
    for at in range(int(np.searchsorted(scores.step, last, side="right"))):
        loss, accuracy, *tests = (
            float(row[at]) for row in (scores.loss, scores.accuracy, scores.test_loss, scores.test_accuracy)
        )
        known = [None if math.isnan(number) else number for number in tests]
        found.append(Scored(history.run, int(scores.step[at]), loss, accuracy, *known))
    return found


def _factors(history: History, scale: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What the values are multiplied by [channel], and what is added to those that are logarithms."""
    channels = history.layout.channels
    factors, decades = np.ones(len(channels)), np.zeros(len(channels))
    for at, channel in enumerate(channels):
        family = find_tensor(channel.tensor).family
        if family in ("gradient", "signal") and channel.measure in _SIZES:
            factors[at] = scale
        elif (channel.tensor, channel.measure) == ("update", "ratio") and _is_proportional(history):
            decades[at] = math.log10(scale)
    return factors, decades


def _is_proportional(history: History) -> bool:
    """Whether the updates grow with the gradients."""
    try:
        training = read_spec(history).training
    except SpecError:
        return False
    return isinstance(training.optimizer, Sgd) and training.clipping.kind == "none"


def _rules(history: History, cursor: int | None) -> tuple[PublishedRule, ...]:
    evidence = evidence_at(history, cursor)
    if evidence is None:
        return ()
    slope = evidence.rate.slope if evidence.rate is not None else math.nan
    rule = f"does the signal arrive (decades lost a {evidence.row}), does the loss beat guessing"
    return (PublishedRule(_OURS, rule, slope, None, evidence.verdict.text), *published_rules(history, cursor))
