"""What the rules of a diagnosis look at: a run as it stood at a cursor, never what came after."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.course import Course, follow_course
from vgdesk.analysis.depth_rate import DepthRate, Row, fit_depth_rate
from vgdesk.analysis.losses import guessing_loss, median_of, recent
from vgdesk.analysis.readings import Readings
from vgdesk.analysis.states import State
from vgdesk.analysis.verdicts import Verdict
from vgdesk.runs.history import History


@dataclass(frozen=True)
class Evidence:
    """A run as it stood at a cursor. Rows are the layers, or the time steps of a recurrent network.

    Attributes:
        history: of the run, with a sample at least.
        cursor: the sample looked at.
    """

    history: History
    cursor: int

    @cached_property
    def course(self) -> Course:
        """The states of the run at every sample."""
        return follow_course(self.history)

    @property
    def state(self) -> State:
        """The states that hold."""
        return self.course.state_at(self.cursor)

    @property
    def verdict(self) -> Verdict:
        """In its two halves."""
        return self.course.stretch_at(self.cursor).verdict

    @cached_property
    def readings(self) -> Readings:
        """The numbers that the verdict was read from, of the one sample."""
        return Readings(self.history, self.cursor, self.cursor + 1)

    @property
    def over_time(self) -> bool:
        """Whether the signal is measured at time steps."""
        return self.readings.over_time

    @property
    def row(self) -> Row:
        """What a row of the signal is."""
        return "time step" if self.over_time else "layer"

    @cached_property
    def guessing(self) -> float:
        """Loss of one who guesses; NaN where it is not known."""
        return guessing_loss(self.history)

    @property
    def loss(self) -> float:
        """The loss judged; see ``vgdesk.analysis.losses``."""
        return float(self.course.judged[self.cursor])

    @cached_property
    def usual_loss(self) -> float:
        """Its median over the recent stretch of the training, which learning is judged by."""
        starts = recent(self.history.steps[: self.cursor + 1], self.cursor)
        return float(median_of(self.course.judged, starts, np.array([self.cursor]))[0])

    @property
    def shown_loss(self) -> float:
        """The loss over all points that is on the screen; NaN where it was not measured lately."""
        return float(self.course.shown[self.cursor])

    @cached_property
    def rate(self) -> DepthRate | None:
        """Of the signal at the cursor, over the hidden layers or all time steps; None if fewer than two are known.

        None too where rows are modules of many kinds, which no line goes through.
        """
        if self.history.started.is_watched:
            return None
        signal = self.hidden("signal", "rms")
        with np.errstate(divide="ignore", invalid="ignore"):
            return fit_depth_rate(np.log10(signal), self.row)

    @property
    def epoch(self) -> float:
        """Of the cursor."""
        return float(self.history.epochs[self.cursor])

    def since(self, state: State) -> int:
        """The sample from which on a state has held."""
        return self.course.since(self.cursor, state)

    def rows(self, tensor: str, measure: str, sample: int | None = None) -> NDArray[np.float64]:
        """A measure at the cursor, or another sample [row]; NaN where it was not measured."""
        at = self.cursor if sample is None else sample
        found: NDArray[np.float64] = Readings(self.history, at, at + 1).rows(tensor, measure)[0]
        return found

    def hidden(self, tensor: str, measure: str) -> NDArray[np.float64]:
        """The same at the cursor without the output layer; every time step is a hidden state."""
        found: NDArray[np.float64] = self.readings.hidden(tensor, measure)[0]
        return found


def evidence_at(history: History, cursor: int | None) -> Evidence | None:
    """A run as it stood at a sample, the newest for None or one beyond it; None without any sample."""
    if not history.sample_count:
        return None
    last = history.sample_count - 1
    return Evidence(history, last if cursor is None else min(max(cursor, 0), last))
