"""What is on the screen as one value: taken before each change, and put back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from vgdesk.analysis.window import Window
from vgdesk.session.following import Following
from vgdesk.session.lane_list import LaneList
from vgdesk.session.lane_state import LaneState, take_state
from vgdesk.session.time import Time, TimeUnit
from vgdesk.session.training import Training

Runs = frozenset[tuple[str, str]]
"""Keys of lanes, each with the id of the run that it shows."""

TakePart = Callable[[], Any]
PutPart = Callable[[Any, bool], object]
"""Given what was taken, and whether the runs on the screen are others than before."""


@dataclass(frozen=True, eq=False)
class Screen:
    """What was on the screen at a time.

    Attributes:
        lanes: from the top.
        selected: place of the lane selected.
        epoch: the cursor; None is live.
        window: the stretch of training shown; None shows all of it.
        unit: what time was counted in.
        parts: what those who draw it said of it.
    """

    lanes: tuple[LaneState, ...]
    selected: int
    epoch: float | None
    window: Window | None
    unit: TimeUnit
    parts: Mapping[str, Any]

    @property
    def runs(self) -> Runs:
        """Keys of its lanes, and the runs that they showed."""
        return frozenset((state.lane.key, state.run) for state in self.lanes)

    def unread(self, besides: Runs) -> dict[str, Path]:
        """Run files that must be read before it can be shown, by the id of the run; not those of other runs."""
        wanted = [
            state for state in self.lanes if (state.lane.key, state.run) not in besides and state.history is None
        ]
        return {state.run: state.path for state in wanted if state.run and state.path is not None}


class Screens(QObject):
    """Takes what is on the screen, and puts it back.

    Args:
        lanes: those on the screen.
        time: which time of them is looked at.
        training: what trains them; idle again after other runs are put back.
        following: grows runs that other programs record.
        parent: of this object.

    Signals:
        runs_changed: other runs than before were put on the screen.
    """

    runs_changed = Signal()

    def __init__(
        self, lanes: LaneList, time: Time, training: Training, following: Following, parent: QObject | None = None
    ):
        super().__init__(parent)
        self._lanes, self._time, self._training, self._following = lanes, time, training, following
        self._parts: dict[str, tuple[TakePart, PutPart]] = {}

    @property
    def are_training(self) -> bool:
        """Whether a race is under way, whose lanes must stay."""
        return self._training.state.is_busy

    @property
    def runs(self) -> Runs:
        """Keys of the lanes, and the runs that they show now."""
        return frozenset((lane.key, lane.run) for lane in self._lanes.lanes)

    def add_part(self, name: str, take: TakePart, put: PutPart) -> None:
        """Have something of the screen taken and put back that only those who draw it know."""
        self._parts[name] = (take, put)

    def take(self) -> Screen:
        """What is on the screen now."""
        lanes, time = self._lanes, self._time
        return Screen(
            tuple(take_state(lane) for lane in lanes.lanes),
            lanes.lanes.index(lanes.selected) if lanes.lanes else 0,
            time.epoch,
            time.window,
            time.unit,
            {name: take() for name, (take, _) in self._parts.items()},
        )

    def put(self, screen: Screen) -> None:
        """Put back what was there; where the runs are the same the cursor stays where it is."""
        has_others = screen.runs != self.runs
        if has_others:
            self._following.stop()
            self._training.reset()
        self._lanes.put(screen.lanes, screen.selected)
        if has_others:
            self._put_time(screen)
            self._following.start(self._lanes.lanes)
        for name, value in screen.parts.items():
            self._parts[name][1](value, has_others)
        if has_others:
            self.runs_changed.emit()

    def _put_time(self, screen: Screen) -> None:
        time = self._time
        time.go_live()
        time.set_unit(screen.unit)
        time.set_window(screen.window)
        if screen.epoch is not None:
            time.look_at(screen.epoch)
