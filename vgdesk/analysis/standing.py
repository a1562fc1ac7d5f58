"""How a network fares at the end of its run, and what a remedy made of that."""

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from vgdesk.analysis.diagnosis import diagnose, judge
from vgdesk.analysis.evidence import Evidence
from vgdesk.analysis.numbers import format_value
from vgdesk.experiment.remedies import Remedy
from vgdesk.runs.history import History

Outcome: TypeAlias = Literal["cured", "helps", "failed"]

LEARNS = 0.95
"""Share of the loss of guessing below which a network has learned something."""

_BETTER = 0.9  # times the loss before: less is better
_RAISED = 10.0  # times the loss of guessing: less is better than no number


@dataclass(frozen=True)
class Standing:
    """How a network fares.

    Attributes:
        word: its verdict; ``level`` where none is bad.
        is_sick: whether the verdict is bad.
        loss: over the training points; NaN if unknown, maybe infinite.
        accuracy: over them, 0..1; NaN where numbers are learned.
        guessing: the loss of guessing; NaN where that is not known.
    """

    word: str
    is_sick: bool
    loss: float = math.nan
    accuracy: float = math.nan
    guessing: float = math.nan

    @property
    def learns(self) -> bool:
        """Whether the loss is better than that of guessing; where that is not known, whether it is a number."""
        return math.isfinite(self.loss) if math.isnan(self.guessing) else self.loss < LEARNS * self.guessing


@dataclass(frozen=True)
class Trial:
    """A remedy that was tried.

    Attributes:
        remedy: that the second network has.
        before: the network without it.
        after: the network with it, as long trained from the same seed.
    """

    remedy: Remedy
    before: Standing
    after: Standing

    @property
    def outcome(self) -> Outcome:
        """``cured`` when the network with it is not sick and learns, ``helps`` when it is only better than before."""
        before, after = self.before, self.after
        if after.learns and not after.is_sick:
            return "cured"
        limit = _BETTER * before.loss if math.isfinite(before.loss) else _RAISED * after.guessing
        is_better = after.loss < limit or (math.isnan(limit) and after.learns)
        return "helps" if is_better and after.learns >= before.learns else "failed"

    @property
    def text(self) -> str:
        """What it did, in a line: ``vanishing → level; loss 0.67 → 0.053, accuracy 0.65 → 0.99``."""
        before, after = self.before, self.after
        parts = [f"loss {format_value(before.loss)} → {format_value(after.loss)}"]
        if not math.isnan(before.accuracy) and not math.isnan(after.accuracy):
            parts.append(f"accuracy {before.accuracy:.2f} → {after.accuracy:.2f}")
        return f"{before.word} → {after.word}; {', '.join(parts)}"


def stand(history: History) -> Standing:
    """How a network fares at the newest sample of its run."""
    word, is_sick = _judge(history)
    if not history.sample_count:
        return Standing(word, is_sick)
    scores, guessing = history.scores, _loss_of_guessing(history)
    if not len(scores.step) or _ends_badly(history):
        return Standing(word, is_sick, float(history.batch_loss[-1]), guessing=guessing)
    return Standing(word, is_sick, float(scores.loss[-1]), float(scores.accuracy[-1]), guessing)


def list_offered(history: History) -> tuple[Remedy, ...]:
    """The remedies that the findings at the newest sample offer, the best of the first cause first."""
    return tuple(dict.fromkeys(remedy for finding in diagnose(history).findings for remedy in finding.remedies))


def _judge(history: History) -> tuple[str, bool]:
    """The verdict in a word, and whether it is bad."""
    verdict = judge(history)
    return verdict.text, verdict.is_red


def _loss_of_guessing(history: History) -> float:
    """As the run has it; that of classes equally often, where it does not say."""
    data = history.started.data
    return data.guessing if data is not None else Evidence(history, history.sample_count - 1).guessing


def _ends_badly(history: History) -> bool:
    """Whether the last batch's loss is no number, which the last score may be too old to show."""
    return not math.isfinite(history.batch_loss[-1])
