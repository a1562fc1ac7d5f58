"""What a lane was at a time, to be put back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from vgdesk.runs.history import History
from vgdesk.session.lane import Lane

_OF_THE_RUN = ("history", "path", "trial")
"""What a run may still gain while its lane looks otherwise."""


@dataclass(frozen=True, eq=False)
class LaneState:
    """A lane, and all that it held.

    Attributes:
        lane: it comes back as the same object, so that whatever follows it still does.
        held: its attributes by their names, but for its key.
    """

    lane: Lane
    held: Mapping[str, Any]

    @property
    def run(self) -> str:
        """Id of the run that it showed; empty for none."""
        found: str = self.held["run"]
        return found

    @property
    def path(self) -> Path | None:
        """File of that run."""
        found: Path | None = self.held["path"]
        return found

    @property
    def history(self) -> History | None:
        """That run in memory; None where it has none, and where its file must be read again."""
        if self.lane.run == self.run and self.lane.history is not None:
            return self.lane.history
        found: History | None = self.held["history"]
        return found

    def changed(self, **values: object) -> "LaneState":
        """The same lane, which held some other values."""
        return LaneState(self.lane, {**self.held, **values})

    def without_run(self) -> "LaneState":
        """The same lane before any training."""
        return self.changed(run="", path=None, history=None, trained_spec=None, trial=None)

    def put_back(self) -> Lane:
        """Give the lane back what it held; a run that it still shows keeps what it has gained since."""
        own = _OF_THE_RUN if self.run and self.lane.run == self.run and self.lane.history is not None else ()
        for name, value in self.held.items():
            if name not in own:
                setattr(self.lane, name, value)
        return self.lane


def take_state(lane: Lane) -> LaneState:
    """What a lane holds now."""
    return LaneState(lane, {each.name: getattr(lane, each.name) for each in fields(lane) if each.name != "key"})
