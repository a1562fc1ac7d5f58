"""The two halves of a verdict: whether the signal arrives, and whether the network learns."""

from enum import StrEnum
from typing import Literal, NamedTuple, TypeAlias

Tone: TypeAlias = Literal["good", "bad", "neutral"]

HEALTHY = "healthy"
UNKNOWN = "not judged"


class Flow(StrEnum):
    """Whether the signal arrives."""

    LEVEL = "level"
    VANISHING = "vanishing"
    GROWING = "growing"
    EXPLODING = "exploding"
    DEAD = "dead"
    SATURATED = "saturated"
    COLLAPSED = "collapsed"
    NOT_JUDGED = "not judged"


class Learning(StrEnum):
    """Whether a network learns."""

    LEARNED = "learned"
    LEARNING = "learning"
    SLOW = "slow"
    STUCK = "stuck"
    GUESSING = "guessing"
    DIVERGED = "diverged"
    NOT_JUDGED = "not judged"


class Verdict(NamedTuple):
    """A verdict in its two halves.

    Attributes:
        flow: whether the signal arrives.
        learning: whether the network learns.
        is_cold: whether it learns by its batches, while the loss over all points is no better than that of guessing.
    """

    flow: Flow = Flow.NOT_JUDGED
    learning: Learning = Learning.NOT_JUDGED
    is_cold: bool = False

    @property
    def is_green(self) -> bool:
        """Whether both halves are good."""
        good = (Learning.LEARNED, Learning.LEARNING)
        return self.flow is Flow.LEVEL and self.learning in good and not self.is_cold

    @property
    def is_red(self) -> bool:
        """Whether either half is bad; neither green nor red is what is not judged, or slow."""
        bad = (Learning.STUCK, Learning.GUESSING, Learning.DIVERGED)
        return self.flow not in (Flow.LEVEL, Flow.NOT_JUDGED) or self.learning in bad

    @property
    def tone(self) -> Tone:
        """How it is coloured."""
        return "good" if self.is_green else "bad" if self.is_red else "neutral"

    @property
    def is_judged(self) -> bool:
        """Whether either half is known."""
        return self.flow is not Flow.NOT_JUDGED or self.learning is not Learning.NOT_JUDGED

    @property
    def word(self) -> str:
        """In one word: ``healthy`` where both halves are good, else the half that is not, flow before learning."""
        if self.is_green:
            return HEALTHY
        if self.flow in (Flow.LEVEL, Flow.NOT_JUDGED):
            return UNKNOWN if self.learning is Learning.NOT_JUDGED else str(self.learning)
        return str(self.flow)

    @property
    def text(self) -> str:
        """Both halves: ``vanishing · guessing``; the flow alone while learning is not judged."""
        halves = [half for half in (self.flow, self.learning) if half != Flow.NOT_JUDGED]
        return " · ".join(halves) or UNKNOWN


NO_VERDICT = Verdict()
"""Where nothing was measured."""
