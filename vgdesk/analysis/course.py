"""The course of a run: its states at every sample, and the stretches of one verdict."""

from enum import StrEnum
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.learning import Learning, find_progress, learning_at
from vgdesk.analysis.losses import find_losses, guessing_loss
from vgdesk.analysis.readings import WINDOW, Readings, Reals
from vgdesk.analysis.states import Latch, State, find_flow
from vgdesk.runs.column import Column
from vgdesk.runs.history import History

_AT_ONCE = 4096  # samples


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


_FLOWS = (
    (State.EXPLODING, Flow.EXPLODING),
    (State.DEAD, Flow.DEAD),
    (State.VANISHING, Flow.VANISHING),
    (State.GROWING, Flow.GROWING),
    (State.COLLAPSED, Flow.COLLAPSED),
)
"""The first that holds is the word."""


class Verdict(NamedTuple):
    """A verdict in its two halves.

    Attributes:
        flow: whether the signal arrives.
        learning: whether the network learns.
    """

    flow: Flow = Flow.NOT_JUDGED
    learning: Learning = Learning.NOT_JUDGED

    @property
    def is_green(self) -> bool:
        """Whether both halves are good."""
        return self.flow is Flow.LEVEL and self.learning in (Learning.LEARNED, Learning.LEARNING)

    @property
    def is_red(self) -> bool:
        """Whether either half is bad; neither green nor red is what is not judged, or slow."""
        bad = (Learning.STUCK, Learning.GUESSING, Learning.DIVERGED)
        return self.flow not in (Flow.LEVEL, Flow.NOT_JUDGED) or self.learning in bad

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


HEALTHY = "healthy"
UNKNOWN = "not judged"


class Stretch(NamedTuple):
    """Samples in a row with one verdict.

    Attributes:
        first: index of the first sample.
        last: index of the last one.
        verdict: of all of them.
    """

    first: int
    last: int
    verdict: Verdict


class Course:
    """The states of a run, sample by sample; what was looked at once is not looked at again.

    It does not keep the run alive.
    """

    def __init__(self) -> None:
        self._states = Column(np.int32)
        self._judged = Column(np.float64)
        self._by_batch = Column(np.bool_)
        self._stretches: list[Stretch] = []
        self._scored = 0

    @property
    def states(self) -> NDArray[np.int32]:
        """``State`` flags, int32 [sample]."""
        return self._states.view()

    @property
    def judged(self) -> Reals:
        """The loss judged, float64 [sample]."""
        return self._judged.view()

    @property
    def by_batch(self) -> NDArray[np.bool_]:
        """Whether that is the loss of the last batches [sample]."""
        return self._by_batch.view()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The whole run, in order."""
        return tuple(self._stretches)

    def state_at(self, sample: int) -> State:
        """The states of a sample."""
        return State(int(self.states[sample]))

    def stretch_at(self, sample: int) -> Stretch:
        """The stretch that a sample lies in."""
        return next(stretch for stretch in reversed(self._stretches) if stretch.first <= sample)

    def since(self, sample: int, state: State) -> int:
        """The first sample of those up to one in a row that have a state."""
        without = np.flatnonzero((self.states[: sample + 1] & int(state)) == 0)
        return int(without[-1]) + 1 if len(without) else 0

    def update(self, history: History) -> None:
        """Judge the samples that came; those whose score came late are judged anew."""
        scored = history.scores.step
        if len(scored) > self._scored:
            self._forget(int(np.searchsorted(history.steps, scored[self._scored])))
            self._scored = len(scored)
        while self._states.count < history.sample_count:
            first = self._states.count
            self._judge(history, first, min(first + _AT_ONCE, history.sample_count))

    def _judge(self, history: History, first: int, last: int) -> None:
        losses = find_losses(history, first, last)
        self._judged.extend(losses.judged)
        self._by_batch.extend(losses.by_batch)
        steps, judged = history.steps[:last], self.judged
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = losses.judged / guessing_loss(history)
            progress = np.where(steps[first:] - steps[0] < WINDOW, np.nan, 1 - losses.judged / judged[0])
        latch = Latch(last - first, self.state_at(first - 1) if first else State.NONE)
        find_flow(Readings(history, first, last), ratio, progress, latch)
        find_progress(history, losses, judged, first, latch)
        self._states.extend(latch.states)
        self._add_stretches(history, first, last)

    def _add_stretches(self, history: History, first: int, last: int) -> None:
        states, steps = self.states[first:last], history.steps
        begun = np.searchsorted(steps, steps[0] + WINDOW) - first  # where learning begins to be judged
        changes = np.flatnonzero(np.diff(states)) + 1
        starts = sorted({0, *changes.tolist(), *([int(begun)] if 0 < begun < len(states) else [])})
        for start, end in zip(starts, [*starts[1:], len(states)], strict=True):
            verdict = verdict_of(history, State(int(states[start])), first + start)
            stretch = Stretch(first + start, first + end - 1, verdict)
            if self._stretches and self._stretches[-1].verdict == verdict:
                stretch = stretch._replace(first=self._stretches.pop().first)
            self._stretches.append(stretch)

    def _forget(self, sample: int) -> None:
        """Let go of what was said of a sample and all after it."""
        if sample >= self._states.count:
            return
        for column in (self._states, self._judged, self._by_batch):
            column.cut(sample)
        kept = [stretch for stretch in self._stretches if stretch.first < sample]
        self._stretches = [*kept[:-1], kept[-1]._replace(last=sample - 1)] if kept else []


def verdict_of(history: History, state: State, sample: int) -> Verdict:
    """What the states of a sample come to."""
    learning = learning_at(history, state, sample)
    flow = next((flow for flag, flow in _FLOWS if state & flag), None)
    if flow is None and state & State.SATURATED and learning not in (Learning.LEARNED, Learning.LEARNING):
        flow = Flow.SATURATED
    return Verdict(flow or (Flow.LEVEL if _is_measured(history) else Flow.NOT_JUDGED), learning)


def follow_course(history: History) -> Course:
    """The course of a run as far as it has come."""
    if history not in _courses:
        _courses[history] = Course()
    _courses[history].update(history)
    return _courses[history]


_courses: WeakKeyDictionary[History, Course] = WeakKeyDictionary()


def _is_measured(history: History) -> bool:
    """Whether a signal or the updates of a hidden layer are recorded, or there is no hidden layer."""
    layout = history.layout
    if len(layout.rows("signal")) < 2:
        return True
    return ("signal", "rms") in layout or (("gradient", "rms") in layout and ("weight", "rms") in layout)
