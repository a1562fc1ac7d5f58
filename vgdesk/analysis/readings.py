"""What verdicts are read from: a few numbers a sample of a run, all samples at once.

Networks live in updates, not in samples: a number that scatters from batch to batch is averaged over the samples of
the last few updates, however many those are.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vgdesk.experiment.activations import activation_named
from vgdesk.measures import find_tensor
from vgdesk.runs.history import History

WINDOW = 50
"""Updates over which losses are averaged, and before which learning is not judged."""
MOMENT = 3
"""Updates over which signals and gradients are averaged: they must agree with the picture at the cursor."""
COLLAPSE_STEPS = 100
"""Updates over which all units of a layer must have said the same."""
_SMALLEST = 1e-45  # the smallest single; what is exactly 0 counts as this
_ROWS = 3  # two hidden layers and the output: one factor is no depth
_SIZED = ("activation", "signal", "gradient", "weight")

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Readings:
    """The numbers of the samples ``first`` to ``last - 1`` of a run; rows are layers, or time steps.

    Attributes:
        history: of the run.
        first: index of the first sample.
        last: index behind the last one.
    """

    history: History
    first: int
    last: int

    @property
    def over_time(self) -> bool:
        """Whether the signal is measured at time steps."""
        return bool(self.history.layout.time_steps)

    @cached_property
    def decades(self) -> Reals:
        """Decades that the signal loses from the last row to the first [sample]; below 0 it grows; NaN if unknown.

        Its geometric mean over ``MOMENT`` updates.
        """
        signal = self._logs("signal", "rms")
        if signal.shape[1] < _ROWS:
            return self._unknown
        return self._average(signal[:, -1] - signal[:, 0], MOMENT)

    @cached_property
    def shares(self) -> Reals:
        """rms(weight gradient) / rms(weight) of each hidden layer [sample, layer].

        Their geometric mean over ``MOMENT`` updates.

        NaN where a layer has none.
        """
        shares = self._logs("gradient", "rms")[:, :-1] - self._logs("weight", "rms")[:, :-1]
        found = np.full((self.last - self.first, shares.shape[1]), np.nan)
        for layer, column in enumerate(shares.T):
            found[:, layer] = 10.0 ** self._average(column, MOMENT)
        return found

    @cached_property
    def smallest_share(self) -> Reals:
        """Of the hidden layers [sample]; NaN where none is known."""
        return _least(self.shares)

    @cached_property
    def is_broken(self) -> NDArray[np.bool_]:
        """Whether anything is NaN or infinite [sample]."""
        broken = ~np.isfinite(self.history.batch_loss[self.first : self.last])
        if self.history.started.is_watched:
            broken[:] = False  # a loss that nobody told is no number either
        for tensor in _SIZED:
            broken |= self.broken_rows(tensor).any(axis=1)
        return broken

    def broken_rows(self, tensor: str) -> NDArray[np.bool_]:
        """Where the size of a tensor is NaN or infinite [sample, row]."""
        if self.history.started.is_watched:  # NaN may mean that nothing was measured
            return self._block(tensor, "nonfinite", self.first)[0] > 0
        values, measured = self._block(tensor, "rms", self.first)
        return ~np.isfinite(values) & measured

    @cached_property
    def largest_gradient(self) -> Reals:
        """Rms of the layer whose is largest [sample]."""
        return _most(self.rows("gradient", "rms"))

    @cached_property
    def dead(self) -> Reals:
        """Share of dead units of the hidden row that has most [sample]."""
        return _most(self.hidden("activation", "dead_fraction"))

    @cached_property
    def saturated(self) -> Reals:
        """Mean share of saturated outputs of the hidden rows whose function is flat at both ends [sample]."""
        shares = self.hidden("activation", "saturated_fraction")
        rows = self.history.layout.rows("activation")[: shares.shape[1]]
        bounded = shares[:, [is_bounded(row.activation) for row in rows]]
        known = np.isfinite(bounded)
        counts = known.sum(axis=1)
        with np.errstate(invalid="ignore"):
            mean: Reals = np.where(known, bounded, 0.0).sum(axis=1) / np.where(counts, counts, np.nan)
        return mean

    def collapsed_rows(self, limit: float) -> NDArray[np.bool_]:
        """Hidden rows whose effective rank was below a limit over the last ``COLLAPSE_STEPS`` updates [sample, row].

        None before the run is that long, none of one unit, and not the last hidden layer before a single output,
        which collapses in healthy networks too.
        """
        begin = self._begin(COLLAPSE_STEPS)
        ranks = self._block("activation", "effective_rank", begin)[0][:, : self._hidden_rows("activation")]
        ranks[:, self._may_collapse(ranks.shape[1])] = np.nan
        steps = self.history.steps[begin : self.last]
        starts = np.searchsorted(steps, steps[self.first - begin :] - COLLAPSE_STEPS, "right") - 1
        numbers = np.arange(len(steps))[:, None]
        last_wide = np.maximum.accumulate(np.where(ranks < limit, -1, numbers), axis=0)[self.first - begin :]
        found: NDArray[np.bool_] = (last_wide < starts[:, None]) & (starts[:, None] >= 0)
        return found

    def rows(self, tensor: str, measure: str) -> Reals:
        """A measure at the samples [sample, row]; NaN where it was not measured."""
        return self._block(tensor, measure, self.first)[0]

    def hidden(self, tensor: str, measure: str) -> Reals:
        """The same without the output layer; every time step is a hidden state."""
        return self.rows(tensor, measure)[:, : self._hidden_rows(tensor)]

    def _hidden_rows(self, tensor: str) -> int:
        rows = len(self.history.layout.rows(tensor))
        return rows if self.over_time and find_tensor(tensor).follows_time else rows - 1

    def _may_collapse(self, hidden: int) -> list[bool]:
        layout = self.history.layout
        rows = layout.rows("activation")[:hidden]
        single = layout.layers[-1].units == 1 and not self.over_time
        return [row.units < 2 or (single and number == hidden - 1) for number, row in enumerate(rows)]

    def _block(self, tensor: str, measure: str, begin: int) -> tuple[Reals, NDArray[np.bool_]]:
        """Values of the samples from ``begin`` on [sample, row], and which rows are measured [row]."""
        layout, count = self.history.layout, self.last - begin
        rows = len(layout.rows(tensor))
        if (tensor, measure) not in layout:
            return np.full((count, rows), np.nan), np.zeros(rows, np.bool_)
        columns = layout.columns(tensor, measure)
        found = self.history.values[begin : self.last][:, columns].astype(np.float64)
        found[:, columns < 0] = np.nan
        return found, columns >= 0

    def _logs(self, tensor: str, measure: str) -> Reals:
        """log10 of a size at the samples of all windows [sample of the windows, row]; NaN where it is no number."""
        values = self._block(tensor, measure, self._begin(WINDOW))[0]
        with np.errstate(invalid="ignore"):
            logs: Reals = np.where(np.isfinite(values), np.log10(np.maximum(values, _SMALLEST)), np.nan)
        return logs

    def _average(self, logs: Reals, updates: int = WINDOW) -> Reals:
        """Mean over so many updates up to each sample [sample] of values [sample of the windows], NaN left out."""
        begin = self._begin(WINDOW)
        steps = self.history.steps[begin : self.last]
        ends = np.arange(self.first - begin, self.last - begin) + 1
        starts = np.searchsorted(steps, steps[ends - 1] - updates, "right")
        known = np.isfinite(logs)
        sums = np.concatenate(([0.0], np.cumsum(np.where(known, logs, 0.0))))
        counts = np.concatenate(([0], np.cumsum(known)))
        total = counts[ends] - counts[starts]
        mean: Reals = (sums[ends] - sums[starts]) / np.where(total, total, np.nan)
        return mean

    def _begin(self, steps: int) -> int:
        """Index of the last sample that is at least so many updates before the first one; 0 without any."""
        known = self.history.steps
        return max(int(np.searchsorted(known, known[self.first] - steps, "right")) - 1, 0)

    @property
    def _unknown(self) -> Reals:
        return np.full(self.last - self.first, np.nan)


def is_bounded(activation: str) -> bool:
    """Whether the function that a run calls by that label is flat at both ends."""
    choice = activation_named(activation)
    return choice is not None and choice.is_bounded


def _least(values: Reals) -> Reals:
    """Of each row [row, value]; NaN where none is a number."""
    least = np.where(np.isnan(values), np.inf, values).min(axis=1, initial=np.inf)
    return np.where(np.isnan(values).all(axis=1), np.nan, least)


def _most(values: Reals) -> Reals:
    return -_least(-values)
