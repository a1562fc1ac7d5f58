"""The rewind test: how much of what a network knows lies in its first layers.

Layers 1 to k are set back to the values that the run began with, the others stay as trained. Layers that cost no
accuracy when they are set back did not take part in what was learned.

Source: Zhang, Bengio and Singer (2022), "Are all layers created equal?", section 3; the limits are vgdesk's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgdesk.analysis.forward import KeptNetwork, class_shares, read_spec
from vgdesk.analysis.numbers import format_percent
from vgdesk.errors import VgdeskError
from vgdesk.events import DataPreviewed, freeze
from vgdesk.experiment.activation_choice import Array
from vgdesk.runs.history import History

LARGEST_DROP = 0.05
"""Accuracy that layers which did not take part may cost; less than this is what points drawn by chance change."""

LEAST_GAIN = 0.2
"""Accuracy above that of guessing that a network must have to be judged: one that knows nothing loses nothing."""

_PRODUCTS, _FEWEST_POINTS = 4_000_000_000, 100  # multiplications that a test may cost: a second or two

Report = Callable[[int, int], None]
"""Tells how many of how many networks are tried; may raise to end the test."""


@dataclass(frozen=True)
class Rewind:
    """What a network keeps of its accuracy.

    Attributes:
        accuracies: float64 [k], 0..1, with layers 1 to k set back; the first with none, the last with all.
        chance: accuracy of always guessing the class that is most frequent among the points.
        points: number of points that it was tried on.
    """

    accuracies: NDArray[np.float64]
    chance: float
    points: int

    @property
    def is_judged(self) -> bool:
        """Whether the network knows enough to lose it."""
        return bool(self.accuracies[0] >= self.chance + LEAST_GAIN)

    @property
    def unused(self) -> int:
        """The largest k for which no layer up to k took part; 0 if all did, or if the network is not judged."""
        if not self.is_judged:
            return 0
        took_part = np.flatnonzero(self.accuracies[0] - self.accuracies >= LARGEST_DROP)
        return int(took_part[0]) - 1 if len(took_part) else len(self.accuracies) - 1

    @property
    def text(self) -> str:
        """What follows from it, in words."""
        accuracy = format_percent(float(self.accuracies[0]))
        if not self.is_judged:
            needed = f"{100 * LEAST_GAIN:.0f} % above guessing ({format_percent(self.chance)})"
            return f"not judged: accuracy {accuracy} is not {needed}"
        cost = f"set back, {accuracy} → {format_percent(float(self.accuracies[self.unused or 1]))}"
        if not self.unused:
            return f"layer 1 takes part: {cost}"
        layers = "layer 1" if self.unused == 1 else f"layers 1 to {self.unused}"
        return f"{layers} did not take part: {cost}"


@dataclass(frozen=True)
class RewindTest:
    """A test that can be run: its numbers are read when it is made, so that the run may grow meanwhile.

    Attributes:
        trained: the network looked at.
        initial: the network that the run began with.
        history: of the run.
        inputs: float32 [point, column], scaled as trained.
        labels: int64 [point], their classes.
    """

    trained: KeptNetwork
    initial: KeptNetwork
    history: History
    inputs: NDArray[np.float32]
    labels: NDArray[np.int64]

    @property
    def networks(self) -> int:
        """How many networks are tried."""
        return self.trained.depth + 1

    @property
    def cost(self) -> int:
        """Multiplications that it takes, about."""
        return self.history.started.parameters * len(self.inputs) * self.networks // 2

    def run(self, report: Report = lambda done, total: None) -> Rewind:
        """Try all networks; seconds for deep and wide ones.

        Raises:
            VgdeskError: the weights kept do not fit the network.
        """
        depth = self.trained.depth
        accuracies = np.empty(depth + 1)
        accuracies[0] = self._score(self.trained.pass_all(self.inputs))
        x = self.initial.enter(self.inputs)
        for count in range(1, depth + 1):
            report(count, self.networks)
            x = self.initial.pass_layer(count, x).output
            accuracies[count] = self._score(self.trained.pass_from(count + 1, x))
        chance = np.bincount(self.labels).max() / len(self.labels)
        return Rewind(freeze(accuracies), float(chance), len(self.labels))

    def _score(self, outputs: Array) -> float:
        """Share of right guesses; outputs that are no numbers are wrong."""
        shares = class_shares(self.history, outputs)
        right = (shares.argmax(axis=1) == self.labels) & np.isfinite(shares).all(axis=1)
        return float(right.mean())


def plan_rewind(history: History, snapshot: int, points: DataPreviewed) -> RewindTest:
    """The test of a snapshot against the first one.

    Wide and deep networks are tried on fewer points. Batch normalisation takes the statistics of the points: those
    kept belong to weights that are not there any more.

    Args:
        history: of the run.
        snapshot: index of the snapshot whose layers are set back.
        points: some points that the run was trained on.

    Raises:
        VgdeskError: there is no such test of this run, and why.
    """
    if read_spec(history).data.classes < 2:
        raise VgdeskError("numbers are learned here: there is no accuracy to lose")
    snapshots = history.snapshots
    if not len(snapshots) or snapshots.steps[0] != history.started.first_step:
        raise VgdeskError("the weights that this run began with are not kept")
    trained, initial = (KeptNetwork(history, each, own_statistics=True) for each in (snapshot, 0))
    if not len(points.rows) or points.rows.shape[1] != trained.columns:
        raise VgdeskError("the points that this run was trained on are not here")
    a_point = history.started.parameters * (trained.depth + 1) // 2
    most = max(_PRODUCTS // max(a_point, 1), _FEWEST_POINTS)
    inputs = points.rows[:most]
    return RewindTest(trained, initial, history, inputs, points.labels[: len(inputs)])


def run_rewind(history: History, points: DataPreviewed, epoch: float | None = None) -> Rewind:
    """The test of the last snapshot at or before an epoch, the newest for None; raises as ``plan_rewind``."""
    snapshot = history.snapshots.at(epoch)
    if snapshot < 0:
        raise VgdeskError("no weights were kept up to here")
    return plan_rewind(history, snapshot, points).run()
