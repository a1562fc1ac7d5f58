"""One run on the screen, beside others in a race."""

import uuid
from dataclasses import dataclass, field
from pathlib import Path

from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.standing import Trial
from vgdesk.checking.treatment import Treatment, treat
from vgdesk.errors import VgdeskError
from vgdesk.experiment.remedies import Remedy
from vgdesk.experiment.spec import ExperimentSpec
from vgdesk.experiment.start import Origin, Start
from vgdesk.runs.history import History
from vgdesk.runs.states import need_state

MAX_LANES = 4

_LONGEST_STEM = 78  # a name has 80 characters at most


@dataclass(eq=False)
class Lane:
    """A spec and the run that came of it, if any.

    Attributes:
        spec: what the next training of this lane does.
        color: index of its colour, 0..3.
        key: identity that lasts as long as the lane.
        run: id of the run under way or last trained or opened; empty before.
        path: its run file.
        trained_spec: the spec of that run; None when it cannot be read any more.
        history: that run in memory, as far as it is.
        start: weights of another run that its trainings continue from; None for fresh ones.
        treatment: the remedy that it was made to try.
        trial: what that did, once it is trained.
        was_opened: whether the run was read from a file, and not trained here.
    """

    spec: ExperimentSpec
    color: int
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    run: str = ""
    path: Path | None = None
    trained_spec: ExperimentSpec | None = None
    history: History | None = None
    start: Start | None = None
    treatment: Treatment | None = None
    trial: Trial | None = None
    was_opened: bool = False

    @property
    def name(self) -> str:
        """Name of its spec."""
        return self.spec.name

    @property
    def is_watched(self) -> bool:
        """Whether its run is that of a program of the user's own, which no spec can train."""
        return self.history is not None and self.history.started.is_watched

    def refuse_watched(self) -> None:
        """Raise VgdeskError where its run is that of a program of the user's own."""
        if self.is_watched:
            raise VgdeskError(f"lane {self.name!r} was recorded from your own program: it is trained there, not here")

    @property
    def is_edited(self) -> bool:
        """Whether the spec has changed since the run that is shown; another name is no change."""
        if self.is_watched:
            return False
        if self.history is None or self.trained_spec is None:
            return self.history is not None
        return self.spec != self.trained_spec.model_copy(update={"name": self.spec.name})

    @property
    def is_due(self) -> bool:
        """Whether Train has anything to do for it: it has no run, another spec by now, or was cut short here."""
        if self.is_watched:
            return False
        if self.history is None or self.is_edited:
            return True
        ended = self.history.ended
        return not self.was_opened and (ended is None or ended.reason != "finished")

    def forget_run(self) -> None:
        """Drop the run from the screen; its file stays."""
        self.run, self.path, self.trained_spec, self.history = "", None, None, None
        self.trial, self.was_opened = None, False

    def need_run(self) -> History:
        """Its run; raises VgdeskError where it has none."""
        if self.history is None:
            raise VgdeskError(f"lane {self.name!r} has no run yet; train it first")
        return self.history

    def sample_at(self, epoch: float | None) -> int:
        """Index of the last sample at or before an epoch; the newest for None; -1 without samples."""
        return -1 if self.history is None else self.history.at(epoch)

    def treat(self, remedy: Remedy) -> Treatment:
        """The trial of a remedy on its network.

        Raises:
            VgdeskError: it has no run yet, or its network has the remedy already.
        """
        history = self.need_run()
        self.refuse_watched()
        if self.trained_spec is None:
            raise VgdeskError(f"the specification of lane {self.name!r} cannot be read; train it first")
        return treat(self.name, self.trained_spec, history, remedy)

    def weights_at(self, epoch: float | None) -> Start:
        """The weights of its last snapshot at or before an epoch, to continue from; of the newest for None.

        Raises:
            VgdeskError: it has no run, or the run kept no weights so early.
        """
        self.refuse_watched()
        history = self.need_run()
        snapshots = history.snapshots
        found = snapshots.at(epoch)
        if found < 0:
            when = "" if epoch is None or not len(snapshots) else f" at or before epoch {format_epoch(epoch)}"
            way_out = "put the cursor later" if when else "train it with Weights kept set to anything but none"
            raise VgdeskError(f"lane {self.name!r} kept no weights{when}; {way_out}")
        origin = Origin(history.run, int(snapshots.steps[found]), history.started.steps_per_epoch)
        return Start(origin, snapshots.slots, snapshots.values(found))

    def state_kept(self) -> Start:
        """The weights that its run file goes on from, with the optimizer that has brought them there.

        Raises:
            VgdeskError: it has no run, its file keeps no state, or its optimizer is of another kind by now.
        """
        self.refuse_watched()
        history = self.need_run()
        if self.path is None or self.trained_spec is None:
            raise VgdeskError(f"lane {self.name!r} has no run file; train it first")
        before, now = self.trained_spec.training.optimizer, self.spec.training.optimizer
        if type(before) is not type(now):
            raise VgdeskError(
                f"the optimizer of {self.name!r} was {before.kind} and is {now.kind}: nothing that one has gathered "
                "serves the other; continue without it"
            )
        state, slots = need_state(self.path).state, history.layout.slots
        origin = Origin(history.run, state.step, history.started.steps_per_epoch, with_optimizer=True)
        try:
            return Start(origin, slots, state.weights(slots), state)
        except ValueError as error:
            raise VgdeskError(f"{self.path} cannot go on: {error}; train it from the start") from None


def start_of(history: History) -> Start | None:
    """What a recorded run continued from, as far as its first snapshot shows; None for a run from fresh weights."""
    origin, snapshots = history.started.origin, history.snapshots
    if (
        origin is None
        or origin.with_optimizer
        or not len(snapshots)
        or snapshots.steps[0] != history.started.first_step
    ):
        return None
    return Start(origin, snapshots.slots, snapshots.values(0))


def free_color(lanes: list[Lane], after: int = -1) -> int:
    """The first colour behind another that no lane has; the one next to it if all are taken."""
    ring = [(after + 1 + step) % MAX_LANES for step in range(MAX_LANES)]
    return next((color for color in ring if color not in {lane.color for lane in lanes}), ring[0])


def free_name(wish: str, lanes: list[Lane]) -> str:
    """The wished name, with a number behind it if a lane has it already."""
    taken = {lane.name for lane in lanes}
    stem = (wish.rstrip("0123456789").rstrip() or wish)[:_LONGEST_STEM]
    candidates = (f"{stem} {number}" for number in range(2, MAX_LANES + 2))
    return wish if wish not in taken else next(name for name in candidates if name not in taken)
