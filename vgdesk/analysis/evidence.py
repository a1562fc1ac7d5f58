"""What the rules of a diagnosis look at: a run as it stood at a cursor, never what came after."""

import json
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.depth_rate import DepthRate, Row, fit_depth_rate
from vgdesk.measures import find_tensor
from vgdesk.runs.history import History

EARLY_STEPS = (0, 5, 10, 20, 30, 49)
"""Where the limits of the rules were measured, in updates since the first sample."""

LEARNED = 0.1
"""Share of the loss of guessing below which a network has learned."""

_MEDIAN_SAMPLES = 5


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
    def early(self) -> NDArray[np.intp]:
        """The samples [sample] that stand for the early steps: for each of them the last one that is not after it.

        They lie before the cursor or on it, and the first sample is always there. A run sampled at every step gives
        the six of ``EARLY_STEPS``; one sampled once in 32 steps gives its first two.
        """
        steps = self.history.steps[: self.cursor + 1]
        found = np.searchsorted(steps - steps[0], EARLY_STEPS, "right") - 1
        return np.unique(found)

    @cached_property
    def over_time(self) -> bool:
        """Whether the signal is measured at time steps."""
        return bool(self.history.layout.time_steps)

    @property
    def row(self) -> Row:
        """What a row of the signal is."""
        return "time step" if self.over_time else "layer"

    @cached_property
    def guessing(self) -> float:
        """Loss of one who guesses, ln C for C classes; NaN where the loss is no cross-entropy."""
        layout = self.history.layout
        return _loss_of_guessing(self.history.started.spec_json, max(layout.layers[-1].units, 2))

    @cached_property
    def loss(self) -> float:
        """Loss at the cursor: the median of the last few batches, 5 at most."""
        return float(np.median(self.history.batch_loss[self.cursor + 1 - self._few : self.cursor + 1]))

    @cached_property
    def progress(self) -> float:
        """1 - loss / loss of the first few batches; NaN before the early steps are over."""
        steps = self.history.steps
        if steps[self.cursor] - steps[0] < EARLY_STEPS[-1]:
            return math.nan
        with np.errstate(invalid="ignore", divide="ignore"):
            return float(1 - np.divide(self.loss, np.median(self.history.batch_loss[: self._few])))

    @property
    def has_learned(self) -> bool:
        """Whether the loss is far below that of guessing; never where that is not known."""
        return self.loss < LEARNED * self.guessing

    @cached_property
    def update_share(self) -> NDArray[np.float64]:
        """rms(weight gradient) / rms(weight) of each hidden layer [layer], the geometric mean of the early steps.

        NaN where a layer has none; 0 where both are 0.
        """
        return self.update_share_at(self.early)

    def update_share_at(self, samples: NDArray[np.intp]) -> NDArray[np.float64]:
        """The same, the geometric mean of any samples."""
        gradient, weight = (self.rows(tensor, "rms", samples)[:, :-1] for tensor in ("gradient", "weight"))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(gradient == 0, 0.0 * weight, gradient / weight)
            mean: NDArray[np.float64] = np.exp(np.log(shares).mean(axis=0))
        return mean

    @cached_property
    def signal_share(self) -> float:
        """rms(signal) of the first row / the last one's: the early steps' geometric mean, over time at the cursor.

        NaN where it was not measured, or the last row's is 0.
        """
        return self.signal_share_at(np.array([self.cursor]) if self.over_time else self.early)

    def signal_share_at(self, samples: NDArray[np.intp]) -> float:
        """The same, the geometric mean of any samples."""
        signal = self.rows("signal", "rms", samples)
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.exp(np.log(signal[:, 0] / signal[:, -1]).mean()))

    @cached_property
    def rate(self) -> DepthRate | None:
        """Of the signal at the cursor, over the hidden layers or all time steps; None if fewer than two are known."""
        signal = self.hidden("signal", "rms", np.array([self.cursor]))[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            return fit_depth_rate(np.log10(signal), self.row)

    def rows(self, tensor: str, measure: str, samples: NDArray[np.intp]) -> NDArray[np.float64]:
        """A measure at some samples, float64 [sample, row]; NaN where it was not measured."""
        history = self.history
        if (tensor, measure) not in history.layout:
            return np.full((len(samples), len(history.layout.rows(tensor))), np.nan)
        columns = history.layout.columns(tensor, measure)
        found = history.values[samples][:, columns].astype(np.float64)
        found[:, columns < 0] = np.nan
        return found

    def hidden(self, tensor: str, measure: str, samples: NDArray[np.intp]) -> NDArray[np.float64]:
        """The same without the output layer; every time step is a hidden state."""
        found = self.rows(tensor, measure, samples)
        return found if self.over_time and find_tensor(tensor).follows_time else found[:, :-1]

    @property
    def _few(self) -> int:
        return min(_MEDIAN_SAMPLES, (self.cursor + 2) // 2)


@lru_cache(maxsize=64)
def _loss_of_guessing(spec_json: str, classes: int) -> float:
    training = json.loads(spec_json).get("training", {})
    return math.log(classes) if training.get("loss", "cross_entropy") == "cross_entropy" else math.nan
