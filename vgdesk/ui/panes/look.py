"""What the panes look at."""

from dataclasses import dataclass

from vgdesk.analysis.window import Window
from vgdesk.runs.history import History
from vgdesk.session.lane import MAX_LANES, Lane


@dataclass(frozen=True, eq=False)
class Look:
    """The lanes at the cursor.

    Attributes:
        lanes: from the top of the screen.
        selected: the lane that the builder shows; None without any.
        epoch: the cursor; None is live.
        window: the stretch of training shown; None shows the whole.
    """

    lanes: tuple[Lane, ...] = ()
    selected: Lane | None = None
    epoch: float | None = None
    window: Window | None = None

    @property
    def histories(self) -> tuple[History | None, ...]:
        """Run of each lane by the index of its colour."""
        found: list[History | None] = [None] * MAX_LANES
        for lane in self.lanes:
            found[lane.color] = lane.history
        return tuple(found)

    @property
    def longest(self) -> Lane | None:
        """The lane with the most samples; None before any training."""
        trained = [lane for lane in self.lanes if lane.history is not None]
        return max(trained, key=lambda lane: lane.history.sample_count, default=None)  # type: ignore[union-attr]

    def sample_of(self, lane: Lane | None) -> int | None:
        """The sample of a lane at the cursor; None without any."""
        sample = -1 if lane is None else lane.sample_at(self.epoch)
        return sample if sample >= 0 else None
