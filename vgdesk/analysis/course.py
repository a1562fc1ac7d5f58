"""The course of a run: its states at every sample, and the stretches of one verdict."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.latch import Latch
from vgdesk.analysis.learning import find_progress, learning_at
from vgdesk.analysis.losses import Losses, find_losses, guessing_loss, median_of, quartiles_of, recent
from vgdesk.analysis.readings import WINDOW, Readings, Reals
from vgdesk.analysis.states import Loss, State, find_flow
from vgdesk.analysis.verdicts import Flow, Learning, Verdict
from vgdesk.runs.column import Column
from vgdesk.runs.history import History

_AT_ONCE = 4096  # samples


_FLOWS = (
    (State.EXPLODING, Flow.EXPLODING),
    (State.DEAD, Flow.DEAD),
    (State.VANISHING, Flow.VANISHING),
    (State.GROWING, Flow.GROWING),
    (State.COLLAPSED, Flow.COLLAPSED),
)
"""The first that holds is the word."""


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

    Attributes:
        first_broken: the first sample with a number that is NaN or infinite; None without any so far.
    """

    def __init__(self) -> None:
        self._states = Column(np.int32)
        self._columns = tuple(Column(np.float64) for _ in Losses._fields)
        self._stretches: list[Stretch] = []
        self._latch = Latch()
        self.first_broken: int | None = None

    @property
    def _losses(self) -> Losses:
        """Of all samples judged so far."""
        return Losses(*(column.view() for column in self._columns))

    @property
    def states(self) -> NDArray[np.int32]:
        """``State`` flags, int32 [sample]."""
        return self._states.view()

    @property
    def judged(self) -> Reals:
        """The loss judged, float64 [sample]."""
        return self._losses.judged

    @property
    def shown(self) -> Reals:
        """The loss over all points, float64 [sample]; NaN where it was not measured lately."""
        return self._losses.shown

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
        """Judge the samples that came."""
        while self._states.count < history.sample_count:
            first = self._states.count
            self._judge(history, first, min(first + _AT_ONCE, history.sample_count))

    def _judge(self, history: History, first: int, last: int) -> None:
        for column, found in zip(self._columns, find_losses(history, first, last), strict=True):
            column.extend(found)
        losses = self._losses
        steps, guess = history.steps[:last], guessing_loss(history)
        starts, ends = recent(steps, first), np.arange(first, last)
        with np.errstate(invalid="ignore", divide="ignore"):
            fall = np.where(steps[first:] - steps[0] < WINDOW, np.nan, 1 - losses.judged[first:] / losses.judged[0])
            low, usual, high = quartiles_of(losses.judged, starts, ends) / guess
            loss = Loss(
                losses.judged[first:] / guess, usual, low, high, fall, median_of(losses.mistakes, starts, ends)
            )
        self._latch.begin(steps[first:] - steps[0])
        readings = Readings(history, first, last)
        if self.first_broken is None and readings.is_broken.any():
            self.first_broken = first + int(readings.is_broken.argmax())
        falls = find_progress(history, losses, loss, self._latch)
        find_flow(readings, loss, falls, self._latch)
        self._states.extend(self._latch.states)
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


def verdict_of(history: History, state: State, sample: int) -> Verdict:
    """What the states of a sample come to."""
    learning = learning_at(history, state, sample)
    if history.started.is_watched:
        broken = bool(state & State.EXPLODING)  # the one state that needs no limits of its own on such networks
        if not broken and np.isnan(history.batch_loss[sample]):
            learning = Learning.NOT_JUDGED  # nobody told the loss
        return Verdict(Flow.EXPLODING if broken else Flow.NOT_JUDGED, learning)
    flow = next((flow for flag, flow in _FLOWS if state & flag), None)
    if flow is None and state & State.SATURATED and learning not in (Learning.LEARNED, Learning.LEARNING):
        flow = Flow.SATURATED
    if flow is None:
        flow = Flow.LEVEL if _is_measured(history) else Flow.NOT_JUDGED
    return Verdict(flow, learning, bool(state & State.COLD))


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
