"""What the panes look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vgdesk.analysis.numbers import format_epoch
from vgdesk.analysis.window import Window
from vgdesk.events import DataPreviewed
from vgdesk.runs.history import History
from vgdesk.session.lane import MAX_LANES, Lane


def begins_later(lane: Lane | None) -> str:
    """Why a lane has nothing to show at a cursor before its first sample; empty for one without samples."""
    if lane is None or lane.history is None or not lane.history.sample_count:
        return ""
    return f"{lane.name} begins at epoch {format_epoch(lane.history.epochs[0])}"


@dataclass(frozen=True, eq=False)
class Look:
    """The lanes at the cursor.

    Attributes:
        lanes: from the top of the screen.
        selected: the lane that the builder shows; None without any.
        epoch: the cursor; None is live.
        window: the stretch of training shown; None shows the whole.
        previews: points of data sets, by the JSON of their spec.
        steps_per_epoch: where time is counted in steps; None counts epochs.
    """

    lanes: tuple[Lane, ...] = ()
    selected: Lane | None = None
    epoch: float | None = None
    window: Window | None = None
    previews: Mapping[str, DataPreviewed] = field(default_factory=dict)
    steps_per_epoch: int | None = None

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

    def preview_of(self, lane: Lane) -> DataPreviewed | None:
        """Points that the run of a lane was trained on; None while they are not here."""
        trained = lane.trained_spec
        return None if trained is None else self.previews.get(trained.data.model_dump_json())

    def sample_of(self, lane: Lane | None) -> int | None:
        """The sample of a lane at the cursor; None without any."""
        sample = -1 if lane is None else lane.sample_at(self.epoch)
        return sample if sample >= 0 else None
